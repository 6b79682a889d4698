from collections.abc import Collection, Mapping
from datetime import date, timedelta

from ledger import BookId, ConversationId
from manager import search
from manager.doors.base import Door
from manager.file.store import Connection
from manager.search import Counted
from manager.tables import books, conversations, lessons, operations, templates
from manager.tables.books import Habits
from manager.tables.templates import Example
from manager.values.context import Balance, Book, Booked, Version
from manager.values.incoming import Incoming
from manager.values.lesson import Lesson
from manager.values.query import Query


class BookDoor(Door):
    """What the book says: balances, counts, operations, accounts, and what it has been taught."""

    async def habits(self) -> Habits | None:
        """How the owner's book is written, for its sheet; None before the owner's first message."""
        return await self._store.transaction(lambda db: books.habits(db, self._founding.owner_id))

    async def book(self, book_id: BookId) -> Book:
        """A book's lists as they are now."""
        return await self._store.read(lambda db: books.load(db, book_id))

    async def counted_since(self, book_id: BookId) -> Mapping[str, date]:
        """The day on which a person first said what an account holds, by its name; others are not there."""
        return await self._store.read(lambda db: books.counted_since(db, book_id))

    async def balances(self, book_id: BookId, until: date | None = None) -> tuple[Balance, ...]:
        """What the book says each account holds, or held at the end of a day."""
        return await self._store.read(lambda db: tuple(books.balances(db, book_id, until)))

    async def count(self, book_id: BookId, query: Query) -> Counted:
        """Count a question about a book in SQL."""
        return await self._store.read(lambda db: search.count(db, book_id, query))

    async def last_operations(self, book_id: BookId, limit: int = 10) -> tuple[Booked, ...]:
        """The newest operations of a book that are not void, newest first."""
        return await self._store.transaction(lambda db: operations.last(db, book_id, limit))

    async def recent_operations(
        self, book_id: BookId, incoming: Incoming, within: timedelta
    ) -> tuple[Booked, ...]:
        """What was told in the same chat `within` some time of a message, newest first."""
        return await self._store.transaction(
            lambda db: operations.recent(db, self._bot_id, book_id, incoming, within)
        )

    async def find_operation(self, book_id: BookId, key: str) -> Booked | None:
        """An operation of a book by its key."""
        return await self._store.transaction(lambda db: operations.by_key(db, book_id, key))

    async def versions(self, book_id: BookId, number: int) -> tuple[Version, ...]:
        """All versions of an operation by its number, oldest first; none when there is no such operation."""
        return await self._store.transaction(lambda db: operations.versions(db, book_id, number))

    async def last_conversation(self, chat_id: int, user_id: int) -> ConversationId | None:
        """The conversation of a person's newest operation in a chat: what `/undo` means."""
        return await self._store.transaction(
            lambda db: operations.last_conversation(db, self._bot_id, chat_id, user_id)
        )

    async def told_together(self, conversation_id: ConversationId) -> tuple[ConversationId, ...]:
        """The conversations that one message began, in its order: one for each item of a list."""
        return await self._store.read(lambda db: conversations.told_together(db, conversation_id))

    async def add_account(self, book_id: BookId, name: str, currency: str) -> None:
        """One more account in a book; nothing happens when the name is taken."""
        await self._store.transaction(lambda db: books.add_missing_account(db, book_id, name, currency))

    async def lessons_about(self, book_id: BookId, subjects: Collection[str]) -> tuple[Lesson, ...]:
        """The usual accounts and categories of some shops or things, by the words they are compared by."""
        return await self._store.transaction(lambda db: lessons.about(db, book_id, subjects))

    async def lessons(self, book_id: BookId) -> tuple[Lesson, ...]:
        """All that a book has been taught, newest first."""
        return await self._store.read(lambda db: lessons.all_of(db, book_id))

    async def forget_lesson(self, book_id: BookId, lesson_id: int) -> bool:
        """Use a lesson no more, and erase what was forgotten before it; False when the book has none such."""

        def forget(db: Connection) -> bool:
            templates.forget(db, book_id, lesson_id)
            return lessons.forget(db, book_id, lesson_id, self._stamp())

        return await self._store.transaction(forget)

    async def recall_lesson(self, book_id: BookId, lesson_id: int) -> bool:
        """Bring back what was forgotten last; False when it is erased, or was taught anew."""
        return await self._store.transaction(lambda db: lessons.recall(db, book_id, lesson_id))

    async def examples(self, book_id: BookId, limit: int = 5) -> tuple[Example, ...]:
        """How this book's people write, and what was booked of it in the end, most used first."""
        return await self._store.transaction(lambda db: templates.most_used(db, book_id, limit))
