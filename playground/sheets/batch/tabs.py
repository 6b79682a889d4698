"""Requests about whole tabs and the spreadsheet itself."""

import secrets
from collections.abc import Mapping
from typing import Final

from playground.sheets import mask as masks
from playground.sheets.batch.call import Call, Request, check_editable, request
from playground.sheets.errors import Json, RefusedError
from playground.sheets.locales import locale
from playground.sheets.tab import Tab

_PROPERTIES: Final = frozenset(
    {
        "sheetId",
        "title",
        "index",
        "sheetType",
        "gridProperties",
        "hidden",
        "tabColor",
        "tabColorStyle",
        "rightToLeft",
    },
)
_GRID_PROPERTIES: Final = frozenset(
    {
        "rowCount",
        "columnCount",
        "frozenRowCount",
        "frozenColumnCount",
        "hideGridlines",
        "rowGroupControlAfter",
        "columnGroupControlAfter",
    },
)
_SPREADSHEET_PROPERTIES: Final = frozenset(
    {"title", "locale", "autoRecalc", "timeZone", "defaultFormat", "iterativeCalculationSettings"},
)
_LARGEST_ID: Final = 2**31 - 1


def _add_sheet(call: Call, args: Json) -> Json:
    properties = _checked(args.get("properties", {}))
    sheet = call.sheet
    sheet_id = properties.get("sheetId")
    if sheet_id is None:
        while sheet.has_tab(sheet_id := 1 + secrets.randbelow(_LARGEST_ID)):
            pass
    if not isinstance(sheet_id, int) or not 0 <= sheet_id <= _LARGEST_ID:
        raise RefusedError(f"Invalid sheetId: {sheet_id!r}")
    if sheet.has_tab(sheet_id):
        raise RefusedError(f"Cannot add sheet with id: {sheet_id}. A sheet with this id already exists.")
    title = properties.get("title") or _free_title(call)
    _check_title(call, title)
    tab = Tab(sheet_id, title, 1000, 26, sheet.undo)
    call.sheet.check_room(_cells(properties, tab))
    tab.set_properties({**properties, "title": title})
    _insert(call, tab, properties.get("index", len(sheet.tabs)))
    return {"addSheet": {"properties": tab.properties(sheet.tabs.index(tab))}}


def _delete_sheet(call: Call, args: Json) -> Json:
    tab = call.tab(args)
    if len(call.sheet.tabs) == 1:
        raise RefusedError("You can't remove all the sheets in a document.")
    if all(other.is_hidden for other in call.sheet.tabs if other is not tab):
        raise RefusedError("You can't remove all the visible sheets in a document.")
    check_editable(tab, tab.grid.box, call.actor)
    undo = call.sheet.undo
    undo.change(call.sheet, "tabs", tuple(other for other in call.sheet.tabs if other is not tab))
    undo.change(
        call.sheet,
        "named_ranges",
        {
            name: named
            for name, named in call.sheet.named_ranges.items()
            if named["range"].get("sheetId", 0) != tab.sheet_id
        },
    )
    call.sheet.metadata.remove_sheet(tab.sheet_id)
    return {}


def _duplicate_sheet(call: Call, args: Json) -> Json:
    source = call.sheet.tab(args.get("sourceSheetId", 0))
    place = args.get("insertSheetIndex", 0)
    properties: Json = {"title": args.get("newSheetName") or f"Copy of {source.title}", "index": place}
    if "newSheetId" in args:
        properties["sheetId"] = args["newSheetId"]
    grid = {**source.grid_extra, "rowCount": source.grid.height, "columnCount": source.grid.columns}
    reply = _add_sheet(call, {"properties": {**source.extra, **properties, "gridProperties": grid}})
    copy = call.tab(reply["addSheet"]["properties"])
    copy.grid.replace_rows(0, source.grid.rows(0, source.grid.height))
    return {"duplicateSheet": reply["addSheet"]}


def _update_sheet_properties(call: Call, args: Json) -> Json:
    mask = masks.required(args.get("fields"))
    masks.allow(mask, _PROPERTIES)
    masks.allow(mask.get("gridProperties", {}), _GRID_PROPERTIES)
    properties = _checked(args.get("properties", {}))
    tab = call.tab(properties)
    old = tab.properties(call.sheet.tabs.index(tab))
    new = masks.merge(old, properties, mask)
    if new.get("title") != tab.title:
        _check_title(call, new.get("title"))
    if new.get("hidden") and all(other.is_hidden for other in call.sheet.tabs if other is not tab):
        raise RefusedError("You can't hide all the sheets in a document.")
    call.sheet.check_room(_cells(new, tab) - tab.grid.height * tab.grid.columns)
    tab.set_properties(new)
    if "index" in mask:
        _move(call, tab, new.get("index", 0))
    return {}


def _update_spreadsheet_properties(call: Call, args: Json) -> Json:
    mask = masks.required(args.get("fields"))
    properties = args.get("properties", {})
    masks.allow(mask, _SPREADSHEET_PROPERTIES)
    masks.allow(properties, _SPREADSHEET_PROPERTIES)
    new = masks.merge(call.sheet.properties, properties, mask)
    if not new.get("title"):
        raise RefusedError("The title must not be empty.")
    try:
        locale(new["locale"])
    except ValueError as error:
        raise RefusedError(str(error)) from error
    call.sheet.undo.change(call.sheet, "properties", new)
    return {}


def _checked(properties: Json) -> Json:
    masks.allow(properties, _PROPERTIES)
    masks.allow(properties.get("gridProperties", {}), _GRID_PROPERTIES)
    return properties


def _cells(properties: Json, tab: Tab) -> int:
    """How many cells the tab will have."""
    grid = properties.get("gridProperties", {})
    return int(grid.get("rowCount", tab.grid.height)) * int(grid.get("columnCount", tab.grid.columns))


def _check_title(call: Call, title: object) -> None:
    if not isinstance(title, str) or not title:
        raise RefusedError("The sheet title must not be empty.")
    if any(tab.title.casefold() == title.casefold() for tab in call.sheet.tabs):
        raise RefusedError(
            f'A sheet with the name "{title}" already exists. Please enter another name.',
        )


def _free_title(call: Call) -> str:
    number = len(call.sheet.tabs) + 1
    while any(tab.title == f"Sheet{number}" for tab in call.sheet.tabs):
        number += 1
    return f"Sheet{number}"


def _insert(call: Call, tab: Tab, index: int) -> None:
    tabs = call.sheet.tabs
    if not 0 <= index <= len(tabs):
        raise RefusedError(f"Invalid sheet index: {index}")
    call.sheet.undo.change(call.sheet, "tabs", (*tabs[:index], tab, *tabs[index:]))
    call.sheet.touch(tab)


def _move(call: Call, tab: Tab, index: int) -> None:
    """Put a tab before the one that is at `index` now: the index counts as before the move."""
    before = [other for other in call.sheet.tabs[:index] if other is not tab]
    after = [other for other in call.sheet.tabs[index:] if other is not tab]
    call.sheet.undo.change(call.sheet, "tabs", (*before, tab, *after))


REQUESTS: Final[Mapping[str, Request]] = {
    "addSheet": request(_add_sheet, "properties"),
    "deleteSheet": request(_delete_sheet, "sheetId"),
    "duplicateSheet": request(
        _duplicate_sheet,
        "sourceSheetId",
        "insertSheetIndex",
        "newSheetId",
        "newSheetName",
    ),
    "updateSheetProperties": request(_update_sheet_properties, "properties", "fields"),
    "updateSpreadsheetProperties": request(_update_spreadsheet_properties, "properties", "fields"),
}
