"""The names of cells in a workbook; spreadsheet programs keep them right when people move things."""

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook as Book
from openpyxl.workbook.defined_name import DefinedName

from sheets.tabs.content import Span


def stands(book: Book, name: str) -> tuple[str, Span] | None:
    """The tab's title and the cells that have a name now; None where the name, or what it named, is gone."""
    named = book.defined_names.get(name)
    if named is None:
        return None
    try:
        [(title, cells)] = named.destinations
        left, top, right, bottom = range_boundaries(cells)
    except (ValueError, TypeError):  # no cells any more: `#REF!`
        return None
    title = title.replace("''", "'")  # openpyxl leaves quotes doubled
    if title not in book.sheetnames or left is None or right is None:
        return None
    rows = None if top is None or bottom is None else bottom - top + 1
    return title, Span((top or 1) - 1, left - 1, rows, right - left + 1)


def give(book: Book, title: str, name: str, span: Span) -> None:
    """Name cells of a tab; a name that was elsewhere moves."""
    first, last = get_column_letter(span.column + 1), get_column_letter(span.column + span.columns)
    if span.rows is None:
        cells = f"${first}:${last}"
    elif span.rows == span.columns == 1:
        cells = f"${first}${span.row + 1}"
    else:
        cells = f"${first}${span.row + 1}:${last}${span.row + span.rows}"
    quoted = "'" + title.replace("'", "''") + "'"
    book.defined_names[name] = DefinedName(name, attr_text=f"{quoted}!{cells}")
