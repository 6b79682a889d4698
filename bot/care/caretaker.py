import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.wording import titles
from bot.wording.callbacks import Callback
from bot.wording.cards import render
from bot.wording.questions import question_text
from bot.wording.texts import texts
from manager import Button, Card, Clock, ConversationManager, Notice, StoreError

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 60.0
KEPT: Final = timedelta(hours=24)
"""How long Telegram keeps what it could not deliver."""

LONG_AWAY: Final = timedelta(hours=20)
AWAY: Final = (
    "I was off from {from_} to {to}. Telegram keeps messages for 24 hours only: what you wrote before {cut} "
    "may be lost. Please check /last"
)

DAYTIME: Final = (time(10), time(21))
"""When a person may be reminded, in their own zone."""


class Caretaker:
    """Does what time asks for: one reminder after a day, putting aside after a week, a word after an absence.

    `polled_at` tells when Telegram last answered this process; `refused` is told when the disk refuses.
    """

    def __init__(
        self,
        manager: ConversationManager,
        polled_at: Callable[[], datetime | None],
        *,
        now: Clock,
        wake: Callable[[], None],
        refused: Callable[[StoreError], None],
    ) -> None:
        self._manager = manager
        self._polled_at = polled_at
        self._now = now
        self._wake = wake
        self._refused = refused

    async def run(self) -> None:
        """Look every minute, for ever; cancel to stop."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("the caretaker waits for the disk: %s", error)
                self._refused(error)
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Do what is due now."""
        await self._notice_downtime()
        for card in await self._manager.due_reminders():
            if self._is_daytime(card):
                await self._manager.remind(card.thread.id, reminder(card))
        await self._manager.put_aside()
        self._wake()

    async def _notice_downtime(self) -> None:
        """After a day without the bot, tell every chat what Telegram may have dropped meanwhile."""
        now = self._polled_at()
        if now is None:
            return
        last = await self._manager.last_polled()
        await self._manager.polled(now)
        if last is None or now - last < LONG_AWAY:
            return
        log.warning("away for long", extra={"since": last.isoformat()})
        for chat in await self._manager.known_chats():
            zone, t = ZoneInfo(chat.timezone), texts(chat.language)
            shown = {
                name: at.astimezone(zone).strftime("%d.%m %H:%M")
                for name, at in (("from_", last), ("to", now), ("cut", now - KEPT))
            }
            await self._manager.say(chat.chat_id, Notice(t(AWAY, **shown)))

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
