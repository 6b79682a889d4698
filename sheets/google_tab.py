"""Where the Ledger tab stands in a spreadsheet at Google, and our columns in it; made when there is none."""

from collections.abc import Sequence
from typing import Any

from sheets import google_aside as aside
from sheets import google_requests as requests
from sheets.cell import Cell
from sheets.google import GoogleApi
from sheets.layout import (
    BOT_COLUMNS,
    COLUMNS,
    HEADER_DEPTH,
    MOST,
    SPARE_TAB_TITLES,
    TAB_TITLES,
    ColumnKey,
    Language,
    LayoutError,
    Placement,
    has_header,
    place,
)
from sheets.sheet import SheetError, misplaced


class LedgerTab:
    """The tab by its sheet id, and its columns by named ranges or headers, wherever people moved them.

    `aside` is the title of the tab beside it in which writes keep what they displace; empty while there is
    none.
    """

    def __init__(self, api: GoogleApi, language: Language) -> None:
        self._api = api
        self._language = language
        self._placement: Placement | None = None
        self.sheet_id: int | None = None
        self.title = ""
        self.header: list[Cell] = []
        self.aside = ""

    @property
    def placement(self) -> Placement:
        """Where the columns stood when they were looked for last."""
        if self._placement is None:
            raise SheetError("the Ledger tab was not looked for yet", "broken")
        return self._placement

    @property
    def id(self) -> int:
        """The tab's sheet id, once it was looked for."""
        return self.sheet_id or 0

    def locate(self) -> None:
        """Find the tab and its columns; nothing is changed."""
        metadata = self._api.metadata()
        if (sheet_id := self._standing(metadata)) is None:
            raise SheetError("the spreadsheet has no Ledger tab", "absent")
        self.sheet_id = sheet_id
        self.place(metadata)

    def find_or_make(self) -> dict[str, Any]:
        """Find the tab and its columns, or make it; returns what is known of the spreadsheet then."""
        metadata = self._api.metadata()
        self.sheet_id = self._standing(metadata)
        if self.sheet_id is None:
            self._placement = None
            headed = self._headed(metadata)  # the first tab of a spreadsheet has the number 0
            self.sheet_id = headed if headed is not None else self._make(metadata)
            metadata = self._api.metadata()
        self.place(metadata)
        return metadata

    def _standing(self, metadata: dict[str, Any]) -> int | None:
        """Our tab, if it is there: the known one, or one with most of our named ranges, or our header."""
        ids = [_sheet_id(tab) for tab in _tabs(metadata)]
        if self.sheet_id in ids:
            return self.sheet_id
        if self.sheet_id is not None:
            return None
        for sheet_id in ids:
            named = named_columns(metadata, sheet_id)
            if "op" in named or len(named) >= MOST:
                return sheet_id
        tops = self._tops(metadata)
        found = [tab for tab, top in zip(_tabs(metadata), tops, strict=True) if has_header(top)]
        found.sort(key=lambda tab: tab["title"] not in TAB_TITLES.values())
        return _sheet_id(found[0]) if found else None

    def _headed(self, metadata: dict[str, Any]) -> int | None:
        """A tab of ours that was made when we died before its header was written, with its header now."""
        tabs = zip(_tabs(metadata), self._tops(metadata), strict=True)
        empty = [tab for tab, top in tabs if not any(top) and tab["title"] in TAB_TITLES.values()]
        if not empty:
            return None
        self._api.write(self._heading(empty[0]))
        return _sheet_id(empty[0])

    def _tops(self, metadata: dict[str, Any]) -> list[list[list[Any]]]:
        return self._api.read([requests.top_range(tab["title"], _depth(tab)) for tab in _tabs(metadata)])

    def _make(self, metadata: dict[str, Any]) -> int:
        taken = {tab["title"].casefold() for tab in _tabs(metadata)}
        usual = TAB_TITLES[self._language]
        title = usual if usual.casefold() not in taken else SPARE_TAB_TITLES[self._language]
        grid = {"rowCount": 1000, "columnCount": 26}
        made = {"addSheet": {"properties": {"title": title, "gridProperties": grid}}}
        # What stood in a tab before this one may be written again: its guards watch nothing any more.
        try:
            replies = self._api.write([made, requests.free_guards()])
        except SheetError as error:
            if error.kind not in ("broken", "used"):
                raise
            replies = self._api.write([made])
        tab = replies[0]["addSheet"]["properties"]
        self._api.write(self._heading(tab))
        return _sheet_id(tab)

    def _heading(self, tab: dict[str, Any]) -> list[requests.Request]:
        room = len(COLUMNS) - tab.get("gridProperties", {}).get("columnCount", len(COLUMNS))
        sheet_id = _sheet_id(tab)
        wider = {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": room}}
        return [*([wider] if room > 0 else []), *requests.heading(sheet_id, self._language)]

    def place(self, metadata: dict[str, Any]) -> None:
        """Find the tab's title and its columns, wherever people moved them."""
        tab = self._tab(metadata)
        self.title = tab["title"]
        self.aside = aside.title_of(metadata)
        [top] = self._api.read([requests.top_range(self.title, _depth(tab))])
        try:
            named = named_columns(metadata, _sheet_id(tab))
            self._placement = place(top, named=named, last=self._placement)
        except LayoutError as error:
            raise misplaced(f"tab {self.title!r}", error) from error
        self.header = header_of(top, self._placement)

    def _tab(self, metadata: dict[str, Any]) -> dict[str, Any]:
        for tab in _tabs(metadata):
            if _sheet_id(tab) == self.sheet_id:
                return tab
        raise SheetError("the Ledger tab was deleted", "absent")

    def rest(self) -> tuple[str, int, Placement]:
        """The tab's title and id, and where our columns stand when some are gone."""
        metadata = self._api.metadata()
        tab = self._tab(metadata)
        title, sheet_id = str(tab["title"]), _sheet_id(tab)
        [top] = self._api.read([requests.top_range(title, _depth(tab))])
        try:
            named = named_columns(metadata, sheet_id)
            return title, sheet_id, place(top, named=named, last=self._placement)
        except LayoutError as error:
            if error.rest is None:
                raise misplaced(f"tab {title!r}", error) from error
            return title, sheet_id, error.rest


def header_of(rows: Sequence[Sequence[Cell]], placement: Placement) -> list[Cell]:
    """The header's cells as far as our columns reach, padded: the API leaves out empty ends."""
    at = placement.header_row - 1
    return padded(rows[at] if at < len(rows) else [], placement)


def padded(cells: Sequence[Cell], placement: Placement) -> list[Cell]:
    """Cells as far as our columns reach."""
    ours = list(cells[: placement.width])
    return ours + [""] * (placement.width - len(ours))


def _tabs(metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """The properties of the tabs that have cells."""
    properties = [sheet["properties"] for sheet in metadata.get("sheets", [])]
    return [one for one in properties if one.get("sheetType", "GRID") == "GRID"]


def _sheet_id(tab: dict[str, Any]) -> int:
    return int(tab.get("sheetId", 0))


def _depth(tab: dict[str, Any]) -> int:
    return min(HEADER_DEPTH, int(tab.get("gridProperties", {}).get("rowCount", HEADER_DEPTH)))


def named_columns(metadata: dict[str, Any], sheet_id: int) -> dict[ColumnKey, int]:
    """Where the named ranges of our columns stand on a tab."""
    keys: dict[str, ColumnKey] = {column.range_name: column.key for column in BOT_COLUMNS}
    found: dict[ColumnKey, int] = {}
    for named in metadata.get("namedRanges", []):
        area = named.get("range", {})
        if named.get("name") in keys and _sheet_id(area) == sheet_id:
            found[keys[named["name"]]] = int(area.get("startColumnIndex", 0))
    return found
