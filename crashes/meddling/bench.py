"""A book of eight operations: six stand in a Google sheet, four of them change, and two come, all at once."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from bot.sheet.losses import Losses
from crashes.meddling.acts import OWN_COLUMN
from ledger import BookId, ConversationId, Draft, Money, Operation
from manager import (
    Booked,
    ConversationManager,
    Correct,
    Decision,
    Founding,
    Incoming,
    Person,
    Record,
    Step,
    Turn,
    Void,
)
from playground.serving import serving_in_thread
from playground.sheets import Google, Spreadsheet, application, write_service_account
from playground.sheets import Person as SheetPerson
from sheets import Rendering
from sheets.budget import Budget
from sheets.google_sheet import GoogleSheet
from sheets.layout import COLUMNS
from sheets.rows import op_ids
from sheets.sync import SheetSync

BOOK: Final = BookId(1)
TODAY: Final = date(2026, 11, 21)
ANNA: Final = Person(1001, "Anna", language="en")
FOUNDING: Final = Founding(owner_id=ANNA.id, language="en", currency="RUB", timezone="Europe/Moscow")
RENDERING: Final = Rendering("en", ZoneInfo("Europe/Moscow"), "ThreadbookBot")
NOTE_COLUMN: Final = [column.key for column in COLUMNS].index("note") + 1
OWN_MARKS: Final = ("a row", "of people")
OWN_CELLS: Final = (OWN_MARKS[0], 46000.0, "mine", 7.0, OWN_MARKS[1])
STOOD: Final = range(1, 7)
"""The operations that stand in the sheet before anything happens."""
CHANGED: Final = (2, 3, 4, 6)
"""Those of them that change."""

UNLIMITED: Final = 10**9


@dataclass(frozen=True, slots=True)
class Far:
    """Google on loopback, for one bench after the other."""

    google: Google
    url: str
    key_file: Path


@contextmanager
def far() -> Iterator[Far]:
    """Serve Google in a thread of its own."""
    google, app = Google(), FastAPI()
    app.mount("/google", application(google))
    with TemporaryDirectory(prefix="threadbook-meddling-") as folder, serving_in_thread(app) as url:
        yield Far(google, f"{url}/google", write_service_account(Path(folder) / "key.json", f"{url}/google"))


@dataclass(slots=True)
class Bench:
    """The book, its sheet, what people have there, and the versions of each operation, oldest first."""

    manager: ConversationManager
    sheet: GoogleSheet
    spreadsheet: Spreadsheet
    now: datetime = datetime(2026, 11, 21, 11, tzinfo=UTC)
    versions: dict[int, list[Booked]] = field(default_factory=dict)
    _threads: dict[int, ConversationId] = field(default_factory=dict)
    _messages: int = 0

    @property
    def tab_id(self) -> int:
        """The Ledger tab."""
        return [tab for tab in self.spreadsheet.tabs if not tab.is_hidden][-1].sheet_id

    async def begin(self, sync: SheetSync) -> None:
        """Six operations in the sheet; people have a note and a word of their own in each row, and a row."""
        await self._turn("/start")
        for number in STOOD:
            await self._book(number, _transfer(number) if number == STOOD[-1] else _expense(number))
        await sync.drain()
        person = SheetPerson(self.spreadsheet)
        person.type(self.tab_id, 1, OWN_COLUMN, "own")
        rows = [op_id for [booked] in self.versions.values() for op_id in op_ids(booked)]
        for row, op_id in enumerate(rows, start=2):
            person.type(self.tab_id, row, NOTE_COLUMN, f"note of {op_id}")
            person.type(self.tab_id, row, OWN_COLUMN, op_id)
        for column, text in enumerate(OWN_CELLS, start=1):
            person.type(self.tab_id, len(rows) + 2, column, str(text))

    async def change(self) -> None:
        """Two are corrected, one is undone, one becomes a transfer, two are new; the first and fifth rest."""
        self.now += timedelta(minutes=1)
        await self._revise(2, _correction(_expense(2, 2222)))
        await self._revise(3, Void())
        await self._revise(4, _correction(_transfer(4)))
        await self._revise(6, _correction(_transfer(6, 6666)))
        await self._book(7, _expense(7))
        await self._book(8, _transfer(8))

    async def reasons(self) -> Mapping[int, str]:
        """Why operations are not in the sheet as they are booked, by their number."""
        absent = await self.manager.absent_from_sheet(BOOK)
        return {one.number: one.reason and f"{one.state}: {one.reason}" for one in absent.waiting}

    async def _book(self, number: int, operation: Operation) -> None:
        self._threads[number] = await self._turn(f"{number}", Record("ExpenseAgent", Draft(), operation))
        await self._remember(number)

    async def _revise(self, number: int, decision: Decision) -> None:
        await self._turn("no", decision, self._threads[number])
        await self._remember(number)

    async def _remember(self, number: int) -> None:
        card = await self.manager.card(self._threads[number])
        if card is None or card.thread.booked is None:
            raise RuntimeError(f"operation {number} is not booked")
        self.versions.setdefault(number, []).append(card.thread.booked)

    async def _turn(
        self, text: str, decision: Decision | None = None, thread: ConversationId | None = None
    ) -> ConversationId:
        self._messages += 1
        incoming = Incoming(ANNA.id, self._messages, ANNA, text, self.now)
        if decision is None:
            await self.manager.meet(incoming)
            return ConversationId(0)
        [written] = await self.manager.record(Turn(incoming, BOOK, TODAY, (Step(decision, thread),)))
        return written


@asynccontextmanager
async def bench(far: Far) -> AsyncIterator[tuple[Bench, SheetSync]]:
    """A new book and a new spreadsheet, with the operations that rest in it, and the worker between them."""
    spreadsheet = far.google.create("Books")
    sheet = GoogleSheet(
        far.key_file, spreadsheet.spreadsheet_id, "en", api_url=far.url, budget=Budget(UNLIMITED)
    )
    manager = ConversationManager(":memory:", bot_id=7, founding=FOUNDING, now=lambda: one.now)
    one = Bench(manager, sheet, spreadsheet)
    await manager.open()
    find = partial(manager.find_operation, BOOK)
    sync = SheetSync(manager, sheet, RENDERING, now=lambda: one.now, random=lambda: 0.5, find=find)
    sync.give_back(Losses(manager, ANNA.id, BOOK, told=lambda: None))
    try:
        await one.begin(sync)
        yield one, sync
    finally:
        await sync.aclose()
        await manager.close()


def _expense(number: int, amount: int = 0) -> Operation:
    money = Money.of(str(amount or 100 * number), "RUB")
    return Operation("expense", money, TODAY, "Cash", "Cafés", description=f"coffee {number}")


def _transfer(number: int, amount: int = 0) -> Operation:
    return Operation(
        "transfer", Money.of(str(amount or 100 * number), "RUB"), TODAY, "Card", to_account="Cash"
    )


def _correction(operation: Operation) -> Correct:
    return Correct("ExpenseAgent", Draft(), operation, ("amount",))
