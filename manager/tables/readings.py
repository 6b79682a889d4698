from typing import Any

from manager.file.store import Connection
from manager.values.incoming import Incoming

FIND = """
    SELECT content FROM readings
    WHERE bot_id = :bot_id AND chat_id = :chat_id AND message_id = :message_id AND edit_date = :edit_date
"""
ADD = """
    INSERT INTO readings (bot_id, chat_id, message_id, edit_date, content, created_at)
    VALUES (:bot_id, :chat_id, :message_id, :edit_date, :content, :now)
    ON CONFLICT DO NOTHING
"""


def find(db: Connection, bot_id: int, incoming: Incoming) -> str | None:
    """What a model answered about this very message before."""
    row = db.execute(FIND, _key(bot_id, incoming)).fetchone()
    return row["content"] if row else None


def add(db: Connection, bot_id: int, incoming: Incoming, content: str, now: str) -> None:
    """Keep a model's answer; the first one stays."""
    db.execute(ADD, _key(bot_id, incoming) | {"content": content, "now": now})


def _key(bot_id: int, incoming: Incoming) -> dict[str, Any]:
    return {
        "bot_id": bot_id,
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id,
        "edit_date": incoming.edit_date,
    }
