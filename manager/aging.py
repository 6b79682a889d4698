from datetime import datetime, timedelta

from ledger import ConversationId
from manager.file.store import Connection
from manager.tables import cards, conversations, events, replies
from manager.tables.cards import Card
from manager.values.clock import stamp
from manager.values.say import Say

REMIND_AFTER = timedelta(hours=24)
PUT_ASIDE_AFTER = timedelta(days=7)

UNREMINDED = """
    SELECT c.id, max(q.asked_at) AS asked_at
    FROM conversations c JOIN agent_questions q ON q.conversation_id = c.id
    JOIN chats ON chats.bot_id = c.bot_id AND chats.chat_id = c.chat_id AND NOT chats.is_blocked
    WHERE c.status = 'active' AND c.reminded_at IS NULL AND c.bot_id = :bot_id
        AND q.answered_at IS NULL AND q.superseded_at IS NULL
    GROUP BY c.id HAVING max(q.asked_at) <= :before ORDER BY c.id LIMIT 50
"""
REMINDED = """
    UPDATE conversations SET reminded_at = :now
    WHERE id = :id AND status = 'active' AND reminded_at IS NULL
"""
STALE = """
    SELECT id FROM conversations
    WHERE status = 'active' AND bot_id = :bot_id AND updated_at <= :before ORDER BY id LIMIT 200
"""
PUT_ASIDE = "UPDATE conversations SET status = 'abandoned', revision = revision + 1 WHERE id = :id"
ARCHIVE = """
    UPDATE conversations SET archived_at = :now
    WHERE archived_at IS NULL AND (
        (status IN ('completed', 'cancelled', 'voided') AND updated_at <= :quiet)
        OR (status = 'abandoned' AND updated_at <= :dropped))
"""
CLEAN = """
    UPDATE message_history SET content = ''
    WHERE content <> '' AND stored_at <= :before AND conversation_id IN (
        SELECT id FROM conversations WHERE archived_at IS NOT NULL)
"""


def due_reminders(db: Connection, bot_id: int, now: datetime) -> tuple[Card, ...]:
    """The questions that have waited a day and were never recalled."""
    where = {"bot_id": bot_id, "before": stamp(now - REMIND_AFTER)}
    found = [cards.load(db, row["id"]) for row in db.execute(UNREMINDED, where).fetchall()]
    return tuple(card for card in found if card is not None)


def remind(
    db: Connection, bot_id: int, conversation_id: ConversationId, reminder: tuple[int, Say], now: str
) -> bool:
    """Queue the one reminder of a question; False when it is answered or was recalled already."""
    if db.execute(REMINDED, {"id": conversation_id, "now": now}).rowcount == 0:
        return False
    chat_id, what = reminder
    replies.say(db, replies.Place(bot_id, chat_id, conversation_id), what, now)
    events.add(db, conversation_id, "reminded", now)
    return True


def put_aside(db: Connection, bot_id: int, now: datetime) -> int:
    """Put questions aside that nobody answered for a week; a reply takes them up again."""
    where = {"bot_id": bot_id, "before": stamp(now - PUT_ASIDE_AFTER)}
    stale = [row["id"] for row in db.execute(STALE, where).fetchall()]
    for conversation_id in stale:
        db.execute(PUT_ASIDE, {"id": conversation_id})
        events.add(db, conversation_id, "put aside", stamp(now))
        replies.rearm_card(db, conversation_id, stamp(now))
    return len(stale)


def archive(db: Connection, now: datetime, quiet: timedelta, dropped: timedelta) -> int:
    """Flag old conversations as archived; replies to them keep working."""
    row = {"now": stamp(now), "quiet": stamp(now - quiet), "dropped": stamp(now - dropped)}
    return db.execute(ARCHIVE, row).rowcount


def clean(db: Connection, now: datetime, older: timedelta) -> int:
    """Drop the text of old archived messages. Addresses, operations and links stay for ever."""
    return db.execute(CLEAN, {"before": stamp(now - older)}).rowcount


def chat_of(db: Connection, conversation_id: ConversationId) -> int:
    """The chat a conversation lives in."""
    row = conversations.row(db, conversation_id)
    if row is None:
        raise LookupError(f"no conversation {conversation_id}")
    return int(row["chat_id"])
