"""Data filters: cells or metadata chosen by an A1 range, a grid range or a look-up of metadata."""

from typing import Final

from playground.sheets import mask as masks
from playground.sheets.area import Area
from playground.sheets.errors import Json, RefusedError
from playground.sheets.metadata import LOOKUP_KEYS, Entry
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab, area_of

_KEYS: Final = frozenset({"developerMetadataLookup", "a1Range", "gridRange"})


def metadata_of(sheet: Spreadsheet, data_filter: Json) -> list[Entry]:
    """The metadata entries that a filter chooses; a range chooses the entries of the rows and columns in it.

    Raises:
        RefusedError: the filter is none.
    """
    match _only(data_filter):
        case "developerMetadataLookup", dict() as lookup:
            masks.allow(lookup, LOOKUP_KEYS)
            return sheet.metadata.found(lookup)
        case kind, place:
            tab, area = _located(sheet, kind, place)
            box = area.within(tab.grid.height, tab.grid.columns)
            return [
                entry
                for entry in sheet.metadata
                if entry.sheet_id == tab.sheet_id
                and (span := entry.location.get("dimensionRange")) is not None
                and area_of(_strip(span), tab).meets(box)
            ]


def cells_of(sheet: Spreadsheet, data_filter: Json) -> list[tuple[Tab, Area]]:
    """The cells that a filter chooses: whole rows, columns or tabs when it chooses by metadata.

    Raises:
        RefusedError: the filter is none.
    """
    match _only(data_filter):
        case "developerMetadataLookup", _:
            return [_place(sheet, entry) for entry in metadata_of(sheet, data_filter)]
        case kind, place:
            return [_located(sheet, kind, place)]


def _only(data_filter: Json) -> tuple[str, Json | str]:
    masks.allow(data_filter, _KEYS)
    if len(data_filter) != 1:
        raise RefusedError("A dataFilter must have exactly one filter.")
    [(kind, value)] = data_filter.items()
    return kind, value


def _located(sheet: Spreadsheet, kind: str, place: Json | str) -> tuple[Tab, Area]:
    if kind == "a1Range" and isinstance(place, str):
        return sheet.locate(place)
    if kind == "gridRange" and isinstance(place, dict):
        return sheet.tab(place.get("sheetId", 0)), Area.of(place)
    raise RefusedError(f"Invalid dataFilter: {kind}")


def _place(sheet: Spreadsheet, entry: Entry) -> tuple[Tab, Area]:
    span = entry.location.get("dimensionRange")
    if span is not None:
        return sheet.tab(span.get("sheetId", 0)), Area.of(_strip(span))
    return (sheet.tab(entry.sheet_id) if entry.sheet_id is not None else sheet.tabs[0]), Area()


def _strip(span: Json) -> Json:
    axis = "Row" if span["dimension"] == "ROWS" else "Column"
    return {f"start{axis}Index": span["startIndex"], f"end{axis}Index": span["endIndex"]}
