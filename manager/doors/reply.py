from collections.abc import Sequence
from datetime import datetime

from ledger import ConversationId
from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import deliveries, inbox, replies
from manager.tables.deliveries import DueReply, ReplyState, Said
from manager.values.clock import moment
from manager.values.say import Say


class ReplyDoor(Door):
    """The reply outbox: what waits to be said, and what became of it."""

    async def due_replies(self, limit: int = 50) -> tuple[DueReply, ...]:
        """Take what is to be said now, in order, marked as being sent."""
        return await self._store.transaction(
            lambda db: deliveries.take_due(db, self._bot_id, limit, self._stamp())
        )

    async def next_reply_at(self) -> datetime | None:
        """When something is to be said next; None when nothing waits."""
        at = await self._store.transaction(lambda db: deliveries.next_at(db, self._bot_id))
        return moment(at) if at else None

    async def reply_sent(self, reply: DueReply, said: Said) -> None:
        """Telegram has it: keep the address that replies will name, and the words."""
        await self._store.transaction(lambda db: deliveries.sent(db, reply, said, self._stamp()))

    async def reply_failed(
        self, reply: DueReply, state: ReplyState, reason: str, retry_at: datetime | None = None
    ) -> None:
        """Telegram did not take it: READY again at `retry_at`, or FAILED for good."""
        await self._store.transaction(lambda db: deliveries.failed(db, reply.id, state, reason, retry_at))

    async def reply_gone(self, reply: DueReply) -> None:
        """The message that should be edited was deleted: it will be said anew."""
        await self._store.transaction(lambda db: deliveries.gone(db, reply.id, self._stamp()))

    async def reply_unknown(self, reply: DueReply, attempts: int, retry_at: datetime) -> None:
        """Nobody knows whether Telegram has it, after so many attempts: it is repeated at `retry_at`."""
        await self._store.transaction(lambda db: deliveries.unknown(db, reply.id, attempts, retry_at))

    async def replies_returned(self, ids: Sequence[int]) -> None:
        """They were taken and surely not sent: they wait as before."""
        await self._store.transaction(lambda db: deliveries.give_back(db, ids))

    async def reply_parked(self, reply: DueReply, reason: str) -> None:
        """The chat takes nothing from us: the reply is kept until the chat is opened again."""
        await self._store.transaction(lambda db: deliveries.park(db, reply.id, reason))

    async def say(
        self,
        chat_id: int,
        what: Say,
        conversation_id: ConversationId | None = None,
        inbox_id: int | None = None,
    ) -> None:
        """Queue something to be said, and close the update it answers."""

        def queue(db: Connection) -> None:
            if inbox.close(db, inbox_id, self._stamp()):
                place = replies.Place(self._bot_id, chat_id, conversation_id)
                replies.say(db, place, what, self._stamp())

        await self._store.transaction(queue)
