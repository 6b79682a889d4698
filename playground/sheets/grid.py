from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Self

from playground.sheets.area import Box
from playground.sheets.cell import NOTHING, Cell
from playground.sheets.undo import Undo

Change = Callable[[Cell], Cell]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row up to its last that keeps anything; `filled` has a bit for each with a value."""

    cells: tuple[Cell, ...] = ()
    filled: int = 0

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Self:
        """A row of these cells."""
        end = len(cells)
        while end and cells[end - 1].is_bare:
            end -= 1
        filled = 0
        for column in range(end):
            if cells[column].value is not None:
                filled |= 1 << column
        return cls(tuple(cells[:end]), filled)

    def cell(self, column: int) -> Cell:
        """The cell of a column, empty where nothing is kept."""
        return self.cells[column] if column < len(self.cells) else NOTHING

    def padded(self, width: int) -> list[Cell]:
        """At least `width` cells, to be changed and given to `Row.of`."""
        return [*self.cells, *([NOTHING] * (width - len(self.cells)))]


EMPTY_ROW: Final = Row()


class Grid:
    """The cells of one tab. Rows are immutable and shared, so 100,000 of them stay cheap.

    Adding at the end costs no more than what is added; inserting and deleting move references only.
    """

    def __init__(self, rows: int, columns: int, undo: Undo) -> None:
        self._undo = undo
        self._rows: list[Row] = [EMPTY_ROW] * rows
        self._filled_end = 0  # no row from here on has a value; it may lie too high, never too low
        self.columns = columns

    @property
    def height(self) -> int:
        """How many rows there are, empty ones included."""
        return len(self._rows)

    @property
    def box(self) -> Box:
        """The whole grid."""
        return Box(0, 0, len(self._rows), self.columns)

    @property
    def filled_end(self) -> int:
        """The number of rows up to the last one that has a value."""
        while self._filled_end and not self._rows[self._filled_end - 1].filled:
            self._filled_end -= 1
        return self._filled_end

    def row(self, index: int) -> Row:
        """A row; beyond the end of the grid it is empty."""
        return self._rows[index] if index < len(self._rows) else EMPTY_ROW

    def rows(self, start: int, end: int) -> Sequence[Row]:
        """The rows from `start` up to, not including, `end`."""
        return self._rows[start:end]

    def replace_rows(self, start: int, rows: Sequence[Row]) -> None:
        """Put other rows in the place of as many that are there."""
        end = start + len(rows)
        self._undo.remember(partial(self.replace_rows, start, self._rows[start:end]))
        self._rows[start:end] = rows
        self._filled_end = max(self._filled_end, end)

    def insert_rows(self, at: int, rows: Sequence[Row]) -> None:
        """Add rows before row `at`; at the height they go to the end."""
        self._undo.remember(partial(self.delete_rows, at, at + len(rows)))
        self._rows[at:at] = rows
        if any(row.filled for row in rows):
            self._filled_end = max(self._filled_end + len(rows), at + len(rows))
        elif at < self._filled_end:
            self._filled_end += len(rows)

    def delete_rows(self, start: int, end: int) -> None:
        """Remove rows."""
        self._undo.remember(partial(self.insert_rows, start, self._rows[start:end]))
        del self._rows[start:end]
        self._filled_end = min(self._filled_end, len(self._rows))

    def change_cells(self, box: Box, change: Change) -> None:
        """Change each cell of a rectangle."""

        def changed(row: Row) -> Row:
            cells = row.padded(box.right)
            cells[box.left : box.right] = [change(cell) for cell in cells[box.left : box.right]]
            return Row.of(cells)

        self.replace_rows(box.top, _each_once(self._rows[box.top : box.bottom], changed))

    def write(self, top: int, left: int, rows: Iterable[Sequence[Change | None]]) -> None:
        """Change cells one by one from a corner; None leaves a cell as it is."""
        changed: list[Row] = []
        for index, changes in enumerate(rows, start=top):
            cells = self.row(index).padded(left + len(changes))
            for column, change in enumerate(changes, start=left):
                if change is not None:
                    cells[column] = change(cells[column])
            changed.append(Row.of(cells))
        self.replace_rows(top, changed)

    def change_columns(self, columns: int, change: Callable[[list[Cell]], list[Cell]]) -> None:
        """Rearrange the cells of every row; afterwards the grid is `columns` wide."""
        self.replace_rows(
            0,
            _each_once(self._rows, lambda row: Row.of(change(row.padded(self.columns))[:columns])),
        )
        self._undo.change(self, "columns", columns)


def _each_once(rows: Sequence[Row], change: Callable[[Row], Row]) -> list[Row]:
    """The changed rows; rows that were one and the same object stay one, as the many empty ones are."""
    known: dict[int, Row] = {}
    changed: list[Row] = []
    for row in rows:
        new = known.get(id(row))
        if new is None:
            new = known[id(row)] = change(row)
        changed.append(new)
    return changed
