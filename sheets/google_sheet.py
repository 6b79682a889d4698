"""The Ledger tab of a spreadsheet at Google."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sheets import google_anchors as anchors
from sheets import google_aside as aside
from sheets import google_requests as requests
from sheets.budget import Budget
from sheets.cell import Cell
from sheets.google import DRIVE_SCOPE, OFFICIAL_URL, SCOPES, GoogleApi
from sheets.google_repair import offers, repairs
from sheets.layout import (
    BOT_COLUMNS,
    BY_KEY,
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
    seat,
)
from sheets.reading import scan_of
from sheets.sheet import Change, Entry, Mark, Scan, SheetError, Wanted, misplaced
from sheets.tabs import Register
from sheets.tabs.google_tabs import GoogleTabs

log = logging.getLogger(__name__)

SETTLE: Final = timedelta(seconds=240)
"""Google works on a request for up to 180 seconds; an abandoned one may be carried out until then."""


class GoogleSheet:
    """The Ledger tab of a Google spreadsheet that its owner shared with the service account.

    The tab is known by its sheet id and its columns by named ranges or headers, so that people may rename and
    move them. The tab is made by `prepare`.
    """

    def __init__(
        self,
        key_file: Path,
        spreadsheet: str,
        language: Language,
        *,
        api_url: str = OFFICIAL_URL,
        budget: Budget | None = None,
        settle: timedelta = SETTLE,
    ) -> None:
        self.settle = settle
        self._api = GoogleApi(
            key_file,
            spreadsheet,
            api_url=api_url,
            budget=budget or Budget(),
            scopes=(*SCOPES, DRIVE_SCOPE),
        )
        self._tabs = GoogleTabs(self._api, language)
        self._language = language
        self._sheet_id: int | None = None
        self._title = ""
        self._placement: Placement | None = None
        self._header: list[Cell] = []
        self._is_new = False  # a ledger tab that was made here offers nothing to choose from yet
        self._is_anchored = True  # until a server does not know how
        self._keeps_aside = True  # same
        self._aside = ""

    def locate(self) -> None:
        metadata = self._api.metadata()
        if (sheet_id := self._standing(metadata)) is None:
            raise SheetError("the spreadsheet has no Ledger tab", "absent")
        self._sheet_id = sheet_id
        self._locate(metadata)

    def prepare(self) -> None:
        metadata = self._api.metadata()
        self._sheet_id = self._standing(metadata)
        if self._sheet_id is None:
            self._placement = None
            headed = self._headed(metadata)  # the first tab of a spreadsheet has the number 0
            self._sheet_id = self._make(metadata) if headed is None else headed
            metadata = self._api.metadata()
        self._locate(metadata)
        if not _named_columns(metadata, self._sheet_id):
            self._look(metadata)
            self._is_held()

    def restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        tab = self._tab(self._api.metadata())
        rest = self._rest(tab)
        [rows] = self._api.read([requests.columns_range(tab["title"], rest.width)])
        cells = {
            found.row: wanted(found) for found in scan_of(rows, rest).rows if found.row > rest.header_row
        }
        at, batch, looks = dict(rest.columns), [], []
        for key in columns:
            index = seat(key, at)
            at = {one: place_ + (place_ >= index) for one, place_ in at.items()} | {key: index}
            held = {row: one[key] for row, one in cells.items() if one is not None}
            where = (_sheet_id(tab), rest.header_row, index)
            batch += requests.insertion(*where, BY_KEY[key], held, self._language)
        for key in columns:
            looks += requests.look(
                _sheet_id(tab), Placement(rest.header_row, at), BY_KEY[key], self._language
            )
        self._api.write(batch)
        self._adorn(looks)
        self._locate(self._api.metadata())

    def scan(self) -> Scan:
        read = self._rows()
        if read is None or _header(read[0], self._known()) != self._header:
            self._locate(self._api.metadata())
            read = self._rows()
        if read is None:
            raise SheetError("the Ledger tab cannot be read where it stands", "broken")
        rows, kept = read
        return replace(scan_of(rows, self._known()), displaced=aside.displaced(kept))

    def tail(self, first: int) -> Scan:
        placement = self._known()
        ranges = [requests.rows_range(self._title, placement, placement.header_row, placement.header_row)]
        ranges.append(requests.rows_range(self._title, placement, first))
        answer = self._read(ranges)
        if answer is None or _padded(answer[0][0] if answer[0] else [], placement) != self._header:
            return self.scan()
        return scan_of(answer[1], placement, first)

    def stamp(self) -> str:
        try:
            return str(self._api.file().get("version", ""))
        except SheetError as error:  # such as Drive's API, which is switched off in new projects
            log.info("Drive tells no version: %s", error)
            return ""

    def append(self, entries: Sequence[Entry]) -> None:
        self._write_held(lambda: requests.appending(self._tab_id(), self._known(), entries))

    def update(self, changes: Sequence[Change], mark: Mark | None = None) -> None:
        try:
            if mark is None or not self._update_keeping(changes, mark):
                self._write_held(lambda: requests.changing(self._tab_id(), self._known(), changes))
        except SheetError as error:
            if error.kind == "used":
                raise SheetError("columns move faster than they can be found", "outage") from error
            raise

    def furnish(self, register: Register) -> None:
        metadata = self._api.metadata()
        sheet_id, placement = self._tab_id(), self._known()
        tabs = self._tabs.plan(register, metadata)
        adornment = [
            *tabs.adornment,
            *repairs(metadata, sheet_id, placement, self._header, self._language),
            *offers(sheet_id, placement, tabs.titles if self._is_new else tabs.made),
        ]
        try:
            self._write([*tabs.structure, *adornment])
            self._is_new = False
        except SheetError as error:
            if error.kind != "broken" or not adornment:
                raise
            log.warning("the sheet stays plain: %s", error)
            self._write(tabs.structure)

    def url(self, row: int | None = None) -> str:
        tab = f"#gid={self._sheet_id}" if self._sheet_id is not None else ""
        place_ = f"&range=A{row}" if row and tab else ""
        return f"https://docs.google.com/spreadsheets/d/{self._api.spreadsheet_id}/edit{tab}{place_}"

    def close(self) -> None:
        self._api.close()

    # ---- finding the tab

    def _standing(self, metadata: dict[str, Any]) -> int | None:
        """Our tab, if it is there: the known one, or one with most of our named ranges, or our header."""
        ids = [_sheet_id(tab) for tab in _tabs(metadata)]
        if self._sheet_id in ids:
            return self._sheet_id
        if self._sheet_id is not None:
            return None
        for sheet_id in ids:
            named = _named_columns(metadata, sheet_id)
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

    def _locate(self, metadata: dict[str, Any]) -> None:
        """Find the tab's title and its columns, wherever people moved them."""
        tab = self._tab(metadata)
        self._title = tab["title"]
        self._aside = aside.title_of(metadata)
        [top] = self._api.read([requests.top_range(self._title, _depth(tab))])
        try:
            named = _named_columns(metadata, _sheet_id(tab))
            self._placement = place(top, named=named, last=self._placement)
        except LayoutError as error:
            raise misplaced(f"tab {self._title!r}", error) from error
        self._header = _header(top, self._placement)

    def _tab(self, metadata: dict[str, Any]) -> dict[str, Any]:
        for tab in _tabs(metadata):
            if _sheet_id(tab) == self._sheet_id:
                return tab
        raise SheetError("the Ledger tab was deleted", "absent")

    def _rest(self, tab: dict[str, Any]) -> Placement:
        """Where our columns stand when some are gone."""
        [top] = self._api.read([requests.top_range(tab["title"], _depth(tab))])
        named = _named_columns(self._api.metadata(), _sheet_id(tab))
        try:
            return place(top, named=named, last=self._placement)
        except LayoutError as error:
            if error.rest is None:
                raise misplaced(f"tab {tab['title']!r}", error) from error
            return error.rest

    def _look(self, metadata: dict[str, Any]) -> None:
        """What makes a new tab pleasant."""
        self._is_new = True
        has_filter = any(
            "basicFilter" in sheet
            for sheet in metadata.get("sheets", [])
            if _sheet_id(sheet["properties"]) == self._sheet_id
        )
        sheet_id, placement = self._tab_id(), self._known()
        self._adorn(requests.formats(sheet_id, placement))
        self._adorn(requests.adornment(sheet_id, placement, self._language, has_filter=has_filter))

    def _adorn(self, batch: list[requests.Request]) -> None:
        """Write what only looks well; a server that does not know it keeps a plain tab."""
        try:
            self._write(batch)
        except SheetError as error:
            log.warning("the Ledger tab stays plain until the next start: %s", error)

    def _write(self, batch: list[requests.Request]) -> None:
        if batch:
            self._api.write(batch)

    # ---- writing

    def _update_keeping(self, changes: Sequence[Change], mark: Mark) -> bool:
        """Write, with what is displaced copied aside; False, and nothing is written, if that is refused."""

        def batch() -> list[requests.Request]:
            where = (self._tab_id(), self._known())
            made = [] if self._aside else aside.making()
            return [*made, *aside.keeping(*where, changes, mark), *requests.changing(*where, changes)]

        if not self._keeps_aside or not aside.has_room(self._known()):
            return False
        try:
            self._write_held(batch)
        except SheetError as error:
            if error.kind != "broken":
                raise
            log.warning("what is written over is not kept: %s", error)
            self._keeps_aside = False
            return False
        self._aside = self._aside or aside.TITLE
        return True

    def _write_held(self, batch: Callable[[], list[requests.Request]]) -> None:
        """Write where the columns were read, or, when people have moved them since, where they are now."""
        try:
            self._api.write([*self._holds(), *batch()])
        except SheetError as error:
            if error.kind not in ("used", "broken"):
                raise
            stood = (self._known(), self._aside)
            self._locate(self._api.metadata())
            if not self._is_anchored:
                raise
            if self._is_held() and (self._known(), self._aside) == stood:
                raise
        else:
            return
        self._api.write([*self._holds(), *batch()])

    def _holds(self) -> list[requests.Request]:
        return anchors.holding(self._tab_id(), self._known()) if self._is_anchored else []

    def _is_held(self) -> bool:
        """Whether all columns are where their anchors are; if not, they are anchored anew, if possible."""
        where = (self._tab_id(), self._known())
        if self._is_done(anchors.holding(*where)):
            return True
        self._is_anchored = self._is_done(anchors.creating(*where)) or self._is_done(anchors.anew(*where))
        return False

    def _is_done(self, batch: list[requests.Request]) -> bool:
        try:
            self._api.write(batch)
        except SheetError as error:
            if error.kind in ("used", "broken"):
                return False
            raise
        return True

    # ---- reading

    def _rows(self) -> tuple[list[list[Cell]], list[list[Cell]]] | None:
        """All rows of our columns, and what writes displaced; None when a tab is not called so any more."""
        ranges = [requests.columns_range(self._title, self._known().width)]
        answer = self._read([*ranges, *([aside.cells(self._aside)] if self._aside else [])])
        return (answer[0], answer[1] if self._aside else []) if answer else None

    def _read(self, ranges: Sequence[str]) -> list[list[list[Cell]]] | None:
        try:
            return self._api.read(ranges)
        except SheetError as error:
            if error.kind in ("broken", "used"):
                return None
            raise

    def _known(self) -> Placement:
        if self._placement is None:
            raise SheetError("the Ledger tab was not looked for yet", "broken")
        return self._placement

    def _tab_id(self) -> int:
        self._known()
        return self._sheet_id or 0


def _header(rows: Sequence[Sequence[Cell]], placement: Placement) -> list[Cell]:
    """The header's cells as far as our columns reach, padded: the API leaves out empty ends."""
    at = placement.header_row - 1
    return _padded(rows[at] if at < len(rows) else [], placement)


def _padded(cells: Sequence[Cell], placement: Placement) -> list[Cell]:
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


def _named_columns(metadata: dict[str, Any], sheet_id: int) -> dict[ColumnKey, int]:
    """Where the named ranges of our columns stand on a tab."""
    keys: dict[str, ColumnKey] = {column.range_name: column.key for column in BOT_COLUMNS}
    found: dict[ColumnKey, int] = {}
    for named in metadata.get("namedRanges", []):
        area = named.get("range", {})
        if named.get("name") in keys and _sheet_id(area) == sheet_id:
            found[keys[named["name"]]] = int(area.get("startColumnIndex", 0))
    return found
