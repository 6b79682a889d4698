import asyncio
import logging
from collections.abc import Callable
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from bot import titles
from bot.callbacks import Callback
from bot.cards import render
from bot.questions import question_text
from bot.texts import texts
from manager import Button, Card, Clock, ConversationManager, Notice, StoreError

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 60.0
DAYTIME: Final = (time(10), time(21))
"""When a person may be reminded, in their own zone."""


class Caretaker:
    """Does what time asks for: one silent reminder after a day, putting aside after a week."""

    def __init__(self, manager: ConversationManager, *, now: Clock, wake: Callable[[], None]) -> None:
        self._manager = manager
        self._now = now
        self._wake = wake

    async def run(self) -> None:
        """Look every minute, for ever; cancel to stop."""
        while True:
            try:
                await self.look()
            except StoreError:
                log.exception("the caretaker waits for the disk")
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Do what is due now."""
        for card in await self._manager.due_reminders():
            if self._is_daytime(card):
                await self._manager.remind(card.thread.id, reminder(card))
        await self._manager.put_aside()
        self._wake()

    def _is_daytime(self, card: Card) -> bool:
        local = self._now().astimezone(ZoneInfo(card.timezone)).time()
        return DAYTIME[0] <= local < DAYTIME[1]


def reminder(card: Card) -> Notice:
    """The one reminder of an open question, with its answers as buttons, as a reply to its card."""
    t, thread = texts(card.language), card.thread
    if thread.question is None:
        raise ValueError("a reminder of no question")
    title = titles.title(thread.draft, t, card.book.currency)
    text = t("Still open: <b>{title}</b>.", title=title) + " " + question_text(card, thread.question, t)
    rows = render(card, lambda _: "").buttons
    drop = Button(t.plain("Drop it"), data=Callback("drop", thread.id, thread.revision).pack())
    kept = tuple(tuple(drop if "|drop|" in button.data else button for button in row) for row in rows)
    return Notice(text, kept, reply_to=thread.card_message_id)
