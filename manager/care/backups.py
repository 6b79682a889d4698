"""Whole, checked copies of a database in use."""

import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Final

from manager.care.invariants import is_whole
from manager.file.access import read_only
from manager.file.opening import MINIMUM_FREE_BYTES
from manager.values.errors import StoreError

DAILY: Final = "threadbook-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"


def backup(path: Path, target: Path) -> None:
    """Write a whole, checked copy of a database in use to `target`; it has that name only when it is whole.

    Raises:
        StoreError: it could not be written, or the copy is not as it should be; then there is no copy.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; a backup never replaces a file")
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        copy(path, unfinished)
        if not is_whole(unfinished):
            raise StoreError(f"the copy of {path} was not whole and was removed")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def daily_backup(path: Path, today: date) -> Path | None:
    """The day's backup, in the folder `backups` beside the database; None when it was made before.

    Raises:
        StoreError: it could not be written, or would leave a disk on which no bot begins.
    """
    folder = path.parent / "backups"
    target = folder / f"threadbook-{today.isoformat()}.db"
    if target.exists():
        return None
    folder.mkdir(exist_ok=True)
    left = shutil.disk_usage(folder).free - path.stat().st_size
    if left < MINIMUM_FREE_BYTES:
        raise StoreError(
            f"a backup of {path} would leave {left // 2**20} MB on the disk; none was made", "low"
        )
    backup(path, target)
    return target


def discard_old_backups(path: Path, keep: int) -> None:
    """Of a database's daily backups only the newest `keep` stay, at least one; no other file is touched."""
    for old in sorted((path.parent / "backups").glob(DAILY))[:-keep]:
        old.unlink()


def copy(path: Path, target: Path) -> None:
    """Copy a database as it is at one moment, also while it is written.

    Raises:
        StoreError: it cannot be read, or the copy not written.
    """
    with read_only(path) as db:
        try:
            db.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.OperationalError as error:
            raise StoreError(f"{path} cannot be copied to {target}: {error}") from error
