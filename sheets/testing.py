"""The fake: a sheet in memory, with people who rearrange it and networks that fail."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final, Literal

from sheets.cell import Cell, canonical
from sheets.layout import BY_KEY, ColumnKey, Language, LayoutError, Placement, header, place, seat
from sheets.reading import scan_of
from sheets.sheet import Change, Displaced, Entry, Mark, Scan, SheetError, Wanted, misplaced
from sheets.tabs import Register

Call = Literal["locate", "prepare", "restore", "append", "scan", "tail", "stamp", "update", "furnish"]
Timing = Literal["before", "after", "late"]

_WIDTH: Final = 20


@dataclass(frozen=True, slots=True)
class _Fault:
    call: Call
    error: SheetError
    timing: Timing


class MemorySheet:
    """A sheet in memory that keeps the contract of `Sheet`, and can be told to fail.

    `on_call` is called after each call that was carried out, with its name: the moment in which people act.
    `calls` lists them all, failed ones included. Without `is_stamped` it does not tell whether it changed.
    """

    def __init__(self, language: Language = "en", settle: timedelta = timedelta(seconds=240)) -> None:
        self.settle = settle
        self.rows: list[list[Cell]] = []
        self.calls: list[Call] = []
        self.on_call: Callable[[Call], None] | None = None
        self.is_closed = False
        self.is_stamped = True
        self.register: Register | None = None
        self._language = language
        self._placement: Placement | None = None
        self._guards: set[int] = set()
        self._displaced: list[Displaced] = []
        self._faults: deque[_Fault] = deque()
        self._late: list[Callable[[], None]] = []

    # ---- the contract

    def locate(self) -> None:
        self._carry_out("locate", self._look)

    def prepare(self) -> None:
        self._carry_out("prepare", self._prepare)

    def restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        self._carry_out("restore", partial(self._restore, columns, wanted))

    def append(self, entries: Sequence[Entry]) -> None:
        self._carry_out("append", partial(self._append, entries))

    def update(self, changes: Sequence[Change], mark: Mark | None = None) -> None:
        self._carry_out("update", partial(self._update, changes, mark))

    def scan(self) -> Scan:
        self._carry_out("scan", self._place)
        # What people do now is not in the answer any more.
        scan = replace(scan_of(self.rows, self._place()), displaced=tuple(self._displaced))
        self._tell("scan")
        return scan

    def tail(self, first: int) -> Scan:
        self._carry_out("tail", self._place)
        tail = scan_of(self.rows[first - 1 :], self._place(), first)
        self._tell("tail")
        return tail

    def stamp(self) -> str:
        self._carry_out("stamp", lambda: None)
        return repr(self.rows) if self.is_stamped else ""

    def furnish(self, register: Register) -> None:
        self._carry_out("furnish", lambda: setattr(self, "register", register))

    def url(self, row: int | None = None) -> str:
        return f"memory://ledger/{row}" if row else "memory://ledger"

    def close(self) -> None:
        self.is_closed = True

    # ---- bad days

    def fail(self, call: Call, error: SheetError, timing: Timing = "before", count: int = 1) -> None:
        """Let calls of that name raise: before they do anything, after it, or now while it is done `late`."""
        self._faults.extend([_Fault(call, error, timing)] * count)

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._faults.clear()

    @property
    def late(self) -> int:
        """How many requests are late."""
        return len(self._late)

    def land(self) -> None:
        """Carry out the requests that are late, as far as they are still accepted."""
        late, self._late = self._late, []
        for apply in late:
            try:
                apply()
            except SheetError:
                continue  # nobody waits for this answer

    # ---- people

    def column(self, key: ColumnKey) -> int:
        """Where a column of ours stands, counted from 0."""
        return self._place().columns[key]

    def find(self, op_id: str) -> int:
        """The number of the row with that Operation ID."""
        return self.scan_quietly().of(op_id)[0].row

    def scan_quietly(self) -> Scan:
        """What the sheet holds, without counting as a call."""
        return scan_of(self.rows, self._place())

    def type(self, row: int, column: int, value: Cell) -> None:
        """Type into a cell; rows count from 1, columns from 0."""
        while len(self.rows) < row:
            self.rows.append([None] * _WIDTH)
        self.rows[row - 1][column] = value

    def sort(self, column: int, *, descending: bool = False) -> None:
        """Sort all rows below the header; empty rows sink to the end."""
        body = [row for row in self.rows[1:] if any(cell not in (None, "") for cell in row)]
        body.sort(key=lambda row: canonical("text", row[column]), reverse=descending)
        self.rows[1:] = body

    def insert_row(self, at: int) -> None:
        """Insert an empty row above row `at`."""
        self.rows.insert(at - 1, [None] * _WIDTH)

    def delete_row(self, at: int) -> None:
        """Delete row `at`, if there is one."""
        del self.rows[at - 1 : at]

    def copy_row(self, row: int) -> None:
        """Copy a row to the end."""
        self.rows.append(list(self.rows[row - 1]))

    # ---- inside

    def _carry_out(self, call: Call, apply: Callable[[], object]) -> None:
        self.calls.append(call)
        fault = self._faults[0] if self._faults and self._faults[0].call == call else None
        if fault is not None:
            self._faults.popleft()
            if fault.timing == "late":
                self._late.append(lambda: (apply(), None)[1])
        if fault is None or fault.timing == "after":
            apply()
            if call not in ("scan", "tail", "stamp"):
                self._tell(call)
        if fault is not None:
            raise fault.error

    def _tell(self, call: Call) -> None:
        if self.on_call is not None:
            self.on_call(call)

    def _look(self) -> None:
        if not self.rows:
            raise SheetError("there is no Ledger tab", "absent")
        self._place()

    def _restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        for key in columns:
            try:
                rest = place(self.rows, last=self._placement)
            except LayoutError as error:
                if error.rest is None:
                    raise SheetError(str(error), "broken") from error
                rest = error.rest
            cells = {found.row: wanted(found) for found in scan_of(self.rows, rest).rows}
            index = seat(key, rest.columns)
            for number, row in enumerate(self.rows, start=1):
                held = cells.get(number) if number > rest.header_row else None
                title = BY_KEY[key].title(self._language) if number == rest.header_row else None
                row.insert(index, held[key] if held is not None else title)

    def _prepare(self) -> None:
        if not self.rows:
            self._guards.clear()  # they watched over rows that are no more
            self._placement = None
            titles = header(self._language)
            self.rows.append([*titles, *([None] * (_WIDTH - len(titles)))])
        self._place()

    def _place(self) -> Placement:
        if not self.rows:
            raise SheetError("the Ledger tab was deleted", "absent")
        try:
            self._placement = place(self.rows, last=self._placement)
        except LayoutError as error:
            raise misplaced("", error) from error
        return self._placement

    def _append(self, entries: Sequence[Entry]) -> None:
        used = [entry.guard for entry in entries if entry.guard in self._guards]
        if used:
            raise SheetError(f"guards {used} were used before", "used")
        columns = self._place().columns
        while self.rows and all(cell in (None, "") for cell in self.rows[-1]):
            self.rows.pop()
        for entry in entries:
            self._guards.add(entry.guard)
            for row in entry.rows:
                cells: list[Cell] = [None] * _WIDTH
                for key, index in columns.items():
                    cells[index] = row.cells[key]
                self.rows.append(cells)

    def _update(self, changes: Sequence[Change], mark: Mark | None) -> None:
        columns = self._place().columns
        if mark is not None and mark.is_first:
            self._displaced.clear()
        for change in changes:
            held = scan_of(self.rows[change.row - 1 : change.row], self._place(), change.row).rows
            self._displaced += [Displaced(mark.number, found) for found in held if mark is not None]
            for key in change.columns:
                self.type(change.row, columns[key], change.cells[key])
