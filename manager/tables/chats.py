"""What happens to a chat as a whole: it is shut and opened again, and a group becomes a supergroup."""

from typing import Final

from manager.file.store import Connection
from manager.tables import deliveries, people, replies
from manager.values.say import Notice, ShowCard

OPENED: Final = """
    UPDATE chats SET is_blocked = 0 WHERE bot_id = :bot_id AND chat_id = :chat_id AND heir_id IS NULL
"""
LANGUAGE: Final = """
    SELECT b.language FROM chats c JOIN books b ON b.id = c.book_id
    WHERE c.bot_id = :bot_id AND c.chat_id = :chat_id
"""
RETIRED: Final = """
    UPDATE chats SET is_blocked = 1, heir_id = :new
    WHERE bot_id = :bot_id AND chat_id = :old AND heir_id IS NULL
"""
HEIR: Final = """
    INSERT INTO chats (bot_id, chat_id, type, title, book_id, created_at, last_activity_at)
    SELECT bot_id, :new, 'supergroup', title, book_id, :now, :now FROM chats
    WHERE bot_id = :bot_id AND chat_id = :old
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET book_id = excluded.book_id
"""
# A message id of the old group means another message in the new one, or none.
FORGET_IDS: Final = """
    UPDATE message_history SET message_id = NULL, reply_to_message_id = NULL
    WHERE conversation_id IN (SELECT id FROM conversations WHERE bot_id = :bot_id AND chat_id = :old)
"""
MOVE_CONVERSATIONS: Final = """
    UPDATE conversations SET chat_id = :new WHERE bot_id = :bot_id AND chat_id = :old
    RETURNING id, status
"""
MOVE_SESSIONS: Final = """
    UPDATE OR REPLACE user_sessions SET chat_id = :new WHERE bot_id = :bot_id AND chat_id = :old
"""
DROP_REPLIES: Final = """
    UPDATE reply_outbox SET state = 'FAILED', reason = 'the group has become a supergroup'
    WHERE bot_id = :bot_id AND chat_id = :old AND state <> 'SENT'
        AND kind IN ('continued', 'edit', 'erase', 'reaction')
"""
MOVE_REPLIES: Final = """
    UPDATE reply_outbox SET chat_id = :new, message_id = NULL, reply_to = NULL, shown_as = '',
        next_at = CASE WHEN state = 'SENT' THEN next_at ELSE :now END
    WHERE bot_id = :bot_id AND chat_id = :old AND kind NOT IN ('continued', 'edit', 'erase', 'reaction')
"""


def opened(db: Connection, bot_id: int, chat_id: int, now: str) -> None:
    """The chat takes what we say again, and gets what was kept for it."""
    db.execute(OPENED, {"bot_id": bot_id, "chat_id": chat_id})
    deliveries.unpark(db, bot_id, now, chat_id)


def language(db: Connection, bot_id: int, chat_id: int) -> str | None:
    """The language of the book that a chat writes into; None for a chat that is not served."""
    row = db.execute(LANGUAGE, {"bot_id": bot_id, "chat_id": chat_id}).fetchone()
    return row["language"] if row else None


def migrate(db: Connection, bot_id: int, move: tuple[int, int], notice: Notice, now: str) -> bool:
    """Take everything of a group into the supergroup that it has become; `move` is (old, new).

    Telegram tells of it twice, in any order, and may repeat itself: what is done is not done again, and what
    came in between moves along. The first time `notice` is said and open questions are asked anew. Old
    messages keep their addresses under the old chat, for their ids mean other messages in the new one.

    Returns whether the old group was known here.
    """
    old, new = move
    where = {"bot_id": bot_id, "old": old, "new": new, "now": now}
    is_known = people.chat_book(db, bot_id, old) is not None
    db.execute(HEIR, where)
    is_first = db.execute(RETIRED, where).rowcount == 1
    db.execute(FORGET_IDS, where)
    moved = db.execute(MOVE_CONVERSATIONS, where).fetchall()
    db.execute(MOVE_SESSIONS, where)
    db.execute(DROP_REPLIES, where)
    db.execute(MOVE_REPLIES, where)
    if is_first:
        replies.say(db, replies.Place(bot_id, new), notice, now)
    for row in moved:
        if row["status"] == "active":
            replies.say(db, replies.Place(bot_id, new, row["id"]), ShowCard(), now)
    return is_known
