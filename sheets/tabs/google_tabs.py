"""The tabs beside the ledger at Google: found, and what must be made or repaired."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sheets.cell import Cell, Formula
from sheets.google import GoogleApi
from sheets.google_requests import columns_range
from sheets.layout import Language
from sheets.tabs import google_requests as requests
from sheets.tabs.content import AREAS, TAB, Span, TabKey
from sheets.tabs.google_charts import CHARTS, charts
from sheets.tabs.mirror import Grid
from sheets.tabs.register import Register
from sheets.tabs.repair import Lack, Standing, lack, tabs_of

_FIRST_ID: Final = 740_001


@dataclass(frozen=True, slots=True)
class Furniture:
    """What is to be written: what tabs need, what only looks well, and the titles of new tabs and of all."""

    structure: list[requests.Request]
    adornment: list[requests.Request]
    made: dict[TabKey, str]
    titles: dict[TabKey, str]


class GoogleTabs:
    """The tabs beside the ledger of one spreadsheet. Every method raises SheetError."""

    def __init__(self, api: GoogleApi, language: Language) -> None:
        self._api = api
        self._language = language

    def plan(self, register: Register, metadata: Mapping[str, Any]) -> Furniture:
        """What must be written for the tabs to be whole and say what the book says; it reads only."""
        sheets = {int(one["properties"].get("sheetId", 0)): one for one in metadata.get("sheets", [])}
        standing = self._standing(metadata, sheets)
        needed = lack(standing, register, self._language, has_sparks=True)
        ids = standing.tabs | _free_ids(needed.tabs, sheets)
        made = {key: self._free_title(key, sheets) for key in needed.tabs}
        adornment = [one for key in needed.tabs for one in requests.adornment(TAB[key], ids[key])]
        new = [area for area in needed.areas if area.tab not in needed.tabs]
        adornment += [one for area in new for one in requests.added(area, ids[area.tab])]
        if needed.charts:
            summary = ids["summary"]
            adornment += charts(summary, self._language, _chart_ids(sheets.get(summary, {})))
        known = {key: str(sheets[number]["properties"]["title"]) for key, number in standing.tabs.items()}
        return Furniture(list(_structure(needed, ids, made, sheets)), adornment, made, known | made)

    def _standing(self, metadata: Mapping[str, Any], sheets: Mapping[int, dict[str, Any]]) -> Standing[int]:
        ours = {area.name for area in AREAS}
        names = {
            one["name"]: (int(one["range"].get("sheetId", 0)), _span(one["range"]))
            for one in metadata.get("namedRanges", [])
            if one.get("name") in ours and int(one.get("range", {}).get("sheetId", 0)) in sheets
        }
        tabs = {key: sheets[sheet_id] for key, sheet_id in tabs_of(names).items()}
        has_charts = set(CHARTS) <= set(_chart_ids(tabs.get("summary", {})))
        return Standing(names, self._grids(tabs), has_charts)

    def _grids(self, tabs: Mapping[TabKey, dict[str, Any]]) -> dict[TabKey, Grid]:
        if not tabs:
            return {}
        properties = [tab["properties"] for tab in tabs.values()]
        ranges = [columns_range(one["title"], one["gridProperties"]["columnCount"]) for one in properties]
        read = self._api.read_formulas(ranges)
        grids = [[[_cell(cell) for cell in line] for line in grid] for grid in read]
        return dict(zip(tabs, grids, strict=True))

    def _free_title(self, key: TabKey, sheets: Mapping[int, dict[str, Any]]) -> str:
        taken = {str(one["properties"]["title"]).casefold() for one in sheets.values()}
        return next(title for title in TAB[key].titles(self._language) if title.casefold() not in taken)


def _structure(
    needed: Lack, ids: Mapping[TabKey, int], made: Mapping[TabKey, str], sheets: Mapping[int, dict[str, Any]]
) -> Iterator[requests.Request]:
    """Tabs, then names, then the cells whose formulas use them; all or nothing."""
    for key, title in made.items():
        yield requests.making(TAB[key], ids[key], title)
    for key, sheet_id in ids.items():
        if grid := _size(sheets.get(sheet_id, {})):
            areas = [area for area in needed.areas if area.tab == key]
            yield from requests.widening(sheet_id, areas, int(grid.get("columnCount", 0)))
    for area in needed.areas:
        yield requests.naming(ids[area.tab], area)
    for key, puts in needed.puts.items():
        grid = _size(sheets.get(ids[key], {}))
        yield from requests.filling(ids[key], puts, int(grid.get("rowCount", requests.ROOM)))


def _size(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """How many rows and columns a tab has; nothing for one that is not made yet."""
    return dict(sheet.get("properties", {}).get("gridProperties", {}))


def _free_ids(keys: tuple[TabKey, ...], sheets: Mapping[int, object]) -> dict[TabKey, int]:
    """Numbers for new tabs; chosen here, so that one batch can make a tab and fill it."""
    free = (
        number for number in range(_FIRST_ID, _FIRST_ID + len(sheets) + len(keys) + 1) if number not in sheets
    )
    return dict(zip(keys, free, strict=False))


def _chart_ids(sheet: Mapping[str, Any]) -> list[int]:
    return [int(chart["chartId"]) for chart in sheet.get("charts", [])]


def _span(cells: Mapping[str, Any]) -> Span:
    column, top = int(cells.get("startColumnIndex", 0)), int(cells.get("startRowIndex", 0))
    columns = int(cells.get("endColumnIndex", column + 1)) - column
    rows = int(cells["endRowIndex"]) - top if "endRowIndex" in cells else None
    return Span(top, column, rows, columns)


def _cell(value: Cell) -> Cell:
    return Formula(value) if isinstance(value, str) and value.startswith("=") else value
