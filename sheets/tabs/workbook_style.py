"""How the tabs beside the ledger look in a workbook."""

from collections.abc import Mapping
from typing import Final

from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sheets.tabs.content import FIELDS, Look, Tab

PIXELS_PER_CHARACTER: Final = 7
MONEY: Final = '#,##0.00;[Red]-#,##0.00;"–"'
"""Like the ledger's amounts, with a dash where there was nothing."""

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
    if what.key == "summary":
        tab.sheet_view.showGridLines = False
        tab.page_setup.orientation = "landscape"
        tab.page_setup.fitToHeight = 0
        tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if what.is_hidden:
        tab.sheet_state = "hidden"


def dress(cell: XlsxCell | MergedCell, look: Look) -> None:
    """Give a cell its look."""
    if look in _FONTS:
        cell.font = _FONTS[look]
    if look in ("money", "total"):
        cell.number_format = MONEY
    if look in ("heading", "figures"):
        cell.border = Border(bottom=_LINE)
        cell.fill = PatternFill("solid", fgColor="FFF3F4F6")
        cell.alignment = Alignment(horizontal="right" if look == "figures" else "left", vertical="center")
    if look == "title":
        cell.alignment = Alignment(horizontal="left")
