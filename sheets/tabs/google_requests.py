"""The requests of `spreadsheets.batchUpdate` that make and fill the tabs beside the ledger, as plain data."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from sheets.google_requests import MARK, value
from sheets.tabs.content import BLOCKS, FIELDS, Area, Look, Put, Tab, TabKey

Request = dict[str, Any]

MONEY: Final = '#,##0.00;[Red]-#,##0.00;"–"'
ROOM: Final = 100
"""Rows of a new tab."""

_SHADE: Final = {"red": 0.95, "green": 0.96, "blue": 0.97}
_GREY: Final = {"red": 0.46, "green": 0.46, "blue": 0.46}
_MONEY: Final = {"numberFormat": {"type": "NUMBER", "pattern": MONEY}}
_LOOKS: Final[Mapping[Look, Request]] = {
    "title": {"textFormat": {"bold": True, "fontSize": 14}, "horizontalAlignment": "LEFT"},
    "heading": {"textFormat": {"bold": True}, "backgroundColor": _SHADE},
    "figures": {"textFormat": {"bold": True}, "backgroundColor": _SHADE, "horizontalAlignment": "RIGHT"},
    "money": _MONEY,
    "total": {"textFormat": {"bold": True}, **_MONEY},
    "note": {"textFormat": {"italic": True, "foregroundColor": _GREY}},
}
_SUMMARY_WIDTHS: Final = (190, *([95] * 12), 110, 24, 170, 110)


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


def filling(sheet_id: int, puts: Iterable[Put], rows: int) -> Iterator[Request]:
    """Values and looks of cells, neighbours together; a tab of so many `rows` grows when it must."""
    ordered = sorted(puts, key=attrgetter("row", "column"))
    if ordered and (missing := ordered[-1].row + 1 - rows) > 0:
        yield {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": missing + ROOM}}
    numbered = enumerate(ordered)
    for _, group in groupby(numbered, key=lambda pair: (pair[1].row, pair[1].column - pair[0])):
        run = [put for _, put in group]
        yield {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": run[0].row, "columnIndex": run[0].column},
                "rows": [{"values": [_cell(put) for put in run]}],
                "fields": "userEnteredValue,userEnteredFormat",
            }
        }


def adornment(tab: Tab, sheet_id: int) -> Iterator[Request]:
    """Widths of columns, and a warning before a person edits what the bot keeps."""
    widths = [field.width for field in FIELDS.get(tab.key, ())] or _SUMMARY_WIDTHS
    for index, width in enumerate(widths if not tab.is_hidden else ()):
        area = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
        properties = {"pixelSize": width}
        yield {"updateDimensionProperties": {"range": area, "properties": properties, "fields": "pixelSize"}}
    for cells in _kept(tab.key):
        protected = {
            "range": {"sheetId": sheet_id, **cells},
            "warningOnly": True,
            "description": MARK,
        }
        yield {"addProtectedRange": {"protectedRange": protected}}


def _kept(key: TabKey) -> Iterator[Request]:
    """The columns that the bot keeps: in front of those that are free for people."""
    block = BLOCKS.get(key)
    yield {"startColumnIndex": 0, "endColumnIndex": block.span.columns if block else len(FIELDS[key])}


def _cell(put: Put) -> Request:
    look = _LOOKS.get(put.look)
    return {**value(put.value), **({"userEnteredFormat": look} if look else {})}
