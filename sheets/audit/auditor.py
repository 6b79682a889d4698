import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from ledger import BookId
from manager import Linkage
from sheets.audit.reconciliation import Reconciliation, Report
from sheets.rows import Rendering
from sheets.sheet import Scan


class Audited(Protocol):
    """The book that is compared; `ConversationManager` is one."""

    async def linkages(self, book_id: BookId, after: int = 0) -> tuple[Linkage, ...]:
        """Some operations with numbers above `after`, in their order; none when there are no more."""


class Auditor:
    """Compares a book with its sheet. `scan` reads the sheet; `now` is the clock that stamps the book's links.

    The comparing is done in a thread beside the conversations, some operations at a time.
    """

    def __init__(
        self,
        book: Audited,
        book_id: BookId,
        scan: Callable[[], Awaitable[Scan]],
        rendering: Rendering,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._book = book
        self._book_id = book_id
        self._scan = scan
        self._rendering = rendering
        self._now = now

    async def check(self) -> Report:
        """One reading of the whole sheet, compared with the whole book.

        Raises:
            SheetError: the sheet cannot be read now.
            StoreError: the book cannot.
        """
        read_at = self._now()
        scan = await self._scan()
        reconciliation = await asyncio.to_thread(Reconciliation, scan, self._rendering, read_at)
        after = 0
        while page := await self._book.linkages(self._book_id, after):
            await asyncio.to_thread(reconciliation.add, page)
            after = page[-1].booked.number
        return await asyncio.to_thread(reconciliation.report)
