"""`spreadsheets.values`: get, batchGet, batchGetByDataFilter."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal, Self, get_args

from playground.sheets import a1
from playground.sheets.area import Area, Box
from playground.sheets.cell import Formula
from playground.sheets.datafilter import cells_of
from playground.sheets.display import DateRender, Render, rendered
from playground.sheets.errors import Json, RefusedError
from playground.sheets.formulas import Calculator
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab

Major = Literal["ROWS", "COLUMNS"]
Shown = str | float | bool

_MAJORS: Final = {"ROWS": "ROWS", "DIMENSION_UNSPECIFIED": "ROWS", "COLUMNS": "COLUMNS"}


@dataclass(frozen=True, slots=True)
class View:
    """In which form values are answered."""

    major: Major = "ROWS"
    render: Render = "FORMATTED_VALUE"
    date_render: DateRender = "SERIAL_NUMBER"

    @classmethod
    def of(cls, options: Json, prefix: str = "") -> Self:
        """Read the options of a request; in answers to writes their names begin with `response`.

        Raises:
            RefusedError: one has a value that does not exist.
        """

        def named(name: str) -> str:
            return f"response{name[0].upper()}{name[1:]}" if prefix else name

        render = options.get(named("valueRenderOption"), "FORMATTED_VALUE")
        date_render = options.get(named("dateTimeRenderOption"), "SERIAL_NUMBER")
        if render not in get_args(Render):
            raise RefusedError(f"Invalid value at 'value_render_option', \"{render}\"")
        if date_render not in get_args(DateRender):
            raise RefusedError(f"Invalid value at 'date_time_render_option', \"{date_render}\"")
        return cls(major_of(options), render, date_render)


def major_of(options: Json) -> Major:
    """The major dimension of a request or of values.

    Raises:
        RefusedError: there is no such dimension.
    """
    match _MAJORS.get(options.get("majorDimension", "ROWS")):
        case "ROWS":
            return "ROWS"
        case "COLUMNS":
            return "COLUMNS"
        case _:
            raise RefusedError(f"Invalid value at 'major_dimension', \"{options['majorDimension']}\"")


def get(sheet: Spreadsheet, text: str, view: View) -> Json:
    """The values of one range.

    Raises:
        RefusedError: the range means nothing, or begins outside the grid.
    """
    with sheet.lock:
        tab, area = sheet.locate(text)
        return value_range(sheet, tab, readable(tab, area), view)


def batch_get(sheet: Spreadsheet, texts: Sequence[str], view: View) -> Json:
    """The values of several ranges at one moment.

    Raises:
        RefusedError: one of them means nothing, or begins outside the grid.
    """
    with sheet.lock:
        return {
            "spreadsheetId": sheet.spreadsheet_id,
            "valueRanges": [get(sheet, text, view) for text in texts],
        }


def batch_get_by_filter(sheet: Spreadsheet, filters: Sequence[Json], view: View) -> Json:
    """The values that data filters choose.

    Raises:
        RefusedError: a filter is none.
    """
    with sheet.lock:
        matched = [
            {
                "valueRange": value_range(sheet, tab, readable(tab, area), view),
                "dataFilters": [data_filter],
            }
            for data_filter in filters
            for tab, area in cells_of(sheet, data_filter)
        ]
        return {"spreadsheetId": sheet.spreadsheet_id, "valueRanges": matched}


def readable(tab: Tab, area: Area) -> Box:
    """The part of the grid that an area covers; an end beyond the grid is cut off, as Google does.

    Raises:
        RefusedError: it begins outside the grid.
    """
    if area.top >= tab.grid.height or area.left >= tab.grid.columns:
        raise beyond_grid(tab, area)
    return area.within(tab.grid.height, tab.grid.columns)


def beyond_grid(tab: Tab, area: Area) -> RefusedError:
    """The refusal of cells outside the grid."""
    asked = Box(area.top, area.left, area.bottom or tab.grid.height, area.right or tab.grid.columns)
    return RefusedError(
        f"Range ({a1.write(tab.title, asked)}) exceeds grid limits. "
        f"Max rows: {tab.grid.height}, max columns: {tab.grid.columns}",
    )


def value_range(sheet: Spreadsheet, tab: Tab, box: Box, view: View) -> Json:
    """A ValueRange; it has no `values` when all cells are empty, and no empty cells at its ends."""
    rows = _rows(sheet, tab, box, view)
    lines = rows if view.major == "ROWS" else _turned(rows)
    return {
        "range": a1.write(tab.title, box),
        "majorDimension": view.major,
        **({"values": lines} if lines else {}),
    }


def _rows(sheet: Spreadsheet, tab: Tab, box: Box, view: View) -> list[list[Shown]]:
    locale, render, date_render = sheet.locale, view.render, view.date_render
    calculator = Calculator(sheet) if render != "FORMULA" else None
    window = (1 << box.width) - 1
    rows: list[list[Shown]] = []
    for number, row in enumerate(tab.grid.rows(box.top, min(box.bottom, tab.grid.filled_end)), start=box.top):
        width = ((row.filled >> box.left) & window).bit_length()
        cells = row.cells[box.left : box.left + width]
        if calculator is not None and any(isinstance(cell.value, Formula) for cell in cells):
            columns = range(box.left, box.left + width)
            cells = tuple(calculator.shown(tab, number, column) for column in columns)
        rows.append([rendered(cell, locale, render, date_render) for cell in cells])
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _turned(rows: list[list[Shown]]) -> list[list[Shown]]:
    lines = [list(line) for line in zip_longest(*rows, fillvalue="")]
    for line in lines:
        while line and line[-1] == "":
            line.pop()
    return lines
