"""The requests of `spreadsheets.batchUpdate` that make and fill the tabs beside the ledger, as plain data."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sheets.google_requests import MARK, value
from sheets.layout import BY_KEY, money_pattern
from sheets.tabs.content import BLOCKS, FIELDS, NOTHING, Area, Look, Put, Tab

Request = dict[str, Any]

ROOM: Final = 100
"""Rows of a new tab."""

_SHADE: Final = {"red": 0.95, "green": 0.96, "blue": 0.97}
_GREY: Final = {"red": 0.46, "green": 0.46, "blue": 0.46}
_MIDDLE: Final = {"verticalAlignment": "MIDDLE"}
_LOOKS: Final[Mapping[Look, Request]] = {
    "title": {"textFormat": {"bold": True, "fontSize": 14}, "horizontalAlignment": "LEFT"},
    "heading": {"textFormat": {"bold": True}, "backgroundColor": _SHADE},
    "figures": {"textFormat": {"bold": True}, "backgroundColor": _SHADE, "horizontalAlignment": "RIGHT"},
    "total": {"textFormat": {"bold": True}},
    "plain": _MIDDLE,
    "money": _MIDDLE,
    "day": {"numberFormat": {"type": "DATE", "pattern": BY_KEY["date"].pattern}, **_MIDDLE},
    "words": {"wrapStrategy": "WRAP", **_MIDDLE},
    "note": {"textFormat": {"italic": True, "foregroundColor": _GREY}},
}
_SUMMARY_WIDTHS: Final = (190, *([105] * 12), 120, 100, 170, 120)


def making(tab: Tab, sheet_id: int, title: str) -> Request:
    """A new tab, empty, with that number."""
    block = BLOCKS.get(tab.key)
    columns = block.span.columns if block else len(FIELDS[tab.key])
    grid: Request = {"rowCount": ROOM, "columnCount": max(columns, 10)}
    if tab.key in FIELDS:
        grid["frozenRowCount"] = 1
    if tab.key == "summary":
        grid["hideGridlines"] = True
    properties: Request = {"sheetId": sheet_id, "title": title, "gridProperties": grid}
    if tab.is_hidden:
        properties["hidden"] = True
    return {"addSheet": {"properties": properties}}


def naming(sheet_id: int, area: Area) -> Request:
    """A name for cells of a tab."""
    span = area.span
    cells: Request = {
        "sheetId": sheet_id,
        "startColumnIndex": span.column,
        "endColumnIndex": span.column + span.columns,
    }
    if span.rows is not None:
        cells |= {"startRowIndex": span.row, "endRowIndex": span.row + span.rows}
    return {"addNamedRange": {"namedRange": {"name": area.name, "range": cells}}}


def widening(sheet_id: int, areas: Iterable[Area], columns: int) -> Iterator[Request]:
    """Room for what is to stand in a tab of so many columns."""
    last = max((area.span.column + area.span.columns for area in areas), default=0)
    if last > columns:
        length = last - columns
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": length}}


def filling(sheet_id: int, puts: Iterable[Put], rows: int) -> Iterator[Request]:
    """Values and looks of cells, neighbours together; a tab of so many `rows` grows when it must."""
    ordered = sorted(puts, key=attrgetter("row", "column"))
    if ordered and (missing := ordered[-1].row + 1 - rows) > 0:
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": missing + ROOM}}
    numbered = enumerate(ordered)
    for (*_, has_note), group in groupby(numbered, key=_neighbours):
        run = [put for _, put in group]
        yield {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": run[0].row, "columnIndex": run[0].column},
                "rows": [{"values": [_cell(put) for put in run]}],
                "fields": f"userEnteredValue,userEnteredFormat{',note' if has_note else ''}",
            }
        }


def _neighbours(numbered: tuple[int, Put]) -> tuple[int, int, bool]:
    """Equal for cells that are written at once: side by side, and all with notes or all without."""
    number, put = numbered
    return put.row, put.column - number, bool(put.note)


def adornment(tab: Tab, sheet_id: int) -> Iterator[Request]:
    """Widths of columns, and a warning before a person edits what the bot keeps."""
    widths = [field.width for field in FIELDS.get(tab.key, ())] or _SUMMARY_WIDTHS
    for index, width in enumerate(widths if not tab.is_hidden else ()):
        yield _width(sheet_id, index, width)
    block = BLOCKS.get(tab.key)
    yield _protected(sheet_id, 0, block.span.columns if block else len(FIELDS[tab.key]))


def added(area: Area, sheet_id: int) -> Iterator[Request]:
    """The same for a column that a tab has got with a newer layout, or again."""
    for field in FIELDS.get(area.tab, ()):
        if field.name == area.name:
            yield _width(sheet_id, area.span.column, field.width)
            yield _protected(sheet_id, area.span.column, area.span.column + 1)


def _width(sheet_id: int, index: int, width: int) -> Request:
    area = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    properties = {"pixelSize": width}
    return {"updateDimensionProperties": {"range": area, "properties": properties, "fields": "pixelSize"}}


def _protected(sheet_id: int, first: int, end: int) -> Request:
    protected = {
        "range": {"sheetId": sheet_id, "startColumnIndex": first, "endColumnIndex": end},
        "warningOnly": True,
        "description": MARK,
    }
    return {"addProtectedRange": {"protectedRange": protected}}


def _cell(put: Put) -> Request:
    look = dict(_LOOKS.get(put.look, {}))
    if put.look in ("money", "total"):
        look["numberFormat"] = {"type": "NUMBER", "pattern": money_pattern(put.digits, NOTHING)}
    note = {"note": put.note} if put.note else {}
    return {**value(put.value), **({"userEnteredFormat": look} if look else {}), **note}
