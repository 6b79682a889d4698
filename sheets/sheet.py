"""What every sheet can do, be it Google's, a local workbook or the fake."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

from ledger import ThreadbookError
from sheets.cell import Cell
from sheets.layout import ColumnKey, LayoutError
from sheets.rows import WRITTEN, Cells, SheetRow
from sheets.tabs.register import Register

ErrorKind = Literal["outage", "quota", "refused", "gone", "absent", "used", "broken", "stale"]
"""Why a sheet did not do what it was asked.

outage: it did not answer, or answered that it is ill; quota: too many requests; refused: access was denied or
withdrawn; gone: the spreadsheet does not exist; absent: it has no Ledger tab; used: a guard of this append
was used before, so its rows were written then; broken: it will never accept this request, or its layout lacks
what we need; stale: somebody has changed it since it was read, so nothing was written: it must be read anew.
"""


class SheetError(ThreadbookError):
    """The sheet refused or did not answer.

    `permanent` tells that asking again cannot help before a person did something; `ambiguous` that the
    request may have been carried out all the same, or may still be, minutes from now. `status` is the HTTP
    status of the answer, where there was one.
    """

    def __init__(
        self, message: str, kind: ErrorKind, *, ambiguous: bool = False, status: int | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.ambiguous = ambiguous
        self.permanent = kind in ("refused", "gone", "absent", "used", "broken")


class ColumnsGoneError(SheetError):
    """These columns of ours are gone from the Ledger tab; the others stand."""

    def __init__(self, message: str, columns: Sequence[ColumnKey]) -> None:
        super().__init__(message, "broken")
        self.columns = tuple(columns)


def misplaced(where: str, error: LayoutError) -> SheetError:
    """A tab in which our columns cannot be found, as an error of its sheet."""
    message = f"{where}: {error}" if where else str(error)
    return ColumnsGoneError(message, error.columns) if error.columns else SheetError(message, "broken")


@dataclass(frozen=True, slots=True)
class Entry:
    """New rows of one operation, and the number that makes writing them twice impossible."""

    guard: int
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A row as it stands in the sheet; `row` counts from 1. The header and rows of people have no `op_id`.

    `rest` are the cells between our columns that belong to people: they tell rows without an id apart.
    """

    row: int
    op_id: str
    cells: Cells
    rest: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a write, under which later readings tell what it displaced.

    With `is_first` nobody needs to know any more what earlier writes displaced.
    """

    number: int
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Displaced:
    """A row as it stood in the very moment in which a write over it was done, and that write's number."""

    write: int
    found: Found


@dataclass(frozen=True, slots=True)
class Scan:
    """Every row of the tab that is not empty, header included, from top to bottom.

    `displaced` are rows that numbered writes have hit, the oldest write first.
    """

    rows: tuple[Found, ...]
    header_row: int = 1
    displaced: tuple[Displaced, ...] = ()

    def of(self, op_id: str) -> tuple[Found, ...]:
        """The rows with that Operation ID: one, none when it is missing, more when it was copied."""
        return tuple(found for found in self.rows if found.op_id == op_id)


@dataclass(frozen=True, slots=True)
class Change:
    """The cells to put into the row with that number, just now read; only those `columns` are written.

    `is_recoined`: the amount has other decimals than the one that stands there.
    """

    row: int
    cells: Cells
    columns: tuple[ColumnKey, ...] = WRITTEN
    is_recoined: bool = False


Wanted = Callable[[Found], Cells | None]
"""What a row should hold in all our columns; None for a row that is of no operation."""


class Sheet(Protocol):
    """A spreadsheet's Ledger tab, and the tabs beside it. Blocking; used from one thread only.

    Every method raises SheetError.

    `settle` is how long an abandoned request may still be carried out after it was given up.
    """

    settle: timedelta

    def locate(self) -> None:
        """Find the Ledger tab and its columns; nothing is changed."""

    def prepare(self) -> None:
        """Find the Ledger tab and its columns; make the tab when there is none. Harmless to repeat."""

    def restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        """Put columns that are gone back, with what each row should hold there, all at once."""

    def append(self, entries: Sequence[Entry]) -> None:
        """Write new rows below the last one, all or nothing."""

    def scan(self) -> Scan:
        """Read all rows."""

    def tail(self, first: int) -> Scan:
        """Read the rows from that number on, or all of them where that is needed to understand them."""

    def stamp(self) -> str:
        """A word that is another one after every change, by whomever; empty when the sheet has none.

        Costs one small call, however long the sheet is.
        """

    def update(self, changes: Sequence[Change], mark: Mark | None = None) -> None:
        """Write into rows by their number, all or nothing; people's columns are never touched.

        What stood in these rows in that moment is told by later readings with this mark, as far as the sheet
        can keep it. A sheet that can tell that somebody has changed it since it was read is stale, and not
        written.
        """

    def furnish(self, register: Register) -> None:
        """Make and repair the tabs beside the ledger, and bring them up to the book. Harmless to repeat."""

    def url(self, row: int | None = None) -> str:
        """An address at which a person opens the sheet, at that row; empty when there is none."""

    def close(self) -> None:
        """Let go of connections; the last call."""
