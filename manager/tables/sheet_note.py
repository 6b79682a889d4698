"""What a process that dies while it writes into the sheet leaves to the next one."""

from manager.file.store import Connection

WRITE = """
    INSERT INTO sheet_note (id, content, noted_at) VALUES (1, :content, :now)
    ON CONFLICT (id) DO UPDATE SET content = :content, noted_at = :now
"""
READ = "SELECT content FROM sheet_note"
DROP = "DELETE FROM sheet_note"


def write(db: Connection, content: bytes | None, now: str) -> None:
    """Put a note in the place of the one before; None when everything was read back."""
    if content is None:
        db.execute(DROP)
    else:
        db.execute(WRITE, {"content": content, "now": now})


def read(db: Connection) -> bytes | None:
    """The note; None when everything was read back."""
    row = db.execute(READ).fetchone()
    return bytes(row["content"]) if row else None
