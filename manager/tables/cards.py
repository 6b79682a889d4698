from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger import PLAIN, BookId, Evidence, Field
from manager.file.store import Connection
from manager.tables import books, conversations, people
from manager.tables.packing import unpacked_evidence
from manager.values.clock import moment
from manager.values.context import Book, Thread

SheetStanding = Literal[
    "none", "going", "waiting", "refused", "missing", "edited", "doubled", "left out", "linked"
]
"""Where an operation's newest version stands: no sheet is connected, on its way, the sheet does not answer,
the sheet refuses access, its row is gone, was edited by hand or stands twice, somebody decided that it is not
written, or confirmed in its rows."""

STANDING = """
    SELECT s.state, s.reason, s.done_at, s.created_at, v.evidence,
        (SELECT group_concat(row_hint) FROM (
            SELECT row_hint FROM operation_rows r WHERE r.operation_id = o.id ORDER BY leg)) AS rows
    FROM operations o
    JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    LEFT JOIN sheet_outbox s ON s.operation_id = o.id AND s.version = :version
    WHERE o.key = :key
"""
STUCK = ("BLOCKED", "MISSING", "DIVERGED", "DUPLICATE")
LATE_SECONDS = 60
"""A row confirmed later than this says at what time it was written."""


@dataclass(frozen=True, slots=True)
class Card:
    """A conversation as it must be shown: everything a card says, nothing rendered."""

    thread: Thread
    book: Book
    language: str
    timezone: str
    sheet: SheetStanding = "none"
    rows: tuple[int, ...] = ()
    written_at: datetime | None = None
    guesses: frozenset[Field] = frozenset()


def load(db: Connection, conversation_id: int) -> Card | None:
    """The card of a conversation, or None when it is gone."""
    found = conversations.row(db, conversation_id)
    if found is None:
        return None
    thread = conversations.as_it_stands(db, found)
    book = books.load(db, BookId(found["book_id"]))
    member = people.find(db, thread.user_id)
    language = member.language if member else "en"
    timezone = member.timezone if member else "UTC"
    if thread.booked is None:
        return Card(thread, book, language, timezone)
    row = db.execute(STANDING, {"key": thread.booked.key, "version": thread.booked.version}).fetchone()
    rows = tuple(int(number) for number in (row["rows"] or "").split(",") if number)
    late = row["done_at"] and (moment(row["done_at"]) - moment(row["created_at"])).total_seconds()
    return Card(
        thread,
        book,
        language,
        timezone,
        sheet=_standing(row["state"], row["reason"]) if book.has_sheet else "none",
        rows=rows,
        written_at=moment(row["done_at"]) if late and late > LATE_SECONDS else None,
        guesses=frozenset(proof.field for proof in unpacked_evidence(row["evidence"]) if _guessed(proof)),
    )


def _standing(state: str | None, reason: str | None) -> SheetStanding:
    if state in STUCK and (reason or "").startswith("discarded: "):
        return "left out"
    match state:
        case "DONE":
            return "linked"
        case "BLOCKED":
            return "refused"
        case "MISSING":
            return "missing"
        case "DIVERGED":
            return "edited"
        case "DUPLICATE":
            return "doubled"
        case _:
            return "waiting" if reason else "going"


def _guessed(proof: Evidence) -> bool:
    return proof.origin in ("guess", "habit") and proof.confidence < PLAIN
