"""What was only needed to handle messages, once it is old: it goes, so that the file does not grow for ever.

Raw updates, what models answered and cost, answers that were said, incidents that are over. What people said,
what was booked, every version of it, and where replies lead to is never among it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from manager.file.store import Connection

LeftoverKind = Literal["incident", "reply", "update", "call", "reading"]

PAGE: Final = 500
"""Rows that go in one transaction: a turn that comes meanwhile waits a moment."""

MOST: Final = 10_000
"""Rows of a kind that are looked up at a time."""

# Whatever somebody may still decide about stays: what was given up and not let go, incidents that last.
OLD: Final[dict[LeftoverKind, str]] = {
    "incident": "closed_at <= :before AND coalesce(muted_until, '') <= :before",
    "reply": """
        coalesce(sent_at, created_at) <= :before
        AND kind IN ('notice', 'edit', 'prompt', 'continued', 'erase', 'reaction')
        AND (state = 'SENT' OR state = 'FAILED' AND (
            kind IN ('edit', 'continued', 'erase', 'reaction') OR reason LIKE 'discarded: %'))
        AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.reply_id = reply_outbox.id)""",
    "update": "state IN ('done', 'ignored') AND received_at <= :before",
    "call": "created_at <= :before",
    "reading": "created_at <= :before",
}
TABLES: Final[dict[LeftoverKind, str]] = {
    "incident": "incidents",
    "reply": "reply_outbox",
    "update": "inbox",
    "call": "model_calls",
    "reading": "readings",
}
READING: Final = ("bot_id", "chat_id", "message_id", "edit_date")


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Old rows of one kind, few enough to go in one transaction."""

    kind: LeftoverKind
    before: str
    rows: tuple[dict[str, Any], ...]


def found(db: Connection, before: str) -> tuple[Leftovers, ...]:
    """What is older than `before`, in pages; there may be more once these are gone."""
    return tuple(
        Leftovers(kind, before, rows) for kind in TABLES for rows in _pages(_keys(db, kind, before), PAGE)
    )


def drop(db: Connection, leftovers: Leftovers) -> int:
    """Delete a page; what is needed again since it was looked up stays. Returns how many rows went."""
    kind = leftovers.kind
    statement = f"DELETE FROM {TABLES[kind]} WHERE {_is_row(kind)} AND {OLD[kind]}"  # noqa: S608  # own constants
    before = {"before": leftovers.before}
    return sum(db.execute(statement, row | before).rowcount for row in leftovers.rows)


def _keys(db: Connection, kind: LeftoverKind, before: str) -> Sequence[dict[str, Any]]:
    columns = ", ".join(_key(kind))
    query = f"SELECT {columns} FROM {TABLES[kind]} WHERE {OLD[kind]} ORDER BY {columns} LIMIT :most"  # noqa: S608
    return [dict(row) for row in db.execute(query, {"before": before, "most": MOST})]


def _key(kind: LeftoverKind) -> tuple[str, ...]:
    return READING if kind == "reading" else ("id",)


def _is_row(kind: LeftoverKind) -> str:
    return " AND ".join(f"{column} = :{column}" for column in _key(kind))


def _pages(rows: Sequence[dict[str, Any]], size: int) -> Iterator[tuple[dict[str, Any], ...]]:
    for start in range(0, len(rows), size):
        yield tuple(rows[start : start + size])
