"""Rows of the sheet that the book does not know: the list that a restored book begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger import BookId
from manager.file.store import Connection

KNOWN = "SELECT key FROM operations WHERE book_id = :book_id"
CLEAR = "DELETE FROM unbooked_rows WHERE book_id = :book_id"
ADD = """
    INSERT INTO unbooked_rows (book_id, op_id, row_hint, number, content, seen_at)
    VALUES (:book_id, :op_id, :row, :number, :content, :now) ON CONFLICT DO NOTHING
"""
# A number that a row holds is not given out again.
SPARE = "UPDATE books SET next_number = max(next_number, :number + 1) WHERE id = :book_id"
ALL = "SELECT op_id, row_hint, number, content FROM unbooked_rows WHERE book_id = :book_id ORDER BY row_hint"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row as it was read in the sheet: whose it says it is, where, its number, what it says in short."""

    op_id: str
    row: int
    number: int | None
    content: str

    @property
    def key(self) -> str:
        """The operation that it names."""
        return self.op_id.partition("/")[0]


def compare(db: Connection, book_id: BookId, lines: Iterable[SheetLine], now: str) -> int:
    """Write down which of all the sheet's rows the book does not know; returns how many."""
    known = {row["key"] for row in db.execute(KNOWN, {"book_id": book_id})}
    strange = [line for line in lines if line.key not in known]
    db.execute(CLEAR, {"book_id": book_id})
    for line in strange:
        row = {"op_id": line.op_id, "row": line.row, "number": line.number, "content": line.content}
        db.execute(ADD, row | {"book_id": book_id, "now": now})
    highest = max((line.number or 0 for line in strange), default=0)
    db.execute(SPARE, {"book_id": book_id, "number": highest})
    return len(strange)


def all_of(db: Connection, book_id: BookId) -> tuple[SheetLine, ...]:
    """The rows of the sheet that the book does not know, from top to bottom."""
    rows = db.execute(ALL, {"book_id": book_id})
    return tuple(SheetLine(row["op_id"], row["row_hint"], row["number"], row["content"]) for row in rows)
