"""`spreadsheets.values`: update, batchUpdate, batchUpdateByDataFilter, clear, batchClear."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from typing import Literal, cast

from playground.sheets import a1, typed
from playground.sheets.area import Area, Box
from playground.sheets.batch.call import check_editable
from playground.sheets.cell import Cell, short
from playground.sheets.datafilter import cells_of
from playground.sheets.display import is_date
from playground.sheets.errors import Json, RefusedError
from playground.sheets.reading import View, beyond_grid, major_of, readable, value_range
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab

Input = Literal["RAW", "USER_ENTERED"]
Changes = list[list[Callable[[Cell], Cell] | None]]


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes values, how they are read, and what of them is answered."""

    sheet: Spreadsheet
    actor: str
    input: Input
    echo: View | None = None

    def update(self, text: str, values: Json) -> Json:
        """Write values from the corner of a range, within it; one cell or an open range is a corner only.

        Raises:
            RefusedError: they do not fit, or somebody protected these cells.
        """
        with self.sheet.edit():
            tab, area = self.sheet.locate(text)
            return self._update(tab, area, values)

    def batch_update(self, data: Sequence[Json]) -> Json:
        """Write several ranges, all or none.

        Raises:
            RefusedError: one of them cannot be written.
        """
        with self.sheet.edit():
            responses = []
            for place, values in enumerate(data):
                try:
                    responses.append(self.update(str(values.get("range", "")), values))
                except RefusedError as error:
                    raise RefusedError(f"Invalid data[{place}]: {error}") from error
            return self._total(responses)

    def batch_update_by_filter(self, data: Sequence[Json]) -> Json:
        """Write what data filters choose, all or none.

        Raises:
            RefusedError: one of them cannot be written.
        """
        with self.sheet.edit():
            responses = [
                {**self._update(tab, area, values), "dataFilter": values.get("dataFilter", {})}
                for values in data
                for tab, area in cells_of(self.sheet, values.get("dataFilter", {}))
            ]
            return self._total(responses)

    def write(self, tab: Tab, top: int, left: int, changes: Changes) -> Json:
        """Write changes from a corner and give the UpdateValuesResponse.

        Raises:
            RefusedError: somebody protected these cells.
        """
        width = max(map(len, changes), default=0)
        box = Box(top, left, top + len(changes), left + width)
        self.sheet.touch(tab)
        check_editable(tab, box, self.actor)
        tab.grid.write(top, left, changes)
        response: Json = {
            "spreadsheetId": self.sheet.spreadsheet_id,
            "updatedRange": a1.write(
                tab.title, replace(box, bottom=max(box.bottom, top + 1), right=max(box.right, left + 1))
            ),
        }
        count = sum(change is not None for line in changes for change in line)
        if count:
            response |= {"updatedRows": box.height, "updatedColumns": box.width, "updatedCells": count}
        if self.echo is not None:
            response["updatedData"] = value_range(self.sheet, tab, box, self.echo)
        return response

    def changes(self, values: Json) -> Changes:
        """The values of a ValueRange as changes of cells, row by row; null leaves a cell alone.

        Raises:
            RefusedError: a value is neither text nor number nor truth value.
        """
        lines = values.get("values", [])
        if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
            raise RefusedError(
                "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue)"
            )
        changes = [
            [self._change(value, row, column) for column, value in enumerate(line)]
            for row, line in enumerate(lines)
        ]
        return [list(line) for line in zip_longest(*changes)] if major_of(values) == "COLUMNS" else changes

    def _update(self, tab: Tab, area: Area, values: Json) -> Json:
        changes = self.changes(values)
        top, left = area.top, area.left
        height, width = len(changes), max(map(len, changes), default=0)
        if not area.is_cell:
            _check_fits(tab, area, height, width)
        written = Area(top, left, max(area.bottom or 0, top + height), max(area.right or 0, left + width))
        if (written.bottom or 0) > tab.grid.height or (written.right or 0) > tab.grid.columns:
            raise beyond_grid(tab, written)
        return self.write(tab, top, left, changes)

    def _change(self, value: object, row: int, column: int) -> Callable[[Cell], Cell] | None:
        match value:
            case None:
                return None
            case bool():
                return partial(Cell.with_value, value=value)
            case int() | float():
                return partial(Cell.with_value, value=float(value))
            case str() if self.input == "USER_ENTERED":
                return partial(type_into, text=value, sheet=self.sheet)
            case str():
                return partial(Cell.with_value, value=short(value))
            case _:
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise RefusedError(f"Invalid values[{row}][{column}]: {kind}")

    def _total(self, responses: list[Json]) -> Json:
        ranges = [self.sheet.locate(response["updatedRange"]) for response in responses]
        rows = {(tab.sheet_id, row) for tab, area in ranges for row in range(area.top, area.bottom or 0)}
        columns = {
            (tab.sheet_id, column) for tab, area in ranges for column in range(area.left, area.right or 0)
        }
        return {
            "spreadsheetId": self.sheet.spreadsheet_id,
            "totalUpdatedRows": len(rows),
            "totalUpdatedColumns": len(columns),
            "totalUpdatedCells": sum(response.get("updatedCells", 0) for response in responses),
            "totalUpdatedSheets": len({tab.sheet_id for tab, _ in ranges}),
            "responses": responses,
        }


def writer(sheet: Spreadsheet, actor: str, options: Json) -> Writer:
    """The writer that the options of a request ask for.

    Raises:
        RefusedError: they do not say how values are to be read.
    """
    value_input = options.get("valueInputOption")
    if value_input in (None, "INPUT_VALUE_OPTION_UNSPECIFIED"):
        raise RefusedError("'valueInputOption' is required but not specified")
    if value_input not in ("RAW", "USER_ENTERED"):
        raise RefusedError(f"Invalid value at 'value_input_option', \"{value_input}\"")
    wants_echo = str(options.get("includeValuesInResponse", "")).lower() == "true"
    return Writer(
        sheet, actor, cast("Input", value_input), View.of(options, "response") if wants_echo else None
    )


def type_into(cell: Cell, text: str, sheet: Spreadsheet) -> Cell:
    """The cell after a person typed a text into it."""
    known = dict(cell.format or {})
    number_format = known.get("numberFormat", {})
    read = typed.read(text, sheet.locale, sheet.now(), is_text_cell=number_format.get("type") == "TEXT")
    changed = cell.with_value(read.value)
    if read.number_format is None or (
        number_format and (is_date(known) or read.number_format["type"] == "PERCENT")
    ):
        return changed
    return replace(changed, format={**known, "numberFormat": read.number_format})


def clear(sheet: Spreadsheet, actor: str, text: str) -> Json:
    """Empty the cells of a range; their formats stay.

    Raises:
        RefusedError: the range means nothing, or somebody protected it.
    """
    with sheet.edit():
        return {"spreadsheetId": sheet.spreadsheet_id, "clearedRange": _clear(sheet, actor, text)}


def batch_clear(sheet: Spreadsheet, actor: str, texts: Sequence[str]) -> Json:
    """Empty the cells of several ranges, all or none.

    Raises:
        RefusedError: one of them means nothing, or somebody protected it.
    """
    with sheet.edit():
        cleared = [_clear(sheet, actor, text) for text in texts]
        return {"spreadsheetId": sheet.spreadsheet_id, "clearedRanges": cleared}


def _clear(sheet: Spreadsheet, actor: str, text: str) -> str:
    tab, area = sheet.locate(text)
    box = readable(tab, area)
    check_editable(tab, box, actor)
    sheet.touch(tab)
    tab.grid.change_cells(box, lambda cell: cell.with_value(None))
    return a1.write(tab.title, box)


def _check_fits(tab: Tab, area: Area, height: int, width: int) -> None:
    asked = area.within(tab.grid.height, tab.grid.columns)
    if area.bottom is not None and area.top + height > area.bottom:
        where = f"row [{area.bottom + 1}]"
    elif area.right is not None and area.left + width > area.right:
        where = f"column [{a1.column_letters(area.right)}]"
    else:
        return
    raise RefusedError(
        f"Requested writing within range [{a1.write(tab.title, asked)}], but tried writing to {where}",
    )
