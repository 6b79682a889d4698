"""What a start loads: every start of the process waits for that."""

import subprocess
import sys

import pytest

LOADED = "import sys, bot.__main__; print(*sys.modules)"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    return set(ran.stdout.split())


@pytest.mark.parametrize("client", ["openai", "gspread", "google.auth"])
def test_a_client_is_loaded_only_where_a_setting_asks_for_it(loaded: set[str], client: str) -> None:
    assert "bot.build" in loaded
    assert client not in loaded
