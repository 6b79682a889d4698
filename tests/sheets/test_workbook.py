"""What is true of a workbook file alone."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from sheets import Change, Entry, SheetError, rows_of
from sheets.cell import Formula
from sheets.workbook import Workbook
from tests.sheets.story import RECORDED, RENDERING, corrected, expense, in_yen, transfer, undone


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "book.xlsx"


def ready(path: Path, *versions, language="en") -> Workbook:
    sheet = Workbook(path, language)
    sheet.prepare()
    if versions:
        sheet.append([entry(version) for version in versions])
    return sheet


def entry(version) -> Entry:
    return Entry(version.number, rows_of(version, RENDERING))


def test_the_file_and_its_folder_are_made(path: Path) -> None:
    ready(path, language="ru")

    tab = load_workbook(path).worksheets[0]
    assert (tab.title, tab["D1"].value, tab["A1"].font.bold) == ("Книга", "Сумма", True)
    assert (tab.freeze_panes, tab.auto_filter.ref) == ("B2", "A1:P1")


def test_people_open_dates_amounts_and_texts_as_such(path: Path) -> None:
    ready(path, expense(1, "300.50"))

    tab = load_workbook(path).worksheets[0]
    assert tab["B2"].value == datetime(2026, 11, 21)  # noqa: DTZ001 - spreadsheets know no zones
    assert (tab["B2"].number_format, tab["D2"].number_format) == ("dd.mm.yyyy", "#,##0.00;[Red]-#,##0.00")
    assert (tab["D2"].value, tab["H2"].value, tab["N2"].is_date) == (-300.5, "coffee", True)
    assert tab.auto_filter.ref == "A1:P2"


def test_void_rows_are_greyed_by_a_rule(path: Path) -> None:
    ready(path, undone(expense(), RECORDED))

    tab = load_workbook(path).worksheets[0]
    rules = {str(area.sqref): rules for area, rules in tab.conditional_formatting._cf_rules.items()}
    assert list(rules) == ["A2:C1048576 E2:P1048576", "D2:D1048576"]
    assert {rule.formula[0] for (rule,) in rules.values()} == {'OR($K2="Void",$K2="Отменено")'}
    assert all(rule.dxf.font.strike for (rule,) in rules.values())


def test_columns_have_names_for_peoples_own_formulas(path: Path) -> None:
    ready(path)

    assert load_workbook(path).defined_names["tb_amount"].attr_text == "'Ledger'!$D:$D"


def test_a_persons_edits_and_formulas_outlive_a_write(path: Path) -> None:
    sheet = ready(path, expense(1))
    book = load_workbook(path)
    book.worksheets[0]["L2"] = "for work"
    book.worksheets[0]["R2"] = "=SUM(tb_amount)"
    book.create_sheet("Mine")["A1"] = 42
    book.save(path)

    sheet.append([entry(expense(2))])

    book = load_workbook(path)
    assert (book["Ledger"]["L2"].value, book["Ledger"]["R2"].value) == ("for work", "=SUM(tb_amount)")
    assert book["Mine"]["A1"].value == 42


def test_a_formula_that_a_person_put_into_our_cell_is_seen_as_one_and_can_be_given_back(path: Path) -> None:
    sheet = ready(path, expense(1))
    book = load_workbook(path)
    book.worksheets[0]["D2"] = "=-100-200"
    book.save(path)

    [found] = sheet.scan().of(expense(1).key)
    assert isinstance(found.cells["amount"], Formula)
    sheet.update([Change(2, rows_of(expense(1), RENDERING)[0].cells)])
    sheet.update([Change(2, found.cells)])

    assert load_workbook(path).worksheets[0]["D2"].data_type == "f"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_a_person_says_is_text_in_the_file(tmp_path: Path, said: str, tag: str) -> None:
    path = tmp_path / "any.xlsx"
    path.unlink(missing_ok=True)
    version = expense(1, description=said, tags=(tag,))
    ready(path, version)

    [found] = ready(path).scan().of(version.key)

    [row] = rows_of(version, RENDERING)
    assert (found.cells["text"] or "") == row.cells["text"]
    assert not isinstance(found.cells["text"], Formula)
    assert (found.cells["tags"] or "") == row.cells["tags"]


def test_a_text_that_could_be_a_formula_is_quoted_for_whoever_edits_it(path: Path) -> None:
    ready(path, expense(1, description="=1+1"), expense(2))

    tab = load_workbook(path).worksheets[0]
    assert (tab["H2"].quotePrefix, tab["H3"].quotePrefix) == (True, False)


def test_a_correction_that_is_no_formula_any_more_is_not_quoted(path: Path) -> None:
    sheet = ready(path, expense(1, description="=1+1"))

    sheet.update([Change(2, rows_of(corrected(expense(1), RECORDED), RENDERING)[0].cells)])

    assert not load_workbook(path).worksheets[0]["H2"].quotePrefix


@pytest.mark.parametrize("mark", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_writes_wait_while_the_file_is_open_in_a_spreadsheet_program(path: Path, mark: str) -> None:
    sheet = ready(path, expense(1))
    path.with_name(mark).touch()

    with pytest.raises(SheetError, match="close it there") as refusal:
        sheet.append([entry(expense(2))])

    assert (refusal.value.kind, refusal.value.ambiguous) == ("outage", False)
    assert len(sheet.scan().rows) == 2


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(SheetError, match="left as it is") as refusal:
        Workbook(path, "en").prepare()

    assert refusal.value.kind == "refused"
    assert path.read_bytes() == content


def test_a_file_that_is_moved_away_is_gone_until_the_next_start(path: Path) -> None:
    sheet = ready(path, expense(1))
    away = path.rename(path.with_name("away.xlsx"))

    with pytest.raises(SheetError) as gone:
        sheet.scan()
    with pytest.raises(SheetError):
        sheet.prepare()
    assert gone.value.kind == "gone"
    away.rename(path)
    sheet.prepare()

    assert sheet.scan().of(expense(1).key)


def test_a_column_that_is_given_back_stands_right_of_everything_and_moves_nothing(path: Path) -> None:
    sheet = ready(path, expense(1))
    book = load_workbook(path)
    book.worksheets[0]["R2"] = "=D2*2"
    book.worksheets[0].delete_cols(4)
    book.save(path)

    sheet.restore(["amount"], lambda found: rows_of(expense(1), RENDERING)[0].cells if found.op_id else None)

    tab = load_workbook(path).worksheets[0]
    assert (tab["Q2"].value, tab["R1"].value, tab["R2"].value) == ("=D2*2", "Amount", -300)
    assert tab["R2"].number_format == "#,##0.00;[Red]-#,##0.00"


def test_a_tab_is_added_to_a_workbook_that_a_person_has_already(path: Path) -> None:
    path.parent.mkdir()
    book = Book()
    book.worksheets[0].title = "Ledger"
    book["Ledger"]["A1"] = "my own ledger"
    book.save(path)

    ready(path, expense(1))

    book = load_workbook(path)
    assert book.sheetnames == ["Threadbook Ledger", "Ledger"]
    assert book["Ledger"]["A1"].value == "my own ledger"


def test_a_save_by_somebody_else_in_the_middle_of_a_write_is_kept(path: Path, monkeypatch) -> None:
    sheet = ready(path, expense(1))
    save = Book.save
    turns = iter([True])

    def save_after_somebody(self: Book, target: object) -> None:
        if next(turns, False):
            other = load_workbook(path)
            other.worksheets[0]["L2"] = "saved meanwhile"
            save(other, path)
        save(self, target)

    monkeypatch.setattr(Book, "save", save_after_somebody)
    sheet.append([entry(transfer(2))])

    tab = load_workbook(path).worksheets[0]
    assert (tab["L2"].value, tab["M4"].value) == ("saved meanwhile", "OP0000000002/2")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(path: Path, monkeypatch) -> None:
    sheet = ready(path, expense(1))
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", _full_disk)

    with pytest.raises(SheetError, match="No space left") as refusal:
        sheet.append([entry(expense(2))])

    assert refusal.value.kind == "outage"
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])
    monkeypatch.undo()
    assert not sheet.scan().of(expense(2).key)


def test_a_row_has_an_address(path: Path) -> None:
    assert ready(path).url(58) == f"{path.as_uri()}#'Ledger'!A58"


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_file_that_somebody_saved_since_it_was_read_is_not_written_over(path: Path) -> None:
    sheet = ready(path, expense(1))
    sheet.scan()
    book = load_workbook(path)
    book.worksheets[0]["D2"] = -380
    book.save(path)

    with pytest.raises(SheetError) as refusal:
        sheet.update([Change(2, rows_of(corrected(expense(1), RECORDED, amount="350"), RENDERING)[0].cells)])

    assert refusal.value.kind == "stale"
    assert sheet.scan().rows[1].cells["amount"] == -380


def test_our_own_writes_are_not_taken_for_somebody_elses(path: Path) -> None:
    sheet = ready(path, expense(1))
    sheet.scan()
    changed = rows_of(corrected(expense(1), RECORDED, amount="350"), RENDERING)[0].cells

    sheet.update([Change(2, changed)])
    sheet.append([entry(expense(2))])
    sheet.update([Change(2, {**changed, "amount": -400})])

    assert [found.cells["amount"] for found in sheet.scan().rows[1:]] == [-400, -300]


def test_on_paper_the_ledger_is_as_wide_as_a_page_and_without_what_only_the_bot_needs(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheet = Workbook(path, "en")
    sheet.prepare()

    sheet.append([Entry(number, rows_of(expense(number), RENDERING)) for number in (1, 2)])

    tab = load_workbook(path)["Ledger"]
    assert tab.print_area == "'Ledger'!$A$1:$L$3"
    assert tab.print_title_rows == "$1:$1"
    assert (tab.page_setup.orientation, tab.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)


def test_an_amount_that_does_not_count_is_not_red(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    Workbook(path, "en").prepare()

    rules = load_workbook(path)["Ledger"].conditional_formatting
    looks = {str(one.sqref): one.rules[0].dxf for one in rules}

    assert looks["D2:D1048576"].numFmt.formatCode == "#,##0.00;-#,##0.00"
    assert [look.font.strike for look in looks.values()] == [True, True]


def test_an_amount_has_the_decimals_of_its_currency_after_a_correction_too(path: Path) -> None:
    sheet = ready(path, in_yen(expense(1)))
    assert load_workbook(path).worksheets[0]["D2"].number_format == "#,##0;[Red]-#,##0"

    sheet.update([Change(2, rows_of(expense(1), RENDERING)[0].cells)])

    assert load_workbook(path).worksheets[0]["D2"].number_format == "#,##0.00;[Red]-#,##0.00"
