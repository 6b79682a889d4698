import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PATIENCE_SECONDS: Final = 300


class PeerMissingError(Exception):
    """A peer cannot be installed here; the message says why."""


def cache_folder() -> Path:
    """Where environments of peers stay between runs."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "threadbook" / "benchmarks"


def environment(requirements: Sequence[str], cache: Path) -> Path:
    """The Python of an environment with a peer and nothing of ours in it; made at the first call.

    Raises:
        PeerMissingError: it cannot be made or the peer cannot be installed.
    """
    words = (*requirements, f"{sys.version_info.major}.{sys.version_info.minor}")
    folder = cache / "-".join(re.sub(r"[^\w.]+", "-", word) for word in words)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if done.exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements)
    done.touch()
    return python


def _run(*command: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # our own words
            command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeerMissingError(str(error)) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise PeerMissingError((said or [f"{command[1:3]} failed"])[-1])
