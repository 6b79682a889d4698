from manager.file.store import Connection
from manager.tables.packing import packed

ADD = """
    INSERT INTO conversation_events (conversation_id, kind, detail, user_id, created_at)
    VALUES (:conversation_id, :kind, :detail, :user_id, :now)
"""


def add(
    db: Connection, conversation_id: int, kind: str, now: str, *, user_id: int | None = None, **detail: object
) -> None:
    """Remember that something happened to a conversation."""
    row = {
        "conversation_id": conversation_id,
        "kind": kind,
        "detail": packed(detail),
        "user_id": user_id,
        "now": now,
    }
    db.execute(ADD, row)
