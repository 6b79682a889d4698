"""What a start loads: every start of the process waits for that."""

import subprocess
import sys

import pytest

LOADED = "import sys, bot.__main__; print(*sys.modules)"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    return set(ran.stdout.split())


@pytest.mark.parametrize("library", ["openai", "gspread", "google.auth", "openpyxl"])
def test_what_is_slow_to_load_is_loaded_only_where_it_is_asked_for(loaded: set[str], library: str) -> None:
    assert "bot.build" in loaded
    assert library not in loaded
