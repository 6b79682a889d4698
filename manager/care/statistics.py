from dataclasses import dataclass

from manager.file.store import Connection
from manager.tables.sheet_outbox import LEFT_OUT

COUNTS = f"""
    SELECT (SELECT count(*) FROM conversations) AS conversations,
        (SELECT count(*) FROM conversations WHERE status = 'active') AS open,
        (SELECT count(*) FROM conversations WHERE archived_at IS NOT NULL) AS archived,
        (SELECT count(*) FROM message_history) AS messages,
        (SELECT count(*) FROM operations) AS operations,
        (SELECT count(*) FROM sheet_outbox WHERE state <> 'DONE' AND NOT ({LEFT_OUT})) AS sheet_waiting,
        (SELECT count(*) FROM reply_outbox WHERE state IN ('READY', 'SENDING')) AS replies_waiting,
        (SELECT count(*) FROM inbox WHERE state = 'new') AS inbox_waiting
"""  # noqa: S608  # a text of our own


@dataclass(frozen=True, slots=True)
class StorageStats:
    """How much is stored, and how much waits; `size_bytes` is the database file without its journal."""

    conversations: int
    open: int
    archived: int
    messages: int
    operations: int
    sheet_waiting: int
    replies_waiting: int
    inbox_waiting: int
    size_bytes: int


def storage(db: Connection) -> StorageStats:
    """Count what is stored."""
    row = db.execute(COUNTS).fetchone()
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    (page_size,) = db.execute("PRAGMA page_size").fetchone()
    return StorageStats(**dict(row), size_bytes=pages * page_size)
