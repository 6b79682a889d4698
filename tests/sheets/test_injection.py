"""Nothing that a person writes is ever a formula: in no field, with no first character, in no sheet."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA

from ledger import Account, Category
from manager import Booked
from playground.sheets import Formula, Spreadsheet
from sheets import Entry, Register, Sheet, rows_of
from sheets.workbook import Workbook
from tests.sheets.story import RENDERING, expense

FIRST = [chr(code) for code in (*range(1, 127), 0x7F, 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20, 0x2212, 0x200B, 0xFEFF)]
LOADS = ["1+1", 'HYPERLINK("http://evil.example";1)', "cmd|' /C calc'!A0", "SUM(A1:A9)", "N/A", "", " =1+1"]
EVERY = [first + load for first in FIRST for load in LOADS]
TABS = ("Ledger", "Accounts", "Categories", "Summary")

anything = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5)


def told(said: str, number: int) -> Booked:
    """An operation in which a person's words stand wherever they can."""
    booked = expense(number, description=said, account=said, tags=(said,), counterparty=said)
    return replace(booked, operation=replace(booked.operation, category=said), who=said)


def register(said: Sequence[str]) -> Register:
    """A book whose lists are a person's words too; the book itself refuses names that begin a criterion."""
    names = [one if one.strip() and one[:1] not in "=<>'+" else f"a{one}" for one in said]
    accounts = tuple(Account(name, "RUB", (word,)) for name, word in zip(names, said, strict=True))
    categories = tuple(Category(name, "expense", (word,)) for name, word in zip(names, said, strict=True))
    return Register("RUB", accounts, categories)


def fill(sheet: Sheet, said: Sequence[str]) -> None:
    sheet.prepare()
    booked = [told(one, number) for number, one in enumerate(said, start=1)]
    sheet.append([Entry(one.number, rows_of(one, RENDERING)) for one in booked])
    sheet.furnish(register(said))
    scan = sheet.scan()
    for one in booked:
        [row], [found] = rows_of(one, RENDERING), scan.of(one.key)
        assert [found.cells[key] or "" for key in ("text", "who", "account", "tags")] == [
            row.cells[key] or "" for key in ("text", "who", "account", "tags")
        ]


OURS = {
    "Accounts": ("=IF($A", "=IF($D"),
    "Summary": ("=IF(", "=SUM(", "=SUMPRODUCT(", "=-SUMPRODUCT(", "=IFERROR(", "=tb_base", "=YEAR(TODAY())"),
}


def ours(title: str, formula: str) -> bool:
    """Whether a formula is one of those that the bot writes there; into the ledger it writes none."""
    is_difference = title == "Summary" and re.fullmatch(r"=[B-M]4-[B-M]5", formula) is not None
    return is_difference or formula.startswith(OURS.get(title, ("\0",)))


def foreign(spreadsheet: Spreadsheet) -> list[str]:
    return [
        cell.text
        for title in TABS
        for row in spreadsheet.values(title)
        for cell in row
        if isinstance(cell, Formula) and not ours(title, cell.text)
    ]


def foreign_in(path: Path) -> list[str]:
    book = load_workbook(path)
    cells = [
        (tab.title, cell) for tab in book for row in tab.iter_rows() for cell in row if tab.title in TABS
    ]
    return [
        str(cell.value)
        for title, cell in cells
        if cell.data_type == TYPE_ERROR or (cell.data_type == TYPE_FORMULA and not ours(title, cell.value))
    ]


def test_at_google_no_first_character_makes_a_formula(open_google, spreadsheet: Spreadsheet) -> None:
    fill(open_google(), EVERY)

    assert foreign(spreadsheet) == []


def test_in_a_workbook_no_first_character_makes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"

    fill(Workbook(path, "en"), EVERY)

    assert foreign_in(path) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(anything)
def test_in_a_workbook_nothing_that_a_person_can_type_makes_a_formula(
    tmp_path: Path, said: list[str]
) -> None:
    path = tmp_path / "any.xlsx"
    path.unlink(missing_ok=True)

    fill(Workbook(path, "en"), said)

    assert foreign_in(path) == []
