from dataclasses import dataclass
from typing import Self

from playground.sheets.errors import Json, RefusedError

GRID_RANGE_KEYS = frozenset(
    {"sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"},
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells, counted from 0, its ends not included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """How many rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns."""
        return self.right - self.left

    def meets(self, other: Self) -> bool:
        """Whether the two share a cell."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def grid_range(self, sheet_id: int) -> Json:
        """This rectangle as the API writes it; sheet 0 is left out, as in Google's own answers."""
        return {
            **({"sheetId": sheet_id} if sheet_id else {}),
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle that may be open: an end that is None runs to the end of the grid."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    @classmethod
    def of(cls, grid_range: Json) -> Self:
        """Read a GridRange.

        Raises:
            RefusedError: an end lies before its start.
        """
        area = cls(
            grid_range.get("startRowIndex", 0),
            grid_range.get("startColumnIndex", 0),
            grid_range.get("endRowIndex"),
            grid_range.get("endColumnIndex"),
        )
        for name, start, end in (("Row", area.top, area.bottom), ("Column", area.left, area.right)):
            if start < 0 or (end is not None and end < start):
                raise RefusedError(
                    f"GridRange: end{name}Index[{end}] must not lie before start{name}Index[{start}]",
                )
        return area

    @property
    def is_cell(self) -> bool:
        """Whether this is one single cell."""
        return self.bottom == self.top + 1 and self.right == self.left + 1

    def within(self, rows: int, columns: int) -> Box:
        """The part of a grid of that size that this covers; it may be empty."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Box(self.top, self.left, max(bottom, self.top), max(right, self.left))
