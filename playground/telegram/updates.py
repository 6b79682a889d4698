"""The updates that wait for the bot."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from playground.telegram import schema
from playground.telegram.errors import BotApiError
from playground.telegram.wire import JsonObject

KEPT = timedelta(hours=24)
MOST_AT_ONCE = 100

KINDS = frozenset({"message", "edited_message", "callback_query", "my_chat_member", "message_reaction"})
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class _Queued:
    update: JsonObject
    since: datetime

    @property
    def id(self) -> int:
        return cast("int", self.update["update_id"])


class UpdateQueue:
    """Updates in their order, each kept until a higher offset confirms it, but a day at most.

    `polls` counts the getUpdates calls, `read_offset` is the highest offset that confirmed anything.
    """

    def __init__(self, now: Callable[[], datetime], announce: Callable[[], None], first_id: int) -> None:
        self._now = now
        self._announce = announce
        self._queue: list[_Queued] = []
        self._next_id = first_id
        self._allowed = KINDS - NOT_BY_DEFAULT
        self._turn = 0
        self.read_offset = 0
        self.polls = 0
        self.webhook: JsonObject = {}

    @property
    def pending(self) -> list[JsonObject]:
        """The updates that no offset has confirmed yet."""
        self._forget_the_old()
        return [queued.update for queued in self._queue]

    def add(self, kind: str, payload: JsonObject) -> None:
        """Queue one thing that happened, unless the bot did not ask for its kind.

        Raises:
            pydantic.ValidationError: no real server would serve this.
        """
        update = {"update_id": self._next_id, kind: payload}
        schema.check_update(update)
        if kind in self._allowed:
            self._put(update)

    def add_unchecked(self, payload: JsonObject) -> int:
        """Queue anything at all under the next id and return that id."""
        update_id = self._next_id
        self._put({"update_id": update_id, **payload})
        return update_id

    def number_from(self, next_id: int) -> None:
        """Go on with `next_id`, as Telegram does with a random one after a week without updates."""
        self._next_id = next_id

    def allow(self, kinds: Iterable[str]) -> None:
        """Remember which kinds the bot wants from now on; none means Telegram's default."""
        wanted = frozenset(kinds)
        self._allowed = KINDS & wanted if wanted else KINDS - NOT_BY_DEFAULT

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds that are queued at present."""
        return self._allowed

    def take_over(self) -> int:
        """Begin a poll and end the one that is being held, if any; returns what `read` wants to see."""
        self.polls += 1
        self._turn += 1
        self._announce()
        return self._turn

    def read(self, turn: int, offset: int, limit: int) -> list[JsonObject]:
        """Confirm what lies before `offset` and return what follows.

        A negative offset counts from the end and forgets all that lies before. An offset higher than any id
        ever given out belongs to an older numbering and confirms nothing.

        Raises:
            BotApiError: a webhook is set, or a later poll has taken over.
        """
        if self.webhook:
            raise BotApiError.conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        if turn != self._turn:
            raise BotApiError.conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        self._forget_the_old()
        if offset < 0:
            self._queue = self._queue[offset:]
        elif 0 < offset <= self._next_id:
            self.read_offset = max(self.read_offset, offset)
            self._queue = [queued for queued in self._queue if queued.id >= offset]
        return [queued.update for queued in self._queue[:limit]]

    def set_webhook(self, webhook: JsonObject) -> None:
        """Set or, with an empty object, remove the webhook; a poll being held ends."""
        self.webhook = webhook
        self._announce()

    def drop(self) -> None:
        """Forget everything that waits."""
        self._queue.clear()
        self._announce()

    def _put(self, update: JsonObject) -> None:
        self._next_id += 1
        self._queue.append(_Queued(update, self._now()))
        self._announce()

    def _forget_the_old(self) -> None:
        oldest = self._now() - KEPT
        self._queue = [queued for queued in self._queue if queued.since > oldest]
