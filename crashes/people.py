"""People who tell their stories: each looks at the chat, waits for what must come, and goes on."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crashes.stories import Story
from crashes.watching import Watch, amounts
from playground.telegram import Chat, Message, Person

BOOKED, UNDONE = "в таблице", re.compile("помечен. «Отменено»")


@dataclass(slots=True)
class Told:
    """A story on its way: how many updates it has cost, and what it waits for now; empty when it is over.

    `astray` is what the bot said to a reply that it did not know the conversation of.
    """

    story: Story
    chat_id: int
    updates: int = 0
    astray: str = ""
    waits_for: str = "nothing yet"


@dataclass(frozen=True, slots=True)
class Storyteller:
    """One person with one story, in the chat where it is told."""

    watch: Watch
    person: Person
    chat: Chat
    told: Told = field(compare=False)

    async def tell(self) -> None:  # noqa: C901  # one case for each kind of story
        """Play the story to its end: until the bot has told what came of each step."""
        story = self.told.story
        said = self._say(story.first_words)
        match story.kind:
            case "told" | "moved":
                await self._receipt(story.amount)
            case "listed":
                await self._receipt(story.amount)
                await self._receipt(story.other)
            case "tapped":
                if (question := await self._question(story.amount)) is not None:
                    self._tap(question, "Карта")
                await self._receipt(story.amount)
            case "replied":
                if (question := await self._question(story.amount)) is not None:
                    await self._heard(self._say("наличные", reply_to=question))
                await self._receipt(story.amount)
            case "corrected":
                card = await self._receipt(story.amount)
                self._say(f"не {story.amount}, а {story.other}", reply_to=card)
                await self._shown(story.other, "what was changed", lambda one: "Исправлено" in one.text)
                await self._receipt(story.other)
            case "edited":
                await self._receipt(story.amount)
                self.told.updates += 1
                self.person.edit(said, story.first_words.replace(str(story.amount), str(story.other)))
                await self._receipt(story.other)
            case "undone" | "restored":
                card = await self._receipt(story.amount)
                self._tap(card, "Отменить")
                undone = await self._shown(
                    story.amount, "word of the undoing", lambda one: bool(UNDONE.search(one.text))
                )
                if story.kind == "restored":
                    self._tap(undone, "Вернуть")
                    await self._receipt(story.amount)
        self.told.waits_for = ""

    def _say(self, words: str, reply_to: Message | None = None) -> Message:
        self.told.updates += 1
        return self.person.say(words, chat=self.chat, reply_to=reply_to)

    def _tap(self, message: Message, label: str) -> None:
        self.told.updates += 1
        self.person.tap(message, label)

    async def _heard(self, answer: Message) -> None:
        """Wait until the answer has done its work, or the bot asks what it was for: then tell it again."""
        amount = self.told.story.amount
        self.told.waits_for = f"what came of the answer for {amount}"
        while not any(map(_is_saved, self.watch.showing(self.chat, amount))):
            asked = [one for one in self.watch.replying(answer) if not _is_saved(one)]
            if asked:
                await self._clear_up(asked[0], amount)
                return
            await asyncio.sleep(self.watch.glance_seconds)

    async def _clear_up(self, asked: Message, amount: int) -> None:
        self.told.astray = asked.text
        label = next((label for row in asked.buttons for label in row if amount in amounts(label)), "")
        if label:
            self._tap(asked, label)
        else:
            self._say("наличные", reply_to=await self._shown(amount, "the question again", _asks))

    async def _question(self, amount: int) -> Message | None:
        """The question for the account; None where the bot has learned the usual one and asks no more."""
        shown = await self._shown(amount, "a question", lambda one: _asks(one) or _is_receipt(one))
        return shown if _asks(shown) else None

    async def _receipt(self, amount: int) -> Message:
        return await self._shown(amount, "a receipt", _is_receipt)

    async def _shown(self, amount: int, what: str, is_it: Callable[[Message], bool]) -> Message:
        """Wait for the bot to show this; the newest such message."""
        self.told.waits_for = f"{what} for {amount}"
        while not (found := [one for one in self.watch.showing(self.chat, amount) if is_it(one)]):  # noqa: ASYNC110  # one glance serves all
            await asyncio.sleep(self.watch.glance_seconds)
        return found[-1]


def _is_saved(message: Message) -> bool:
    return "№" in message.text


def _is_receipt(message: Message) -> bool:
    return _is_saved(message) and BOOKED in message.text


def _asks(message: Message) -> bool:
    return any("Карта" in row for row in message.buttons)
