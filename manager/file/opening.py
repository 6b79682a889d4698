"""What must be true before a book is opened; each fault is one sentence, and nothing was changed."""

import logging
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Final

from manager.file.faults import translated
from manager.values.errors import StoreError

log = logging.getLogger(__name__)

MINIMUM_FREE_BYTES: Final = 200 * 2**20
"""Room on the disk without which a bot does not begin: a day of journal, a backup and a migration."""

SOUND_SQLITE: Final = (3, 51, 3)
"""The first version without the race in which two writing connections could damage the journal."""

KEPT: Final = "Nothing was changed, and Telegram keeps new messages for 24 hours."


def check_place(path: Path, minimum_free_bytes: int) -> None:
    """Make the folder of a database, and see that it and the file can be read, written and grow.

    Raises:
        StoreError: it cannot be used as it is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder {path.parent} cannot be made: {error.strerror}.", "unreadable"
        ) from error
    _check_access(path)
    free, needed = shutil.disk_usage(path.parent).free // 2**20, minimum_free_bytes // 2**20
    if free < needed:
        raise StoreError(f"the disk of {path} has {free} MB free, and {needed} MB are needed. {KEPT}", "low")


def check_file(db: sqlite3.Connection, path: Path | str) -> None:
    """See that the file is a sound database, before anything is written into it.

    Raises:
        StoreError: it is damaged, or no database at all.
    """
    try:
        (told,) = db.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        told, code = str(error), translated(error).fault
        if code != "damaged":
            raise StoreError(f"{path} cannot be opened: {error}. {KEPT}", code) from error
    if told != "ok":
        raise StoreError(
            f"{path} is damaged, or is no database ({' '.join(told.split())}). {KEPT} "
            "Put a backup in its place: python -m bot restore BACKUP",
            "damaged",
        )


def check_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Say in the log when this SQLite has a known race; one writer, as here, cannot run into it."""
    if version < SOUND_SQLITE:
        log.warning(
            "SQLite %s can damage a journal that two connections write at once. Threadbook alone writes "
            "(a lock keeps a second one out), so its books are safe; let no other program write into them. "
            "SQLite %s has no such race",
            ".".join(map(str, version)),
            ".".join(map(str, SOUND_SQLITE)),
        )


def _check_access(path: Path) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder, and the database must be a file. {KEPT}", "unreadable")
    if not os.access(path.parent, os.R_OK | os.X_OK) or (path.exists() and not os.access(path, os.R_OK)):
        raise StoreError(f"{path} cannot be read by this user. {KEPT}", "unreadable")
    if path.exists() and not os.access(path, os.W_OK):
        raise StoreError(f"{path} is read-only. {KEPT}", "read-only")
    if not os.access(path.parent, os.W_OK):
        raise StoreError(
            f"the folder {path.parent} is read-only, and SQLite keeps its journal there. {KEPT}", "read-only"
        )
