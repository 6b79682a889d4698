"""What leaves the book as a file: the operations of a period, and what was said with one person."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger import BookId
from manager.file.store import Connection
from manager.tables import operations
from manager.values.clock import moment
from manager.values.context import Booked

OPERATIONS = f"""
    {operations.SELECT} WHERE o.book_id = :book_id AND v.version = o.version
        AND v.day BETWEEN coalesce(:since, v.day) AND coalesce(:until, v.day)
    ORDER BY o.number
"""
SPOKEN = """
    SELECT c.id, h.sender, h.kind, h.sent_at, h.content, o.number
    FROM conversations c JOIN message_history h ON h.conversation_id = c.id
    LEFT JOIN operations o ON o.conversation_id = c.id AND o.item = 1
    WHERE c.book_id = :book_id AND c.user_id = :user_id ORDER BY c.id, h.seq
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing that was said in a person's conversation; `number` is the operation that it led to."""

    conversation: int
    sender: str
    kind: str
    sent_at: datetime
    text: str
    number: int | None


def booked(db: Connection, book_id: BookId, days: tuple[date, date] | None) -> tuple[Booked, ...]:
    """The operations of a book, void ones too, by number; those of some days, both included, where given."""
    since, until = (day.isoformat() for day in days) if days else (None, None)
    where = {"book_id": book_id, "since": since, "until": until}
    return tuple(operations.booked(row) for row in db.execute(OPERATIONS, where))


def spoken(db: Connection, book_id: BookId, user_id: int) -> tuple[Spoken, ...]:
    """All that was said in a person's conversations of a book, in order."""
    rows = db.execute(SPOKEN, {"book_id": book_id, "user_id": user_id})
    return tuple(
        Spoken(row["id"], row["sender"], row["kind"], moment(row["sent_at"]), row["content"], row["number"])
        for row in rows
    )
