from datetime import datetime, timedelta

from ledger import ConversationId
from manager import aging
from manager.care import leftovers, statistics
from manager.care.leftovers import Leftovers
from manager.care.statistics import StorageStats
from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import vitals
from manager.tables.cards import Card
from manager.tables.vitals import KnownChat
from manager.values.clock import stamp
from manager.values.say import Say


class TimeDoor(Door):
    """What time asks for: reminders, putting aside, archive, retention, vital signs."""

    async def polled(self, at: datetime) -> None:
        """Remember that Telegram answered us at that time."""
        await self._store.transaction(lambda db: vitals.polled(db, self._bot_id, stamp(at)))

    async def last_polled(self) -> datetime | None:
        """When Telegram last answered, this process or one before it; None before the first time."""
        return await self._store.transaction(lambda db: vitals.last_polled(db, self._bot_id))

    async def known_chats(self) -> tuple[KnownChat, ...]:
        """The chats that can be told something."""
        return await self._store.read(lambda db: vitals.chats(db, self._bot_id))

    async def due_reminders(self) -> tuple[Card, ...]:
        """The questions that have waited a day and were never recalled."""
        return await self._store.transaction(lambda db: aging.due_reminders(db, self._bot_id, self._now()))

    async def remind(self, conversation_id: ConversationId, what: Say) -> bool:
        """Queue the one reminder of a question; False when it is not needed any more."""

        def queue(db: Connection) -> bool:
            reminder = (aging.chat_of(db, conversation_id), what)
            return aging.remind(db, self._bot_id, conversation_id, reminder, self._stamp())

        return await self._store.transaction(queue)

    async def put_aside(self) -> int:
        """Put questions aside that nobody answered for a week; returns how many."""
        return await self._store.transaction(lambda db: aging.put_aside(db, self._bot_id, self._now()))

    async def archive_old_conversations(self, quiet_days: int = 90, abandoned_days: int = 60) -> int:
        """Flag old conversations as archived; returns how many. Replies to them keep working."""
        quiet, dropped = timedelta(days=quiet_days), timedelta(days=abandoned_days)
        return await self._store.transaction(lambda db: aging.archive(db, self._now(), quiet, dropped))

    async def cleanup_old_messages(self, days: int = 365) -> int:
        """Drop the text of old archived messages; addresses and operations stay. Returns how many."""
        return await self._store.transaction(lambda db: aging.clean(db, self._now(), timedelta(days=days)))

    async def leftovers(self, older: timedelta) -> tuple[Leftovers, ...]:
        """What was only needed to handle messages and is older, in pages; ask again when they are gone."""
        before = stamp(self._now() - older)
        return await self._store.read(lambda db: leftovers.found(db, before))

    async def drop_leftovers(self, page: Leftovers) -> int:
        """Delete a page of leftovers; returns how many rows went. What is needed again by now stays."""
        return await self._store.transaction(lambda db: leftovers.drop(db, page))

    async def get_storage_stats(self) -> StorageStats:
        """How much is stored, and how much waits."""
        return await self._store.read(statistics.storage)
