"""What of a book is not in the sheet, and why: nothing is absent from it in silence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from manager.file.store import Connection, Row
from manager.tables.sheet_outbox import LEFT_OUT, NEVER
from manager.values.clock import moment
from manager.values.projection import SheetState

PAGE: Final = 20
"""Operations that are named; of more, only how many they are."""

OUTSIDE: Final = f"""
    FROM (SELECT *, {LEFT_OUT} AS is_left_out FROM sheet_outbox WHERE state <> 'DONE') s
    JOIN operations o ON o.id = s.operation_id JOIN books b ON b.id = o.book_id
    WHERE +o.book_id = :book_id AND b.has_sheet AND is_left_out = :is_left_out
"""  # noqa: S608  # a text of our own
SOME: Final = f"""
    SELECT s.id, o.number, s.created_at, s.reason, s.next_at, s.sent_at, s.state {OUTSIDE}
    ORDER BY +s.id LIMIT :limit
"""
ONE: Final = f"""
    SELECT s.id, o.number, s.created_at, s.reason, s.next_at, s.sent_at, s.state {OUTSIDE}
        AND o.number = :number
    ORDER BY +s.id LIMIT 1
"""
COUNT: Final = f"SELECT count(*) AS count {OUTSIDE}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that is not in the sheet, since when, and why; times are UTC.

    `stuck_id` is how it is named among what was given up. Without `retry_at` it waits for a person.
    """

    stuck_id: str
    number: int
    since: datetime
    state: SheetState
    reason: str
    tried_at: datetime | None
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class Absent:
    """The operations of a book that the sheet has not: those that wait, and those that somebody left out.

    Of each only the oldest are named, and all are counted.
    """

    waiting: tuple[Waiting, ...]
    waiting_count: int
    left_out: tuple[Waiting, ...]
    left_out_count: int


def absent(db: Connection, book_id: int, limit: int = PAGE) -> Absent:
    """What of a book is not in the sheet, the oldest first, at most `limit` of each kind named."""
    waiting, left_out = (
        {"book_id": book_id, "is_left_out": is_left_out, "limit": limit} for is_left_out in (0, 1)
    )
    return Absent(
        waiting=tuple(_waiting(row) for row in db.execute(SOME, waiting)),
        waiting_count=db.execute(COUNT, waiting).fetchone()["count"],
        left_out=tuple(_waiting(row) for row in db.execute(SOME, left_out)),
        left_out_count=db.execute(COUNT, left_out).fetchone()["count"],
    )


def one(db: Connection, book_id: int, number: int) -> Waiting | None:
    """Why an operation is not in the sheet as it is booked; None when it is, or was left out."""
    where = {"book_id": book_id, "is_left_out": 0, "number": number}
    row = db.execute(ONE, where).fetchone()
    return _waiting(row) if row else None


def _waiting(row: Row) -> Waiting:
    return Waiting(
        stuck_id=f"row-{row['id']}",
        number=row["number"],
        since=moment(row["created_at"]),
        state=row["state"],
        reason=row["reason"].removeprefix("discarded: "),
        tried_at=moment(row["sent_at"]) if row["sent_at"] else None,
        retry_at=moment(row["next_at"]) if row["next_at"] < NEVER else None,
    )
