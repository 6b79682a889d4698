from typing import Any

import gspread
import pytest
from gspread.utils import InsertDataOption

from playground.sheets import Person, Spreadsheet

INSERT = InsertDataOption.insert_rows
TWO_TABLES = [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y"], ["", "", "y", "z"], ["", "x", "y", "z"]]


@pytest.mark.parametrize("asked", ["Sheet1", "B4", "C5:D5", "B2:D4", "A3:G10"])
def test_the_last_table_of_the_range_is_appended_to(
    tab: gspread.Worksheet, book: gspread.Spreadsheet, asked: str
) -> None:
    tab.update(TWO_TABLES)

    answer = book.values_append(asked, {"valueInputOption": "RAW"}, {"values": [["new"]]})

    assert answer["tableRange"] == "Sheet1!B4:D6"
    assert answer["updates"]["updatedRange"] == "Sheet1!B7"


@pytest.mark.parametrize(("asked", "written"), [("A1", "A3"), ("E4", "E4"), ("A4", "A4")])
def test_a_cell_of_the_range_decides_which_table_or_none(
    tab: gspread.Worksheet,
    book: gspread.Spreadsheet,
    asked: str,
    written: str,
) -> None:
    tab.update(TWO_TABLES)

    answer = book.values_append(asked, {"valueInputOption": "RAW"}, {"values": [["new"]]})

    assert answer["updates"]["updatedRange"] == f"Sheet1!{written}"
    assert ("tableRange" in answer) == (asked == "A1")


def test_overwriting_destroys_what_a_person_keeps_below_an_empty_row_and_inserting_does_not(
    tab: gspread.Worksheet,
    sheet: Spreadsheet,
    person: Person,
) -> None:
    tab.update([["No.", "What"], ["1", "coffee"], [], ["a person's", "own lines"]])

    tab.append_rows([["2", "tea"], ["3", "milk"]], table_range="A1:B1", insert_data_option=INSERT)
    assert [row[0] for row in sheet.rows("Sheet1")] == ["No.", "1", "2", "3", "", "a person's"]

    tab.append_rows([["4", "jam"], ["5", "salt"]], table_range="A1:B1")
    assert [row[0] for row in sheet.rows("Sheet1")] == ["No.", "1", "2", "3", "4", "5"]


def test_an_empty_row_ends_the_table(tab: gspread.Worksheet, person: Person, sheet: Spreadsheet) -> None:
    tab.update([["No."], ["1"], ["2"], ["3"]])
    person.clear_row("Sheet1", 3)

    tab.append_row(["4"], table_range="A1")

    assert sheet.rows("Sheet1") == [["No."], ["1"], ["4"], ["3"]]


def test_the_grid_grows_when_rows_are_appended_at_its_end(
    book: gspread.Spreadsheet, sheet: Spreadsheet
) -> None:
    small = book.add_worksheet("Small", 1, 2)

    for number in range(3):
        small.append_row([number], table_range="A1")

    assert sheet.rows("Small") == [["0"], ["1"], ["2"]]
    assert sheet.tab("Small").grid.height == 3


def test_rows_too_wide_for_the_grid_are_refused(book: gspread.Spreadsheet, sheet: Spreadsheet) -> None:
    small = book.add_worksheet("Small", 5, 2)

    with pytest.raises(
        gspread.exceptions.APIError, match=r"exceeds grid limits\. Max rows: 5, max columns: 2"
    ):
        small.append_row([1, 2, 3])

    assert sheet.rows("Small") == []


def test_inserted_rows_take_named_ranges_and_metadata_along(api: Any, tab: gspread.Worksheet) -> None:
    tab.update([["No."], ["1"], [], ["below"]])
    place = {"dimensionRange": {"dimension": "ROWS", "startIndex": 3, "endIndex": 4}}
    data = {"metadataId": 3, "metadataKey": "k", "location": place, "visibility": "DOCUMENT"}
    api.batch({"createDeveloperMetadata": {"developerMetadata": data}})

    tab.append_row(["2"], table_range="A1", insert_data_option=INSERT)

    assert api.call("get", "/developerMetadata/3")["location"]["dimensionRange"]["startIndex"] == 4
