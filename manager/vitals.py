from datetime import datetime

from manager.clock import moment
from manager.file.store import Connection

POLLED = """
    INSERT INTO vitals (bot_id, polled_at) VALUES (:bot_id, :now)
    ON CONFLICT (bot_id) DO UPDATE SET polled_at = :now
"""
LAST = "SELECT polled_at FROM vitals WHERE bot_id = :bot_id"
CHATS = "SELECT chat_id FROM chats WHERE bot_id = :bot_id AND NOT is_blocked ORDER BY chat_id"


def polled(db: Connection, bot_id: int, now: str) -> None:
    """Remember that Telegram answered at that time."""
    db.execute(POLLED, {"bot_id": bot_id, "now": now})


def last_polled(db: Connection, bot_id: int) -> datetime | None:
    """When Telegram last answered; None before the first time."""
    row = db.execute(LAST, {"bot_id": bot_id}).fetchone()
    return moment(row["polled_at"]) if row else None


def chats(db: Connection, bot_id: int) -> list[int]:
    """The chats that can be told something."""
    return [row["chat_id"] for row in db.execute(CHATS, {"bot_id": bot_id})]
