"""Where things are after rows or columns were inserted, deleted or moved."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from playground.sheets.area import GRID_RANGE_KEYS
from playground.sheets.errors import Json

Dimension = Literal["ROWS", "COLUMNS"]

_AXIS: Final[dict[Dimension, str]] = {"ROWS": "Row", "COLUMNS": "Column"}
_COORDINATE_KEYS: Final = frozenset({"sheetId", "rowIndex", "columnIndex"})
_FOREVER: Final = 1 << 60


class Reshape(Protocol):
    """A change of the order of rows or columns."""

    def index(self, index: int) -> int | None:
        """Where a row or column is now, or None when it is gone."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a range is now, or None when all of it is gone."""


@dataclass(frozen=True, slots=True)
class Inserted:
    """`count` new ones before `at`."""

    at: int
    count: int

    def index(self, index: int) -> int | None:
        return index + self.count if index >= self.at else index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        moved = start + self.count if start >= self.at else start
        return moved, (end + self.count if end > self.at else end)


@dataclass(frozen=True, slots=True)
class Deleted:
    """Those from `start` up to `end` are gone."""

    start: int
    end: int

    def index(self, index: int) -> int | None:
        return None if self.start <= index < self.end else self._left(index)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        moved = self._left(start), self._left(end)
        return moved if moved[0] < moved[1] else None

    def _left(self, edge: int) -> int:
        return edge - max(0, min(edge, self.end) - self.start)


@dataclass(frozen=True, slots=True)
class Moved:
    """Those from `start` up to `end` stand before what was at `to`."""

    start: int
    end: int
    to: int

    def index(self, index: int) -> int | None:
        count = self.end - self.start
        if self.start <= index < self.end:
            return index - self.start + (self.to if self.to <= self.start else self.to - count)
        if self.to <= index < self.start:
            return index + count
        if self.end <= index < self.to:
            return index - count
        return index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        low, high = min(self.start, self.to), max(self.end, self.to)
        if start <= low and end >= high:
            return start, end
        ends = [self.index(start), self.index(end - 1)]
        known = sorted(edge for edge in ends if edge is not None)
        return known[0], known[-1] + 1


def reshaped(item: Json, sheet_id: int, dimension: Dimension, reshape: Reshape) -> Json | None:
    """The item with each range inside it that lies on that tab moved, or None when its range is gone.

    This is done for named and protected ranges, filters, merges, conditional formats and charts
    alike: whatever looks like a GridRange or a GridCoordinate is one.
    """
    if _is_on(item, sheet_id, GRID_RANGE_KEYS):
        return _range(item, dimension, reshape)
    if _is_on(item, sheet_id, _COORDINATE_KEYS):
        name = f"{_AXIS[dimension].lower()}Index"
        index = reshape.index(item[name]) if name in item else None
        return {**item, name: index} if index is not None else item
    changed: Json = {}
    for name, value in item.items():
        new = value
        if isinstance(value, dict):
            new = reshaped(value, sheet_id, dimension, reshape)
        elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            parts = (reshaped(part, sheet_id, dimension, reshape) for part in value)
            new = [part for part in parts if part is not None] or None
        if new is None and value is not None:
            return None
        changed[name] = new
    return changed


def _is_on(item: Json, sheet_id: int, keys: frozenset[str]) -> bool:
    return len(item) > ("sheetId" in item) and item.keys() <= keys and item.get("sheetId", 0) == sheet_id


def _range(item: Json, dimension: Dimension, reshape: Reshape) -> Json | None:
    first, last = f"start{_AXIS[dimension]}Index", f"end{_AXIS[dimension]}Index"
    if first not in item and last not in item:
        return item
    moved = reshape.span(item.get(first, 0), item.get(last, _FOREVER))
    if moved is None:
        return None
    start = {first: moved[0]} if first in item else {}
    end = {last: moved[1]} if last in item else {}
    return {**item, **start, **end}
