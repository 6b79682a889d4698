"""The world that a bot under test lives in: its people, and what came of it all."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self, TypeAlias, TypeVar

from playground.telegram.acts import Acts
from playground.telegram.calls import Call
from playground.telegram.chats import Chat, User
from playground.telegram.faults import Fault
from playground.telegram.limits import RateLimits
from playground.telegram.messages import Message
from playground.telegram.people import Person
from playground.telegram.wire import JsonObject

TOKEN = "123456789:playground-token-of-no-value-at-all"  # noqa: S105  # it opens nothing but this playground
BOT = User(123456789, "Threadbook", username="ThreadbookBot", is_bot=True)

Place: TypeAlias = Chat | User | Person | int
Value = TypeVar("Value")


def utc_now() -> datetime:
    """Return the present."""
    return datetime.now(UTC)


class World(Acts):
    """Telegram, as far as one bot and its people see it.

    Every method may be called from any thread, also while a server answers the bot from this world in another
    one; `until` may be awaited in any event loop. Messages are values: ask again to see what became of one.
    With `has_limits` the bot is refused above Telegram's documented sending limits.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = utc_now,
        token: str = TOKEN,
        first_update_id: int = 1,
        has_limits: bool = False,
    ) -> None:
        super().__init__(now=now, token=token, bot=BOT, first_update_id=first_update_id)
        self.limits = RateLimits(now) if has_limits else None

    @classmethod
    def seeded(cls, *, now: Callable[[], datetime] = utc_now, token: str = TOKEN) -> Self:
        """Build the world of the playground: Anna (1001, ru), Boris (1002, en) and their supergroup."""
        world = cls(now=now, token=token)
        people = (world.person("Anna", "ru").user, world.person("Boris", "en").user)
        world.add_group("Home", people)
        return world

    def person(self, first_name: str, language_code: str = "en", *, is_started: bool = True) -> Person:
        """Add a person; `is_started` false means that the bot may not write first."""
        return Person(self, self.add_user(first_name, language_code=language_code, is_started=is_started))

    def as_person(self, user_id: int) -> Person:
        """Return the handle of a person who is there already."""
        return Person(self, self.users[user_id])

    def seat_first(self, person: Person) -> None:
        """Put a person at the head of `users`: who looks at this world begins as them."""
        with self.lock:
            self.users = {person.id: person.user} | self.users

    @property
    def calls(self) -> list[Call]:
        """The last 500 calls of the bot, oldest first, without getUpdates."""
        with self.lock:
            return list(self.call_log)

    def calls_of(self, method: str) -> list[Call]:
        """Return the calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    @property
    def pending_updates(self) -> list[JsonObject]:
        """The updates that the bot has not confirmed yet."""
        with self.lock:
            return self.update_queue.pending

    def fail(self, fault: Fault) -> None:
        """Order a fault of the far end."""
        with self.lock:
            self.faults.add(fault)

    def inject(self, payload: JsonObject) -> int:
        """Queue any payload at all as an update, checked by nothing, and return its id.

        The one door for tests about updates that a client cannot read or does not know.
        """
        with self.lock:
            return self.update_queue.add_unchecked(payload)

    def messages(self, place: Place) -> list[Message]:
        """Return the messages of a chat as they stand, oldest first; a person stands for the private chat."""
        with self.lock:
            return [message for message in self.kept.values() if message.chat_id == _chat_id(place)]

    def message(self, place: Place, message_id: int) -> Message:
        """Return one message as it stands.

        Raises:
            KeyError: it is not there.
        """
        with self.lock:
            return self.kept[_chat_id(place), message_id]

    def current(self, message: Message) -> Message:
        """Return what has become of `message`.

        Raises:
            KeyError: it was deleted.
        """
        return self.message(message.chat_id, message.id)

    def last(self, place: Place) -> Message:
        """Return the newest message of a chat.

        Raises:
            IndexError: nobody has spoken there.
        """
        return self.messages(place)[-1]

    def from_bot(self, place: Place) -> list[Message]:
        """Return the messages of the bot in a chat, oldest first."""
        return [message for message in self.messages(place) if message.user_id == self.bot.id]

    async def until(self, predicate: Callable[[], Value], timeout: float = 30.0) -> Value:  # noqa: ASYNC109  # reads best at the call
        """Return the first true value of `predicate`, asked at once and again after each change of the world.

        Raises:
            TimeoutError: it did not come true; the text shows every chat as it is by then.
        """
        try:
            async with asyncio.timeout(timeout):
                with self.changes.listening() as changed:
                    while True:
                        changed.clear()
                        with self.lock:
                            value = predicate()
                        if value:
                            return value
                        await changed.wait()
        except TimeoutError as error:
            chats = "\n".join(f"chat {chat_id}:\n{self.transcript(chat_id)}" for chat_id in self.chats)
            raise TimeoutError(f"it did not come true within {timeout} s\n{chats}") from error

    async def answer_to(self, message: Message, timeout: float = 30.0) -> Message:  # noqa: ASYNC109  # as above
        """Wait for the first message that the bot sends into the chat after `message`, and return it."""
        answers = await self.until(
            lambda: [one for one in self.from_bot(message.chat_id) if one.id > message.id], timeout
        )
        return answers[0]

    def transcript(self, place: Place) -> str:
        """Return a chat as lines to read: who said what, buttons in brackets, reactions after an arrow."""
        return "\n".join(self._line(message) for message in self.messages(place))

    def _line(self, message: Message) -> str:
        name = message.wire["from"]["first_name"]
        reply = f" (to {message.reply_to_id})" if message.reply_to_id else ""
        kinds = "".join(f"<{kind}> " for kind in ("photo", "document", "voice") if kind in message.wire)
        rows = "".join(f"\n    {' '.join(f'[{label}]' for label in row)}" for row in message.buttons)
        reactions = f" ← {''.join(message.emoji)}" if message.emoji else ""
        return f"{message.id} {name}{reply}: {kinds}{message.text}{reactions}{rows}"


def _chat_id(place: Place) -> int:
    return place if isinstance(place, int) else place.id
