import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.patience import patiently
from ledger import BookId
from manager import Clock, ConversationManager
from sheets import Register, SheetError

log = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=30)
"""How often the tabs are looked after though the book's lists did not change: people take things."""

AGAIN: Final = timedelta(minutes=1)
"""How soon a sheet that did not answer, or shut us out, is tried again."""

PAUSE_SECONDS: Final = 5.0
"""The shortest time between two looks at the book's lists, however busy the chats are."""


class Furnisher:
    """Keeps the tabs beside the ledger as the book has its accounts and categories, and whole.

    `furnish` makes and repairs them. What it fails at never keeps a row from the ledger.
    """

    def __init__(
        self,
        manager: ConversationManager,
        book_id: BookId,
        furnish: Callable[[Register], Awaitable[None]],
        *,
        now: Clock,
    ) -> None:
        self._manager = manager
        self._book_id = book_id
        self._furnish = furnish
        self._now = now
        self._woken = asyncio.Event()
        self._shown: Register | None = None
        self._due_at = now()

    def wake(self) -> None:
        """The book's lists may have changed."""
        self._woken.set()

    async def run(self) -> None:
        """Look after the tabs for ever; cancel to stop."""
        while True:
            await self.look()
            await asyncio.sleep(PAUSE_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout((self._due_at - self._now()).total_seconds()):
                    await self._woken.wait()
            self._woken.clear()

    async def look(self) -> None:
        """Bring the tabs up to the book, if it has changed or it is time."""
        register, is_due = (
            await patiently(self._register, "the tabs of the sheet"),
            self._due_at <= self._now(),
        )
        # A sheet that refused a moment ago shows None, and is left alone until it is time.
        if not is_due and self._shown in (None, register):
            return
        self._due_at = await self._try(register)

    async def _register(self) -> Register:
        book = await self._manager.book(self._book_id)
        return Register.of(book, await self._manager.counted_since(self._book_id))

    async def _try(self, register: Register) -> datetime:
        """Furnish, and return when to do it again."""
        try:
            await self._furnish(register)
        except SheetError as error:
            log.warning("the tabs beside the ledger wait: %s", error)
            self._shown = None
            return self._now() + (EVERY if error.kind == "broken" else AGAIN)
        self._shown = register
        return self._now() + EVERY
