import os
import shutil
from pathlib import Path
from typing import Final

RESERVE_BYTES: Final = 20 * 2**20
MARGIN_BYTES: Final = 5 * 2**20
"""What must be free beside the reserve before it is taken: a disk that is full this minute stays full."""


class Reserve:
    """Room on the disk of a database, held by a file beside it while all is well.

    When the disk is full it is given up, so that what was begun can still be finished and told.
    """

    def __init__(self, database: Path, size_bytes: int = RESERVE_BYTES) -> None:
        self._path = database.with_name(f"{database.name}.reserve")
        self._size_bytes = size_bytes

    def keep(self) -> bool:
        """Hold the reserve, taking it if there is room; False when there is none."""
        try:
            if self._path.exists() and self._path.stat().st_size == self._size_bytes:
                return True
            if shutil.disk_usage(self._path.parent).free < self._size_bytes + MARGIN_BYTES:
                return False
            with self._path.open("wb") as file:
                _allocate(file.fileno(), self._size_bytes)
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give the room back to the disk."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:  # a disk that cannot be written cannot be full either
            return


def _allocate(file: int, size_bytes: int) -> None:
    """Blocks, not only a length."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file, 0, size_bytes)
        return
    for _ in range(size_bytes // 2**20):
        os.write(file, bytes(2**20))
