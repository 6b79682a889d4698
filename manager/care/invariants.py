"""What must be true of every book, each as a claim in plain words, and which rows break it."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from manager.file.access import closely, unused
from manager.file.migration import VERSION
from manager.file.store import Connection
from manager.values import seals
from manager.values.clock import Clock, stamp, utc_now
from manager.values.errors import StoreError

LATE: Final = timedelta(minutes=5)

UPDATES = "SELECT update_id, raw, raw_hash FROM inbox"

CLAIMS: Final = {
    "every update is handled, or still waits": """
        SELECT 'update ' || update_id FROM inbox WHERE state = 'dead'
    """,
    "no update waits longer than five minutes": """
        SELECT 'update ' || update_id FROM inbox WHERE state = 'new' AND received_at < :late
    """,
    "every operation has all its versions, and stands as the newest": """
        SELECT 'operation ' || o.id FROM operations o
        LEFT JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        WHERE v.state IS NOT o.state OR o.version <> (
            SELECT count(*) FROM operation_versions a WHERE a.operation_id = o.id)
    """,
    "every version is on its way to the sheet or there": """
        SELECT 'operation ' || v.operation_id || ' version ' || v.version FROM operation_versions v
        WHERE NOT EXISTS (
            SELECT 1 FROM sheet_outbox s WHERE s.operation_id = v.operation_id AND s.version = v.version)
    """,
    "every operation in the sheet has its row, of its newest version": """
        SELECT 'operation ' || o.id FROM operations o JOIN sheet_outbox s
            ON s.operation_id = o.id AND s.version = o.version AND s.state = 'DONE'
        LEFT JOIN operation_rows r ON r.operation_id = o.id AND r.leg = 1
        WHERE r.version IS NOT o.version AND s.reason <> 'without a row'
    """,
    "no row of the sheet waits for a person": """
        SELECT 'operation ' || operation_id || ' ' || state FROM sheet_outbox
        WHERE state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE') AND reason NOT LIKE 'discarded: %'
    """,
    "every row of the sheet is in the book": """
        SELECT 'row ' || row_hint || ' ' || op_id FROM unbooked_rows
    """,
    "every booked conversation is completed, voided or resumed": """
        SELECT 'operation ' || o.id FROM operations o JOIN conversations c ON c.id = o.conversation_id
        WHERE c.status NOT IN ('completed', 'voided', 'active')
    """,
    "every operation belongs to its conversation's book": """
        SELECT 'operation ' || o.id FROM operations o JOIN conversations c ON c.id = o.conversation_id
        WHERE c.book_id <> o.book_id
    """,
    "every account and category of an operation is of its own book": """
        SELECT 'operation ' || o.id || ' version ' || v.version
        FROM operation_versions v JOIN operations o ON o.id = v.operation_id
        JOIN accounts a ON a.id = v.account_id
        LEFT JOIN accounts t ON t.id = v.to_account_id LEFT JOIN categories c ON c.id = v.category_id
        WHERE a.book_id <> o.book_id OR t.book_id <> o.book_id OR c.book_id <> o.book_id
    """,
    "every number of an operation was given out": """
        SELECT 'operation ' || o.id FROM operations o JOIN books b ON b.id = o.book_id
        WHERE o.number NOT BETWEEN 1 AND b.next_number - 1
    """,
    "no answer was given up": """
        SELECT 'answer ' || id FROM reply_outbox
        WHERE state = 'FAILED' AND kind IN ('card', 'notice', 'change') AND reason NOT LIKE 'discarded: %'
    """,
    "no answer waits longer than five minutes": """
        SELECT 'answer ' || id FROM reply_outbox WHERE state IN ('READY', 'SENDING') AND next_at < :late
    """,
}
"""Claims that SQL can answer; each query names the rows that break its claim."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, and which rows break it; none should."""

    claim: str
    broken: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many rows break it."""
        return len(self.broken)

    @property
    def holds(self) -> bool:
        """Whether it is as it should be."""
        return not self.broken


def integrity(path: Path, *, now: Clock = utc_now) -> tuple[Finding, ...]:
    """Check a database: the file, its references, the seals, and what must be true of every book.

    What only the sheet can tell (each operation in one row, with the book's content, and no row besides) the
    sheet's worker sees to; what it found is among the claims.

    Raises:
        StoreError: the file cannot be read.
    """
    with closely(path) as db:
        _check_version(db, path)
        late = stamp(now() - LATE)
        own = (
            Finding(claim, _told(partial(_named, query=query, late=late), db))
            for claim, query in CLAIMS.items()
        )
        return (*_of_file(db), *own)


def damages(path: Path) -> tuple[Finding, ...]:
    """What no bot does to a book, and only a disk, a memory or a hand can; empty for a sound one.

    No bot may use the file.

    Raises:
        StoreError: the file cannot be read.
    """
    with unused(path) as db:
        _check_version(db, path)
        return tuple(finding for finding in _of_file(db) if not finding.holds)


def is_whole(path: Path) -> bool:
    """Whether a file can be taken for a copy of a book: sound, with sound references. No bot may use it.

    Raises:
        StoreError: the file cannot be read.
    """
    with unused(path) as db:
        return not any(_told(check, db) for check in (_broken_pages, _orphans))


def _of_file(db: Connection) -> tuple[Finding, ...]:
    return (
        Finding("the file is whole", _told(_broken_pages, db)),
        Finding("no row refers to nothing", _told(_orphans, db)),
        Finding("every version says what was written", _told(seals.broken, db)),
        Finding("every update is kept as it arrived", _told(_changed_updates, db)),
    )


def _check_version(db: Connection, path: Path) -> None:
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        raise StoreError(f"{path} is a book of version {version}, and this program checks version {VERSION}")


def _told(check: Callable[[Connection], Iterable[str]], db: Connection) -> tuple[str, ...]:
    """What a check names; a file too damaged to be asked names itself."""
    try:
        return tuple(check(db))
    except sqlite3.DatabaseError as error:
        return (f"cannot be told: {error}",)


def _named(db: Connection, query: str, late: str) -> Iterable[str]:
    return (str(row[0]) for row in db.execute(query, {"late": late}))


def _broken_pages(db: Connection) -> Iterable[str]:
    return (row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")


def _orphans(db: Connection) -> Iterable[str]:
    return (f"{row[0]} row {row[1]}" for row in db.execute("PRAGMA foreign_key_check"))


def _changed_updates(db: Connection) -> Iterable[str]:
    for row in db.execute(UPDATES):
        if hashlib.sha256(str(row["raw"]).encode(errors="replace")).hexdigest() != row["raw_hash"]:
            yield f"update {row['update_id']}"
