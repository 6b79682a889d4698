import gspread
from gspread.utils import ValueInputOption

from playground.sheets import Formula, Spreadsheet


def test_what_is_written_is_read_back_with_empty_cells_at_the_ends_left_out(
    tab: gspread.Worksheet,
    book: gspread.Spreadsheet,
) -> None:
    tab.batch_update(
        [{"range": "A1:D1", "values": [["A1", "B1", "", "D1"]]}, {"range": "A4", "values": [["A4", ""]]}]
    )

    answer = book.values_get("Sheet1!A1:F9")

    assert answer == {
        "range": "Sheet1!A1:F9",
        "majorDimension": "ROWS",
        "values": [["A1", "B1", "", "D1"], [], [], ["A4"]],
    }


def test_appending_to_the_whole_sheet_follows_the_last_table_even_when_it_begins_in_column_c(
    tab: gspread.Worksheet,
) -> None:
    first = tab.append_row(["x", "", "y"])
    second = tab.append_row(["x", "", "y"])

    assert "tableRange" not in first
    assert first["updates"]["updatedRange"] == "Sheet1!A1:C1"
    assert second["tableRange"] == "Sheet1!C1"
    assert second["updates"]["updatedRange"] == "Sheet1!C2:E2"


def test_appending_with_a_table_range_begins_in_its_first_column(tab: gspread.Worksheet) -> None:
    tab.append_row(["x", "", "y"])

    answer = tab.append_row(["x", "", "y"], table_range="A1")

    assert answer["updates"]["updatedRange"] == "Sheet1!A2:C2"
    assert answer["updates"]["updatedCells"] == 3


def test_raw_texts_stay_texts(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.append_row(["=1+1", "12.50", "1/2/2026", 7, True], value_input_option=ValueInputOption.raw)

    assert sheet.values("Sheet1") == [["=1+1", "12.50", "1/2/2026", 7.0, True]]


def test_user_entered_texts_become_what_a_person_would_get(
    tab: gspread.Worksheet, sheet: Spreadsheet
) -> None:
    tab.append_row(
        ["=1+1", "12.50", "1/2/2026", "TRUE", "'=x", "plain"],
        value_input_option=ValueInputOption.user_entered,
    )

    assert sheet.values("Sheet1") == [[Formula("=1+1"), 12.5, 46024.0, True, "=x", "plain"]]
    assert sheet.rows("Sheet1") == [["2", "12.5", "1/2/2026", "TRUE", "=x", "plain"]]


def test_update_cell_of_gspread_is_always_user_entered(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    tab.update_cell(2, 3, '=IMPORTXML("http://x";"y")')

    assert sheet.values("Sheet1")[1][2] == Formula('=IMPORTXML("http://x";"y")')
