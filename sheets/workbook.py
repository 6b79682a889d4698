"""The local workbook as a sheet, for those who have no Google."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from sheets import workbook_look
from sheets.cell import Cell, Formula
from sheets.layout import (
    BOT_COLUMNS,
    BY_KEY,
    HEADER_DEPTH,
    SPARE_TAB_TITLES,
    TAB_TITLES,
    ColumnKey,
    Kind,
    Language,
    LayoutError,
    Placement,
    has_header,
    place,
)
from sheets.reading import scan_of
from sheets.rows import Cells, pattern_of
from sheets.sheet import Change, Entry, Mark, Scan, SheetError, Wanted, misplaced
from sheets.tabs import Register, workbook_tabs
from sheets.tabs.workbook_names import stands
from sheets.workbook_file import WorkbookFile

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "'")


class Workbook:
    """An `.xlsx` file as a sheet. An operation's rows are never appended twice, by its Operation ID.

    The file is made at the first `prepare`, the tab at any; a file that is moved away later is gone until the
    next start.
    """

    settle = timedelta(0)

    def __init__(self, path: Path, language: Language) -> None:
        self._file = WorkbookFile(path)
        self._language = language
        self._title = TAB_TITLES[language]
        self._placement: Placement | None = None
        self._read_at = ""

    def locate(self) -> None:
        if self._placement is None and not self._file.exists:
            raise SheetError(f"{self._file.path} does not exist yet", "absent")
        self._locate(self._file.load())

    def prepare(self) -> None:
        if self._placement is None and not self._file.exists:
            book = Book()
            book.remove(book.worksheets[0])
            workbook_look.add_tab(book, self._title, self._language)
            self._file.create(book)
        if _ledger(self._file.load()) is None:
            self._placement = None
            self._file.rewrite(self._add_tab)
        self._locate(self._file.load())

    def restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        """To the right of everything: this library moves no formulas and names along with cells."""

        def add(book: Book) -> None:
            tab = _ledger(book)
            if tab is None:
                raise SheetError(f"{self._file.path} has no Ledger tab", "absent")
            rest = _rest(book, tab, self._placement)
            width = tab.max_column
            held = {found.row: wanted(found) for found in scan_of(_grid(tab, tab.max_row), rest).rows}
            added: dict[ColumnKey, int] = {key: width + place_ for place_, key in enumerate(columns)}
            for key, index in added.items():
                workbook_look.add_heading(book, tab, rest.header_row, index, BY_KEY[key], self._language)
            for row, cells in held.items():
                if row > rest.header_row and cells is not None:
                    _write(tab, row, cells, columns, Placement(rest.header_row, added))

        self._file.rewrite(add)
        self._locate(self._file.load())

    def scan(self) -> Scan:
        tab, placement = self._locate(self._file.load())
        self._read_at = self._file.loaded
        return scan_of(_grid(tab, tab.max_row, placement.width), placement)

    def tail(self, first: int) -> Scan:
        return Scan(tuple(found for found in self.scan().rows if found.row >= first))

    def stamp(self) -> str:
        return self._file.stamp

    def append(self, entries: Sequence[Entry]) -> None:
        was_read = True

        def write(book: Book) -> None:
            nonlocal was_read
            was_read = self._file.loaded == self._read_at
            tab, placement = self._locate(book)
            scan = scan_of(_grid(tab, tab.max_row, placement.width), placement)
            ids = [row.op_id for entry in entries for row in entry.rows]
            if used := [op_id for op_id in ids if scan.of(op_id)]:
                raise SheetError(f"{self._file.path} has {used} already", "used")
            number = _last_row(tab)
            for row in (row for entry in entries for row in entry.rows):
                number += 1
                _write(tab, number, row.cells, placement.columns, placement)
            workbook_look.stretch(tab, placement, number)

        self._file.rewrite(write)
        if was_read:
            self._read_at = self._file.loaded

    def update(self, changes: Sequence[Change], mark: Mark | None = None) -> None:
        del mark  # nothing is displaced that was not read: a file that was saved since is not written

        def rewrite(book: Book) -> None:
            tab, placement = self._locate(book)
            for change in changes:
                _write(tab, change.row, change.cells, change.columns, placement)

        self._file.rewrite(rewrite, read_at=self._read_at)
        self._read_at = self._file.loaded

    def furnish(self, register: Register) -> None:
        def make(book: Book) -> None:
            tab, placement = self._locate(book)
            workbook_tabs.furnish(book, tab, placement, register, self._language)

        book = self._file.load()
        lacking = workbook_tabs.lacking(book, register, self._language)
        if not lacking.is_nothing or workbook_tabs.misnamed(book, *self._locate(book)):
            self._file.rewrite(make)

    def url(self, row: int | None = None) -> str:
        where = f"#'{self._title}'!A{row}" if row else ""
        return self._file.path.absolute().as_uri() + where

    def close(self) -> None:
        self._file.forget()

    def _add_tab(self, book: Book) -> None:
        titles = {tab.title.casefold() for tab in book.worksheets}
        is_free = TAB_TITLES[self._language].casefold() not in titles
        title = (TAB_TITLES if is_free else SPARE_TAB_TITLES)[self._language]
        workbook_look.add_tab(book, title, self._language)

    def _locate(self, book: Book) -> tuple[Worksheet, Placement]:
        tab = _ledger(book)
        if tab is None:
            raise SheetError(f"{self._file.path} has no Ledger tab", "absent")
        try:
            self._placement = _place(book, tab, self._placement)
        except LayoutError as error:
            raise misplaced(str(self._file.path), error) from error
        self._title = tab.title
        return tab, self._placement


def _rest(book: Book, tab: Worksheet, last: Placement | None) -> Placement:
    """Where our columns stand when some are gone."""
    try:
        return _place(book, tab, last)
    except LayoutError as error:
        if error.rest is None:
            raise
        return error.rest


def _ledger(book: Book) -> Worksheet | None:
    """The tab that has our header, one with our title first."""
    tabs = sorted(book.worksheets, key=lambda tab: tab.title not in TAB_TITLES.values())
    return next((tab for tab in tabs if has_header(_grid(tab, HEADER_DEPTH))), None)


def _place(book: Book, tab: Worksheet, last: Placement | None) -> Placement:
    """Where our columns stand: by their headers, and those that people reworded by the names of columns."""
    top = _grid(tab, HEADER_DEPTH)
    try:
        return place(top, last=last)
    except LayoutError:
        return place(top, named=_reworded(book, tab, top), last=last)


def _reworded(book: Book, tab: Worksheet, top: Sequence[Sequence[Cell]]) -> dict[ColumnKey, int]:
    """The named columns whose header is in none of our words, and which no header of ours stands above."""
    titles = {title for column in BOT_COLUMNS for title in (column.en.casefold(), column.ru.casefold())}
    found: dict[ColumnKey, int] = {}
    for column in BOT_COLUMNS:
        named = stands(book, column.range_name)
        if named is None or named[0] != tab.title:
            continue
        at = named[1].column
        words = [str(row[at]).strip().casefold() for row in top if at < len(row)]
        if not titles.intersection(words):
            found[column.key] = at
    return found


def _grid(tab: Worksheet, rows: int, width: int | None = None) -> list[list[Cell]]:
    lines = tab.iter_rows(min_row=1, max_row=rows, max_col=width or tab.max_column)
    return [[_read(cell) for cell in line] for line in lines]


def _last_row(tab: Worksheet) -> int:
    """The last row with anything in any column; formats alone do not make a row."""
    for number in range(tab.max_row, 0, -1):
        if any(cell.value not in (None, "") for cell in tab[number]):
            return number
    return 0


def _read(cell: object) -> Cell:
    value = getattr(cell, "value", None)  # cells merged into another one have no value
    if isinstance(value, datetime | date | time | timedelta):
        return float(to_excel(value))  # type: ignore[no-untyped-call] # the stubs lack it
    if isinstance(value, ArrayFormula | DataTableFormula):
        return Formula(getattr(value, "text", None) or "=")
    if getattr(cell, "data_type", "") == "f":
        return Formula(value)
    return value if value is None or isinstance(value, bool | int | float | Decimal) else str(value)


def _write(
    tab: Worksheet, number: int, cells: Cells, keys: Iterable[ColumnKey], placement: Placement
) -> None:
    for key in keys:
        cell = tab.cell(row=number, column=placement.columns[key] + 1)
        if isinstance(cell, XlsxCell):
            _put(cell, cells[key], BY_KEY[key].kind)
            if BY_KEY[key].pattern:
                cell.number_format = pattern_of(key, cells)
            workbook_look.align(cell, BY_KEY[key].kind)


def _put(cell: XlsxCell, value: Cell, kind: Kind) -> None:
    if isinstance(value, Formula):
        cell.value = str(value)
    elif isinstance(value, str) and value:
        cell.value = None
        cell.value = value
        cell.data_type = "s"  # openpyxl takes what begins with `=` for a formula and `#N/A` for an error
        cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    elif kind in ("date", "moment") and isinstance(value, int | float) and not isinstance(value, bool):
        cell.value = from_excel(value)
    else:
        cell.value = value or None if isinstance(value, str) else value
