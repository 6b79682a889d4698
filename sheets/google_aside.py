"""What a write displaces, kept by the write itself, so that no edit is lost that nobody had read.

Google has no "write this if that still stands there". But a batch is carried out in its order, all at
once. So a batch first copies the rows that it will change to the top of a hidden tab of ours, and then
changes them: what stood there in that very moment is read with the next reading, answered or not.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sheets.cell import Cell
from sheets.google_requests import Request, letters, quoted, value
from sheets.layout import BOT_COLUMNS, Placement
from sheets.reading import scan_of
from sheets.sheet import Change, Displaced, Mark

TITLE: Final = "_Before"
SHEET_ID: Final = zlib.crc32(b"threadbook-before") % (2**31 - 1) + 1
"""Ours to choose, so that the tab can be made and written in the same batch."""

WIDTH: Final = 120
"""Columns of the tab; a ledger that reaches further right is not kept."""

_LABELS: Final = 3
"""Before each copied row stand the number of the write, the row's own number, and where its columns stood."""


def title_of(metadata: Mapping[str, Any]) -> str:
    """What the tab is called by now; empty when there is none."""
    tabs = (sheet["properties"] for sheet in metadata.get("sheets", ()))
    return next((str(tab["title"]) for tab in tabs if tab.get("sheetId") == SHEET_ID), "")


def has_room(placement: Placement) -> bool:
    """Whether rows of the ledger are narrow enough to be kept."""
    return placement.width + _LABELS <= WIDTH


def making() -> list[Request]:
    """Make the tab, where people do not see it."""
    grid = {"rowCount": 1, "columnCount": WIDTH}
    properties = {"sheetId": SHEET_ID, "title": TITLE, "hidden": True, "gridProperties": grid}
    return [{"addSheet": {"properties": properties}}]


def keeping(sheet_id: int, placement: Placement, changes: Sequence[Change], mark: Mark) -> list[Request]:
    """Copy the rows that are about to change; must stand before what changes them."""
    rows = len(changes)
    span = {"sheetId": SHEET_ID, "dimension": "ROWS", "startIndex": 0, "endIndex": rows}
    columns = ",".join(str(placement.columns[column.key]) for column in BOT_COLUMNS)
    labels = [{"values": [value(mark.number), value(change.row), value(columns)]} for change in changes]
    start = {"sheetId": SHEET_ID, "rowIndex": 0, "columnIndex": 0}
    return [
        *(_emptying(rows) if mark.is_first else [_insert(span)]),
        {"updateCells": {"start": start, "rows": labels, "fields": "userEnteredValue"}},
        *(_copy(sheet_id, placement, change.row, at) for at, change in enumerate(changes)),
    ]


def cells(title: str) -> str:
    """All of the tab, in A1 notation."""
    return f"{quoted(title)}!A:{letters(WIDTH - 1)}"


def displaced(rows: Sequence[Sequence[Cell]]) -> tuple[Displaced, ...]:
    """What the tab tells, the oldest write first; what people may have typed there is passed over."""
    return tuple(reversed([*_told(rows)]))


def _told(rows: Sequence[Sequence[Cell]]) -> Iterator[Displaced]:
    for row in rows:
        match [*row[:_LABELS]]:
            case [int() | float() as number, int() | float() as at, str() as columns]:
                places = [int(place) for place in columns.split(",") if place.isdecimal()]
            case _:
                continue
        if len(places) == len(BOT_COLUMNS):
            stood = {column.key: place for column, place in zip(BOT_COLUMNS, places, strict=True)}
            found = scan_of([row[_LABELS:]], Placement(0, stood), int(at)).rows
            yield from (Displaced(int(number), one) for one in found)


def _emptying(rows: int) -> list[Request]:
    """What was kept before is needed no more."""
    grid = {"sheetId": SHEET_ID, "gridProperties": {"rowCount": rows}}
    return [
        {"updateCells": {"range": {"sheetId": SHEET_ID}, "fields": "userEnteredValue"}},
        {"updateSheetProperties": {"properties": grid, "fields": "gridProperties.rowCount"}},
    ]


def _insert(span: Mapping[str, Any]) -> Request:
    return {"insertDimension": {"range": dict(span), "inheritFromBefore": False}}


def _copy(sheet_id: int, placement: Placement, row: int, at: int) -> Request:
    source = {"sheetId": sheet_id, "startRowIndex": row - 1, "endRowIndex": row}
    target = {"sheetId": SHEET_ID, "startRowIndex": at, "endRowIndex": at + 1}
    return {
        "copyPaste": {
            "source": {**source, "startColumnIndex": 0, "endColumnIndex": placement.width},
            "destination": {
                **target,
                "startColumnIndex": _LABELS,
                "endColumnIndex": _LABELS + placement.width,
            },
            "pasteType": "PASTE_VALUES",
        }
    }
