"""A table as it stands in a file: lines of cells, each with the number under which people find it there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

Cell = str | Decimal | date
"""Text, or what a workbook knows to be a number or a day. An empty cell is empty text."""

MOST_LINES: Final = 100_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `number` counts from 1, as an editor or Excel shows it."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int | None) -> Cell:
        """The cell of a column; empty where the line is shorter, or for no column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def text(self, column: int | None) -> str:
        """The cell of a column as text with single spaces."""
        return " ".join(str(self.cell(column)).split())

    @property
    def words(self) -> str:
        """All that stands in it, as one text."""
        return " · ".join(text for column in range(len(self.cells)) if (text := self.text(column)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(isinstance(cell, Decimal | date) or cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """All lines that hold anything, in order; `separator` is empty for a workbook."""

    lines: tuple[Line, ...]
    separator: str = ""

    @property
    def width(self) -> int:
        """Columns of the widest line."""
        return max((len(line.cells) for line in self.lines), default=0)
