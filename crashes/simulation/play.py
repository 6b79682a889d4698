"""One play: people, a bot that dies, a bad line, and a verdict; everything follows from its seed."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from crashes.faults import Forecast, TelegramFaults, Weather, echo
from crashes.inspection import at_rest, inspect
from crashes.people import Storyteller, Told
from crashes.simulation.hands import Hands
from crashes.simulation.life import Life
from crashes.simulation.loop import MadeUpTime
from crashes.simulation.storm import LATEST_SECONDS, StormySheet
from crashes.stories import Kind, Story, script
from crashes.verdict import Finding, judge, shows
from crashes.watching import Watch
from manager import Founding
from playground.telegram import Chat, World
from sheets.rows import key_of
from sheets.sheet import Found
from sheets.testing import MemorySheet

UNTOLD: Final[tuple[Kind, ...]] = ("listed",)
"""What needs a model is left to the runs of real processes."""

GLANCE_SECONDS: Final = 1.0
LONGEST_LIFE_SECONDS: Final = 3600.0
LONGEST_REST_SECONDS: Final = 5_000
LOOK_SECONDS: Final = 30

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Script:
    """How much happens in one play: stories, deaths, and the share of calls and of moments that go wrong.

    A story is the history of one operation, with its corrections and undoings. Each life lasts up to `calls`
    of the bot to its database, to Telegram and to its sheet.
    """

    stories: int = 50
    seconds: float = 4.0
    deaths: int = 6
    calls: int = 900
    faults: float = 0.2
    people: float = 0.3
    is_late: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one play was, and what it found."""

    seed: int
    histories: int
    operations: int
    updates: int
    deaths: int
    faults: int
    acts: int
    seconds: float
    findings: tuple[Finding, ...]


def play(seed: int, script: Script = Script(), tell: Tell | None = None) -> Verdict:  # frozen
    """Play one seed to its end; `tell` gets a line for everything that happens."""
    loop = MadeUpTime(Random(seed))  # noqa: S311  # chance, no secret
    asyncio.set_event_loop(loop)
    try:
        with tempfile.TemporaryDirectory(prefix="threadbook-play-", dir=_memory()) as folder:
            return loop.run_until_complete(_Play(loop, seed, script, Path(folder), tell).verdict())
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def _memory() -> Path | None:
    """A folder in memory, where the system has one."""
    shared = Path("/dev/shm")  # noqa: S108  # a folder of its own is made in it
    return shared if shared.is_dir() else None


class _Play:
    def __init__(self, loop: MadeUpTime, seed: int, script: Script, folder: Path, tell: Tell | None) -> None:
        self._loop, self._seed, self._script, self._random = loop, seed, script, loop.random
        self._tell = tell or (lambda _line: None)
        self._database = folder / "threadbook.db"
        self._world = World(now=loop.now)
        self._weather = Weather(self._random, Forecast.of(script.faults))
        self._world.faults = TelegramFaults(self._weather)
        self._person = self._world.person("Анна", "ru")
        self._group = self._world.add_group("Дом", [self._person.user], has_privacy=False)
        self._watch = Watch(self._world, GLANCE_SECONDS)
        memory = MemorySheet("ru")
        self._sheet = StormySheet(memory, self._random, script.faults, self._note, is_late=script.is_late)
        self._hands = Hands(memory, self._random, script.people, self._rests, self._note)
        self._tellings: list[Told] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._deaths = 0

    async def verdict(self) -> Verdict:
        """Play, let everything come to rest, and judge."""
        self._tasks.append(asyncio.create_task(echo(self._world, self._weather, GLANCE_SECONDS)))
        telling = asyncio.create_task(self._tell_stories())
        await self._die_often(telling)
        last = asyncio.create_task(self._born().live())
        await telling
        self._weather.clear()
        self._sheet.share = self._hands.share = 0.0
        await self._at_rest(last)
        for task in (*self._tasks, last):
            task.cancel()
        await asyncio.gather(*self._tasks, last, return_exceptions=True)
        return self._judged()

    # ---- what happens

    async def _tell_stories(self) -> None:
        self._person.say("/start")
        told = (story for story in script(self._seed, 1) if story.kind not in UNTOLD)
        for _, story in zip(range(self._script.stories), told, strict=False):
            self._begin(story)
            await asyncio.sleep(self._random.expovariate(1 / self._script.seconds))

    def _begin(self, story: Story) -> None:
        chat: Chat = self._group if story.is_in_group else self._person.chat
        told, person = Told(story, chat.id), self._person
        self._tellings.append(told)
        self._tasks.append(asyncio.create_task(Storyteller(self._watch, person, chat, told).tell()))

    async def _die_often(self, telling: asyncio.Task[None]) -> None:
        """Live and die so many times, as long as there is anything to tell."""
        for _ in range(self._script.deaths):
            if telling.done():
                break
            await self._live_and_die(self._random.randrange(1, self._script.calls))
            self._deaths += 1
            self._note("the process dies")

    async def _live_and_die(self, doom: int) -> None:
        """One life of so many calls; one that has nothing left to call ends all the same."""
        life = asyncio.create_task(self._born().live(doom))
        await asyncio.wait({life}, timeout=LONGEST_LIFE_SECONDS)
        if life.done():
            life.result()
            return
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)

    def _born(self) -> Life:
        founding = Founding(self._person.id, "ru", "RUB", "Europe/Moscow")
        return Life(self._loop, self._world, self._weather, self._sheet, self._database, founding)

    # ---- the end

    async def _at_rest(self, life: asyncio.Task[None]) -> None:
        await asyncio.sleep(LATEST_SECONDS + self._sheet.settle.total_seconds())
        for _ in range(0, LONGEST_REST_SECONDS, LOOK_SECONDS):
            await asyncio.sleep(LOOK_SECONDS)
            if life.done():
                life.result()
            is_told = not any(told.waits_for for told in self._tellings)
            if is_told and inspect(self._database, thoroughly=False).is_at_rest:
                return

    def _judged(self) -> Verdict:
        books = inspect(self._database)
        rows, damaged = self._hands.restored()
        found = (*damaged, *judge(self._tellings, books, rows))
        return Verdict(
            seed=self._seed,
            histories=len(self._tellings),
            operations=len(books.operations),
            updates=sum(told.updates for told in self._tellings),
            deaths=self._deaths,
            faults=self._sheet.faults + sum(self._weather.met.values()),
            acts=self._hands.acts,
            seconds=self._loop.time(),
            findings=found,
        )

    def _rests(self, found: Found) -> bool:
        """Whether a row is as it is booked, its story is over, and nothing about it waits."""
        resting = at_rest(self._database).get(key_of(found.op_id))
        if resting is None or not shows(found.op_id, found.cells, *resting):
            return False
        return any(resting[0] in told.story.amounts for told in self._tellings if not told.waits_for)

    def _note(self, line: str) -> None:
        self._tell(f"{self._loop.time():10.2f}  {line}")
