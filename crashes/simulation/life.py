"""One life of the bot: its shipped parts around one database file, without a process of their own."""

import asyncio
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from telegram import Bot

from agents.readers import Readers
from agents.rules import RulesReader
from bot.care.rescue import Rescue
from bot.receiving.intake import raw_update
from bot.receiving.workers import Workers
from bot.sending.delivery import Delivery
from bot.sheet.keeper import WakingQueue
from bot.turns.access import Access
from bot.turns.commands import Commands
from bot.turns.dialogue import Dialogue
from bot.turns.listening import Listener
from crashes.faults import Weather
from crashes.simulation.line import Line
from crashes.simulation.loop import IS_MORTAL, MadeUpTime
from crashes.simulation.store import LoopStore
from manager import ConversationManager, Founding, InboxEntry
from playground.telegram import World
from playground.telegram.methods import get_updates
from playground.telegram.parameters import Parameters
from sheets import Rendering, Sheet
from sheets.sync import SheetSync

POLL_SECONDS = 10
PAUSE_SECONDS = 1.0


class Life:
    """A bot that is born on a file and ends wherever it is ended."""

    def __init__(
        self,
        loop: MadeUpTime,
        world: World,
        weather: Weather,
        sheet: Sheet,
        database: Path,
        founding: Founding,
    ) -> None:
        self._loop, self._world, self._weather = loop, world, weather
        self._sheet = sheet
        self._store = LoopStore(database)
        self._manager = ConversationManager(database, bot_id=world.bot.id, founding=founding, now=loop.now)
        self._manager._store = self._store  # noqa: SLF001  # the same store, run by the loop
        line = Line(world)
        self._bot = Bot(world.token, request=line, get_updates_request=line)
        self._delivery = Delivery(self._manager, self._bot, lambda _row: "", now=loop.now)
        self._sync: SheetSync | None = None
        self._dialogue = Dialogue(
            self._manager,
            Listener(self._manager, Readers(RulesReader(), None)),
            Access(self._manager, founding.owner_id, now=loop.now),
            Commands(self._manager, lambda: ""),
            (Rescue(self._manager, self._try_sheet, now=loop.now),),
            now=loop.now,
            wake=self._wake,
        )
        self._workers = Workers(self._manager, self._handle, lambda _error: None)
        self.failure: BaseException | None = None

    async def live(self, doom: int | None = None) -> None:
        """Live until the doom of so many calls comes, or until cancelled; then nothing of it goes on."""
        self._loop.doom = doom
        IS_MORTAL.set(True)
        life = asyncio.create_task(self._run())
        IS_MORTAL.set(False)
        dying = asyncio.create_task(self._loop.died.wait())
        try:
            await asyncio.wait({life, dying}, return_when=asyncio.FIRST_COMPLETED)
            if life.done():
                life.result()
        finally:
            dying.cancel()
            await self._loop.end_life()
            await self._store.close()

    async def _run(self) -> None:
        await self._manager.open()
        await self._bot.initialize()
        jobs = (
            self._poll(),
            self._workers.run(),
            self._delivery.run(),
            self._keep_sheet(),
        )
        await asyncio.gather(*jobs)

    async def _poll(self) -> None:
        """Fetch updates as the shipped intake does: each is stored before the next call confirms it."""
        offset = 0
        while True:
            asked = Parameters({"offset": str(offset), "timeout": str(POLL_SECONDS)})
            if self._weather.strikes("telegram", self._weather.forecast.telegram):
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            updates = await get_updates(self._world, asked)
            if updates:
                await self._manager.receive([raw_update(update) for update in updates])
                offset = int(str(updates[-1]["update_id"])) + 1
                self._workers.wake()

    async def _keep_sheet(self) -> None:
        while (habits := await self._manager.habits()) is None:  # noqa: ASYNC110  # as good as the bot's own
            await asyncio.sleep(PAUSE_SECONDS)
        self._sync = SheetSync(
            WakingQueue(self._manager, self._delivery.wake),
            self._sheet,
            Rendering("ru", ZoneInfo(habits.timezone), "ThreadbookBot"),
            now=self._loop.now,
            random=self._loop.random.random,
            find=partial(self._manager.find_operation, habits.book_id),
        )
        await self._sync.run()

    async def _handle(self, entry: InboxEntry) -> None:
        await self._dialogue.handle(entry, self._bot)

    async def _try_sheet(self) -> None:
        if self._sync is not None:
            await self._sync.try_now()

    def _wake(self) -> None:
        self._delivery.wake()
        if self._sync is not None:
            self._sync.wake()
