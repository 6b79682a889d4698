import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, cast
from zoneinfo import ZoneInfo

from bot.patience import patiently
from bot.settings import Settings
from bot.sheet.backfill import Backfill
from bot.sheet.book_and_sheet import BookAndSheet
from bot.sheet.furnishing import Furnisher
from bot.sheet.losses import Losses
from manager import Clock, ConversationManager, Habits, Link, SheetState
from sheets import Rendering, Sheet
from sheets.layout import Language
from sheets.sync import SheetSync

log = logging.getLogger(__name__)

LANGUAGES: Final = ("en", "ru")


class SheetKeeper:
    """Opens the owner's sheet when there is a book to show in it, and keeps its worker running.

    The sheet speaks the book's language, and the book is made with the owner's first message: until then
    there is nothing to write, and no sheet. When the rows stood elsewhere before, all are written anew.
    `book_and_sheet` is where the two are compared, as long as there is a sheet. `found` is called when the
    worker met a row that is gone, was edited or stands twice.
    """

    def __init__(
        self,
        manager: ConversationManager,
        settings: Settings,
        *,
        now: Clock,
        found: Callable[[], None] = lambda: None,
    ) -> None:
        self._manager = manager
        self._settings = settings
        self._now = now
        self._found = found
        self._woken = asyncio.Event()
        self._sheet: Sheet | None = None
        self._sync: SheetSync | None = None
        self._furnisher: Furnisher | None = None
        self._backfill: Backfill | None = None
        self._moves: asyncio.Queue[tuple[str, asyncio.Future[None]]] = asyncio.Queue()
        self.spreadsheet = ""
        self.book_and_sheet: BookAndSheet | None = None

    def wake(self) -> None:
        """Something new may wait for the sheet."""
        self._woken.set()
        if self._sync is not None:
            self._sync.wake()
        if self._furnisher is not None:
            self._furnisher.wake()

    async def run(self, bot_username: str, linked: Callable[[], None]) -> None:
        """Write for ever; cancel to stop. `linked` is called when the sheet has confirmed something."""
        while (habits := await patiently(self._manager.habits, "the sheet")) is None:
            await self._woken.wait()
            self._woken.clear()
        habits = await self._settle(habits, chosen_spreadsheet(self._settings, habits))
        while True:
            work = asyncio.create_task(self._work(habits, bot_username, linked))
            asking = asyncio.create_task(self._moves.get())
            try:
                await asyncio.wait({work, asking}, return_when=asyncio.FIRST_COMPLETED)
                if work.done():
                    work.result()
            finally:
                for task in (work, asking):
                    task.cancel()
                await asyncio.gather(work, asking, return_exceptions=True)
            await self._leave()
            spreadsheet, moved = asking.result()
            habits = await self._settle(habits, spreadsheet)
            moved.set_result(None)

    async def connect(self, spreadsheet: str) -> None:
        """Write into that spreadsheet from now on; returns when that is on disk."""
        self._woken.set()
        moved: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._moves.put((spreadsheet, moved))
        await moved

    async def _settle(self, habits: Habits, spreadsheet: str) -> Habits:
        """Have the book's rows stand there; when they stood elsewhere, all are written again."""
        if habits.spreadsheet != spreadsheet:
            move = partial(self._manager.move_sheet, habits.book_id, spreadsheet)
            count = await patiently(move, "the move to another sheet")
            log.info("rows move to another sheet", extra={"operations": count})
        self.spreadsheet = spreadsheet
        return replace(habits, spreadsheet=spreadsheet)

    async def _work(self, habits: Habits, bot_username: str, linked: Callable[[], None]) -> None:
        self._sheet = open_sheet(self._settings, habits)
        written = rendering(habits, bot_username)
        queue = WakingQueue(self._manager, linked, self._found)
        find = partial(self._manager.find_operation, habits.book_id)
        compare = partial(self._manager.compare_sheet, habits.book_id)
        self._sync = SheetSync(queue, self._sheet, written, now=self._now, find=find, compare=compare)
        self._sync.give_back(
            Losses(self._manager, self._settings.owner_id, habits.book_id, told=partial(self._taken, linked))
        )
        self.book_and_sheet = BookAndSheet(self._manager, self._sync, written, habits.book_id, now=self._now)
        self._furnisher = Furnisher(self._manager, habits.book_id, self._sync.furnish, now=self._now)
        owner_id = self._settings.owner_id
        self._backfill = Backfill(self._manager, owner_id, habits.book_id, now=self._now, wake=linked)
        async with asyncio.TaskGroup() as jobs:
            jobs.create_task(self._sync.run())
            jobs.create_task(self._furnisher.run())
            jobs.create_task(self._backfill.run())

    def _taken(self, linked: Callable[[], None]) -> None:
        """Something was taken from the sheet: say so, and how far the writing again is."""
        linked()
        if self._backfill is not None:
            self._backfill.again()

    async def _leave(self) -> None:
        """Wait for the call that is going on, and let the sheet go."""
        self.book_and_sheet = None
        if self._sync is not None:
            sync, self._sync, self._furnisher = self._sync, None, None
            await sync.aclose()

    async def try_now(self) -> None:
        """Try what waits for the sheet to get well, without waiting for its time."""
        if self._sync is not None:
            await self._sync.try_now()

    async def close(self) -> None:
        """Let go of the sheet."""
        await self._leave()

    def url(self, row: int | None) -> str:
        """The web address of a row; empty for a local workbook, which no button can open."""
        address = self._sheet.url(row) if self._sheet is not None else ""
        return address if address.startswith("http") else ""

    def place(self) -> str:
        """Where the sheet is: its web address, or the path of the local workbook."""
        return self.url(None) or str(self._settings.workbook)


class WakingQueue:
    """The manager as the sheet's worker sees it; whatever it tells is said on the cards at once.

    `found` is called when a row is gone, was edited or stands twice: its person is to be asked.
    """

    def __init__(
        self,
        manager: ConversationManager,
        changed: Callable[[], None],
        found: Callable[[], None] = lambda: None,
    ) -> None:
        self._manager = manager
        self._changed = changed
        self._found = found
        self.due_sheet_jobs = manager.due_sheet_jobs
        self.next_sheet_job_at = manager.next_sheet_job_at
        self.sheet_jobs_sending = manager.sheet_jobs_sending
        self.sheet_note = manager.sheet_note
        self.set_sheet_note = manager.set_sheet_note
        self.recover_sheet_jobs = manager.recover_sheet_jobs

    async def sheet_jobs_moved(
        self, ids: Sequence[int], state: SheetState, *, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Put jobs into a state."""
        await self._manager.sheet_jobs_moved(ids, state, reason=reason, retry_at=retry_at)
        self._changed()
        if state in ("MISSING", "DIVERGED", "DUPLICATE"):
            self._found()

    async def link(self, links: Sequence[Link]) -> None:
        """These versions were read back in these rows."""
        await self._manager.link(links)
        self._changed()


def chosen_spreadsheet(settings: Settings, habits: Habits) -> str:
    """The id of the spreadsheet to write into: of the settings, else the one that the owner connected.

    Empty, for the local workbook, where there is neither or no key to open it with.
    """
    if settings.google_credentials is None:
        return ""
    if not settings.spreadsheet:
        return habits.spreadsheet
    from sheets.google import spreadsheet_id_of  # noqa: PLC0415  # slow to load: who has no such sheet need not

    return spreadsheet_id_of(settings.spreadsheet)


def open_sheet(settings: Settings, habits: Habits) -> Sheet:
    """The Google spreadsheet in which the book's rows stand, or the local workbook."""
    spreadsheet = chosen_spreadsheet(settings, habits)
    if spreadsheet and settings.google_credentials is not None:
        from sheets.google_sheet import GoogleSheet  # noqa: PLC0415  # slow to load: who has no such sheet need not

        return GoogleSheet(
            settings.google_credentials, spreadsheet, _language(habits), api_url=settings.sheets_api_url
        )
    from sheets.workbook import Workbook  # noqa: PLC0415  # same

    return Workbook(settings.workbook, _language(habits))


def rendering(habits: Habits, bot_username: str) -> Rendering:
    """How the rows of a book are written."""
    return Rendering(_language(habits), ZoneInfo(habits.timezone), bot_username)


def _language(habits: Habits) -> Language:
    """The sheet's headers exist in these languages; others read English ones."""
    return cast("Language", habits.language if habits.language in LANGUAGES else "en")
