"""What gspread itself offers, on an unmodified client."""

from typing import Any

import gspread
import pytest
from gspread.utils import (
    DateTimeOption,
    Dimension,
    ValidationConditionType,
    ValueInputOption,
    ValueRenderOption,
)

from playground.sheets import Person, Spreadsheet


def test_tabs_are_added_renamed_moved_copied_hidden_and_deleted(book: gspread.Spreadsheet) -> None:
    summary = book.add_worksheet("Сводка", 50, 14)
    ledger = book.add_worksheet("Ledger", 10, 3, index=0)
    copy = ledger.duplicate(new_sheet_name="Ledger 2")

    summary.update_title("Summary")
    summary.update_index(0)
    book.sheet1.hide()
    book.del_worksheet(copy)

    tabs = book.worksheets()
    assert [tab.title for tab in tabs] == ["Summary", "Ledger", "Sheet1"]
    assert [tab.title for tab in book.worksheets(exclude_hidden=True)] == ["Ledger", "Sheet1"]
    assert (tabs[1].row_count, tabs[1].col_count) == (10, 3)


def test_records_are_found_sorted_inserted_and_deleted(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.update([["Name", "Sum"], ["b", 2], ["a", 10]])
    tab.freeze(rows=1, cols=1)
    tab.sort((2, "des"))
    tab.insert_row(["c", 7], 2)

    assert tab.get_all_records() == [
        {"Name": "c", "Sum": 7},
        {"Name": "a", "Sum": 10},
        {"Name": "b", "Sum": 2},
    ]
    found = tab.find("b")
    assert found is not None
    assert (found.row, found.col) == (4, 1)
    tab.delete_rows(2)
    assert sheet.rows("Sheet1") == [["Name", "Sum"], ["a", "10"], ["b", "2"]]


def test_cells_are_formatted_validated_and_merged(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.update([["x", "y"]])
    tab.format("A1:B1", {"textFormat": {"bold": True}, "numberFormat": {"type": "NUMBER", "pattern": "0"}})
    tab.add_validation("A2:A9", ValidationConditionType.one_of_list, ["OK", "Void"])
    tab.merge_cells("A1:B1")

    assert sheet.rows("Sheet1") == [["x"]]
    cell = sheet.tab("Sheet1").grid.row(0).cell(0)
    assert cell.format == {"textFormat": {"bold": True}, "numberFormat": {"type": "NUMBER", "pattern": "0"}}
    rule = sheet.tab("Sheet1").grid.row(8).cell(0).validation
    assert rule is not None
    assert rule["condition"]["type"] == "ONE_OF_LIST"


def test_a_note_is_read_and_removed(tab: gspread.Worksheet) -> None:
    tab.insert_note("B2", "a note")
    assert tab.get_note("B2") == "a note"

    tab.clear_note("B2")
    assert tab.get_note("B2") == ""


def test_ranges_are_named_protected_and_filtered(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    named = tab.define_named_range("A1:B2", "TestRange")["replies"][0]["addNamedRange"]["namedRange"]
    protected = tab.add_protected_range("C1:C9")["replies"][0]["addProtectedRange"]["protectedRange"]
    tab.set_basic_filter("A1:P1")

    assert named["range"] == {
        "startRowIndex": 0,
        "endRowIndex": 2,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    assert book.list_named_ranges() == [named]
    assert book.list_protected_ranges(0) == [protected]
    tab.delete_named_range(named["namedRangeId"])
    tab.delete_protected_range(protected["protectedRangeId"])
    tab.clear_basic_filter()
    assert book.list_named_ranges() == []
    assert book.list_protected_ranges(0) == []


def test_the_grid_is_resized_and_cleared(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.update([["a", "b", "c"], ["d", "e", "f"]])

    tab.resize(rows=5, cols=2)
    assert sheet.rows("Sheet1") == [["a", "b"], ["d", "e"]]
    tab.batch_clear(["A1", "B2"])
    assert sheet.rows("Sheet1") == [["", "b"], ["d", ""]]
    tab.add_rows(2)
    tab.add_cols(1)
    tab.clear()
    assert sheet.rows("Sheet1") == []
    assert (sheet.tab("Sheet1").grid.height, sheet.tab("Sheet1").grid.columns) == (7, 3)


def test_blocks_are_copied_and_cut(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.update([["a", "b"]])
    tab.copy_range("A1:B1", "A2:B3")
    tab.cut_range("A1:B1", "C1")

    assert sheet.rows("Sheet1") == [["", "", "a", "b"], ["a", "b", "", ""], ["a", "b", "", ""]]


def test_rows_and_columns_are_hidden_and_moved_out_of_sight(
    book: gspread.Spreadsheet, tab: gspread.Worksheet
) -> None:
    tab.hide_rows(1, 3)
    tab.columns_auto_resize(0, 2)

    rows = book.fetch_sheet_metadata({"fields": "sheets.data.rowMetadata.hiddenByUser"})
    assert rows["sheets"][0]["data"][0]["rowMetadata"][:4] == [
        {},
        {"hiddenByUser": True},
        {"hiddenByUser": True},
        {},
    ]


def test_values_come_formatted_bare_or_as_formulas(tab: gspread.Worksheet, person: Person) -> None:
    person.type_row("Sheet1", 1, ["11/20/2026", "5%", "=A1", "TRUE"])

    assert tab.get("A1:D1") == [["11/20/2026", "5%", "11/20/2026", "TRUE"]]
    assert tab.get("A1:D1", value_render_option=ValueRenderOption.unformatted) == [[46346, 0.05, 46346, True]]
    as_text = tab.get(
        "A1:D1",
        value_render_option=ValueRenderOption.unformatted,
        date_time_render_option=DateTimeOption.formatted_string,
    )
    assert as_text == [["11/20/2026", 0.05, "11/20/2026", True]]


def test_columns_are_read_as_columns(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"], ["c"], ["", "d"]])

    assert tab.get("A1:C4", major_dimension=Dimension.cols) == [["a", "c"], ["b", "", "d"]]
    assert tab.col_values(2) == ["b", "", "d"]
    assert tab.batch_get(["A2:B2", "B:B"]) == [[["c"]], [["b"], [], ["d"]]]


def test_columns_are_written_as_columns(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.update([["a", "b", "c"], ["d"]], "B2", major_dimension=Dimension.cols)

    assert sheet.rows("Sheet1") == [["", "", ""], ["", "a", "d"], ["", "b", ""], ["", "c", ""]]


def test_null_leaves_a_cell_alone_and_empty_text_clears_it(
    tab: gspread.Worksheet, sheet: Spreadsheet
) -> None:
    tab.update([["a", "b", "c"]])

    answer = tab.update([[None, "", "C"]], "A1")

    assert sheet.rows("Sheet1") == [["a", "", "C"]]
    assert answer["updatedCells"] == 2


@pytest.mark.parametrize(
    ("cells", "values", "message"),
    [
        ("A1001", [["x"]], "exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("Z1", [["x", "y"]], "exceeds grid limits. Max rows: 1000, max columns: 26"),
        (
            "A1:B1",
            [["x"], ["y"]],
            r"Requested writing within range \[Sheet1!A1:B1\], but tried writing to row \[2\]",
        ),
        ("A1:B1", [["x", "y", "z"]], r"but tried writing to column \[C\]"),
        ("Nope!A1", [["x"]], "Unable to parse range"),
        ("A1", [[{"a": 1}]], r"Invalid values\[0\]\[0\]: struct_value"),
    ],
)
def test_values_that_do_not_fit_are_refused(
    book: gspread.Spreadsheet,
    sheet: Spreadsheet,
    cells: str,
    values: list[list[object]],
    message: str,
) -> None:
    with pytest.raises(gspread.exceptions.APIError, match=message) as refused:
        book.values_update(cells, {"valueInputOption": "RAW"}, {"values": values})

    assert refused.value.code == 400
    assert sheet.rows("Sheet1") == []


def test_one_range_that_does_not_fit_stops_all_of_a_batch_of_values(
    tab: gspread.Worksheet,
    sheet: Spreadsheet,
) -> None:
    with pytest.raises(gspread.exceptions.APIError, match=r"Invalid data\[1\]"):
        tab.batch_update([{"range": "A1", "values": [["x"]]}, {"range": "A2000", "values": [["y"]]}])

    assert sheet.rows("Sheet1") == []


def test_a_range_that_begins_outside_the_grid_cannot_be_read_and_one_that_ends_there_is_cut(
    book: gspread.Spreadsheet,
) -> None:
    assert book.values_get("A999:ZZ5000")["range"] == "Sheet1!A999:Z1000"

    with pytest.raises(
        gspread.exceptions.APIError, match=r"Range \(Sheet1!A1001:Z5000\) exceeds grid limits"
    ):
        book.values_get("A1001:Z5000")


def test_the_way_values_are_read_must_be_said(book: gspread.Spreadsheet) -> None:
    with pytest.raises(gspread.exceptions.APIError, match="'valueInputOption' is required but not specified"):
        book.values_append("A1", {}, {"values": [["x"]]})
    with pytest.raises(gspread.exceptions.APIError, match="Cannot bind query parameter"):
        book.values_append("A1", {"valueInput": "RAW"}, {"values": [["x"]]})
    with pytest.raises(gspread.exceptions.APIError, match='Unknown name "rows"'):
        book.values_append("A1", {"valueInputOption": "RAW"}, {"rows": [["x"]]})


def test_what_was_written_can_be_answered(book: gspread.Spreadsheet) -> None:
    params: Any = {"valueInputOption": ValueInputOption.user_entered, "includeValuesInResponse": "true"}

    answer = book.values_update("A1:B1", params, {"values": [["1/2/2026", "=A1"]]})

    assert answer["updatedData"] == {
        "range": "Sheet1!A1:B1",
        "majorDimension": "ROWS",
        "values": [["1/2/2026", "1/2/2026"]],
    }
