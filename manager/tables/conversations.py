from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ledger import BookId, ConversationId, Draft, OperationType
from manager.file.store import Connection, Row
from manager.tables import operations, questions
from manager.tables.packing import packed_draft, unpacked_draft
from manager.values.clock import moment
from manager.values.context import Agent, Status, Thread
from manager.values.incoming import Incoming

Topic = OperationType | Literal["information"]
"""What a conversation is about."""

MOST_TOGETHER: Final = 40
"""Conversations that one message may begin."""

ADD = """
    INSERT INTO conversations (bot_id, chat_id, message_thread_id, user_id, book_id, operation_type,
                               agent_state, status, started_on, created_at, updated_at)
    VALUES (:bot_id, :chat_id, :thread_id, :user_id, :book_id, :type, :agent, :status, :started_on,
            :now, :now)
"""
ROW = "SELECT * FROM conversations WHERE id = :id"
BEFORE = "SELECT id, book_id, user_id, agent_state, operation_type FROM conversations WHERE id = :id"
OPEN = """
    SELECT id FROM conversations
    WHERE bot_id = :bot_id AND chat_id = :chat_id AND user_id = :user_id AND status = 'active'
        AND coalesce(message_thread_id, 0) = :thread_id
    ORDER BY id
"""
# The conversations of a list begin in one turn, at one moment, one after another.
TOGETHER = """
    SELECT c.id FROM conversations c JOIN conversations one ON one.id = :id
    WHERE c.id BETWEEN :id - :most AND :id + :most AND c.bot_id = one.bot_id AND c.chat_id = one.chat_id
        AND c.user_id = one.user_id AND c.created_at = one.created_at
    ORDER BY c.id
"""
# A turn moves a conversation on; whoever decided on an older revision comes too late.
MOVE = """
    UPDATE conversations SET
        status = coalesce(:status, status),
        revision = revision + 1, archived_at = NULL, reminded_at = NULL, updated_at = :now
    WHERE id = :id AND (:revision IS NULL OR revision = :revision)
"""
# By itself: SQLite compares a column with the words allowed in it whenever it is set, be it to what it was.
HAND_OVER = """
    UPDATE conversations SET
        agent_state = coalesce(:agent, agent_state), operation_type = coalesce(:type, operation_type)
    WHERE id = :id
"""
SET_ROW = "UPDATE conversations SET google_sheets_row = :row, updated_at = :now WHERE id = :id"
ADD_DATA = """
    INSERT INTO conversation_data (conversation_id, seq, data_type, data_content, created_at)
    VALUES (:id, 1 + coalesce((SELECT max(seq) FROM conversation_data WHERE conversation_id = :id), 0),
            :data_type, :content, :now)
"""
CARD = """
    SELECT message_id, sent_at FROM reply_outbox
    WHERE conversation_id = :id AND kind IN ('card', 'change') AND kind = 'card' AND message_id IS NOT NULL
    ORDER BY id DESC LIMIT 1
"""
LAST_DRAFT = """
    SELECT data_content FROM conversation_data
    WHERE conversation_id = :id AND data_type <> 'missing_fields' ORDER BY seq DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a turn leaves a conversation; None keeps what it had."""

    status: Status | None = None
    agent: Agent | None = None
    type: Topic | None = None


def add(
    db: Connection,
    bot_id: int,
    incoming: Incoming,
    where: tuple[BookId, date],
    standing: Standing,
    now: str,
) -> ConversationId:
    """A new conversation of a book, begun on that day of the person."""
    book_id, started_on = where
    row = {
        "bot_id": bot_id,
        "chat_id": incoming.chat_id,
        "thread_id": incoming.thread_id,
        "user_id": incoming.person.id,
        "book_id": book_id,
        "type": standing.type,
        "agent": standing.agent,
        "status": standing.status,
        "started_on": started_on.isoformat(),
        "now": now,
    }
    return ConversationId(db.execute(ADD, row).lastrowid or 0)


def row(db: Connection, conversation_id: int) -> Row | None:
    """The conversation's own row, or None."""
    found: Row | None = db.execute(ROW, {"id": conversation_id}).fetchone()
    return found


def before_turn(db: Connection, conversation_id: int) -> Row | None:
    """Of a conversation's row what a turn must know: whose it is, its agent and its type; or None."""
    found: Row | None = db.execute(BEFORE, {"id": conversation_id}).fetchone()
    return found


def move(
    db: Connection, conversation_id: int, standing: Standing, now: str, *, revision: int | None = None
) -> bool:
    """Take a conversation one revision further; False, and nothing changes, if `revision` is not current."""
    values = {
        "id": conversation_id,
        "status": standing.status,
        "agent": standing.agent,
        "type": standing.type,
        "revision": revision,
        "now": now,
    }
    is_moved = db.execute(MOVE, values).rowcount == 1
    if is_moved and (standing.agent or standing.type):
        db.execute(HAND_OVER, values)
    return is_moved


def set_row(db: Connection, conversation_id: int, row_number: int, now: str) -> None:
    """Remember the sheet row a conversation's operation was last seen in."""
    db.execute(SET_ROW, {"id": conversation_id, "row": row_number, "now": now})


def add_data(db: Connection, conversation_id: int, data_type: str, content: str, now: str) -> None:
    """Append one step of what is known; `content` is JSON."""
    db.execute(ADD_DATA, {"id": conversation_id, "data_type": data_type, "content": content, "now": now})


def add_draft(db: Connection, conversation_id: int, data_type: str, draft: Draft, now: str) -> None:
    """Append what is known so far."""
    add_data(db, conversation_id, data_type, packed_draft(draft), now)


def draft(db: Connection, conversation_id: int) -> Draft:
    """What is known so far; empty at the beginning."""
    found = db.execute(LAST_DRAFT, {"id": conversation_id}).fetchone()
    return unpacked_draft(found["data_content"]) if found else Draft()


def open_ids(
    db: Connection, bot_id: int, chat_id: int, user_id: int, thread_id: int | None
) -> list[ConversationId]:
    """The conversations of a person in a chat and topic that wait for an answer, oldest first."""
    where = {"bot_id": bot_id, "chat_id": chat_id, "user_id": user_id, "thread_id": thread_id or 0}
    return [ConversationId(found["id"]) for found in db.execute(OPEN, where)]


def told_together(db: Connection, conversation_id: ConversationId) -> tuple[ConversationId, ...]:
    """The conversations that one message began, in its order."""
    found = db.execute(TOGETHER, {"id": conversation_id, "most": MOST_TOGETHER})
    return tuple(ConversationId(row["id"]) for row in found)


def thread(db: Connection, conversation_id: int) -> Thread | None:
    """A conversation as it stands, with its draft, open question and booked operation."""
    found = row(db, conversation_id)
    return as_it_stands(db, found) if found is not None else None


def as_it_stands(db: Connection, found: Row) -> Thread:
    """The conversation of a row of its table, with its draft, open question and booked operation."""
    conversation_id = found["id"]
    card = db.execute(CARD, {"id": conversation_id}).fetchone()
    return Thread(
        id=ConversationId(conversation_id),
        status=found["status"],
        agent=found["agent_state"],
        revision=found["revision"],
        user_id=found["user_id"],
        draft=draft(db, conversation_id),
        question=questions.open_question(db, conversation_id),
        booked=operations.of_conversation(db, conversation_id),
        started_on=date.fromisoformat(found["started_on"]),
        card_message_id=card["message_id"] if card else None,
        card_shown_at=moment(card["sent_at"]) if card else None,
    )
