from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bot.build import Threadbook, build
from bot.settings import Settings
from playground.telegram import Chat, ManualClock, Message, Person, World

COLUMNS = (
    "number",
    "day",
    "type",
    "amount",
    "currency",
    "account",
    "category",
    "text",
    "who",
    "tags",
    "status",
)


class Stage:
    """The shipped bot, its far ends on loopback, and people who talk to it."""

    def __init__(self, world: World, clock: ManualClock, settings: dict[str, Any]) -> None:
        self.world = world
        self.clock = clock
        self.settings = settings
        self.bot: Threadbook | None = None

    async def start(self) -> None:
        """Start the bot, or start it again after `crash`."""
        self.bot = build(Settings(**self.settings), now=self.clock)
        await self.bot.start()

    async def stop(self) -> None:
        """Stop the bot in order."""
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None

    @property
    def running(self) -> Threadbook:
        assert self.bot is not None
        return self.bot

    async def shows(self, person: Person | Chat, text: str, timeout: float = 5.0) -> Message:
        """Wait until a message of the bot in a chat has this text, and return the newest such message."""

        def found() -> list[Message]:
            return [one for one in self.world.from_bot(person) if text in one.text]

        return (await self.world.until(found, timeout))[-1]

    async def until(self, message: Message, holds: Callable[[Message], object]) -> Message:
        """Wait until a message has become something, and return it as it then is."""

        def current() -> Message | None:
            now = self.world.current(message)
            return now if holds(now) else None

        found = await self.world.until(current)
        assert found is not None
        return found

    async def becomes(self, message: Message, text: str) -> Message:
        """Wait until a message has this text in it."""
        return await self.until(message, lambda now: text in now.text)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the local workbook's ledger, as dictionaries of the bot's columns."""
        path = Path(self.settings["workbook"])
        if not path.exists():
            return []
        sheet = load_workbook(path).worksheets[0]
        lines = [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)]
        return [dict(zip(COLUMNS, row, strict=False)) for row in lines]
