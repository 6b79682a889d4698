"""The tables of schema.sql, unclustered: each a plain rowid table, its primary key one more unique index."""

from contextlib import closing
from pathlib import Path
from typing import Final

from benchmarks.raw import connect
from benchmarks.story import found_book
from manager import Clock

SCHEMA: Final = Path(__file__).parents[1] / "schema.sql"
CLUSTERED: Final = ", WITHOUT ROWID"

INDEXES: Final = (
    "CREATE INDEX plain_conversations_person ON conversations (user_id, chat_id)",
    "CREATE INDEX plain_conversations_status ON conversations (status)",
    "CREATE INDEX plain_history_message ON message_history (message_id)",
)
"""With the primary keys of history, data and questions, which begin with the conversation, these are the six
indexes that such tables usually have."""


async def found_plain_book(path: str, now: Clock) -> None:
    """Make a plain file with the owner's book in it, the same as in a file of ours."""
    founded = f"{path}.founded"
    await found_book(founded, now)
    with closing(connect(path)) as db:
        db.executescript(plain_schema())
        db.execute("ATTACH ? AS founded", (founded,))
        tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        db.execute("PRAGMA foreign_keys = OFF")  # the tables come in any order
        for (name,) in db.execute(tables).fetchall():
            db.execute(f"INSERT INTO main.{name} SELECT * FROM founded.{name}")  # noqa: S608  # our own tables


def plain_schema() -> str:
    """The statements of schema.sql without clustering, and the indexes that plain tables need."""
    return ";\n".join((SCHEMA.read_text(encoding="utf-8").replace(CLUSTERED, ""), *INDEXES))
