"""Backup, restore and integrity of a database file, while no bot or one bot uses it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from manager.errors import StoreError
from manager.store import Connection, connect

INVARIANTS: Final = {
    "every update is handled, or still waits": """
        SELECT count(*) FROM inbox WHERE state = 'dead'
    """,
    "every operation has all its versions": """
        SELECT count(*) FROM operations o WHERE o.version <> (
            SELECT count(*) FROM operation_versions v WHERE v.operation_id = o.id)
    """,
    "every version is on its way to the sheet or there": """
        SELECT count(*) FROM operation_versions v WHERE NOT EXISTS (
            SELECT 1 FROM sheet_outbox s WHERE s.operation_id = v.operation_id AND s.version = v.version)
    """,
    "every operation in the sheet has its rows": """
        SELECT count(*) FROM operations o JOIN sheet_outbox s
            ON s.operation_id = o.id AND s.version = o.version AND s.state = 'DONE'
        WHERE NOT EXISTS (SELECT 1 FROM operation_rows r WHERE r.operation_id = o.id)
    """,
    "every booked conversation is completed or voided": """
        SELECT count(*) FROM operations o JOIN conversations c ON c.id = o.conversation_id
        WHERE c.status NOT IN ('completed', 'voided', 'active')
    """,
    "every operation belongs to its conversation's book": """
        SELECT count(*) FROM operations o JOIN conversations c ON c.id = o.conversation_id
        WHERE c.book_id <> o.book_id
    """,
    "every account of an operation is of its own book": """
        SELECT count(*) FROM operation_versions v JOIN operations o ON o.id = v.operation_id
        JOIN accounts a ON a.id = v.account_id WHERE a.book_id <> o.book_id
    """,
    "no answer was given up": """
        SELECT count(*) FROM reply_outbox
        WHERE state = 'FAILED' AND kind IN ('card', 'notice', 'change') AND reason NOT LIKE 'discarded: %'
    """,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; `count` rows break it, none should."""

    claim: str
    count: int

    @property
    def holds(self) -> bool:
        """Whether it is as it should be."""
        return self.count == 0


def integrity(path: Path) -> tuple[Finding, ...]:
    """Check a database: SQLite's own checks, foreign keys, and what must be true of every book.

    Raises:
        StoreError: the file cannot be read.
    """
    with _reading(path) as db:
        problems = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        orphans = db.execute("PRAGMA foreign_key_check").fetchall()
        own = [Finding(claim, db.execute(query).fetchone()[0]) for claim, query in INVARIANTS.items()]
    whole = Finding("the file is whole", len(problems))
    return (whole, Finding("no row refers to nothing", len(orphans)), *own)


def backup(path: Path, target: Path) -> None:
    """Write a whole, checked copy of a database in use to `target`.

    Raises:
        StoreError: it could not be written, or the copy is not as it should be; then there is no copy.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; a backup never replaces a file")
    with _reading(path) as db:
        db.execute("VACUUM INTO ?", (str(target),))
    if not all(finding.holds for finding in integrity(target)[:2]):
        target.unlink()
        raise StoreError(f"the copy of {path} was not whole and was removed")


def restore(source: Path, path: Path) -> int:
    """Put a backup in the place of the database; the present file is kept beside it. No bot may use it.

    What waited for the sheet when the backup was made may have arrived since: it is read back first. Returns
    how many operations that are.

    Raises:
        StoreError: the backup is not whole, or a bot is using the database; nothing was changed.
    """
    if not all(finding.holds for finding in integrity(source)[:2]):
        raise StoreError(f"{source} is not whole; nothing was changed")
    with _alone(path):
        if path.exists():
            kept = path.with_name(f"{path.name}.before-restore")
            path.replace(kept)
        for journal in ("-wal", "-shm"):
            path.with_name(path.name + journal).unlink(missing_ok=True)
        with _reading(source) as db:
            db.execute("VACUUM INTO ?", (str(path),))
        fresh = connect(path)
        try:
            waiting = fresh.execute(
                "UPDATE sheet_outbox SET state = 'UNKNOWN' WHERE state IN ('READY', 'SENDING')"
            )
            return waiting.rowcount
        finally:
            fresh.close()


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    if not path.exists():
        raise StoreError(f"{path} does not exist")
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    db.row_factory = sqlite3.Row
    try:
        yield db
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    finally:
        db.close()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    try:
        with FileLock(f"{path}.lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreError(f"a Threadbook is using {path}; stop it first") from error
