from datetime import date

from ledger import BookId
from manager import exports
from manager.doors.base import Door
from manager.exports import Spoken
from manager.values.context import Booked


class ExportDoor(Door):
    """What leaves the book as a file."""

    async def operations_of(
        self, book_id: BookId, days: tuple[date, date] | None = None
    ) -> tuple[Booked, ...]:
        """The operations of a book, void ones too; those of some days, both included, where given."""
        return await self._store.read(lambda db: exports.booked(db, book_id, days))

    async def spoken_with(self, book_id: BookId, user_id: int) -> tuple[Spoken, ...]:
        """All that was said in a person's conversations of a book, in order."""
        return await self._store.read(lambda db: exports.spoken(db, book_id, user_id))
