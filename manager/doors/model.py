from datetime import date

from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import model_calls, readings, replies
from manager.tables.model_calls import Spent, TokenLimits
from manager.values.incoming import Incoming
from manager.values.say import Notice


class ModelDoor(Door):
    """What asking a model leaves behind: its answers, and what they cost."""

    async def stored_reading(self, incoming: Incoming) -> str | None:
        """What a model answered about this message before, as JSON."""
        return await self._store.transaction(lambda db: readings.find(db, self._bot_id, incoming))

    async def store_reading(self, incoming: Incoming, content: str) -> None:
        """Keep what a model answered, before anything follows from it."""
        await self._store.transaction(
            lambda db: readings.add(db, self._bot_id, incoming, content, self._stamp())
        )

    async def reserve_tokens(
        self, told: tuple[Incoming, date], model: str, tokens: int, limits: TokenLimits, refusal: Notice
    ) -> int | None:
        """Take tokens out of the day's budget before a model is asked; returns the call's number.

        The day stands beside the message: it is that of its book.
        None when there are not enough left: `refusal` is said to the person then, once a day and in private.
        """
        incoming, _ = told

        def reserve(db: Connection) -> int | None:
            now = self._stamp()
            call_id = model_calls.reserve(db, self._bot_id, told, (model, tokens), limits, now)
            is_told = call_id is None and incoming.is_private
            if is_told and model_calls.refuse(db, self._bot_id, told, model, now):
                replies.say(db, replies.Place(self._bot_id, incoming.chat_id, None), refusal, now)
            return call_id

        return await self._store.transaction(reserve)

    async def settle_tokens(self, call_id: int, spent: Spent) -> None:
        """Put what a call really used in the place of what was reserved for it."""
        await self._store.transaction(lambda db: model_calls.settle(db, call_id, spent))
