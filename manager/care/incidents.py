"""What is wrong for a while: one message to the owner, edited while it lasts and at its end."""

from datetime import datetime
from typing import Final

from manager import replies
from manager.clock import moment
from manager.file.store import Connection
from manager.say import Notice

OPEN: Final = """
    SELECT kind, opened_at FROM incidents WHERE bot_id = :bot_id AND closed_at IS NULL ORDER BY id
"""
ONE: Final = "SELECT * FROM incidents WHERE bot_id = :bot_id AND kind = :kind AND closed_at IS NULL"
ADD: Final = """
    INSERT INTO incidents (bot_id, kind, text, reply_id, opened_at)
    VALUES (:bot_id, :kind, :text, :reply_id, :now)
"""
RETELL: Final = "UPDATE incidents SET text = :text WHERE id = :id"
CLOSE: Final = "UPDATE incidents SET text = :text, closed_at = :now WHERE id = :id"


def open_since(db: Connection, bot_id: int) -> dict[str, datetime]:
    """The kinds of incidents that last, and since when."""
    return {row["kind"]: moment(row["opened_at"]) for row in db.execute(OPEN, {"bot_id": bot_id})}


def tell(db: Connection, place: replies.Place, kind: str, notice: Notice, now: str) -> None:
    """An incident begins or lasts: its one message says so; nothing happens while the words are the same."""
    row = db.execute(ONE, {"bot_id": place.bot_id, "kind": kind}).fetchone()
    if row is None:
        reply_id = replies.post(db, place, notice, now)
        values = {"bot_id": place.bot_id, "kind": kind, "text": notice.text, "reply_id": reply_id, "now": now}
        db.execute(ADD, values)
    elif row["text"] != notice.text:
        replies.rewrite(db, row["reply_id"], notice, now)
        db.execute(RETELL, {"id": row["id"], "text": notice.text})


def close(db: Connection, bot_id: int, kind: str, notice: Notice, now: str) -> bool:
    """The incident is over: its message gets its closing line; False when there was none."""
    row = db.execute(ONE, {"bot_id": bot_id, "kind": kind}).fetchone()
    if row is None:
        return False
    replies.rewrite(db, row["reply_id"], notice, now)
    db.execute(CLOSE, {"id": row["id"], "text": notice.text, "now": now})
    return True
