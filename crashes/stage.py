"""The far ends of one run, its people, and the bot among them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from crashes.faults import Forecast, GoogleFaults, TelegramFaults, Weather, echo
from crashes.life import HASTY, Life
from crashes.people import Storyteller, Told
from crashes.reader import model_server
from crashes.stories import Kind, Story, script
from crashes.watching import Watch
from playground.opening import open_books
from playground.server import create_app
from playground.serving import HOST, serving
from playground.session import SPREADSHEET_ID, bot_environment, free_port
from playground.sheets import Google
from playground.telegram import Chat, Person, World

NAMES: Final = ("Анна", "Вера", "Глеб")
OPENING_SECONDS: Final = 60.0
"""How long a bot may take to open its books on a machine that plays several runs at once."""

TAB: Final = "Книга"
TRICKLE_SECONDS: Final = 0.3
"""How often a story begins while the bot is still to reach the point at which it dies."""


class StageError(Exception):
    """The run cannot begin: the bot did not come up, or does not follow the opening."""


@dataclass(slots=True)
class Stage:
    """One world and one bot; `tellings` are the stories told so far."""

    world: World
    google: Google
    life: Life
    weather: Weather
    people: tuple[Person, ...]
    group: Chat
    database: Path
    stories: Iterator[Story]
    watch: Watch
    tellings: list[Told] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def updates(self) -> int:
        """How many messages, edits and taps people have made."""
        return sum(told.updates for told in self.tellings)

    def tell_next(self) -> None:
        """Let the next story of the script begin."""
        story = next(self.stories)
        person = self.people[story.teller]
        chat = self.group if story.is_in_group else person.chat
        told = Told(story, chat.id)
        self.tellings.append(told)
        self.tasks.append(asyncio.create_task(Storyteller(self.watch, person, chat, told).tell()))

    async def feed(self, pace_seconds: float, many_updates: int) -> None:
        """Begin one story after another, slowly once people have made so many updates; cancel to stop."""
        while True:
            self.tell_next()
            await asyncio.sleep(pace_seconds if self.updates < many_updates else TRICKLE_SECONDS)

    def rows(self) -> list[list[Any]]:
        """The rows of the ledger tab, without its header."""
        sheet = self.google.spreadsheets[SPREADSHEET_ID]
        if TAB not in [tab.title for tab in sheet.tabs]:
            return []
        return [list(row) for row in sheet.values(TAB)[1:] if any(row)]


@contextlib.asynccontextmanager
async def staged(
    folder: Path,
    seed: int,
    forecast: Forecast,
    command: tuple[str, ...] = HASTY,
    often: Sequence[Kind] = (),
) -> AsyncIterator[Stage]:
    """Set a stage in `folder` and open its books in good weather; the bot is dead when the block begins.

    From then on the weather is as forecast, and people tell stories of the kinds in `often` more often.

    Raises:
        StageError: the bot does not follow the opening.
    """
    world, google, weather = World(), Google(), Weather(Random(seed))  # noqa: S311  # weather is no secret
    people = tuple(world.person(name, "ru") for name in NAMES)
    group = world.add_group("Дом", [person.user for person in people], has_privacy=False)
    google.create("Home", spreadsheet_id=SPREADSHEET_ID, locale_name="ru_RU", time_zone="Europe/Moscow")
    app, port = create_app(world, google), free_port(0)
    app.mount("/model", model_server().app)
    base_url = f"http://{HOST}:{port}"
    environment = bot_environment(base_url, folder, token=world.token, owner_id=people[0].id)
    environment |= {"OPENAI_API_KEY": "sk-nobody", "OPENAI_BASE_URL": f"{base_url}/model/v1"}
    life = Life(command, environment, folder)
    stories = script(seed, len(people), often)
    stage = Stage(
        world, google, life, weather, people, group, folder / "threadbook.db", stories, Watch(world)
    )
    async with serving(app, port):
        try:
            await _open(stage)
            world.faults, google.faults = TelegramFaults(weather), GoogleFaults(weather)
            weather.forecast = forecast
            stage.tasks.append(asyncio.create_task(echo(world, weather)))
            yield stage
        finally:
            for task in stage.tasks:
                task.cancel()
            await asyncio.gather(*stage.tasks, return_exceptions=True)
            await life.end()


async def _open(stage: Stage) -> None:
    await stage.life.begin()
    owner, *guests = stage.people
    for guest in guests:
        if not await open_books(stage.world, owner, guest, OPENING_SECONDS):
            await stage.life.end()
            raise StageError("\n".join(["the bot does not open its books", *stage.life.log[-20:]]))
    await stage.life.kill()
    stage.life.deaths = 0
