"""How the tabs beside the ledger look in a workbook."""

import math
from collections.abc import Mapping
from typing import Final

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheets.layout import BY_KEY, money_pattern
from sheets.tabs.content import FIELDS, NOTHING, Area, Look, Tab

A4: Final = 9
"""How spreadsheet files name the size of paper."""

LINE_POINTS: Final = 15.0
LETTERS: Final = 1.15
"""Letters of a text on the width of a digit, in which columns are measured."""

PIXELS_PER_CHARACTER: Final = 7
_FACE: Final = "Calibri"
_GREY: Final = "FF757575"
_LINE: Final = Side(style="thin", color="FFBDBDBD")
_FONTS: Final[Mapping[Look, Font]] = {
    "title": Font(name=_FACE, bold=True, size=14),
    "heading": Font(name=_FACE, bold=True, size=11),
    "figures": Font(name=_FACE, bold=True, size=11),
    "total": Font(name=_FACE, bold=True, size=11),
    "note": Font(name=_FACE, italic=True, size=11, color=_GREY),
}
_SUMMARY_WIDTHS: Final = (26.0, *([12.0] * 12), 14.0, 3.0, 24.0, 14.0)


def set_up(tab: Worksheet, what: Tab) -> None:
    """Widths, frozen header, no grid lines in the summary; the lists are hidden."""
    fields = FIELDS.get(what.key, ())
    widths = [field.width / PIXELS_PER_CHARACTER for field in fields]
    for number, width in enumerate(widths or _SUMMARY_WIDTHS, start=1):
        tab.column_dimensions[get_column_letter(number)].width = width
    if fields:
        tab.freeze_panes = "A2"
        tab.print_title_rows = "1:1"
    if what.key == "summary":
        tab.sheet_view.showGridLines = False
    fit_to_width(tab)
    if what.is_hidden:
        tab.sheet_state = "hidden"


def heighten(tab: Worksheet, cell: XlsxCell) -> None:
    """Room for all lines of a wrapped text: not every program makes it when it opens a file."""
    width = tab.column_dimensions[cell.column_letter].width or PIXELS_PER_CHARACTER
    lines = max(1, math.ceil(len(str(cell.value or "")) / (width * LETTERS)))
    tab.row_dimensions[cell.row].height = LINE_POINTS * lines


def fit_to_width(tab: Worksheet) -> None:
    """On paper: the long way, as wide as a page, and as many pages as that takes."""
    tab.page_setup.orientation = "landscape"
    tab.page_setup.paperSize = A4
    tab.page_setup.fitToHeight = 0
    tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    tab.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def widen(tab: Worksheet, area: Area) -> None:
    """The width of a column that a tab has got with a newer layout, or again."""
    for field in FIELDS.get(area.tab, ()):
        if field.name == area.name:
            letter = get_column_letter(area.span.column + 1)
            tab.column_dimensions[letter].width = field.width / PIXELS_PER_CHARACTER


def dress(cell: XlsxCell | MergedCell, look: Look, digits: int = 2) -> None:
    """Give a cell its look; `digits` are the decimals of money."""
    if look in _FONTS:
        cell.font = _FONTS[look]
    if look in ("money", "total"):
        cell.number_format = money_pattern(digits, NOTHING)
    if look == "day":
        cell.number_format = BY_KEY["date"].pattern
    if look in ("plain", "money", "day"):
        cell.alignment = Alignment(vertical="center")
    if look == "words":
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    if look in ("heading", "figures"):
        cell.border = Border(bottom=_LINE)
        cell.fill = PatternFill("solid", fgColor="FFF3F4F6")
        cell.alignment = Alignment(horizontal="right" if look == "figures" else "left", vertical="center")
    if look == "title":
        cell.alignment = Alignment(horizontal="left")
