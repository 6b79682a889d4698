"""The whole book beside what the sheet has confirmed of it, some operations at a time."""

from collections.abc import Iterator
from typing import Final

from ledger import BookId, OperationKey
from manager.file.store import Connection, Row
from manager.tables import operations
from manager.values.clock import moment
from manager.values.context import Booked
from manager.values.projection import Linkage

PAGE: Final = 2_000
"""Operations that are read at a time: enough to be quick, few enough to be held."""

SOME: Final = f"""
    SELECT booked.*, s.state AS sheet_state,
        (SELECT group_concat(row_hint) FROM (
            SELECT row_hint FROM operation_rows r WHERE r.operation_id = booked.id ORDER BY leg)) AS rows,
        (SELECT max(linked_at) FROM operation_rows r WHERE r.operation_id = booked.id) AS linked_at
    FROM (
        {operations.SELECT} WHERE o.book_id = :book_id AND v.version = o.version AND o.number > :after
        ORDER BY o.number LIMIT :limit) booked
    JOIN sheet_outbox s ON s.operation_id = booked.id AND s.version = booked.version
    ORDER BY booked.number
"""  # noqa: S608  # two texts of our own
CONFIRMED: Final = f"""
    {operations.SELECT} WHERE o.id IN (
            SELECT id FROM operations WHERE book_id = :book_id AND number > :after
            ORDER BY number LIMIT :limit)
        AND v.version >= coalesce(
            (SELECT max(r.version) FROM operation_rows r WHERE r.operation_id = o.id), 1)
    ORDER BY o.number, v.version
"""  # noqa: S608  # same
MOVE: Final = """
    UPDATE operation_rows SET row_hint = :row
    WHERE leg = :leg AND row_hint <> :row AND operation_id = (SELECT id FROM operations WHERE key = :key)
"""
MOVE_CONVERSATION: Final = """
    UPDATE conversations SET google_sheets_row = :row
    WHERE id = (SELECT conversation_id FROM operations WHERE key = :key)
    RETURNING id
"""


def some(db: Connection, book_id: BookId, after: int, limit: int = PAGE) -> tuple[Linkage, ...]:
    """The operations of a book with numbers above `after`, in the order of their numbers."""
    where = {"book_id": book_id, "after": after, "limit": limit}
    return tuple(_linkage(row) for row in db.execute(SOME, where))


def confirmed(db: Connection, book_id: BookId, after: int, limit: int = PAGE) -> tuple[Booked, ...]:
    """Some operations with numbers above `after`, as the sheet had each last, and their versions since."""
    where = {"book_id": book_id, "after": after, "limit": limit}
    return tuple(operations.booked(row) for row in db.execute(CONFIRMED, where))


def every(db: Connection, book_id: BookId) -> Iterator[Linkage]:
    """All operations of a book, read as they are taken."""
    after = 0
    while page := some(db, book_id, after):
        yield from page
        after = page[-1].booked.number


def move(db: Connection, key: OperationKey, rows: tuple[int, ...]) -> int | None:
    """An operation stands in other rows now; returns its conversation, None when there is none such."""
    places = [{"key": key, "leg": leg, "row": row} for leg, row in enumerate(rows, start=1)]
    db.executemany(MOVE, places)
    moved = db.execute(MOVE_CONVERSATION, {"key": key, "row": rows[0]}).fetchone()
    return moved["id"] if moved else None


def _linkage(row: Row) -> Linkage:
    return Linkage(
        operations.booked(row),
        row["sheet_state"],
        tuple(int(number) for number in (row["rows"] or "").split(",") if number),
        moment(row["linked_at"]) if row["linked_at"] else None,
    )
