"""What people took from the sheet, given back: the Ledger tab with all rows, columns with their values."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Protocol

from manager import Booked
from sheets.cell import Cell, canonical
from sheets.layout import BY_KEY, ColumnKey
from sheets.rows import CONTENT, STATUS_WORDS, Cells, Rendering, SheetRow, key_of, part, rows_of
from sheets.sheet import Change, Found, Scan, Sheet, SheetError, Wanted

ROUNDS: Final = 8
"""Repairs of what was put into rows that people moved meanwhile."""

CHUNK: Final = 1_000
"""Rows that are written in one call."""


class Losses(Protocol):
    """Told what is gone from the sheet; knows what the sheet held. `bot.losses` is one."""

    async def tab_gone(self) -> int:
        """There is no Ledger tab, and one is about to be made: whatever stood in it must be written again.

        Returns how many operations that are; 0 when none ever stood there.
        """

    async def confirmed(self) -> Sequence[Booked]:
        """Every operation as the sheet had it last, and its versions since then, oldest first."""

    async def columns_given_back(self, columns: Sequence[ColumnKey]) -> None:
        """These columns were deleted, and stand again with their values."""


class Confirmed:
    """What each row of a sheet should hold in columns that are gone.

    A row is known by its Operation ID or, without one, by its number; of several versions it is the one that
    its other columns say. The row of a leg that is no more is Void.
    """

    def __init__(
        self, booked: Iterable[Booked], columns: Collection[ColumnKey], rendering: Rendering
    ) -> None:
        self._kept = [key for key in CONTENT if key not in columns]
        self._void = STATUS_WORDS[rendering.language][1]
        self._by_id: dict[str, list[SheetRow]] = defaultdict(list)
        self._by_number: dict[Cell, list[SheetRow]] = defaultdict(list)
        for row in (row for one in booked for row in rows_of(one, rendering)):
            self._by_id[row.op_id].append(row)
            self._by_number[row.cells["num"]].append(row)
        self._keys = {key_of(op_id) for op_id in self._by_id}

    def __call__(self, found: Found) -> Cells | None:
        """What a row should hold; None for one that is of no operation."""
        if not found.op_id:
            numbered = self._by_number.get(found.cells.get("num"), [])
            return self._said(found, [row for row in numbered if _is_leg(row, found)])
        if found.op_id not in self._by_id and key_of(found.op_id) in self._keys:
            return {**_EMPTY, "status": self._void}
        return self._said(found, self._by_id.get(found.op_id, []))

    def _said(self, found: Found, versions: Sequence[SheetRow]) -> Cells | None:
        same = (row for row in versions if all(_agree(key, row, found) for key in self._kept))
        row = next(same, versions[0] if versions else None)
        return row.cells if row is not None else None


def refill(sheet: Sheet, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
    """See that columns that were given back say what they should, in rows that people moved meanwhile too.

    What a person typed there is left. Blocking, in the sheet's own thread.

    Raises:
        SheetError: the sheet did not answer, or rows move faster than they can be written.
    """
    mending = _Mending(columns, wanted)
    for _ in range(ROUNDS):
        changes = list(mending.changes(sheet.scan()))
        if not changes:
            return
        for first in range(0, len(changes), CHUNK):
            sheet.update(changes[first : first + CHUNK])
    raise SheetError("rows move faster than they can be written", "outage")


class _Mending:
    def __init__(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        self._columns = tuple(columns)
        self._wanted = wanted
        self._ours: set[tuple[str, ...]] = set()

    def changes(self, scan: Scan) -> Iterator[Change]:
        """Rows that hold nothing, or what was meant for another row."""
        rows = [(found, self._wanted(found)) for found in scan.rows if found.row > scan.header_row]
        self._ours |= {self._said(cells) for _, cells in rows if cells is not None}
        for found, cells in rows:
            says = self._said(found.cells)
            if cells is None and says in self._ours and "op" not in self._columns:
                yield Change(found.row, _EMPTY, self._columns)
            elif cells is not None and says != self._said(cells) and (not any(says) or says in self._ours):
                yield Change(found.row, cells, self._columns)

    def _said(self, cells: Cells) -> tuple[str, ...]:
        return tuple(canonical(BY_KEY[key].kind, cells.get(key)) for key in self._columns)


def _agree(key: ColumnKey, row: SheetRow, found: Found) -> bool:
    return part(key, row.cells[key]) == part(key, found.cells.get(key))


def _is_leg(row: SheetRow, found: Found) -> bool:
    """Whether a row may be of that leg: of a transfer, what left is below nought and what arrived above."""
    if "/" not in row.op_id:
        return True
    held, says = found.cells.get("amount"), row.cells["amount"]
    numbers = (int, float, Decimal)
    return isinstance(held, numbers) and isinstance(says, numbers) and (held < 0) == (says < 0)


_EMPTY: Final[Mapping[ColumnKey, Cell]] = dict.fromkeys(BY_KEY)
