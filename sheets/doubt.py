"""What was written over rows and is not known to be in place: in memory, and on disk for the next process."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from ledger import OperationKey
from manager import Booked
from sheets.note import packed, unpacked
from sheets.outbox import SheetQueue
from sheets.plan import Intent
from sheets.repair import Written, repairs
from sheets.rows import Rendering, SheetRow, content, fingerprint, key_of, rows_of, voided
from sheets.sheet import Change, Found, Mark, Scan

Find = Callable[[OperationKey], Awaitable[Booked | None]]
"""What the book says of an operation now."""


class InThread(Protocol):
    """Runs what takes a while where the chat needs not wait for it."""

    async def __call__(self, call: Callable[[], Any]) -> Any:  # noqa: ANN401  # whatever the call gives
        """Run it and return what it returns."""


class Doubt:
    """Remembers writes over rows until a reading shows that they hit the right ones, and says what they hit.

    `settle` is how long a write whose answer was lost may still arrive.
    """

    def __init__(
        self,
        queue: SheetQueue,
        rendering: Rendering,
        in_thread: InThread,
        settle: timedelta,
        *,
        now: Callable[[], datetime],
        find: Find | None,
    ) -> None:
        self._queue = queue
        self._rendering = rendering
        self._in_thread = in_thread
        self._settle = settle
        self._now = now
        self._find = find
        self._written = Written()
        self._restored: set[str] = set()  # rare: what was put right from the book, perhaps ahead of its job
        self._has_note: bool | None = None

    @property
    def check_at(self) -> datetime | None:
        """From when on a reading tells for certain; None when nothing is in doubt."""
        return self._written.check_at

    @property
    def ours(self) -> frozenset[str]:
        """Fingerprints that may stand in any row and are nobody's edit."""
        return frozenset(self._restored).union(self._written.prints) - self._written.edits

    async def inherit(self) -> None:
        """Take over what an earlier process wrote and did not live to read back; harmless to repeat."""
        if self._has_note is None:
            note = await self._queue.sheet_note()
            if note is not None:
                self._written = await self._in_thread(partial(unpacked, note))
            self._has_note = note is not None

    async def look(self, scan: Scan) -> list[Change]:
        """Take a reading; returns the rows that were hit by mistake, with what they must hold.

        As long as anything is in doubt, the reading is noted: what it shows may be hit later.
        """
        await self._in_thread(partial(self._written.see, scan))
        fixes, unread = await self._in_thread(partial(repairs, self._written, scan))
        for found in unread:
            fixes += await self._as_booked(found)
        self._written.learn(scan, fixes, self._now())
        if (until := self._written.check_at) is not None:
            await self._queue.set_sheet_note(await self._in_thread(partial(packed, self._written, until)))
        return list(fixes)

    async def note(self, fixes: Iterable[Change], intents: Iterable[Intent]) -> tuple[Mark, bytes]:
        """Remember a write before it is made; returns its mark, and what must be on disk by then."""
        mark = self._written.begin()
        for fix in fixes:
            self._written.add(fix.cells)
        for intent in intents:
            self._written.add(intent.change.cells, intent.op_id)
        self._has_note = True
        note: bytes = await self._in_thread(partial(packed, self._written, self._now() + self._settle))
        return mark, note

    def expect(self, rows: Iterable[SheetRow]) -> None:
        """Rows are being appended: from now on they may be hit like any other."""
        self._written.expect(rows)

    def lose(self, changes: Sequence[Change]) -> None:
        """The answer to a write was lost."""
        for change in changes:
            self._written.doubt(change.cells, self._now() + self._settle)

    async def forget(self) -> None:
        """When nothing is in doubt any more, nobody needs to know what was."""
        if self._written.check_at is not None:
            return
        self._written = Written()
        if self._has_note:
            await self._queue.set_sheet_note(None)
        self._has_note = False

    async def _as_booked(self, found: Found) -> list[Change]:
        """What a row must hold by the book, when it holds something else; a leg that is no more is Void."""
        booked = await self._find(key_of(found.op_id)) if self._find else None
        if booked is None:
            return []
        rows = {row.op_id: row.cells for row in rows_of(booked, self._rendering)}
        cells = rows.get(found.op_id) or voided(found.cells, self._rendering, found.cells["chg"])
        if content(cells) == content(found.cells):
            return []
        self._restored.add(fingerprint(cells))
        return [Change(found.row, cells)]
