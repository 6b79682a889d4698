import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from ledger import BookId
from manager import Linkage, Seen, SheetCheck, SheetFinding
from sheets.audit.discrepancy import Discrepancy
from sheets.audit.reconciliation import Reconciliation, Report, reconcile
from sheets.audit.saying import packed, unpacked
from sheets.rows import Rendering, content, key_of
from sheets.sheet import Scan


class Audited(Protocol):
    """The book that is compared; `ConversationManager` is one."""

    async def linkages(self, book_id: BookId, after: int = 0) -> tuple[Linkage, ...]:
        """Some operations with numbers above `after`, in their order; none when there are no more."""

    async def ignored_rows(self, book_id: BookId) -> Counter[str]:
        """The fingerprints of rows that are nobody's, by how many such rows there are."""

    async def keep_check(self, book_id: BookId, check: SheetCheck) -> tuple[SheetFinding, ...]:
        """Write down what a reading found; returns what is new."""

    async def check_holds(self, book_id: BookId, at: datetime) -> None:
        """Write down that what the last check found was still so at that time."""


class Auditor:
    """Compares a book with its sheet. `scan` reads the sheet; `now` is the clock that the book is kept by.

    `stamp` tells whether the sheet has changed at all. It is taken before a reading: what is changed during
    the reading changes it once more, and is read again.

    The comparing is done in a thread beside the conversations, some operations at a time.
    """

    def __init__(
        self,
        book: Audited,
        book_id: BookId,
        scan: Callable[[], Awaitable[Scan]],
        stamp: Callable[[], Awaitable[str]],
        rendering: Rendering,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._book = book
        self._book_id = book_id
        self._scan = scan
        self._stamp = stamp
        self._compared = ""
        self._rendering = rendering
        self._now = now

    async def check(self) -> tuple[Report, tuple[SheetFinding, ...]]:
        """One reading of the whole sheet, compared with the whole book and kept; the new findings apart.

        Raises:
            SheetError: the sheet cannot be read now; nothing has changed.
            StoreError: the book cannot be read or written.
        """
        stamp, self._compared = await self._stamp(), ""
        read_at = self._now()
        scan = await self._scan()
        ignored = await self._book.ignored_rows(self._book_id)
        reconciliation = await asyncio.to_thread(Reconciliation, scan, self._rendering, read_at, ignored)
        after = 0
        while page := await self._book.linkages(self._book_id, after):
            await asyncio.to_thread(reconciliation.add, page)
            after = page[-1].booked.number
        report = await asyncio.to_thread(reconciliation.report)
        new = await self._book.keep_check(self._book_id, checked(report))
        self._compared = stamp
        return report, new

    async def is_unchanged(self) -> bool:
        """Whether nobody has changed the sheet since it was compared: then all that was found still holds.

        Raises:
            SheetError: the sheet cannot be asked now.
            StoreError: the book cannot be written.
        """
        if not self._compared or self._compared != await self._stamp():
            return False
        await self._book.check_holds(self._book_id, self._now())
        return True

    async def still_stands(self, finding: SheetFinding) -> bool:
        """Whether the sheet says now what was found, and the book has gone on to no other version.

        Raises:
            SheetError: the sheet cannot be read now.
        """
        read_at = self._now()
        scan = await self._scan()
        return await asyncio.to_thread(_stands, finding, scan, self._rendering, read_at)


def _stands(finding: SheetFinding, scan: Scan, rendering: Rendering, read_at: datetime) -> bool:
    if finding.booked is None:
        [seen] = unpacked(finding.says)
        return any(
            found.op_id == seen.op_id and content(found.cells) == finding.fingerprint
            for found in scan.rows
            if found.row > scan.header_row
        )
    if finding.version != finding.booked.version:
        return False
    own = [found for found in scan.rows if found.op_id and key_of(found.op_id) == finding.booked.key]
    report = reconcile(
        [Linkage(finding.booked, "DONE")], Scan(tuple(own), scan.header_row), rendering, read_at=read_at
    )
    found_now = [(one.kind, one.seen) for one in report.discrepancies if one.booked is not None]
    return found_now == [(finding.kind, finding.fingerprint)]


def checked(report: Report) -> SheetCheck:
    """A report as the book keeps it."""
    return SheetCheck(
        report.read_at,
        dict(report.counts) | {"operations": report.operations, "rows": report.rows},
        tuple(_seen(one) for one in report.discrepancies),
        report.moved,
        report.healed,
    )


def _seen(one: Discrepancy) -> Seen:
    key, version = (one.booked.key, one.booked.version) if one.booked else (None, None)
    return Seen(one.kind, one.seen, packed(one.rows), key, version)
