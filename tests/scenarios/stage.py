from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from bot.build import Threadbook, build
from bot.settings import Settings
from manager import integrity
from playground.sheets import Google
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


OPEN = (
    "no row of the sheet waits for a person",
    "every row of the sheet is in the book",
    "no answer waits longer than five minutes",
    "no answer was given up",
    "no update waits longer than five minutes",
)
"""What a story may end with."""


class Stage:
    """The shipped bot, its far ends on loopback, and people who talk to it."""

    def __init__(self, world: World, clock: ManualClock, settings: dict[str, Any], google: Google) -> None:
        self.world = world
        self.google = google
        self.clock = clock
        self.settings = settings
        self.bot: Threadbook | None = None
        self.may_be_open = set(OPEN)

    async def start(self) -> None:
        """Start the bot, or start it again after `crash`."""
        self.bot = build(Settings(**self.settings), now=self.clock)
        await self.bot.start()

    async def stop(self) -> None:
        """Stop the bot in order; whatever was played, its book is as it must be."""
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None
            found = integrity(self.settings["database"], now=self.clock)
            broken = {one.claim: one.broken for one in found if not one.holds}
            assert {claim: rows for claim, rows in broken.items() if claim not in self.may_be_open} == {}

    @property
    def running(self) -> Threadbook:
        assert self.bot is not None
        return self.bot

    async def shows(self, person: Person | Chat, text: str, timeout: float = 30.0) -> Message:
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

    def link(self, label: str) -> list[str]:
        """The button that opens the row, where the sheet is on the web."""
        return [label] if "spreadsheet" in self.settings else []

    def rows(self) -> list[dict[str, Any]]:
        """The rows of the ledger tab as dictionaries of the bot's columns, from whichever sheet is used."""
        lines = self._google_rows() if "spreadsheet" in self.settings else self._workbook_rows()
        return [dict(zip(COLUMNS, line, strict=False)) for line in lines if any(line)]

    def _google_rows(self) -> list[list[Any]]:
        (sheet,) = self.google.spreadsheets.values()
        ours = [tab.title for tab in sheet.tabs if tab.title in ("Ledger", "Книга")]
        return sheet.values(ours[0])[1:] if ours else []

    def _workbook_rows(self) -> list[tuple[Any, ...]]:
        path = Path(self.settings["workbook"])
        if not path.exists():
            return []
        rows = list(load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True))
        return [self._serial(row) for row in rows]

    def _serial(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Dates as the serial numbers that Google gives."""
        return tuple(to_excel(value) if isinstance(value, datetime) else value for value in row)


async def booked(stage: Stage, anna: Person, *words: str) -> None:
    """Tell of operations one by one, and wait until each is in the sheet."""
    for number, said in enumerate(words, start=1):
        anna.say(said)
        await stage.shows(anna, f"№{number} · в таблице")
