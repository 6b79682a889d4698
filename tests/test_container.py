"""The container file takes along all that the bot needs, and nothing of whoever builds it."""

import subprocess
import sys
from pathlib import Path

import pytest

LINES = Path("Containerfile").read_text("utf-8").splitlines()
COPIES = [line.split()[1] for line in LINES if line.startswith("COPY ")]
IMPORTED = "import sys, bot.__main__; print(*{name.partition('.')[0] for name in sys.modules})"


def test_every_package_that_the_bot_imports_is_copied() -> None:
    ran = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    ours = {path.parent.name for path in Path().glob("*/__init__.py")}

    assert ours & set(ran.stdout.split()) <= set(COPIES)


@pytest.mark.parametrize("source", COPIES)
def test_what_is_copied_is_there_and_not_kept_out(source: str) -> None:
    let_in = Path(".dockerignore").read_text("utf-8").splitlines()

    assert Path(source).exists()
    assert f"!{source}" in let_in
