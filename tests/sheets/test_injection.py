"""Nothing that a person writes is ever a formula: in no field, with no first character, in no sheet."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA

from ledger import Account, Category
from manager import Booked
from playground.sheets import Formula, Spreadsheet
from sheets import Entry, Register, Sheet, rows_of
from sheets.cell import text
from sheets.export import DANGEROUS, as_csv, as_workbook
from sheets.workbook import Workbook
from statements import Expected, Upload, propose, read_entries, read_table
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


# ---- out of the book, and into it again

WAY = Expected("RUB", date(2026, 11, 30))


def imported(name: str, content: bytes) -> list[str]:
    """The descriptions of what a file of ours brings when it is imported."""
    table = read_table(Upload(name, content))
    statement = read_entries(table, propose(table), WAY)
    assert statement.problems == ()
    return [entry.text for entry in statement.entries]


def seen(said: str) -> str:
    """A text as an import sees it: in one line, with single spaces."""
    return " ".join(text(said).split())


def exported(said: Sequence[str]) -> tuple[bytes, bytes]:
    booked = [expense(number, description=one) for number, one in enumerate(said, start=1)]
    return as_csv(booked, RENDERING), as_workbook(booked, RENDERING)


def begins_formula(cell: str) -> bool:
    return cell[:1] in tuple(DANGEROUS) and not re.fullmatch(r"-\d+\.\d\d", cell)


def goes_round(said: Sequence[str]) -> None:
    """Told, exported, imported, exported again: the words are the same, and at no stop a formula."""
    for _ in range(2):
        as_text, as_book = exported(said)
        cells = csv.reader(io.StringIO(as_text.decode("utf-8-sig"), newline=""))
        assert [cell for line in cells for cell in line if begins_formula(cell)] == []
        book = load_workbook(io.BytesIO(as_book))
        kinds = {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line}
        assert not kinds & {TYPE_FORMULA, TYPE_ERROR}
        wanted = [seen(one) for one in said]
        assert imported("threadbook.csv", as_text) == wanted
        assert imported("threadbook.xlsx", as_book) == wanted
        said = wanted


def test_no_first_character_makes_a_formula_on_the_way_out_and_in_again(tmp_path: Path) -> None:
    goes_round(EVERY)

    fill(Workbook(tmp_path / "again.xlsx", "en"), [seen(one) for one in EVERY])

    assert foreign_in(tmp_path / "again.xlsx") == []


@settings(max_examples=60, deadline=None)
@given(anything)
@example(["'=1+1", "''=1+1", "'quoted", "'", "＝1+1", "'＠SUM(1)"])
def test_whatever_a_person_can_type_goes_out_and_in_again_as_it_is(said: list[str]) -> None:
    goes_round([one for one in said if seen(one)] or ["tea"])
