import html
import re
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from ledger import ConversationId
from manager.file.store import Connection
from manager.values.clock import moment, stamp
from manager.values.context import Message
from manager.values.incoming import Incoming

ADD = """
    INSERT INTO message_history (conversation_id, seq, message_id, reply_to_message_id, quote_text, sender,
                                 sender_user_id, kind, content, file_id, file_unique_id, sent_at, stored_at)
    VALUES (:conversation_id,
            1 + coalesce((SELECT max(seq) FROM message_history WHERE conversation_id = :conversation_id), 0),
            :message_id, :reply_to, :quote, :sender, :sender_user_id, :kind, :content, :file_id,
            :file_unique_id, :sent_at, :now)
"""
# The newest conversation owns a message: an answer that named nobody moves to the thread it was meant for.
ADDRESS = """
    INSERT INTO message_addresses (bot_id, chat_id, message_id, conversation_id)
    VALUES (:bot_id, :chat_id, :message_id, :conversation_id)
    ON CONFLICT (bot_id, chat_id, message_id) DO UPDATE SET conversation_id = :conversation_id
"""
FIND = """
    SELECT conversation_id FROM message_addresses
    WHERE bot_id = :bot_id AND chat_id = :chat_id AND message_id = :message_id
"""
# The copy of which we know is the one that was sent after the one of which we do not.
AFTER = """
    SELECT a.conversation_id, h.content FROM message_addresses a
    JOIN message_history h ON h.conversation_id = a.conversation_id AND h.message_id = a.message_id
        AND h.sender = 'bot'
    WHERE a.bot_id = :bot_id AND a.chat_id = :chat_id AND a.message_id > :message_id
    ORDER BY a.message_id LIMIT 20
"""
# What a file brought is known by its line, and only while its import stands.
SAID = """
    SELECT h.sent_at, h.content FROM message_history h JOIN conversations c ON c.id = h.conversation_id
    WHERE c.book_id = :book_id AND h.sender_user_id = :user_id AND h.sender = 'user'
        AND h.kind <> 'button' AND h.sent_at BETWEEN :since AND :until
        AND NOT EXISTS (
            SELECT 1 FROM operations o JOIN import_lines l ON l.operation_id = o.id
            WHERE o.conversation_id = c.id)
"""
TAGS: Final = re.compile(r"<[^>]*>")
NEWEST = """
    SELECT sender, content, sent_at, message_id, reply_to_message_id FROM message_history
    WHERE conversation_id = :id ORDER BY seq DESC LIMIT :limit
"""


def add_incoming(db: Connection, bot_id: int, conversation_id: int, incoming: Incoming, now: str) -> None:
    """Store what a person said; a button press is history, but its message keeps its own address."""
    row = {
        "conversation_id": conversation_id,
        "message_id": None if incoming.kind == "button" else incoming.message_id,
        "reply_to": incoming.message_id if incoming.kind == "button" else incoming.reply_to,
        "quote": incoming.quote,
        "sender": "user",
        "sender_user_id": incoming.person.id,
        "kind": incoming.kind,
        "content": incoming.text,
        "file_id": incoming.file_id,
        "file_unique_id": incoming.file_unique_id,
        "sent_at": stamp(incoming.sent_at),
        "now": now,
    }
    db.execute(ADD, row)
    if incoming.kind != "button":
        for message_id in (incoming.message_id, *incoming.album_ids):
            address(db, bot_id, incoming.chat_id, message_id, conversation_id)


def add_imported(db: Connection, conversation_id: int, said: tuple[int, str, str], now: str) -> None:
    """Store words that came in a file: whose, when they were said, and what; no reply can name them."""
    sender_user_id, sent_at, content = said
    row: dict[str, Any] = {
        "conversation_id": conversation_id,
        "message_id": None,
        "reply_to": None,
        "quote": "",
        "sender": "user",
        "sender_user_id": sender_user_id,
        "kind": "import",
        "content": content,
        "file_id": "",
        "file_unique_id": "",
        "sent_at": sent_at,
        "now": now,
    }
    db.execute(ADD, row)


def add_bot(db: Connection, bot_id: int, conversation_id: int, said: tuple[int, int, str], now: str) -> None:
    """Store what the bot said: chat, message id and text."""
    chat_id, message_id, content = said
    row: dict[str, Any] = {
        "conversation_id": conversation_id,
        "message_id": message_id,
        "reply_to": None,
        "quote": "",
        "sender": "bot",
        "sender_user_id": None,
        "kind": "text",
        "content": content,
        "file_id": "",
        "file_unique_id": "",
        "sent_at": now,
        "now": now,
    }
    db.execute(ADD, row)
    address(db, bot_id, chat_id, message_id, conversation_id)


def address(db: Connection, bot_id: int, chat_id: int, message_id: int, conversation_id: int) -> None:
    """From now on a reply to this message resumes this conversation."""
    row = {
        "bot_id": bot_id,
        "chat_id": chat_id,
        "message_id": message_id,
        "conversation_id": conversation_id,
    }
    db.execute(ADDRESS, row)


def find(db: Connection, bot_id: int, chat_id: int, message_id: int) -> ConversationId | None:
    """The conversation a message belongs to, whoever wrote it; None for a message we never saw."""
    where = {"bot_id": bot_id, "chat_id": chat_id, "message_id": message_id}
    row = db.execute(FIND, where).fetchone()
    return ConversationId(row["conversation_id"]) if row else None


def find_copy(db: Connection, bot_id: int, incoming: Incoming) -> ConversationId | None:
    """The conversation of the message that says the same as the one replied to, and came soon after it."""
    where = {"bot_id": bot_id, "chat_id": incoming.chat_id, "message_id": incoming.reply_to}
    for row in db.execute(AFTER, where):
        if html.unescape(TAGS.sub("", row["content"])) == incoming.told:
            return ConversationId(row["conversation_id"])
    return None


def said_at(
    db: Connection, where: tuple[int, int], moments: Collection[datetime]
) -> dict[datetime, set[str]]:
    """What a person of a book (book, person) told the bot itself at these moments."""
    if not moments:
        return {}
    book_id, user_id = where
    times = {"since": stamp(min(moments)), "until": stamp(max(moments))}
    wanted, found = set(moments), dict[datetime, set[str]]()
    for row in db.execute(SAID, {"book_id": book_id, "user_id": user_id, **times}):
        if (at := moment(row["sent_at"])) in wanted:
            found.setdefault(at, set()).add(row["content"])
    return found


def history(db: Connection, conversation_id: int, limit: int) -> tuple[Message, ...]:
    """The last `limit` things said in a conversation, oldest first."""
    rows = db.execute(NEWEST, {"id": conversation_id, "limit": limit}).fetchall()
    return tuple(
        Message(sender, content, moment(sent_at), message_id, reply_to)
        for sender, content, sent_at, message_id, reply_to in reversed(rows)
    )
