import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheets import Rendering
from sheets.export import DANGEROUS, as_csv, as_workbook
from tests.sheets.story import RENDERING, expense, transfer, undone


def read_csv(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_a_csv_file_has_the_columns_of_the_sheet_and_a_row_for_each_leg() -> None:
    rows = read_csv(as_csv([expense(1, "300.5"), transfer(2)], RENDERING))

    assert [(row["No."], row["Date"], row["Amount"], row["Account"]) for row in rows] == [
        ("1", "2026-11-21", "-300.50", "Cash"),
        ("2", "2026-11-21", "-5000.00", "Card"),
        ("2", "2026-11-21", "5000.00", "Cash"),
    ]
    assert rows[0]["Recorded"] == "2026-11-21 11:05"
    assert "My note" not in rows[0]


def test_where_people_write_a_comma_the_cells_are_separated_by_semicolons() -> None:
    rendering = Rendering("ru", RENDERING.zone, RENDERING.bot_username)

    (row,) = read_csv(as_csv([expense(1, "300.5")], rendering), ";")

    assert (row["Сумма"], row["Тип"]) == ("-300,50", "Расход")


def test_undone_operations_are_there_and_say_so() -> None:
    (row,) = read_csv(as_csv([undone(expense(), datetime(2026, 11, 22).astimezone())], RENDERING))

    assert row["Status"] == "Void"


@settings(deadline=None)
@given(st.sampled_from(DANGEROUS), st.text(max_size=20))
@example("=", 'HYPERLINK("http://evil","click")')
@example("-", "2+3+cmd|' /C calc'!A0")
def test_no_text_is_a_formula_in_either_file_whatever_it_begins_with(first: str, rest: str) -> None:
    operation = expense(description=first + rest)

    (row,) = read_csv(as_csv([operation], RENDERING))
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook([operation], RENDERING))).worksheets[0]

    assert row["Description"][:1] not in DANGEROUS or not row["Description"]
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_a_workbook_has_numbers_and_days_as_such() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook([expense(1, "300.5")], RENDERING))).worksheets[0]
    titles, values = ([cell.value for cell in line] for line in sheet.iter_rows(max_row=2))
    row = dict(zip(titles, values, strict=True))

    assert Decimal(str(row["Amount"])) == Decimal("-300.5")
    assert row["Date"].date() == date(2026, 11, 21)
    assert row["Description"] == "coffee"
