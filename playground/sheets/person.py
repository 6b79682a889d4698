from collections.abc import Sequence
from typing import Final

from playground.sheets import structure
from playground.sheets.area import Box
from playground.sheets.batch import apply
from playground.sheets.errors import Json, RefusedError
from playground.sheets.grid import EMPTY_ROW, Row
from playground.sheets.reshape import Dimension
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab
from playground.sheets.writing import type_into

OWNER: Final = "anna@example.com"


class Person:
    """A person at the page of Google Sheets. Rows and columns are counted from 1, as people see them.

    A tab is named by its title or its sheet id. The person owns the spreadsheet: no protection stops them.

    Every method raises RefusedError for a tab, row or column that does not exist.
    """

    def __init__(self, sheet: Spreadsheet, email: str = OWNER) -> None:
        self._sheet = sheet
        self._email = email

    def type(self, tab: str | int, row: int, column: int, text: str) -> None:
        """Type a text into a cell: it becomes a number, a date, a formula... as on the page. Empty clears."""
        with self._sheet.edit():
            found = self._tab(tab)
            _check(row, found.grid.height)
            _check(column, found.grid.columns)
            found.grid.write(row - 1, column - 1, [[lambda cell: type_into(cell, text, self._sheet)]])

    def type_row(self, tab: str | int, row: int, texts: Sequence[str]) -> None:
        """Type texts into the cells of a row, from its first column on."""
        with self._sheet.edit():
            for column, text in enumerate(texts, start=1):
                self.type(tab, row, column, text)

    def insert_rows(self, tab: str | int, at: int, count: int = 1) -> None:
        """Insert empty rows above row `at`."""
        self._insert(tab, "ROWS", at, count)

    def insert_columns(self, tab: str | int, at: int, count: int = 1) -> None:
        """Insert empty columns left of column `at`."""
        self._insert(tab, "COLUMNS", at, count)

    def delete_rows(self, tab: str | int, at: int, count: int = 1) -> None:
        """Delete rows, from row `at` on."""
        with self._sheet.edit():
            structure.delete(self._sheet, self._tab(tab), "ROWS", at - 1, at - 1 + count)

    def delete_columns(self, tab: str | int, at: int, count: int = 1) -> None:
        """Delete columns, from column `at` on."""
        with self._sheet.edit():
            structure.delete(self._sheet, self._tab(tab), "COLUMNS", at - 1, at - 1 + count)

    def move_rows(self, tab: str | int, at: int, before: int, count: int = 1) -> None:
        """Drag rows to above row `before`."""
        with self._sheet.edit():
            structure.move(self._sheet, self._tab(tab), "ROWS", at - 1, at - 1 + count, before - 1)

    def move_columns(self, tab: str | int, at: int, before: int, count: int = 1) -> None:
        """Drag columns to left of column `before`."""
        with self._sheet.edit():
            structure.move(self._sheet, self._tab(tab), "COLUMNS", at - 1, at - 1 + count, before - 1)

    def copy_row(self, tab: str | int, source: int, to: int) -> None:
        """Copy a whole row and paste it over row `to`."""
        with self._sheet.edit():
            found = self._tab(tab)
            _check(source, found.grid.height)
            _check(to, found.grid.height)
            found.grid.replace_rows(to - 1, [found.grid.row(source - 1)])

    def cut_row(self, tab: str | int, source: int, to: int) -> None:
        """Cut the cells of a row and paste them over row `to`; the row itself stays, empty."""
        with self._sheet.edit():
            self.copy_row(tab, source, to)
            if source != to:
                self._tab(tab).grid.replace_rows(source - 1, [EMPTY_ROW])

    def clear_row(self, tab: str | int, row: int) -> None:
        """Delete the contents of a row; its formats stay."""
        with self._sheet.edit():
            found = self._tab(tab)
            _check(row, found.grid.height)
            cells = [cell.with_value(None) for cell in found.grid.row(row - 1).cells]
            found.grid.replace_rows(row - 1, [Row.of(cells)])

    def sort(self, tab: str | int, column: int, *, descending: bool = False) -> None:
        """Sort the whole tab by a column; frozen rows stay where they are."""
        with self._sheet.edit():
            found = self._tab(tab)
            _check(column, found.grid.columns)
            body = Box(found.frozen_rows, 0, found.grid.height, found.grid.columns)
            structure.sort(self._sheet, found, body, [structure.SortKey(column - 1, descending)])

    def rename_tab(self, tab: str | int, title: str) -> None:
        """Give a tab another title."""
        with self._sheet.edit():
            found = self._tab(tab)
            if any(
                other.title.casefold() == title.casefold() for other in self._sheet.tabs if other is not found
            ):
                raise RefusedError(
                    f'A sheet with the name "{title}" already exists. Please enter another name.'
                )
            self._sheet.undo.change(found, "title", title)

    def delete_tab(self, tab: str | int) -> None:
        """Delete a tab."""
        sheet_id = self._tab(tab).sheet_id
        apply(self._sheet, self._email, {"requests": [{"deleteSheet": {"sheetId": sheet_id}}]})

    def add_tab(self, title: str) -> None:
        """Add an empty tab at the end."""
        apply(self._sheet, self._email, {"requests": [{"addSheet": {"properties": {"title": title}}}]})

    def add_charts(self, tab: str | int, specs: Sequence[Json]) -> None:
        """Draw charts, at the top left of a tab."""
        anchor = {"sheetId": self._tab(tab).sheet_id, "rowIndex": 0, "columnIndex": 0}
        position = {"overlayPosition": {"anchorCell": anchor}}
        charts = [{"addChart": {"chart": {"spec": spec, "position": position}}} for spec in specs]
        apply(self._sheet, self._email, {"requests": charts})

    def delete_charts(self, tab: str | int) -> None:
        """Delete all charts of a tab."""
        charts = self._tab(tab).lists.get("charts", ())
        if charts:
            deleted = [{"deleteEmbeddedObject": {"objectId": chart["chartId"]}} for chart in charts]
            apply(self._sheet, self._email, {"requests": deleted})

    def protect_tab(self, tab: str | int) -> None:
        """Let nobody else change a tab, service accounts included."""
        protected = {"range": {"sheetId": self._tab(tab).sheet_id}, "editors": {"users": [self._email]}}
        requests = [{"addProtectedRange": {"protectedRange": protected}}]
        apply(self._sheet, self._email, {"requests": requests})

    def note(self, tab: str | int, row: int, column: int, text: str) -> None:
        """Attach a note to a cell."""
        with self._sheet.edit():
            found = self._tab(tab)
            place = {"sheetId": found.sheet_id, "rowIndex": row - 1, "columnIndex": column - 1}
            rows = [{"values": [{"note": text}]}]
            requests = [{"updateCells": {"start": place, "rows": rows, "fields": "note"}}]
            apply(self._sheet, self._email, {"requests": requests})

    def _insert(self, tab: str | int, dimension: Dimension, at: int, count: int) -> None:
        with self._sheet.edit():
            structure.insert(self._sheet, self._tab(tab), dimension, at - 1, count, like_before=at > 1)

    def _tab(self, name: str | int) -> Tab:
        tab = self._sheet.tab(name)
        self._sheet.touch(tab)
        return tab


def _check(number: int, size: int) -> None:
    if not 1 <= number <= size:
        raise RefusedError(f"There is no {number} among 1 to {size}")
