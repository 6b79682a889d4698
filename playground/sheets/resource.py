"""The Spreadsheet resource: what `spreadsheets.get` answers."""

from collections.abc import Sequence

from playground.sheets import mask as masks
from playground.sheets.area import Box
from playground.sheets.cell import Cell, CellError, Formula, extended
from playground.sheets.display import shown
from playground.sheets.errors import Json
from playground.sheets.grid import Row
from playground.sheets.locales import Locale
from playground.sheets.mask import Mask
from playground.sheets.reading import readable
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import LISTS, Tab


def get(sheet: Spreadsheet, ranges: Sequence[str], *, fields: str | None, with_cells: bool) -> Json:
    """The spreadsheet, cut to the field mask. Without a mask, cells come only when asked for.

    Ranges limit the tabs, and their cells, that are answered.

    Raises:
        RefusedError: the mask or a range cannot be read.
    """
    mask = masks.parse(fields) if fields else masks.ALL
    wants_cells = with_cells if not mask else _asks_for_cells(mask)
    with sheet.lock:
        answer = _spreadsheet(sheet, ranges, with_cells=wants_cells)
    return masks.select_from(answer, mask)


def _asks_for_cells(mask: Mask) -> bool:
    sheets = mask.get("sheets")
    return sheets is not None and (not sheets or "data" in sheets)


def _spreadsheet(sheet: Spreadsheet, ranges: Sequence[str], *, with_cells: bool) -> Json:
    located = [(tab, readable(tab, area)) for tab, area in map(sheet.locate, ranges)]
    asked = [tab for tab in sheet.tabs if not located or any(tab is one for one, _ in located)]
    boxes = {tab.sheet_id: [box for one, box in located if one is tab] or [tab.grid.box] for tab in asked}
    answer: Json = {
        "spreadsheetId": sheet.spreadsheet_id,
        "properties": {**sheet.properties, "defaultFormat": {}},
        "sheets": [_tab(sheet, tab, boxes[tab.sheet_id] if with_cells else ()) for tab in asked],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{sheet.spreadsheet_id}/edit",
    }
    if sheet.named_ranges:
        answer["namedRanges"] = list(sheet.named_ranges.values())
    if entries := [entry.json() for entry in sheet.metadata if entry.sheet_id is None]:
        answer["developerMetadata"] = entries
    return answer


def _tab(sheet: Spreadsheet, tab: Tab, boxes: Sequence[Box]) -> Json:
    answer: Json = {"properties": tab.properties(sheet.tabs.index(tab))}
    if boxes:
        answer["data"] = [_grid_data(sheet, tab, box) for box in boxes]
    answer |= {name: list(tab.lists[name]) for name in LISTS if tab.lists.get(name)}
    if basic_filter := tab.lists.get("basicFilter"):
        answer["basicFilter"] = basic_filter[0]
    entries = [
        entry.json()
        for entry in sheet.metadata
        if entry.sheet_id == tab.sheet_id and entry.location_type == "SHEET"
    ]
    if entries:
        answer["developerMetadata"] = entries
    return answer


def _grid_data(sheet: Spreadsheet, tab: Tab, box: Box) -> Json:
    locale = sheet.locale
    rows = [_row(row, box, locale) for row in tab.grid.rows(box.top, box.bottom)]
    while rows and not rows[-1]:
        rows.pop()
    start = {name: value for name, value in (("startRow", box.top), ("startColumn", box.left)) if value}
    return {
        **start,
        **({"rowData": rows} if rows else {}),
        "rowMetadata": _dimensions(tab, "ROWS", box.top, box.bottom),
        "columnMetadata": _dimensions(tab, "COLUMNS", box.left, box.right),
    }


def _dimensions(tab: Tab, dimension: str, start: int, end: int) -> list[Json]:
    known = tab.dimensions["ROWS" if dimension == "ROWS" else "COLUMNS"]
    pixels = 21 if dimension == "ROWS" else 100
    return [{"pixelSize": pixels, **known.get(index, {})} for index in range(start, end)]


def _row(row: Row, box: Box, locale: Locale) -> Json:
    values = [_cell(cell, locale) for cell in row.cells[box.left : box.right]]
    return {"values": values} if values else {}


def _cell(cell: Cell, locale: Locale) -> Json:
    answer: Json = {}
    if cell.value is not None:
        answer["userEnteredValue"] = extended(cell.value)
        answer["effectiveValue"] = _effective(cell)
        answer["formattedValue"] = shown(cell, locale)
    if cell.format:
        answer["userEnteredFormat"] = answer["effectiveFormat"] = dict(cell.format)
    if cell.note:
        answer["note"] = cell.note
    if cell.validation:
        answer["dataValidation"] = dict(cell.validation)
    return answer


def _effective(cell: Cell) -> Json:
    """What the value comes to. A formula comes to its own text here: only `values` computes."""
    match cell.value:
        case None:
            return {}
        case Formula(text):
            return {"stringValue": text}
        case CellError() as error:
            return extended(error)
        case value:
            return extended(value)
