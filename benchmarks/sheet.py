from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from benchmarks import story
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.report import Report, Steps, Table
from benchmarks.samples import Stopwatch, quantile
from ledger import ConversationId, Draft, Money, OperationKey
from manager import Booked, ConversationManager, Correct, Step, Turn, utc_now
from playground.serving import serving_in_thread
from playground.sheets import Google, application, write_service_account
from sheets import Entry, Rendering, rows_of
from sheets.google_sheet import GoogleSheet
from sheets.sync import SheetSync

BURST: Final = THOUSAND
SINGLE: Final = 20
GUARDS: Final = 2**31 - 1
FILLING: Final = 5_000
"""So many rows go into the sheet with one request before anything is measured."""

RENDERING: Final = Rendering("en", ZoneInfo("Europe/Moscow"), "ThreadbookBot")
COLUMNS: Final = ("what came at once", "operations", "s", "reads", "writes", "calls / operation", "refused")
LATENCY: Final = ("rows in the sheet", "operations", "p50 ms", "p95 ms", "calls / operation")
TOO_MANY: Final = 429


@dataclass(frozen=True, slots=True)
class Stage:
    """A book, a Google with quotas, and the worker between them."""

    manager: ConversationManager
    google: Google
    sheet: GoogleSheet
    sync: SheetSync


async def measure(plan: Plan, steps: Steps) -> Report:
    """How fast the sheet follows the book within Google's quotas, and whether a long sheet slows it down."""
    count = min(plan.messages or BURST, BURST)
    bursts = []
    with steps.of("a burst of operations", 2 * count) as step:
        async with staged() as stage:
            threads = [await book(stage, number) for number in range(1, count + 1)]
            bursts.append(await drained(stage, "new", count))
            step.advance(count)
            for number, thread in enumerate(threads, start=1):
                await correct(stage, thread, count + number)
            bursts.append(await drained(stage, "corrected", count))
            step.advance(count)
    latencies = []
    for size in plan.sizes(100, 10 * THOUSAND, HUNDRED_THOUSAND):
        with steps.of(f"one by one into {named(size)} rows", SINGLE) as step:
            async with staged() as stage:
                fill(stage.sheet, size)
                latencies.append(await one_by_one(stage, size))
            step.advance(SINGLE)
    return Report(
        "sheet",
        (
            Table("All at once", COLUMNS, tuple(bursts)),
            Table("One new operation after the other", LATENCY, tuple(latencies)),
        ),
        (
            "The real gspread, over loopback; Google refuses the 61st read and the 61st write of a minute.",
            "From the commit of the booking to the commit of the row that was read back.",
        ),
    )


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    """An empty book and an empty spreadsheet."""
    google = Google(is_strict=True)
    spreadsheet = google.create("Books")
    app = FastAPI()
    app.mount("/google", application(google))
    with TemporaryDirectory(prefix="threadbook-sheet-") as folder, serving_in_thread(app) as url:
        key = write_service_account(Path(folder) / "key.json", f"{url}/google")
        await story.found_book(f"{folder}/book.db", utc_now)
        manager = await story.open_manager(f"{folder}/book.db", utc_now)
        sheet = GoogleSheet(key, spreadsheet.spreadsheet_id, "en", api_url=f"{url}/google")
        sync = SheetSync(manager, sheet, RENDERING, now=utc_now)
        try:
            yield Stage(manager, google, sheet, sync)
        finally:
            await sync.aclose()
            await manager.close()


async def book(stage: Stage, number: int) -> ConversationId:
    """Book one operation, in one turn."""
    incoming = story.said(story.OWNER, number, story.WORDS, utc_now)
    [thread] = await stage.manager.record(Turn(incoming, story.BOOK, story.TODAY, (Step(story.RECORD),)))
    return thread


async def correct(stage: Stage, thread: ConversationId, number: int) -> None:
    """Correct its amount."""
    incoming = story.said(story.OWNER, number, "no, 350", utc_now)
    operation = replace(story.OPERATION, amount=Money(35000, "RUB"))
    step = Step(Correct("ExpenseAgent", Draft(), operation, ("amount",)), thread, revision=None)
    await stage.manager.record(Turn(incoming, story.BOOK, story.TODAY, (step,)))


async def drained(stage: Stage, what: str, count: int) -> tuple[str, int, float, int, int, float, int]:
    """Bring all that waits into the sheet, and count what that took."""
    before = len(list(stage.google.calls))
    begun = perf_counter()
    await stage.sync.drain()
    seconds = perf_counter() - begun
    health = await stage.manager.get_storage_stats()
    if health.sheet_waiting:
        raise RuntimeError(f"{health.sheet_waiting} operations are not in the sheet")
    calls = list(stage.google.calls)[before:]
    kinds = [call.kind for call in calls]
    refused = sum(call.status == TOO_MANY for call in calls)
    reads, writes = kinds.count("read"), kinds.count("write")
    return what, count, seconds, reads, writes, len(calls) / count, refused


def fill(sheet: GoogleSheet, size: int) -> None:
    """Put so many rows into the sheet, as they stand there after years."""
    sheet.prepare()
    for first in range(0, size, FILLING):
        sheet.append([_old(number) for number in range(first + 1, min(first + FILLING, size) + 1)])


def _old(number: int) -> Entry:
    key = OperationKey(f"OLD{number:09d}")
    booked = Booked(key, number, 1, story.OPERATION, "booked", ConversationId(number), "Anna", utc_now())
    return Entry(GUARDS - number, rows_of(booked, RENDERING))


async def one_by_one(stage: Stage, size: int) -> tuple[str, int, float, float, float]:
    """Book one after the other, each when the one before is in the sheet; the first is not counted."""
    await book(stage, 1)
    await stage.sync.drain()
    before = len(list(stage.google.calls))
    watch = Stopwatch()
    for number in range(2, SINGLE + 2):
        await book(stage, number)
        with watch:
            await stage.sync.drain()
    p50, p95 = (1000 * quantile(watch.durations, share) for share in (0.5, 0.95))
    return named(size), SINGLE, p50, p95, (len(list(stage.google.calls)) - before) / SINGLE
