from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import books, people
from manager.tables.people import Member, Role


class PeopleDoor(Door):
    """Who may write, and in whose book."""

    async def find_member(self, user_id: int) -> Member | None:
        """Somebody who has written before, by Telegram id."""
        return await self._store.transaction(lambda db: people.find(db, user_id))

    async def greet(self, user_id: int) -> None:
        """Remember that a stranger was answered now."""
        await self._store.transaction(lambda db: people.greet(db, user_id, self._stamp()))

    async def admit(self, user_id: int, role: Role) -> None:
        """Let somebody into the owner's book, or refuse them."""

        def change(db: Connection) -> None:
            served = role not in ("stranger", "refused")
            book_id = books.shared(db, self._founding.owner_id) if served else None
            people.admit(db, user_id, role, book_id, self._stamp())

        await self._store.transaction(change)
