"""How the Ledger tab of a workbook looks: header, widths, frozen panes, filter, void rows greyed."""

import re
from typing import Final

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import Alignment, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from sheets.layout import COLUMNS, Column, Kind, Language, Placement, money_pattern
from sheets.rows import STATUS_WORDS
from sheets.tabs.content import Span
from sheets.tabs.workbook_names import give
from sheets.tabs.workbook_style import dress, fit_to_width

_PIXELS_PER_CHARACTER: Final = 7
_LAST_ROW: Final = 1_048_576
_OWN_FORMATS: Final = 190
"""Number formats of our own count from here; those below 164 are the programs' own."""

_GREY: Final = "FF9E9E9E"


def add_tab(book: Book, title: str, language: Language) -> None:
    """Make the Ledger tab, empty but for its header, as the first tab of the workbook."""
    tab: Worksheet = book.create_sheet(title, 0)
    for index, column in enumerate(COLUMNS):
        add_heading(book, tab, 1, index, column, language)
    tab.freeze_panes = "B2"
    _set_page(tab)
    tab.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}1"
    _grey_void_rows(tab)
    book.active = tab


def align(cell: XlsxCell | MergedCell, kind: Kind) -> None:
    """Days stand a little apart: at the right they would touch the word in the next column."""
    if kind in ("date", "moment"):
        cell.alignment = Alignment(horizontal="left", indent=1)


def _set_page(tab: Worksheet) -> None:
    """On paper: as wide as a page, the header on each, and without the columns that only the bot needs."""
    last = get_column_letter([column.key for column in COLUMNS].index("note") + 1)
    tab.print_area = f"A1:{last}1"
    tab.print_title_rows = "1:1"
    fit_to_width(tab)


def add_heading(  # where, and what
    book: Book, tab: Worksheet, row: int, index: int, column: Column, language: Language
) -> None:
    """Write the header of one of our columns, name the column, and make it as wide as it needs."""
    heading = tab.cell(row=row, column=index + 1, value=column.title(language))
    dress(heading, "figures" if column.kind in ("integer", "number") else "heading")
    align(heading, column.kind)
    tab.column_dimensions[get_column_letter(index + 1)].width = column.width / _PIXELS_PER_CHARACTER
    if column.owner == "bot":
        give(book, tab.title, column.range_name, Span(0, index, None))


def stretch(tab: Worksheet, placement: Placement, last_row: int) -> None:
    """Let the filter, and what is printed, reach the last row; what a person took away stays away."""
    if tab.auto_filter.ref:
        first = placement.header_row
        tab.auto_filter.ref = f"A{first}:{get_column_letter(placement.width)}{last_row}"
    if printed := re.fullmatch(r".*!\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?\d+", str(tab.print_area or "")):
        left, top, right = printed.groups()
        tab.print_area = f"{left}{top}:{right}{last_row}"


def _grey_void_rows(tab: Worksheet) -> None:
    status = get_column_letter([column.key for column in COLUMNS].index("status") + 1)
    words = [void for _, void in STATUS_WORDS.values()]
    is_void = ",".join(f'${status}2="{word}"' for word in words)
    rule = FormulaRule(  # type: ignore[no-untyped-call] # the stubs lack it
        formula=[f"OR({is_void})"], font=Font(strike=True, color=_GREY)
    )
    amount = [column.key for column in COLUMNS].index("amount") + 1
    before, letter, after = (get_column_letter(amount + step) for step in (-1, 0, 1))
    beside = f"A2:{before}{_LAST_ROW} {after}2:{get_column_letter(len(COLUMNS))}{_LAST_ROW}"
    tab.conditional_formatting.add(beside, rule)
    tab.conditional_formatting.add(f"{letter}2:{letter}{_LAST_ROW}", _grey_amount(f"OR({is_void})"))


def _grey_amount(is_void: str) -> Rule:
    """What does not count is not red either: a number format has the stronger colour than a font."""
    plain = NumberFormat(numFmtId=_OWN_FORMATS, formatCode=money_pattern(2).replace("[Red]", ""))
    look = DifferentialStyle(numFmt=plain, font=Font(strike=True, color=_GREY))
    return Rule(type="expression", dxf=look, formula=[is_void])
