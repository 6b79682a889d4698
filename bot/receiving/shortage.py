"""While the disk refuses, people are told so without it, and Telegram keeps what they write."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.wording.texts import texts
from manager import Clock, ConversationManager, KnownChat, RawUpdate, Reserve, StoreError

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 20.0

PASSING: Final = ("busy",)
"""What is over in a moment and worth no word."""

FULL: Final = (
    "My disk is full. What you wrote since {time} is kept by Telegram, for 24 hours, and I read it when "
    "there is room. Nothing of it is saved yet; you need not write it again."
)
ILL: Final = (
    "My disk refuses to be written. What you wrote since {time} is kept by Telegram, for 24 hours, and I "
    "read it when the disk is well. Nothing of it is saved yet; you need not write it again."
)
OVER: Final = "My disk takes what I write again: I am reading what you wrote meanwhile."

Tell = Callable[[int, str], Awaitable[object]]


class Shortage:
    """The door of the inbox, closed while the disk refuses, and what is said about it.

    A full disk first takes back the reserve, with which all that was received is finished. Nothing new is
    taken in before the reserve stands again: whoever writes is told so once, by `tell`, which needs no disk.
    """

    def __init__(
        self, manager: ConversationManager, reserve: Reserve, tell: Tell, *, owner_id: int, now: Clock
    ) -> None:
        self._manager = manager
        self._reserve = reserve
        self._tell = tell
        self._owner_id = owner_id
        self._now = now
        self._trouble: StoreError | None = None
        self._since: datetime | None = None
        self._places: dict[int, KnownChat] = {}
        self._told: set[int] = set()

    async def prepare(self) -> None:
        """Take the reserve, and learn whom to tell as long as that can be read."""
        if not await asyncio.to_thread(self._reserve.keep):
            log.warning("there is no room for the reserve")
        await self._learn()

    def close(self) -> None:
        """Leave nothing behind when the bot ends in order."""
        self._reserve.release()

    async def receive(self, updates: Sequence[RawUpdate]) -> None:
        """Put updates on disk.

        Raises:
            StoreError: they are not there; whoever wrote them was told.
        """
        try:
            self._check_room()
            await self._manager.receive(updates)
        except StoreError as error:
            self.notice(error, _written_at(updates))
            await self._warn({one.chat_id for one in updates if one.chat_id is not None})
            raise
        await self._end()

    def notice(self, error: StoreError, since: datetime | None = None) -> None:
        """The disk refused somebody; a full one gets the reserve back."""
        if error.fault in PASSING:
            return
        if error.fault == "full":
            self._reserve.release()
        if self._trouble is None:
            log.error("the disk refuses: %s", error)
            self._since = since or self._now()
        self._trouble = error

    async def run(self) -> None:
        """Look every few seconds, for ever; cancel to stop."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """See whether there is room again; while there is none, the owner knows of it.

        While all is well, learn whom to tell: when the disk is ill it may be too late to ask it.
        """
        if self._trouble is None:
            await self._learn()
        elif self._trouble.fault == "full" and self._reserve.keep():
            await self._end()
        else:
            await self._warn(set())

    def _check_room(self) -> None:
        if self._trouble is not None and self._trouble.fault == "full" and not self._reserve.keep():
            raise StoreError("there is no room for the reserve yet", "full")

    async def _warn(self, chat_ids: set[int]) -> None:
        if self._trouble is None or self._since is None:
            return
        await self._learn()
        text = FULL if self._trouble.fault == "full" else ILL
        for chat_id in sorted((chat_ids | {self._owner_id}) & self._places.keys() - self._told):
            place = self._places[chat_id]
            time = self._since.astimezone(ZoneInfo(place.timezone)).strftime("%H:%M")
            await self._say(chat_id, texts(place.language)(text, time=time))

    async def _end(self) -> None:
        if self._trouble is None:
            return
        log.info("the disk takes what is written again")
        self._trouble = self._since = None
        for chat_id in sorted(self._told):
            await self._say(chat_id, texts(self._places[chat_id].language)(OVER))
        self._told.clear()

    async def _say(self, chat_id: int, text: str) -> None:
        self._told.add(chat_id)
        try:
            await self._tell(chat_id, text)
        except TelegramError as error:
            log.warning("not told of the disk: %s", error, extra={"chat_id": chat_id})

    async def _learn(self) -> None:
        """Whom to tell, and in which words; what was known stays when the disk cannot be read."""
        with suppress(StoreError):
            self._places.update({chat.chat_id: chat for chat in await self._manager.known_chats()})


def _written_at(updates: Sequence[RawUpdate]) -> datetime | None:
    """When the first words among updates were written; None when none has words."""
    said = [update.content.get("message") for update in updates]
    times = [one["date"] for one in said if isinstance(one, dict) and isinstance(one.get("date"), int)]
    return datetime.fromtimestamp(min(times), UTC) if times else None
