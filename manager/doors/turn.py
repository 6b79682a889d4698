from collections.abc import Sequence
from typing import Final

from ledger import ConversationId
from manager import turns, view
from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import inbox
from manager.tables.inbox import Album, InboxEntry, RawUpdate
from manager.tables.people import Member
from manager.values.context import Context
from manager.values.decision import Turn
from manager.values.incoming import Incoming

TRIES: Final = 5
"""How often an update is tried before it is put away as dead and its person told."""


class TurnDoor(Door):
    """The way of a message: received, opened as a turn, recorded, closed."""

    async def receive(self, updates: Sequence[RawUpdate]) -> int:
        """Put raw updates on disk; returns how many were new. Only then may Telegram be told.

        Raises:
            StoreError: they are not on disk.
        """
        return await self._store.transaction(lambda db: inbox.add(db, self._bot_id, updates, self._stamp()))

    async def waiting_chats(self) -> list[int | None]:
        """The chats with updates that were stored and not handled."""
        return await self._store.transaction(lambda db: inbox.waiting_chats(db, self._bot_id))

    async def next_update(self, chat_id: int | None) -> InboxEntry | None:
        """The oldest unhandled update of a chat."""
        return await self._store.transaction(lambda db: inbox.first_waiting(db, self._bot_id, chat_id))

    async def gather_album(self, inbox_id: int, belongs: inbox.Belongs) -> Album:
        """The album that an update is a part of: its waiting parts that belong to it become one with it."""
        return await self._store.transaction(lambda db: inbox.gather(db, inbox_id, belongs, self._stamp()))

    async def ignore_update(self, inbox_id: int, reason: str) -> None:
        """Close an update that asks nothing of us."""
        await self._store.transaction(
            lambda db: inbox.close(db, inbox_id, self._stamp(), state="ignored", reason=reason)
        )

    async def give_up_update(self, inbox_id: int, reason: str) -> bool:
        """Count a failure of our own; after five the update is put away, and the answer is True."""

        def count(db: Connection) -> bool:
            if inbox.count_try(db, inbox_id, reason) < TRIES:
                return False
            return inbox.close(db, inbox_id, self._stamp(), state="dead", reason=reason)

        return await self._store.transaction(count)

    async def meet(self, incoming: Incoming) -> Member:
        """Who is writing; a first-time owner gets a book, anybody else new is a stranger."""
        return await self._store.transaction(
            lambda db: view.meet(db, self._bot_id, self._founding, incoming, self._stamp())
        )

    async def open_turn(self, incoming: Incoming, pressed: ConversationId | None = None) -> Context | None:
        """All that may be known about a message; None when its writer is not served here.

        `pressed` is the conversation that a button names.
        """

        def load(db: Connection) -> Context | None:
            member = view.meet(db, self._bot_id, self._founding, incoming, self._stamp())
            return view.load(db, self._bot_id, member, incoming, pressed)

        return await self._store.transaction(load)

    async def record(self, turn: Turn) -> tuple[ConversationId, ...]:
        """Write all that follows from one message in one transaction, its inbox entry included.

        Returns the conversations it went to; nothing when the entry was closed before.

        Raises:
            StaleTurnError: a conversation has moved on; nothing was written.
            StoreError: nothing was written.
        """
        return await self._store.transaction(lambda db: turns.apply(db, self._bot_id, turn, self._stamp()))
