"""A backup in the place of the book, while the sheet holds what was booked since."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from manager.care.backups import copy
from manager.care.invariants import is_whole
from manager.file.access import alone, read_only
from manager.file.store import Connection, connect
from manager.values.errors import StoreError

LEAP: Final = 1000
"""Numbers left out where nobody knows how many the lost book had given out."""

# What waited for the sheet may have arrived since: it is looked up there before it is written.
LOOK_UP = "UPDATE sheet_outbox SET state = 'UNKNOWN' WHERE state IN ('READY', 'SENDING')"
NUMBERS = "SELECT id, owner_id, created_at, next_number FROM books"
GO_ON = """
    UPDATE books SET next_number = max(next_number, :next_number)
    WHERE id = :id AND owner_id = :owner_id AND created_at = :created_at
"""
LEAVE_OUT = "UPDATE books SET next_number = next_number + :leap WHERE next_number > 1"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored book begins with.

    `looked_up` operations are looked for in the sheet before they are written; `kept` is the file that was
    there before. `leap` numbers were left out, so that none is given twice; 0 where the old file told them.
    """

    looked_up: int
    kept: Path | None
    leap: int


def restore(source: Path, path: Path) -> Restored:
    """Put a backup in the place of the database; the present file is kept beside it. No bot may use it.

    At every moment there is a whole book in that place: the present one, then the restored one.

    Raises:
        StoreError: the backup is not whole, or a bot is using the database; nothing was changed.
    """
    if not is_whole(source):
        raise StoreError(f"{source} is not whole; nothing was changed")
    with alone(path):
        fresh = path.with_name(f"{path.name}.restoring")
        _remove(fresh)
        copy(source, fresh)
        looked_up, leap = _prepare(fresh, path)
        kept = _keep(path) if path.exists() else None
        fresh.replace(path)
    return Restored(looked_up, kept, leap)


def _prepare(fresh: Path, path: Path) -> tuple[int, int]:
    """Make the copy of a backup ready for a sheet that has gone on."""
    numbers = _numbers(path)
    db = connect(fresh)
    try:
        looked_up = db.execute(LOOK_UP).rowcount
        leap = _spare_numbers(db, numbers)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()
    for older in fresh.parent.glob(f"{fresh.name}.version-*"):
        older.unlink()  # the backup itself is that copy
    return looked_up, leap


def _spare_numbers(db: Connection, numbers: list[dict[str, object]]) -> int:
    """Give out no number that a row of the sheet may hold; returns how many were left out unseen."""
    if numbers:
        db.executemany(GO_ON, numbers)
        return 0
    db.execute(LEAVE_OUT, {"leap": LEAP})
    return LEAP


def _numbers(path: Path) -> list[dict[str, object]]:
    """The next number of each book in the file that is to be replaced; empty when it cannot tell."""
    with suppress(StoreError), read_only(path) as db:
        if is_whole(path):
            return [dict(row) for row in db.execute(NUMBERS)]
    return []


def _keep(path: Path) -> Path:
    """Keep the present file, with what its journal holds, under a name that is free."""
    kept = path.with_name(f"{path.name}.before-restore")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.before-restore-{number}")
    try:
        db = sqlite3.connect(path)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
    except sqlite3.Error:  # damaged: its journal goes with it as it is
        journal = path.with_name(f"{path.name}-wal")
        if journal.exists():
            journal.replace(kept.with_name(f"{kept.name}-wal"))
    os.link(path, kept)
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    return kept


def _remove(path: Path) -> None:
    """Remove a database that was not finished."""
    for rest in ("", "-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
