from dataclasses import dataclass
from datetime import datetime

from manager.file.store import Connection
from manager.values.clock import moment

POLLED = """
    INSERT INTO vitals (bot_id, polled_at) VALUES (:bot_id, :now)
    ON CONFLICT (bot_id) DO UPDATE SET polled_at = :now
"""
LAST = "SELECT polled_at FROM vitals WHERE bot_id = :bot_id"
# A private chat has the id of its person; a group speaks as its book does.
CHATS = """
    SELECT c.chat_id, coalesce(u.language, b.language) AS language,
        coalesce(u.timezone, b.timezone) AS timezone
    FROM chats c JOIN books b ON b.id = c.book_id LEFT JOIN users u ON u.id = c.chat_id
    WHERE c.bot_id = :bot_id AND NOT c.is_blocked ORDER BY c.chat_id
"""


@dataclass(frozen=True, slots=True)
class KnownChat:
    """A chat that can be told something, and how: in which language, at which local time."""

    chat_id: int
    language: str
    timezone: str


def polled(db: Connection, bot_id: int, now: str) -> None:
    """Remember that Telegram answered at that time."""
    db.execute(POLLED, {"bot_id": bot_id, "now": now})


def last_polled(db: Connection, bot_id: int) -> datetime | None:
    """When Telegram last answered; None before the first time."""
    row = db.execute(LAST, {"bot_id": bot_id}).fetchone()
    return moment(row["polled_at"]) if row else None


def chats(db: Connection, bot_id: int) -> tuple[KnownChat, ...]:
    """The chats that can be told something."""
    return tuple(KnownChat(**row) for row in db.execute(CHATS, {"bot_id": bot_id}))
