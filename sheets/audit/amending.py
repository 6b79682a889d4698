"""Writing into a row that has no Operation ID, or must lose it: found by what it says, and read back.

The sheet's worker finds rows by their ID and never writes that one. Here it is written, when somebody decided
so: a typed row becomes an operation's own, a copy is put aside. A row that was hit by mistake, because people
moved rows between the reading and the writing, is given back what it held.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ledger import ThreadbookError
from sheets.cell import Cell, canonical
from sheets.layout import BY_KEY, ColumnKey
from sheets.rows import Cells, content
from sheets.sheet import Change, Found, Scan, Sheet, SheetError

ROUNDS: Final = 8
"""A write, and repairs of it while people keep moving rows."""

Words = tuple[str, ...]


class ChangedRowError(ThreadbookError):
    """No row says any more what somebody decided about; nothing was written."""


def amend(sheet: Sheet, wanted: Found, cells: Cells) -> int:
    """Put cells into the row that says what `wanted` said, wherever it stands now; returns its number.

    Blocking, in the sheet's own thread.

    Raises:
        ChangedRowError: no row says so.
        SheetError: the sheet did not answer, or rows move faster than they can be written.
    """
    for _ in range(ROUNDS):
        try:
            return _amend(sheet, wanted, cells)
        except SheetError as error:
            if error.kind != "stale":
                raise
    raise SheetError("somebody saves faster than can be written", "outage")


def _amend(sheet: Sheet, wanted: Found, cells: Cells) -> int:
    scan = sheet.scan()
    target = _standing(scan, wanted)
    if target is None:
        raise ChangedRowError(f"no row says what row {wanted.row} said")
    amendment = _Amendment(scan, target, cells)
    for _ in range(ROUNDS):
        changes = list(amendment.changes(scan))
        if not changes:
            return amendment.place(scan)
        sheet.update(changes)
        scan = sheet.scan()
    raise SheetError("rows move faster than they can be written", "outage")


def _standing(scan: Scan, wanted: Found) -> Found | None:
    """The row with that ID and content that is nearest to where it stood."""
    says = content(wanted.cells)
    same = [found for found in scan.rows if found.op_id == wanted.op_id and content(found.cells) == says]
    return min(same, key=lambda found: abs(found.row - wanted.row), default=None)


class _Amendment:
    """What all rows are to say at the end: what they said at the beginning, but for the amended one."""

    def __init__(self, scan: Scan, target: Found, cells: Cells) -> None:
        self._columns: tuple[ColumnKey, ...] = tuple(cells)
        self._target = _whole(target)
        self._amended = replace(target, cells={**target.cells, **cells})
        goal = [self._amended if found is target else found for found in scan.rows]
        self._goal = Counter(_whole(found) for found in goal)
        self._held = {_whole(found): found for found in goal}
        self._written: set[Words] = set()

    def changes(self, scan: Scan) -> Iterator[Change]:
        """What must be written now: the row itself, and whatever a write of ours has hit by mistake."""
        extra, missing = self._compared(scan)
        for found in extra:
            if _whole(found) != self._target and self._inside(found) not in self._written:
                continue  # somebody else's doing
            lost = next((one for one in missing if self._outside(one) == self._outside(found)), None)
            if lost is not None:
                missing.remove(lost)
            blank: Cells = dict.fromkeys(self._columns)
            cells = lost.cells if lost is not None else {**found.cells, **blank}
            self._written.add(self._inside(replace(found, cells=cells)))
            yield Change(found.row, cells, self._columns)

    def place(self, scan: Scan) -> int:
        """Where the amended row stands."""
        wanted = _whole(self._amended)
        return next((found.row for found in scan.rows if _whole(found) == wanted), self._amended.row)

    def _compared(self, scan: Scan) -> tuple[list[Found], list[Found]]:
        """Rows that say what none should, and what no row says though one should."""
        left, extra = Counter(self._goal), []
        for found in scan.rows:
            if left[_whole(found)] > 0:
                left[_whole(found)] -= 1
            else:
                extra.append(found)
        return extra, [self._held[words] for words in left.elements()]

    def _inside(self, found: Found) -> Words:
        return tuple(_part(key, found.cells[key]) for key in self._columns)

    def _outside(self, found: Found) -> Words:
        kept = (_part(key, cell) for key, cell in found.cells.items() if key not in self._columns)
        return (*kept, *(canonical("text", cell) for cell in found.rest))


def _whole(found: Found) -> Words:
    said = (_part(key, cell) for key, cell in found.cells.items())
    return (*said, *(canonical("text", cell) for cell in found.rest))


def _part(key: ColumnKey, cell: Cell) -> str:
    return canonical(BY_KEY[key].kind, cell)
