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
from sheets.google_tab import LedgerTab, header_of, named_columns, padded
from sheets.layout import BY_KEY, ColumnKey, Language, Placement, seat
from sheets.reading import scan_of
from sheets.sheet import Change, Entry, Mark, Scan, SheetError, Wanted
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
        self._ledger = LedgerTab(self._api, language)
        self._is_new = False  # a ledger tab that was made here offers nothing to choose from yet
        self._is_anchored = True  # until a server does not know how
        self._keeps_aside = True  # same

    def locate(self) -> None:
        self._ledger.locate()

    def prepare(self) -> None:
        metadata = self._ledger.find_or_make()
        if not named_columns(metadata, self._ledger.id):
            self._look(metadata)
            self._is_held()

    def restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        title, sheet_id, rest = self._ledger.rest()
        [rows] = self._api.read([requests.columns_range(title, rest.width)])
        cells = {
            found.row: wanted(found) for found in scan_of(rows, rest).rows if found.row > rest.header_row
        }
        at, batch, looks = dict(rest.columns), [], []
        for key in columns:
            index = seat(key, at)
            at = {one: place_ + (place_ >= index) for one, place_ in at.items()} | {key: index}
            held = {row: one[key] for row, one in cells.items() if one is not None}
            where = (sheet_id, rest.header_row, index)
            batch += requests.insertion(*where, BY_KEY[key], held, self._language)
        for key in columns:
            looks += requests.look(sheet_id, Placement(rest.header_row, at), BY_KEY[key], self._language)
        self._api.write(batch)
        self._adorn(looks)
        self._ledger.place(self._api.metadata())

    def scan(self) -> Scan:
        read = self._rows()
        if read is None or header_of(read[0], self._ledger.placement) != self._ledger.header:
            self._ledger.place(self._api.metadata())
            read = self._rows()
        if read is None:
            raise SheetError("the Ledger tab cannot be read where it stands", "broken")
        rows, kept = read
        return replace(scan_of(rows, self._ledger.placement), displaced=aside.displaced(kept))

    def tail(self, first: int) -> Scan:
        title, placement = self._ledger.title, self._ledger.placement
        ranges = [requests.rows_range(title, placement, placement.header_row, placement.header_row)]
        ranges.append(requests.rows_range(title, placement, first))
        answer = self._read(ranges)
        if answer is None or padded(answer[0][0] if answer[0] else [], placement) != self._ledger.header:
            return self.scan()
        return scan_of(answer[1], placement, first)

    def stamp(self) -> str:
        try:
            return str(self._api.file().get("version", ""))
        except SheetError as error:  # such as Drive's API, which is switched off in new projects
            log.info("Drive tells no version: %s", error)
            return ""

    def append(self, entries: Sequence[Entry]) -> None:
        self._write_held(lambda: requests.appending(self._ledger.id, self._ledger.placement, entries))

    def update(self, changes: Sequence[Change], mark: Mark | None = None) -> None:
        try:
            if mark is None or not self._update_keeping(changes, mark):
                self._write_held(lambda: requests.changing(self._ledger.id, self._ledger.placement, changes))
        except SheetError as error:
            if error.kind == "used":
                raise SheetError("columns move faster than they can be found", "outage") from error
            raise

    def furnish(self, register: Register) -> None:
        metadata = self._api.metadata()
        sheet_id, placement = self._ledger.id, self._ledger.placement
        tabs = self._tabs.plan(register, metadata)
        adornment = [
            *tabs.adornment,
            *repairs(metadata, sheet_id, placement, self._ledger.header, self._language),
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
        sheet_id = self._ledger.sheet_id
        tab = f"#gid={sheet_id}" if sheet_id is not None else ""
        place_ = f"&range=A{row}" if row and tab else ""
        return f"https://docs.google.com/spreadsheets/d/{self._api.spreadsheet_id}/edit{tab}{place_}"

    def close(self) -> None:
        self._api.close()

    # ---- looks

    def _look(self, metadata: dict[str, Any]) -> None:
        """What makes a new tab pleasant."""
        self._is_new = True
        has_filter = any(
            "basicFilter" in sheet
            for sheet in metadata.get("sheets", [])
            if int(sheet["properties"].get("sheetId", 0)) == self._ledger.id
        )
        sheet_id, placement = self._ledger.id, self._ledger.placement
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
            where = (self._ledger.id, self._ledger.placement)
            made = [] if self._ledger.aside else aside.making()
            return [*made, *aside.keeping(*where, changes, mark), *requests.changing(*where, changes)]

        if not self._keeps_aside or not aside.has_room(self._ledger.placement):
            return False
        try:
            self._write_held(batch)
        except SheetError as error:
            if error.kind != "broken":
                raise
            log.warning("what is written over is not kept: %s", error)
            self._keeps_aside = False
            return False
        self._ledger.aside = self._ledger.aside or aside.TITLE
        return True

    def _write_held(self, batch: Callable[[], list[requests.Request]]) -> None:
        """Write where the columns were read, or, when people have moved them since, where they are now."""
        try:
            self._api.write([*self._holds(), *batch()])
        except SheetError as error:
            if error.kind not in ("used", "broken"):
                raise
            stood = (self._ledger.placement, self._ledger.aside)
            self._ledger.place(self._api.metadata())
            if not self._is_anchored:
                raise
            if self._is_held() and (self._ledger.placement, self._ledger.aside) == stood:
                raise
        else:
            return
        self._api.write([*self._holds(), *batch()])

    def _holds(self) -> list[requests.Request]:
        return anchors.holding(self._ledger.id, self._ledger.placement) if self._is_anchored else []

    def _is_held(self) -> bool:
        """Whether all columns are where their anchors are; if not, they are anchored anew, if possible."""
        where = (self._ledger.id, self._ledger.placement)
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
        ranges = [requests.columns_range(self._ledger.title, self._ledger.placement.width)]
        answer = self._read([*ranges, *([aside.cells(self._ledger.aside)] if self._ledger.aside else [])])
        return (answer[0], answer[1] if self._ledger.aside else []) if answer else None

    def _read(self, ranges: Sequence[str]) -> list[list[list[Cell]]] | None:
        try:
            return self._api.read(ranges)
        except SheetError as error:
            if error.kind in ("broken", "used"):
                return None
            raise
