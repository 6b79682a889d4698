"""The room that deleted rows left in a database goes back to the disk."""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from manager.care.backups import copy
from manager.care.invariants import is_whole
from manager.file.access import alone
from manager.file.faults import translated
from manager.file.opening import MINIMUM_FREE_BYTES
from manager.values.errors import StoreError


@dataclass(frozen=True, slots=True)
class Compacted:
    """The size of a database before and after, in bytes."""

    before: int
    after: int


def compact(path: Path) -> Compacted:
    """Put a checked copy without gaps, every index written anew, in the place of a database.

    No bot may use it. Killed anywhere, there is a whole book in that place: the file as it was, or the copy.

    Raises:
        StoreError: a bot uses it, there is no room for the copy, or it is not whole; nothing was changed.
    """
    if not path.exists():
        raise StoreError(f"{path} does not exist")
    fresh = path.with_name(f"{path.name}.compacting")
    with alone(path):
        before = path.stat().st_size
        _check_room(path, before)
        fresh.unlink(missing_ok=True)
        try:
            _settle(path)
            copy(path, fresh)
            if not is_whole(fresh):
                raise StoreError(f"the copy of {path} is not whole. Nothing was changed.", "damaged")
            _replace(path, fresh)
        finally:
            fresh.unlink(missing_ok=True)
    return Compacted(before, path.stat().st_size)


def _check_room(path: Path, size: int) -> None:
    free, needed = shutil.disk_usage(path.parent).free, size + MINIMUM_FREE_BYTES
    if free < needed:
        sizes = f"{needed // 2**20} MB, and its disk has {free // 2**20} MB free"
        raise StoreError(f"to compact {path} takes {sizes}. Nothing was changed.", "low")


def _settle(path: Path) -> None:
    """All that the journal holds goes into the file."""
    db = sqlite3.connect(path)
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise translated(error) from error
    finally:
        db.close()


def _replace(path: Path, fresh: Path) -> None:
    """In one step; the copy is on disk before it has the name."""
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    fresh.replace(path)
