"""What people do to a sheet, for each kind of sheet; rows count from 1, columns from 1."""

from pathlib import Path
from typing import Protocol

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from playground.sheets import Person, Spreadsheet
from sheets.tabs.content import TABS
from sheets.testing import MemorySheet

BESIDE = {title for tab in TABS for title in (tab.en, tab.ru)}
"""The titles of our other tabs."""


class Hands(Protocol):
    """A person at the Ledger tab."""

    def type(self, row: int, column: int, text: str) -> None: ...
    def read(self, row: int, column: int) -> object: ...
    def sort(self, column: int, *, descending: bool = False) -> None: ...
    def insert_row(self, at: int) -> None: ...
    def delete_row(self, at: int) -> None: ...
    def copy_row(self, source: int, to: int) -> None: ...
    def insert_column(self, at: int) -> None: ...
    def delete_column(self, at: int) -> None: ...
    def rename_tab(self, title: str) -> None: ...
    def delete_tab(self) -> None: ...


class MemoryHands:
    def __init__(self, sheet: MemorySheet) -> None:
        self._sheet = sheet

    def type(self, row: int, column: int, text: str) -> None:
        value: float | str = float(text) if text.lstrip("-").isdigit() else text
        self._sheet.type(row, column - 1, value)

    def read(self, row: int, column: int) -> object:
        return self._sheet.rows[row - 1][column - 1]

    def sort(self, column: int, *, descending: bool = False) -> None:
        self._sheet.sort(column - 1, descending=descending)

    def insert_row(self, at: int) -> None:
        self._sheet.insert_row(at)

    def delete_row(self, at: int) -> None:
        self._sheet.delete_row(at)

    def copy_row(self, source: int, to: int) -> None:
        for column, value in enumerate(self._sheet.rows[source - 1]):
            self._sheet.type(to, column, value)

    def insert_column(self, at: int) -> None:
        for row in self._sheet.rows:
            row.insert(at - 1, None)

    def delete_column(self, at: int) -> None:
        for row in self._sheet.rows:
            del row[at - 1]

    def rename_tab(self, title: str) -> None:
        """A sheet in memory has no tabs."""

    def delete_tab(self) -> None:
        self._sheet.rows.clear()


class WorkbookHands:
    def __init__(self, path: Path) -> None:
        self._path = path

    def type(self, row: int, column: int, text: str) -> None:
        with _Edit(self._path) as tab:
            tab.cell(row=row, column=column).value = float(text) if text.lstrip("-").isdigit() else text

    def read(self, row: int, column: int) -> object:
        value: object = load_workbook(self._path).worksheets[0].cell(row=row, column=column).value
        return value

    def sort(self, column: int, *, descending: bool = False) -> None:
        with _Edit(self._path) as tab:
            body = [[cell.value for cell in row] for row in tab.iter_rows(min_row=2)]
            body.sort(key=lambda cells: str(cells[column - 1]), reverse=descending)
            for number, cells in enumerate(body, start=2):
                for index, value in enumerate(cells, start=1):
                    cell = tab.cell(row=number, column=index)
                    cell._value = None
                    cell.value = value

    def insert_row(self, at: int) -> None:
        with _Edit(self._path) as tab:
            tab.insert_rows(at)

    def delete_row(self, at: int) -> None:
        with _Edit(self._path) as tab:
            tab.delete_rows(at)

    def copy_row(self, source: int, to: int) -> None:
        with _Edit(self._path) as tab:
            for cell in list(tab[source]):
                tab.cell(row=to, column=cell.column).value = cell.value

    def insert_column(self, at: int) -> None:
        with _Edit(self._path) as tab:
            tab.insert_cols(at)

    def delete_column(self, at: int) -> None:
        with _Edit(self._path) as tab:
            tab.delete_cols(at)
            names, letter = tab.parent.defined_names, get_column_letter(at)
            for name in [one for one in names if names[one].attr_text.endswith(f"${letter}:${letter}")]:
                del names[name]  # as spreadsheet programs do

    def rename_tab(self, title: str) -> None:
        with _Edit(self._path) as tab:
            tab.title = title

    def delete_tab(self) -> None:
        book = load_workbook(self._path)
        book.create_sheet("Mine")
        book.remove(book.worksheets[0])
        book.save(self._path)


class GoogleHands:
    def __init__(self, spreadsheet: Spreadsheet) -> None:
        self._spreadsheet = spreadsheet
        self._person = Person(spreadsheet)

    @property
    def _tab(self) -> int:
        """The ledger, the newest tab that has no other name of ours."""
        tabs = [tab for tab in self._spreadsheet.tabs if tab.title not in BESIDE and not tab.is_hidden]
        return tabs[-1].sheet_id

    def type(self, row: int, column: int, text: str) -> None:
        self._person.type(self._tab, row, column, text)

    def read(self, row: int, column: int) -> object:
        cells = self._spreadsheet.tab(self._tab).grid.row(row - 1).cells
        return cells[column - 1].value if column <= len(cells) else None

    def sort(self, column: int, *, descending: bool = False) -> None:
        self._person.sort(self._tab, column, descending=descending)

    def insert_row(self, at: int) -> None:
        self._person.insert_rows(self._tab, at)

    def delete_row(self, at: int) -> None:
        self._person.delete_rows(self._tab, at)

    def copy_row(self, source: int, to: int) -> None:
        self._person.copy_row(self._tab, source, to)

    def insert_column(self, at: int) -> None:
        self._person.insert_columns(self._tab, at)

    def delete_column(self, at: int) -> None:
        self._person.delete_columns(self._tab, at)

    def rename_tab(self, title: str) -> None:
        self._person.rename_tab(self._tab, title)

    def delete_tab(self) -> None:
        self._person.delete_tab(self._tab)


class _Edit:
    """Open the workbook as a person does, and save it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Worksheet:
        self._book = load_workbook(self._path)
        tab: Worksheet = self._book.worksheets[0]
        return tab

    def __exit__(self, *_: object) -> None:
        self._book.save(self._path)
