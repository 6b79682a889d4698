"""Real disks that are small, full or read-only, for tests that may mount one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A small file system of its own, in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filling = folder / "filling"

    def fill(self, leave_bytes: int = 0) -> None:
        """Let so much be free and no more."""
        free = shutil.disk_usage(self.folder).free - leave_bytes
        with self._filling.open("ab") as filling:
            filling.write(b"\0" * max(free, 0))

    def empty(self) -> None:
        """Take away what filled it."""
        self._filling.unlink()

    def read_only(self, *, on: bool) -> None:
        """Mount it anew, so that nothing can be written, or again can."""
        _run("mount", "-o", f"remount,{'ro' if on else 'rw'}", str(self.folder))


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A disk of that size in a folder; the test is skipped where this user may not mount."""
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root mounts a disk")
    if _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)):
        pytest.skip("no disk can be mounted here")
    try:
        yield Disk(folder)
    finally:
        _run("umount", "-l", str(folder))


def _run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603  # our own words
