from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger import BookId
from manager.file.connection import keeping
from manager.file.store import Connection, Row
from manager.values.clock import moment
from manager.values.incoming import Incoming, Person

Role = Literal["owner", "admin", "member", "viewer", "stranger", "refused"]

SAVE = """
    INSERT INTO users (id, first_name, last_name, username, language, timezone, role, book_id,
                       created_at, updated_at)
    VALUES (:id, :first_name, :last_name, :username, :language, :timezone, :role, :book_id, :now, :now)
    ON CONFLICT (id) DO UPDATE SET
        first_name = :first_name, last_name = :last_name, username = :username, updated_at = :now
"""
MEMBER = "SELECT * FROM users WHERE id = :id"
ADMIT = "UPDATE users SET role = :role, book_id = :book_id, updated_at = :now WHERE id = :id"
GREET = "UPDATE users SET greeted_at = :now WHERE id = :id"
CHAT = "SELECT * FROM chats WHERE bot_id = :bot_id AND chat_id = :chat_id"
TOUCH_CHAT = """
    UPDATE chats SET title = :title, last_activity_at = :now, is_blocked = heir_id IS NOT NULL
    WHERE bot_id = :bot_id AND chat_id = :chat_id
"""
ADD_CHAT = """
    INSERT INTO chats (bot_id, chat_id, type, title, book_id, created_at, last_activity_at)
    VALUES (:bot_id, :chat_id, :type, :title, :book_id, :now, :now)
"""
BLOCK = "UPDATE chats SET is_blocked = 1 WHERE bot_id = :bot_id AND chat_id = :chat_id"
TOUCH_SESSION = """
    UPDATE user_sessions SET
        last_conversation_id = coalesce(:conversation_id, last_conversation_id), last_activity = :now
    WHERE user_id = :user_id AND bot_id = :bot_id AND chat_id = :chat_id
"""
ADD_SESSION = """
    INSERT INTO user_sessions (user_id, bot_id, chat_id, last_conversation_id, last_activity)
    VALUES (:user_id, :bot_id, :chat_id, :conversation_id, :now)
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody we know, and what they may do. Strangers and refused people have no book."""

    id: int
    name: str
    username: str
    language: str
    timezone: str
    role: Role
    book_id: BookId | None
    greeted_at: datetime | None

    @property
    def is_served(self) -> bool:
        """Whether this person may write into a book."""
        return self.role in ("owner", "admin", "member")

    @property
    def is_keeper(self) -> bool:
        """Whether this person keeps the bot and its books, and decides what must be decided."""
        return self.role in ("owner", "admin")


@keeping("users")
def find(db: Connection, user_id: int) -> Member | None:
    """Somebody by Telegram id; None when they never wrote."""
    row = db.execute(MEMBER, {"id": user_id}).fetchone()
    if row is None:
        return None
    return Member(
        id=row["id"],
        name=f"{row['first_name']} {row['last_name']}".strip(),
        username=row["username"],
        language=row["language"],
        timezone=row["timezone"],
        role=row["role"],
        book_id=row["book_id"],
        greeted_at=moment(row["greeted_at"]) if row["greeted_at"] else None,
    )


def save(db: Connection, person: Person, member: Member, now: str) -> None:
    """Remember somebody, or their new name; role and book of a known person stay as they are."""
    row = {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language": member.language,
        "timezone": member.timezone,
        "role": member.role,
        "book_id": member.book_id,
        "now": now,
    }
    db.execute(SAVE, row)


def admit(db: Connection, user_id: int, role: Role, book_id: BookId | None, now: str) -> None:
    """Give somebody a role and a book, or take both."""
    db.execute(ADMIT, {"id": user_id, "role": role, "book_id": book_id, "now": now})


def greet(db: Connection, user_id: int, now: str) -> None:
    """Remember when a stranger was last answered."""
    db.execute(GREET, {"id": user_id, "now": now})


@keeping("chats")
def chat(db: Connection, bot_id: int, chat_id: int) -> Row | None:
    """The row of a chat, or None for a new one."""
    found: Row | None = db.execute(CHAT, {"bot_id": bot_id, "chat_id": chat_id}).fetchone()
    return found


def chat_book(db: Connection, bot_id: int, chat_id: int) -> BookId | None:
    """The book a chat writes into, or None for a new chat."""
    found = chat(db, bot_id, chat_id)
    return BookId(found["book_id"]) if found else None


def save_chat(db: Connection, bot_id: int, incoming: Incoming, book_id: BookId, now: str) -> None:
    """Remember a chat and that somebody is active in it; its book stays what it was."""
    row = {
        "bot_id": bot_id,
        "chat_id": incoming.chat_id,
        "type": incoming.chat_type,
        "title": incoming.chat_title,
        "book_id": book_id,
        "now": now,
    }
    if not db.execute(TOUCH_CHAT, row).rowcount:
        db.execute(ADD_CHAT, row)


def block_chat(db: Connection, bot_id: int, chat_id: int) -> None:
    """Remember that a chat takes nothing from us, until somebody writes there again."""
    db.execute(BLOCK, {"bot_id": bot_id, "chat_id": chat_id})


def touch_session(
    db: Connection, bot_id: int, incoming: Incoming, conversation_id: int | None, now: str
) -> None:
    """Remember where a person was last active."""
    row = {
        "user_id": incoming.person.id,
        "bot_id": bot_id,
        "chat_id": incoming.chat_id,
        "conversation_id": conversation_id,
        "now": now,
    }
    if not db.execute(TOUCH_SESSION, row).rowcount:
        db.execute(ADD_SESSION, row)
