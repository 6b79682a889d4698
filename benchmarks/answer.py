import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, cast

from fastapi import FastAPI

from benchmarks import process, story
from benchmarks.plan import Plan
from benchmarks.report import Cell, Report, Step, Steps, Table
from benchmarks.samples import quantile
from bot.build import Threadbook, build
from bot.settings import Settings
from bot.sheet.keeper import SheetKeeper
from manager import utc_now
from playground.serving import serving
from playground.telegram import Person, World, router

UPDATES = 300
PEOPLE = 6
PATIENCE_SECONDS = 120.0
WORDS = "coffee 300 cash"
FIRST = 300

RACES = ((False, 30), (True, 8), (True, 30))
"""With or without a sheet, and how many updates a second."""

COLUMNS = ("sheet", "updates", "offered /s", "chats", "p50 ms", "p95 ms", "p99 ms", "longest ms")
PROCESS = ("to the first call s", "to the first answer s", "peak memory MiB", "starts")


class NoSheet(SheetKeeper):
    """A sheet that is never opened: what is measured is the way from the update to the answer."""

    async def run(self, bot_username: str, linked: Callable[[], None]) -> None:
        """Wait to be cancelled."""
        await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Stage:
    """A running bot, and the people who write to it."""

    world: World
    people: Sequence[Person]
    bot: Threadbook


async def measure(plan: Plan, steps: Steps) -> Report:
    """Update to answer through the whole bot on loopback, and a fresh process: start and memory."""
    count = plan.messages or UPDATES
    rows: list[tuple[Cell, ...]] = []
    for has_sheet, per_second in RACES:
        with steps.of(f"updates to answers, {per_second} a second", count) as step:
            took = await _answers(count, per_second, step, has_sheet=has_sheet)
        figures = (1000 * quantile(took, share) for share in (0.5, 0.95, 0.99, 1))
        rows.append(("local workbook" if has_sheet else "none", count, per_second, PEOPLE, *figures))
    starts: list[process.Start] = []
    with steps.of("starting the bot", plan.rounds) as step:
        for _ in range(plan.rounds):
            starts.append(await process.start(WORDS))
            step.advance()
    called, answered = median(one.called for one in starts), median(one.answered for one in starts)
    peaks = [one.peak_mebibytes for one in starts if one.peak_mebibytes is not None]
    return Report(
        "answer",
        (
            Table(f"Update to answer: “{WORDS}”", COLUMNS, tuple(rows)),
            Table("python -m bot", PROCESS, ((called, answered, max(peaks, default=None), len(starts)),)),
        ),
        (
            "From the moment a person's message is queued to the moment the answer is in the chat.",
            "Bot and Telegram stand-in share one process and one loop; rules reader, HTTP on loopback.",
            "With a sheet an operation costs three calls: the answer, its edit, a reaction.",
            "The client's limiter lets 30 calls a second through, as Telegram does: then a queue must grow.",
            "The first answer of a fresh process is to a message that waited for it.",
        ),
    )


async def _answers(count: int, per_second: int, step: Step, *, has_sheet: bool) -> list[float]:
    asked: dict[int, list[float]] = defaultdict(list)
    async with staged(has_sheet=has_sheet) as stage:
        watching = asyncio.create_task(_arrivals(stage.world, count, step))
        await asyncio.sleep(0)
        begun = perf_counter()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / per_second - perf_counter()))
            person = stage.people[number % PEOPLE]
            asked[person.id].append(perf_counter())
            person.say(f"coffee {number + 1} cash")
        arrived = await asyncio.wait_for(watching, PATIENCE_SECONDS)
    # A chat is served in order, so its n-th answer is to the n-th message of its person.
    return [
        answer - question
        for chat_id, questions in asked.items()
        for question, answer in zip(questions, arrived[chat_id], strict=True)
    ]


async def _arrivals(world: World, count: int, step: Step) -> dict[int, list[float]]:
    """When the bot's messages came into each chat, until so many have come."""
    arrived: dict[int, list[float]] = defaultdict(list)
    async with aclosing(
        cast("AsyncGenerator[dict[str, Any] | None, None]", world.feed.stream(PATIENCE_SECONDS))
    ) as events:
        async for event in events:
            if event and event["type"] == "message" and event["message"]["from"]["id"] == world.bot.id:
                arrived[event["message"]["chat"]["id"]].append(perf_counter())
                step.advance()
                if sum(map(len, arrived.values())) == count:
                    break
    return arrived


@asynccontextmanager
async def staged(*, has_sheet: bool) -> AsyncIterator[Stage]:
    """A bot that runs, with people let into its book; with or without a sheet."""
    world, app = World(), FastAPI()
    people = [world.person(name) for name in ("Anna", "Boris", "Clara", "David", "Elena", "Felix")[:PEOPLE]]
    app.include_router(router(world))
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        async with serving(app) as base:
            settings = _settings(world, base, Path(folder), owner_id=people[0].id)
            bot = build(settings)
            if not has_sheet:
                bot.sheet = NoSheet(bot.manager, settings, now=utc_now)
            try:
                await bot.start()
                for person in people:
                    await bot.manager.meet(story.said(person.id, 1, "/start", utc_now))
                for person in people[1:]:
                    await bot.manager.admit(person.id, "member")
                yield Stage(world, people, bot)
            finally:
                await bot.stop()


def _settings(world: World, base: str, folder: Path, owner_id: int) -> Settings:
    """Every setting said, so that nothing of this computer's own slips in."""
    values: dict[str, Any] = {
        "telegram_bot_token": world.token,
        "telegram_api_url": f"{base}/telegram",
        "owner_id": owner_id,
        "database": folder / "threadbook.db",
        "workbook": folder / "threadbook.xlsx",
        "google_credentials": None,
        "spreadsheet": "",
        "openai_api_key": None,
        "language": "en",
        "currency": "RUB",
        "timezone": "Europe/Moscow",
    }
    return Settings(**values)
