"""One run: a stage, stories, deaths, then peace, and a verdict once all is at rest."""

import asyncio
import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from crashes.faults import Forecast
from crashes.inspection import Books, inspect
from crashes.life import HASTY
from crashes.stage import Stage, staged
from crashes.stories import Kind
from crashes.verdict import Finding, judge

DEATHS_PER_POINT: Final = 2
LOOK_SECONDS: Final = 0.1

OFTEN: Final[Mapping[str, tuple[Kind, ...]]] = {
    "reading.storing": ("listed",),
    "reading.stored": ("listed",),
    "sheet.updated": ("corrected", "edited", "undone"),
    "tap.answering": ("tapped", "undone"),
}
"""The stories that lead to a point which the others seldom reach."""


BAD: Final = Forecast.of(0.3)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how long a run is: stories begin every `seconds`, until people have made `updates`.

    The bot gets `life_seconds` to reach its fail point. When all is told it gets `drain_seconds` from one
    sign of progress to the next, so that a slow machine is not taken for a bot that hangs.
    """

    updates: int = 60
    seconds: float = 0.06
    life_seconds: float = 45.0
    drain_seconds: float = 30.0
    forecast: Forecast = BAD
    command: tuple[str, ...] = HASTY


@dataclass(slots=True)
class Report:
    """What one run was and what it found."""

    name: str
    seed: int
    wanted_deaths: int
    deaths: int = 0
    updates: int = 0
    operations: int = 0
    rows: int = 0
    repeats: int = 0
    seconds: float = 0.0
    drain_seconds: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """The report as JSON, without the log where nothing was found."""
        values = asdict(self)
        if not self.findings:
            del values["log"]
        return values


async def at_point(point: str, hit: int, seed: int, pace: Pace) -> Report:
    """Kill the bot at a fail point, again at the same point of its next life, then let it live."""
    report = Report(f"{point}:{hit}", seed, DEATHS_PER_POINT)
    async with _played(report, pace, OFTEN.get(point, ())) as stage:
        feeding = asyncio.create_task(stage.feed(pace.seconds, pace.updates))
        for life in range(DEATHS_PER_POINT):
            await stage.life.begin(f"{point}:{hit}")
            if not await stage.life.died(pace.life_seconds):
                if stage.life.status.state == "stopped":
                    report.findings.append(Finding("bot ended", f"in life {life + 1}: {stage.life.status}"))
                break
        await _stopped(feeding)
        report.deaths = stage.life.deaths
    return report


async def at_random(kills: int, seed: int, pace: Pace) -> Report:
    """Kill the bot at random moments, some of them in its first second, then let it live."""
    report = Report(f"{kills} random kills", seed, kills)
    random = Random(seed)  # noqa: S311  # moments, no secrets
    async with _played(report, pace) as stage:
        feeding = asyncio.create_task(stage.feed(pace.seconds, pace.updates))
        for _ in range(kills):
            await stage.life.begin()
            await asyncio.sleep(random.uniform(0.5, 4.0))
            if stage.life.status.state != "running":
                report.findings.append(Finding("bot ended", str(stage.life.status)))
            await stage.life.kill()
        await _stopped(feeding)
        report.deaths = stage.life.deaths
    return report


@contextlib.asynccontextmanager
async def _played(report: Report, pace: Pace, often: tuple[Kind, ...] = ()) -> AsyncIterator[Stage]:
    """Yield a stage on which the bot is killed; then the weather clears, the bot lives, all is checked."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="threadbook-crashes-") as name:
        async with staged(Path(name), report.seed, pace.forecast, pace.command, often) as stage:
            yield stage
            await stage.life.end()
            stage.weather.clear()
            await stage.life.begin()
            drained = time.monotonic()
            await _at_rest(stage, pace.drain_seconds)
            report.drain_seconds = time.monotonic() - drained
            if stage.life.status.state != "running":
                report.findings.append(Finding("bot ended", str(stage.life.status)))
            await stage.life.end()
            books, rows = inspect(stage.database), stage.rows()
            report.findings += judge(stage.tellings, books, rows)
            _count(report, stage, books, len(rows))
    report.seconds = time.monotonic() - began


async def _at_rest(stage: Stage, seconds: float) -> None:
    """Wait until every story is over and nothing waits in the database, or nothing changes any more."""
    seen: tuple[object, ...] = ()
    changed = time.monotonic()
    while (waiting := await _waiting(stage)) and time.monotonic() < changed + seconds:
        if waiting != seen:
            seen, changed = waiting, time.monotonic()
        await asyncio.sleep(LOOK_SECONDS)


async def _waiting(stage: Stage) -> tuple[object, ...]:
    """Everything that is not over yet: updates, stories, rows, answers."""
    books = await asyncio.to_thread(inspect, stage.database, thoroughly=False)
    untold = (told.waits_for for told in stage.tellings if told.waits_for)
    unfetched = (update["update_id"] for update in stage.world.pending_updates)
    return (*books.waiting, *untold, *unfetched)


def _count(report: Report, stage: Stage, books: Books, rows: int) -> None:
    said = Counter(
        (chat.id, one.text, one.reply_to_id) for chat in _chats(stage) for one in stage.world.from_bot(chat)
    )
    report.updates, report.operations, report.rows = stage.updates, len(books.operations), rows
    report.repeats = sum(count - 1 for count in said.values())
    report.faults = dict(stage.weather.met)
    report.log = [*stage.life.log, *_unfinished_chats(stage)]


def _unfinished_chats(stage: Stage) -> list[str]:
    """What was said where a story did not end."""
    open_chats = {told.chat_id for told in stage.tellings if told.waits_for}
    return [line for chat_id in open_chats for line in stage.world.transcript(chat_id).splitlines()]


def _chats(stage: Stage) -> list[Any]:
    return [*(person.chat for person in stage.people), stage.group]


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
