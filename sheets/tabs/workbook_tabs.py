"""The tabs beside the ledger in a workbook: found, made, and repaired."""

from collections.abc import Iterable
from datetime import date, datetime

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.comments import Comment
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from sheets.cell import Cell, Formula
from sheets.layout import BY_KEY, Language, Placement
from sheets.tabs import workbook_names
from sheets.tabs.content import AREAS, TABS, Put, Span
from sheets.tabs.mirror import Grid
from sheets.tabs.register import Register
from sheets.tabs.repair import Lack, Standing, lack, tabs_of
from sheets.tabs.workbook_charts import add_charts
from sheets.tabs.workbook_choices import is_offered, offer
from sheets.tabs.workbook_style import dress, heighten, set_up, widen


def lacking(book: Book, register: Register, language: Language) -> Lack:
    """What must be made or written so that the tabs say what the book says."""
    return lack(_standing(book), register, language)


def misnamed(book: Book, ledger: Worksheet, placement: Placement) -> list[tuple[str, Span]]:
    """The columns of the ledger whose names lead nowhere, or to something else: formulas need them."""
    named = []
    for key, index in placement.columns.items():
        name, stands = BY_KEY[key].range_name, workbook_names.stands(book, BY_KEY[key].range_name)
        if stands is None or stands[0] != ledger.title or stands[1].column != index:
            named.append((name, Span(0, index, None)))
    return named


def furnish(
    book: Book, ledger: Worksheet, placement: Placement, register: Register, language: Language
) -> None:
    """Make what is lacking; the ledger offers what the tabs list."""
    needed = lacking(book, register, language)
    titles = _standing(book).tabs
    for tab in TABS:
        if tab.key in needed.tabs:
            free = next(title for title in tab.titles(language) if not _is_taken(book, title))
            set_up(book.create_sheet(free), tab)
            titles[tab.key] = free
    for name, span in misnamed(book, ledger, placement):
        workbook_names.give(book, ledger.title, name, span)
    for area in needed.areas:
        workbook_names.give(book, titles[area.tab], area.name, area.span)
        if area.tab not in needed.tabs:
            widen(_tab(book, titles[area.tab]), area)
    for key, puts in needed.puts.items():
        _fill(_tab(book, titles[key]), puts)
    if needed.tabs or not is_offered(ledger):
        offer(ledger, placement, language)
    if needed.charts:
        add_charts(_tab(book, titles["summary"]), language)


def _standing(book: Book) -> Standing[str]:
    stands = {area.name: workbook_names.stands(book, area.name) for area in AREAS}
    names = {name: place for name, place in stands.items() if place is not None}
    tabs = {key: _tab(book, title) for key, title in tabs_of(names).items()}
    grids = {key: _grid(tab) for key, tab in tabs.items()}
    charts = tabs["summary"]._charts if "summary" in tabs else ()  # type: ignore[attr-defined] # noqa: SLF001 # there is no other way to see them
    return Standing(names, grids, bool(charts))


def _tab(book: Book, title: str) -> Worksheet:
    tab = book[title]
    assert isinstance(tab, Worksheet)  # noqa: S101  # our names stand on tabs with cells only
    return tab


def _grid(tab: Worksheet) -> Grid:
    return [[_read(cell) for cell in line] for line in tab.iter_rows()]


def _read(cell: object) -> Cell:
    value = getattr(cell, "value", None)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return float(to_excel(value))  # type: ignore[no-untyped-call] # the stubs lack it
    return Formula(value) if getattr(cell, "data_type", "") == "f" else str(value)


def _fill(tab: Worksheet, puts: Iterable[Put]) -> None:
    for put in puts:
        cell = tab.cell(put.row + 1, put.column + 1)
        if not isinstance(cell, XlsxCell):
            continue  # merged into another one by a person
        if isinstance(put.value, Formula):
            cell.value = put.value.replace(";", ",")  # in files arguments are parted so in every language
        else:
            cell.value = put.value
            if isinstance(put.value, str) and put.value:
                cell.data_type = "s"
        dress(cell, put.look, put.digits)
        if put.note:
            cell.comment = Comment(put.note, "Threadbook")
        if put.look == "words":
            heighten(tab, cell)


def _is_taken(book: Book, title: str) -> bool:
    return title.casefold() in {known.casefold() for known in book.sheetnames}
