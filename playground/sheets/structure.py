"""Rows and columns inserted, deleted, moved and sorted, with all that lies upon them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from playground.sheets.area import Box
from playground.sheets.cell import NOTHING, Cell, CellError, Formula
from playground.sheets.errors import RefusedError
from playground.sheets.grid import EMPTY_ROW, Row
from playground.sheets.reshape import Deleted, Dimension, Inserted, Moved, Reshape, reshaped
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class SortKey:
    """Sort by this column, counted from 0."""

    column: int
    is_descending: bool = False


def insert(
    sheet: Spreadsheet,
    tab: Tab,
    dimension: Dimension,
    at: int,
    count: int,
    *,
    like_before: bool = False,
) -> None:
    """Add empty rows or columns before `at`, with the formats of what is before or after them.

    Raises:
        RefusedError: `at` lies outside the grid, or it would become too large.
    """
    size = tab.grid.height if dimension == "ROWS" else tab.grid.columns
    if count < 1 or not 0 <= at <= size or (like_before and at == 0):
        raise RefusedError(f"Cannot insert {count} {dimension} at {at} of {size}")
    sheet.check_room(count * (tab.grid.columns if dimension == "ROWS" else tab.grid.height))
    model = at - 1 if like_before or at == size else at
    if dimension == "ROWS":
        tab.grid.insert_rows(at, [_formats(tab.grid.row(model))] * count)
    else:

        def widened(cells: list[Cell]) -> list[Cell]:
            return [*cells[:at], *([_format(cells[model])] * count), *cells[at:]]

        tab.grid.change_columns(tab.grid.columns + count, widened)
    _carry(sheet, tab, dimension, Inserted(at, count))


def delete(sheet: Spreadsheet, tab: Tab, dimension: Dimension, start: int, end: int) -> None:
    """Remove rows or columns and what was on them only.

    Raises:
        RefusedError: they lie outside the grid, or nothing else would be left.
    """
    size = tab.grid.height if dimension == "ROWS" else tab.grid.columns
    if not 0 <= start < end <= size:
        raise RefusedError(f"Cannot delete {dimension} {start} to {end} of {size}")
    if end - start == size:
        raise RefusedError(f"You can't delete all the {dimension.lower()} on the sheet.")
    if dimension == "ROWS":
        tab.grid.delete_rows(start, end)
    else:
        tab.grid.change_columns(size - (end - start), lambda cells: [*cells[:start], *cells[end:]])
    _carry(sheet, tab, dimension, Deleted(start, end))


def move(sheet: Spreadsheet, tab: Tab, dimension: Dimension, start: int, end: int, to: int) -> None:
    """Put rows or columns before what is at `to` now.

    Raises:
        RefusedError: they lie outside the grid, or would be put into themselves.
    """
    size = tab.grid.height if dimension == "ROWS" else tab.grid.columns
    if not (0 <= start < end <= size and 0 <= to <= size) or start < to < end:
        raise RefusedError(f"Cannot move {dimension} {start} to {end} of {size} before {to}")

    def moved(items: Sequence[_Item]) -> list[_Item]:
        rest = [*items[:start], *items[end:]]
        at = to if to <= start else to - (end - start)
        return [*rest[:at], *items[start:end], *rest[at:]]

    if dimension == "ROWS":
        tab.grid.replace_rows(0, moved(tab.grid.rows(0, size)))
    else:
        tab.grid.change_columns(size, moved)
    _carry(sheet, tab, dimension, Moved(start, end, to))


def sort(sheet: Spreadsheet, tab: Tab, box: Box, keys: Sequence[SortKey]) -> None:
    """Sort the rows of a rectangle: numbers, then texts, then truth values, then errors; empty cells last.

    Cells move with their formats and notes. Named ranges stay; row metadata stays too, unless
    `metadata_follows_sort`: what Google does with it is documented nowhere.
    """
    sheet.touch(tab)
    before = tab.grid.rows(box.top, box.bottom)
    order = list(range(len(before)))
    for key in reversed(keys):
        order = _sorted(order, [row.cell(key.column) for row in before], is_descending=key.is_descending)

    def mixed(own: Row, other: Row) -> Row:
        cells = own.padded(box.right)
        cells[box.left : box.right] = other.padded(box.right)[box.left : box.right]
        return Row.of(cells)

    is_whole = box.left == 0 and box.right >= tab.grid.columns
    tab.grid.replace_rows(
        box.top,
        [before[old] if is_whole else mixed(before[new], before[old]) for new, old in enumerate(order)],
    )
    if sheet.metadata_follows_sort:
        places = {box.top + old: box.top + new for new, old in enumerate(order)}
        sheet.metadata.reshape(tab.sheet_id, "ROWS", _Permuted(places))


@dataclass(frozen=True, slots=True)
class _Permuted:
    """Single rows that changed places."""

    places: dict[int, int]

    def index(self, index: int) -> int | None:
        return self.places.get(index, index)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        place = self.places.get(start, start)
        return place, place + end - start


_NUMBER, _TEXT, _TRUTH, _ERROR = range(4)


def _rank(cell: Cell) -> tuple[int, float, str]:
    match cell.value:
        case bool() as truth:
            return _TRUTH, float(truth), ""
        case float() as number:
            return _NUMBER, number, ""
        case str() as text:
            return _TEXT, 0, text.casefold()
        case Formula(text):
            return _TEXT, 0, text.casefold()
        case CellError(kind, _):
            return _ERROR, 0, kind
        case None:
            raise AssertionError("empty cells are not ranked")


def _sorted(order: list[int], cells: list[Cell], *, is_descending: bool) -> list[int]:
    """A stable sort with empty cells last in both directions."""
    full = [index for index in order if cells[index].value is not None]
    empty = [index for index in order if cells[index].value is None]
    full.sort(key=lambda index: _rank(cells[index]), reverse=is_descending)
    return full + empty


def _formats(row: Row) -> Row:
    return Row.of([_format(cell) for cell in row.cells]) if row.cells else EMPTY_ROW


def _format(cell: Cell) -> Cell:
    if cell.format is None and cell.validation is None:
        return NOTHING
    return Cell(format=cell.format, validation=cell.validation)


def _carry(sheet: Spreadsheet, tab: Tab, dimension: Dimension, reshape: Reshape) -> None:
    """Let all that refers to rows or columns of the tab follow them. Formulas are not rewritten."""
    sheet.touch(tab)
    for each in sheet.tabs:
        each.reshape(tab.sheet_id, dimension, reshape)
    moved = {
        name: new
        for name, named in sheet.named_ranges.items()
        if (new := reshaped(named, tab.sheet_id, dimension, reshape)) is not None
    }
    sheet.undo.change(sheet, "named_ranges", moved)
    sheet.metadata.reshape(tab.sheet_id, dimension, reshape)
