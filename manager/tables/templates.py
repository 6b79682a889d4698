from dataclasses import dataclass, replace
from typing import Final

from ledger import BookId, ConversationId, Draft
from manager.file.store import Connection
from manager.tables.packing import packed_draft, unpacked_draft
from manager.values.lesson import Lesson

MOST: Final = 50
"""Examples that a book keeps; the least used make room."""

FIRST_WORDS = """
    SELECT content FROM message_history WHERE conversation_id = :id AND sender = 'user' ORDER BY seq LIMIT 1
"""
LEARN = """
    INSERT INTO operation_templates (
        book_id, operation_type, template_name, sample_input, expected_output, usage_count, created_at)
    VALUES (:book_id, :type, :name, :sample, :output, 1, :now)
    ON CONFLICT (book_id, template_name) DO UPDATE SET
        operation_type = excluded.operation_type, sample_input = excluded.sample_input,
        expected_output = excluded.expected_output, usage_count = usage_count + 1
"""
MAKE_ROOM = """
    DELETE FROM operation_templates WHERE book_id = :book_id AND id IN (
        SELECT id FROM operation_templates WHERE book_id = :book_id AND template_name <> :name
        ORDER BY usage_count DESC, id DESC LIMIT -1 OFFSET :most - 1)
"""
MOST_USED = """
    SELECT * FROM operation_templates WHERE book_id = :book_id ORDER BY usage_count DESC, id DESC LIMIT :limit
"""
FORGET = """
    DELETE FROM operation_templates WHERE book_id = :book_id AND template_name = (
        SELECT subject FROM lessons WHERE id = :lesson_id AND book_id = :book_id)
"""


@dataclass(frozen=True, slots=True)
class Example:
    """How a book's people write: their first words about something, and what was booked of it in the end."""

    said: str
    booked: Draft


def learn(
    db: Connection,
    book_id: BookId,
    conversation_id: ConversationId,
    taught: tuple[Draft, tuple[Lesson, ...]],
    now: str,
) -> None:
    """Keep the first words of a conversation with the draft they came to; one example for a shop or thing."""
    draft, lessons = taught
    first = db.execute(FIRST_WORDS, {"id": conversation_id}).fetchone()
    name = next((one.subject for one in lessons if one.kind != "alias"), "")
    if first is None or not first["content"] or not name or draft.type is None:
        return
    row = {
        "book_id": book_id,
        "type": draft.type,
        "name": name,
        "sample": first["content"],
        "output": packed_draft(replace(draft, evidence=())),
        "now": now,
    }
    db.execute(LEARN, row)
    db.execute(MAKE_ROOM, {"book_id": book_id, "name": name, "most": MOST})


def most_used(db: Connection, book_id: BookId, limit: int) -> tuple[Example, ...]:
    """The examples that came up most often."""
    rows = db.execute(MOST_USED, {"book_id": book_id, "limit": limit})
    return tuple(Example(row["sample_input"], unpacked_draft(row["expected_output"])) for row in rows)


def forget(db: Connection, book_id: BookId, lesson_id: int) -> None:
    """Erase the example of what a lesson is about, for it holds the person's own words."""
    db.execute(FORGET, {"book_id": book_id, "lesson_id": lesson_id})
