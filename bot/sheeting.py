import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final, cast
from zoneinfo import ZoneInfo

from bot.patience import patiently
from bot.settings import Settings
from manager import Clock, ConversationManager, Habits, Link, SheetState, book_beside_sheet, utc_now
from sheets import Rendering, Sheet, SheetError
from sheets.audit import Report, reconcile
from sheets.google_sheet import GoogleSheet
from sheets.layout import Language
from sheets.sync import SheetSync
from sheets.workbook import Workbook

log = logging.getLogger(__name__)

LANGUAGES: Final = ("en", "ru")


class SheetKeeper:
    """Opens the owner's sheet when there is a book to show in it, and keeps its worker running.

    The sheet speaks the book's language, and the book is made with the owner's first message: until then
    there is nothing to write, and no sheet.
    """

    def __init__(self, manager: ConversationManager, settings: Settings, *, now: Clock) -> None:
        self._manager = manager
        self._settings = settings
        self._now = now
        self._woken = asyncio.Event()
        self._sheet: Sheet | None = None
        self._sync: SheetSync | None = None

    def wake(self) -> None:
        """Something new may wait for the sheet."""
        self._woken.set()
        if self._sync is not None:
            self._sync.wake()

    async def run(self, bot_username: str, linked: Callable[[], None]) -> None:
        """Write for ever; cancel to stop. `linked` is called when the sheet has confirmed something."""
        while (habits := await patiently(self._manager.habits, "the sheet")) is None:
            await self._woken.wait()
            self._woken.clear()
        self._sheet = open_sheet(self._settings, habits)
        rendering = _rendering(habits, bot_username)
        queue = WakingQueue(self._manager, linked)
        find = partial(self._manager.find_operation, habits.book_id)
        compare = partial(self._manager.compare_sheet, habits.book_id)
        self._sync = SheetSync(queue, self._sheet, rendering, now=self._now, find=find, compare=compare)
        await self._sync.run()

    async def try_now(self) -> None:
        """Try what waits for the sheet to get well, without waiting for its time."""
        if self._sync is not None:
            await self._sync.try_now()

    async def close(self) -> None:
        """Let go of the sheet."""
        if self._sync is not None:
            await self._sync.aclose()

    def url(self, row: int | None) -> str:
        """The web address of a row; empty for a local workbook, which no button can open."""
        address = self._sheet.url(row) if self._sheet is not None else ""
        return address if address.startswith("http") else ""

    def place(self) -> str:
        """Where the sheet is: its web address, or the path of the local workbook."""
        return self.url(None) or str(self._settings.workbook)


class WakingQueue:
    """The manager as the sheet's worker sees it; whatever it tells is said on the cards at once."""

    def __init__(self, manager: ConversationManager, changed: Callable[[], None]) -> None:
        self._manager = manager
        self._changed = changed
        self.due_sheet_jobs = manager.due_sheet_jobs
        self.next_sheet_job_at = manager.next_sheet_job_at
        self.sheet_jobs_sending = manager.sheet_jobs_sending
        self.recover_sheet_jobs = manager.recover_sheet_jobs

    async def sheet_jobs_moved(
        self, ids: Sequence[int], state: SheetState, *, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Put jobs into a state."""
        await self._manager.sheet_jobs_moved(ids, state, reason=reason, retry_at=retry_at)
        self._changed()

    async def link(self, links: Sequence[Link]) -> None:
        """These versions were read back in these rows."""
        await self._manager.link(links)
        self._changed()


def audited(settings: Settings) -> Report:
    """Compare the owner's book with its sheet, from outside the bot; nothing is written anywhere.

    Raises:
        StoreError: the book cannot be read.
        SheetError: the sheet cannot be read, or there is none yet.
    """
    with book_beside_sheet(settings.database, settings.owner_id) as book:
        if book.habits is None:
            raise SheetError("nobody has written to the bot yet, so there is nothing to compare", "gone")
        if not settings.spreadsheet and not settings.workbook.exists():
            raise SheetError(f"{settings.workbook} does not exist yet", "gone")
        read_at, sheet = utc_now(), open_sheet(settings, book.habits)
        try:
            sheet.prepare()
            scan = sheet.scan()
        finally:
            sheet.close()
        return reconcile(
            book.linkages(), scan, _rendering(book.habits, ""), read_at=read_at, ignored=book.ignored
        )


def open_sheet(settings: Settings, habits: Habits) -> Sheet:
    """The Google spreadsheet of the settings, or the local workbook when none is set."""
    if settings.spreadsheet and settings.google_credentials is not None:
        return GoogleSheet(
            settings.google_credentials,
            settings.spreadsheet,
            _language(habits),
            api_url=settings.sheets_api_url,
        )
    return Workbook(settings.workbook, _language(habits))


def _rendering(habits: Habits, bot_username: str) -> Rendering:
    return Rendering(_language(habits), ZoneInfo(habits.timezone), bot_username)


def _language(habits: Habits) -> Language:
    """The sheet's headers exist in these languages; others read English ones."""
    return cast("Language", habits.language if habits.language in LANGUAGES else "en")
