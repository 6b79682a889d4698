import time
from typing import Any

import pytest

from playground.sheets import Person, Spreadsheet, reading
from playground.sheets.appending import append
from playground.sheets.batch import apply
from playground.sheets.cell import Cell
from playground.sheets.grid import Row
from playground.sheets.reading import View
from playground.sheets.writing import writer

ROWS = 100_000


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [Row.of([Cell(float(number)), Cell(f"op{number}")]) for number in range(ROWS)]


@pytest.fixture
def large(rows: list[Row]) -> Spreadsheet:
    sheet = Spreadsheet("Large")
    sheet.tab(0).grid.insert_rows(0, rows)
    return sheet


def append_cells(sheet: Spreadsheet, rows: list[dict[str, Any]]) -> None:
    request = {"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}}
    apply(sheet, "a@b", {"requests": [request]})


def seconds(work: Any, times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - started) / times


def test_one_more_row_costs_the_same_below_a_hundred_thousand_rows(large: Spreadsheet) -> None:
    small, row = Spreadsheet("Small"), [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]

    in_small = min(seconds(lambda: append_cells(small, row), 50) for _ in range(3))
    in_large = min(seconds(lambda: append_cells(large, row), 50) for _ in range(3))

    assert in_large < 20 * in_small  # a copy of the rows alone would be 50 times as much


def test_a_column_of_a_hundred_thousand_rows_is_read_at_once(large: Spreadsheet) -> None:
    values = reading.get(large, "B1:B100000", View())["values"]

    assert len(values) == ROWS
    assert values[-1] == ["op99999"]


def test_a_table_of_a_hundred_thousand_rows_is_found_and_appended_to(large: Spreadsheet) -> None:
    options = {"valueInputOption": "RAW"}

    answer = append(writer(large, "a@b", options), "A1", {"values": [[1, "x"]]}, "INSERT_ROWS")

    assert answer["tableRange"] == "Sheet1!A1:B100000"
    assert answer["updates"]["updatedRange"] == "Sheet1!A100001:B100001"


def test_people_sort_insert_and_delete_among_a_hundred_thousand_rows(large: Spreadsheet) -> None:
    person = Person(large)

    person.insert_rows(0, 1)
    person.type_row(0, 1, ["0", "first"])
    person.delete_rows(0, 2, 10)
    person.sort(0, 1, descending=True)

    assert reading.get(large, "A1:B1", View())["values"] == [["99999", "op99999"]]
    assert reading.get(large, "A99990:B99991", View())["values"] == [["10", "op10"], ["0", "first"]]
