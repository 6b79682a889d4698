from collections.abc import Sequence
from functools import partial
from typing import Final

from ledger import BookId
from manager import Booked, Clock, ConversationManager, SheetFinding
from sheets import Found, Rendering, rows_of
from sheets.audit import Discrepancy, Report, recalled
from sheets.audit.amending import ChangedRowError, amend
from sheets.audit.auditor import Auditor
from sheets.rows import STATUS_WORDS, Cells
from sheets.sync import SheetSync

NO_ID: Final = ""


class BookAndSheet:
    """A book and its sheet side by side: compared, and written where somebody decided.

    Every method but `recalled` raises SheetError when the sheet does not answer; nothing is decided then.
    """

    def __init__(
        self,
        manager: ConversationManager,
        sync: SheetSync,
        rendering: Rendering,
        book_id: BookId,
        *,
        now: Clock,
    ) -> None:
        self.book_id = book_id
        self._sync = sync
        self._rendering = rendering
        self._auditor = Auditor(manager, book_id, sync.scan, sync.stamp, rendering, now=now)

    async def check(self) -> tuple[Report, tuple[SheetFinding, ...]]:
        """Compare the whole sheet with the whole book, and keep what was found; the new findings apart."""
        return await self._auditor.check()

    async def is_unchanged(self) -> bool:
        """Whether nobody has changed the sheet since it was compared, so that it need not be read."""
        return await self._auditor.is_unchanged()

    async def still_stands(self, finding: SheetFinding) -> bool:
        """Whether the sheet still says what was found, and the book what it said then."""
        return await self._auditor.still_stands(finding)

    def recalled(self, finding: SheetFinding) -> Discrepancy:
        """What was found, beside what the book says now."""
        return recalled(finding, self._rendering)

    async def put_aside(self, rows: Sequence[Found]) -> None:
        """Mark copies of a row Void and take their ID away, so that they count nowhere.

        Raises:
            ChangedRowError: a row says something else by now, and was left alone.
        """
        for found in rows:
            await self._amend(found, self._aside)

    async def bring_back(self, rows: Sequence[Found]) -> None:
        """Give rows that were put aside their ID and status back; those that are gone stay gone."""
        for found in rows:
            aside = Found(found.row, NO_ID, {**found.cells, **self._aside}, found.rest)
            try:
                await self._amend(aside, {"op": found.op_id, "status": found.cells["status"]})
            except ChangedRowError:
                continue

    async def claim(self, found: Found, booked: Booked) -> None:
        """Make a row that somebody typed the operation's own.

        Raises:
            ChangedRowError: it says something else by now, and was left alone.
        """
        [row] = rows_of(booked, self._rendering)
        await self._amend(found, row.cells)

    async def _amend(self, found: Found, cells: Cells) -> None:
        await self._sync.call(partial(amend, wanted=found, cells=cells))

    @property
    def _aside(self) -> Cells:
        return {"op": NO_ID, "status": STATUS_WORDS[self._rendering.language][1]}
