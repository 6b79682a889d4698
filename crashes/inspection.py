"""The bot's database as an outsider reads it, on a connection that cannot write."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

OPERATIONS: Final = """
    SELECT o.id, o.key, o.version, o.state, v.type, v.amount_minor
    FROM operations o JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    ORDER BY o.id
"""
AMOUNTS: Final = "SELECT operation_id, amount_minor FROM operation_versions"
WITHOUT_OUTBOX: Final = """
    SELECT v.operation_id || '.' || v.version FROM operation_versions v
    LEFT JOIN sheet_outbox s ON s.operation_id = v.operation_id AND s.version = v.version
    WHERE s.id IS NULL
"""
UNDONE: Final = """
    SELECT 'operation ' || operation_id || '.' || version || ' is ' || state || ' ' || reason
    FROM sheet_outbox WHERE state <> 'DONE'
"""
AT_REST: Final = """
    SELECT o.key, v.amount_minor, o.state
    FROM operations o JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    WHERE NOT EXISTS (SELECT 1 FROM sheet_outbox s WHERE s.operation_id = o.id AND s.state <> 'DONE')
"""
UNSENT: Final = """
    SELECT kind || ' ' || id || ' is ' || state || ' ' || reason FROM reply_outbox
    WHERE state <> 'SENT' AND NOT (state = 'FAILED' AND kind IN ('reaction', 'erase'))
"""
UNHANDLED: Final = """
    SELECT 'update ' || update_id || ' is ' || state || ' ' || reason FROM inbox
    WHERE state NOT IN ('done', 'ignored')
"""
UNCAUSED: Final = """
    SELECT 'update ' || update_id || ': ' || reason || ': ' || raw FROM inbox
    WHERE state = 'ignored' AND reason <> 'stale button' AND reason NOT LIKE 'no words of a person%'
"""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as it is booked now; `amounts` are those of all its versions, in whole units."""

    key: str
    type: str
    state: str
    version: int
    amount: float
    amounts: frozenset[float]


@dataclass(frozen=True, slots=True)
class Books:
    """What a database holds at one moment, and what in it is not finished or not sound."""

    operations: tuple[Operation, ...]
    without_outbox: tuple[str, ...]
    undone: tuple[str, ...]
    unsent: tuple[str, ...]
    unhandled: tuple[str, ...]
    ignored: tuple[str, ...]
    unsound: tuple[str, ...]

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing waits: not for a worker, not for Telegram, not for the sheet."""
        return not self.waiting

    @property
    def waiting(self) -> tuple[str, ...]:
        """Everything that waits, in words that change as soon as something happens to it."""
        return (*self.undone, *self.unsent, *self.unhandled)


def inspect(path: Path, *, thoroughly: bool = True) -> Books:
    """Read the books in the file `path`; without `thoroughly` the file itself is not checked."""
    with _opened(path) as db:
        return Books(
            operations=_operations(db),
            without_outbox=_column(db, WITHOUT_OUTBOX),
            undone=_column(db, UNDONE),
            unsent=_column(db, UNSENT),
            unhandled=_column(db, UNHANDLED),
            ignored=_column(db, UNCAUSED),
            unsound=_unsound(db) if thoroughly else (),
        )


def at_rest(path: Path) -> dict[str, tuple[float, str]]:
    """Amount and state of every operation that waits for nothing, by its key."""
    with _opened(path) as db:
        return {key: (minor / 100, state) for key, minor, state in db.execute(AT_REST)}


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA busy_timeout = 5000")
        db.execute("BEGIN")
        yield db
    finally:
        db.close()


def _operations(db: sqlite3.Connection) -> tuple[Operation, ...]:
    amounts: dict[int, set[float]] = {}
    for operation_id, minor in db.execute(AMOUNTS):
        amounts.setdefault(operation_id, set()).add(minor / 100)
    return tuple(
        Operation(key, type_, state, version, minor / 100, frozenset(amounts[operation_id]))
        for operation_id, key, version, state, type_, minor in db.execute(OPERATIONS)
    )


def _unsound(db: sqlite3.Connection) -> tuple[str, ...]:
    told = [row[0] for row in db.execute("PRAGMA integrity_check")]
    orphans: list[Any] = db.execute("PRAGMA foreign_key_check").fetchall()
    return (*(text for text in told if text != "ok"), *(f"orphan {row}" for row in orphans))


def _column(db: sqlite3.Connection, query: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in db.execute(query))
