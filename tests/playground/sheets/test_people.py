from functools import partial
from typing import Any

import gspread
import pytest

from playground.sheets import Google, Person, RefusedError, Spreadsheet
from playground.sheets.batch import apply


@pytest.fixture
def ledger(sheet: Spreadsheet, person: Person) -> Spreadsheet:
    for row, texts in enumerate((["No.", "What"], ["1", "coffee"], ["2", "apples"], ["3", "bread"]), start=1):
        person.type_row("Sheet1", row, texts)
    apply(
        sheet,
        "anna@example.com",
        {
            "requests": [
                {
                    "updateSheetProperties": {
                        "properties": {"gridProperties": {"frozenRowCount": 1}},
                        "fields": "gridProperties.frozenRowCount",
                    },
                },
                {
                    "addNamedRange": {
                        "namedRange": {
                            "name": "tb_what",
                            "range": {"startColumnIndex": 1, "endColumnIndex": 2},
                        },
                    },
                },
                {
                    "createDeveloperMetadata": {
                        "developerMetadata": {
                            "metadataId": 5,
                            "metadataKey": "op",
                            "visibility": "PROJECT",
                            "location": {
                                "dimensionRange": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}
                            },
                        },
                    },
                },
            ],
        },
    )
    return sheet


def what(sheet: Spreadsheet) -> list[str]:
    return [row[1] for row in sheet.rows("Sheet1")]


def row_of_metadata(api: Any) -> int:
    span = api.call("get", "/developerMetadata/5")["location"]["dimensionRange"]
    assert span["endIndex"] == span["startIndex"] + 1
    return int(span["startIndex"])


def test_a_sort_by_a_person_leaves_the_frozen_header(ledger: Spreadsheet, person: Person) -> None:
    person.sort("Sheet1", 2)
    assert what(ledger) == ["What", "apples", "bread", "coffee"]

    person.sort("Sheet1", 1, descending=True)
    assert what(ledger) == ["What", "bread", "apples", "coffee"]


def test_sorting_puts_numbers_before_texts_before_truth_values_and_empty_cells_last(
    sheet: Spreadsheet,
    person: Person,
) -> None:
    for row, text in enumerate(["true", "b", "10", "", "A", "9"], start=1):
        person.type_row("Sheet1", row, [text, "kept"])

    person.sort("Sheet1", 1)
    assert [row[0] for row in sheet.rows("Sheet1")] == ["9", "10", "A", "b", "TRUE", ""]

    person.sort("Sheet1", 1, descending=True)
    assert [row[0] for row in sheet.rows("Sheet1")] == ["TRUE", "b", "A", "10", "9", ""]


def test_a_sort_moves_formats_and_leaves_named_ranges(ledger: Spreadsheet, person: Person, api: Any) -> None:
    bold = {"textFormat": {"bold": True}}
    row = {"startRowIndex": 2, "endRowIndex": 3}
    api.batch(
        {"repeatCell": {"range": row, "cell": {"userEnteredFormat": bold}, "fields": "userEnteredFormat"}}
    )

    person.sort("Sheet1", 2)

    fields = "sheets.data.rowData.values.userEnteredFormat"
    rows = api.call("get", "", params={"fields": fields, "ranges": "A1:B4"})["sheets"][0]["data"][0][
        "rowData"
    ]
    assert rows == [
        {"values": [{}, {}]},
        {"values": [{"userEnteredFormat": bold}] * 2},
        *[{"values": [{}, {}]}] * 2,
    ]
    assert api.call("get", "/values/tb_what")["values"] == [["What"], ["apples"], ["bread"], ["coffee"]]


@pytest.mark.parametrize(("follows", "row"), [(False, 2), (True, 1)])
def test_whether_row_metadata_follows_a_sort_is_a_switch(
    ledger: Spreadsheet,
    person: Person,
    api: Any,
    *,
    follows: bool,
    row: int,
) -> None:
    ledger.metadata_follows_sort = follows

    person.sort("Sheet1", 2)

    assert row_of_metadata(api) == row


def test_row_metadata_stays_with_its_row_when_rows_are_inserted_above(
    ledger: Spreadsheet,
    person: Person,
    api: Any,
) -> None:
    person.insert_rows("Sheet1", 2, 3)

    assert row_of_metadata(api) == 5
    assert what(ledger) == ["What", "", "", "", "coffee", "apples", "bread"]


def test_row_metadata_goes_with_its_row(ledger: Spreadsheet, person: Person, api: Any) -> None:
    person.delete_rows("Sheet1", 2)
    assert row_of_metadata(api) == 1

    person.delete_rows("Sheet1", 2)
    with pytest.raises(gspread.exceptions.APIError) as gone:
        api.call("get", "/developerMetadata/5")
    assert gone.value.code == 404
    assert what(ledger) == ["What", "bread"]


def test_rows_that_are_dragged_take_their_metadata_along(
    ledger: Spreadsheet, person: Person, api: Any
) -> None:
    person.move_rows("Sheet1", 3, before=5)

    assert what(ledger) == ["What", "coffee", "bread", "apples"]
    assert row_of_metadata(api) == 3


def test_named_columns_move_when_columns_are_inserted_and_dragged(
    ledger: Spreadsheet,
    person: Person,
    book: gspread.Spreadsheet,
) -> None:
    person.insert_columns("Sheet1", 1, 2)
    assert book.values_get("tb_what")["range"] == "Sheet1!D1:D1000"

    person.move_columns("Sheet1", 4, before=2)
    assert book.values_get("tb_what")["range"] == "Sheet1!B1:B1000"
    assert book.values_get("tb_what")["values"][1] == ["coffee"]

    person.move_columns("Sheet1", 1, before=4)
    assert book.values_get("tb_what")["range"] == "Sheet1!A1:A1000"


def test_a_named_range_goes_with_its_columns(ledger: Spreadsheet, person: Person, api: Any) -> None:
    person.delete_columns("Sheet1", 2)

    with pytest.raises(gspread.exceptions.APIError, match="Unable to parse range: tb_what"):
        api.call("get", "/values/tb_what")


def test_a_tab_is_addressed_by_its_id_after_people_rename_it(
    ledger: Spreadsheet, person: Person, api: Any
) -> None:
    person.rename_tab("Sheet1", "Our money")

    rows = [{"values": [{"userEnteredValue": {"stringValue": "4"}}]}]
    api.batch({"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}})

    assert ledger.rows("Our money")[-1] == ["4", ""]
    assert api.call("get", "/values/'Our money'!A5")["range"] == "'Our money'!A5"


def test_a_row_that_is_copied_stands_there_twice_and_one_that_is_cut_once(
    ledger: Spreadsheet,
    person: Person,
) -> None:
    person.copy_row("Sheet1", 2, 5)
    assert what(ledger) == ["What", "coffee", "apples", "bread", "coffee"]

    person.cut_row("Sheet1", 2, 6)
    assert what(ledger) == ["What", "", "apples", "bread", "coffee", "coffee"]


def test_a_protected_tab_is_closed_to_the_service_account(
    ledger: Spreadsheet,
    person: Person,
    tab: gspread.Worksheet,
) -> None:
    person.protect_tab("Sheet1")

    writes = (
        partial(tab.append_row, ["x"]),
        partial(tab.update, [["x"]], "A1"),
        partial(tab.delete_rows, 2),
        partial(tab.batch_clear, ["A1"]),
    )
    for write in writes:
        with pytest.raises(gspread.exceptions.APIError, match="protected cell or object") as refused:
            write()
        assert refused.value.code == 400
    person.type("Sheet1", 2, 2, "tea")
    assert what(ledger) == ["What", "tea", "apples", "bread"]


def test_a_protection_that_only_warns_stops_no_program(api: Any, sheet: Spreadsheet) -> None:
    columns = {"startColumnIndex": 0, "endColumnIndex": 1}
    api.batch({"addProtectedRange": {"protectedRange": {"range": columns, "warningOnly": True}}})

    api.call("put", "/values/A1", params={"valueInputOption": "RAW"}, json={"values": [["x"]]})

    assert sheet.rows("Sheet1") == [["x"]]


def test_people_type_in_the_language_of_the_spreadsheet(google: Google) -> None:
    book = google.create("Дом", locale_name="ru_RU")
    person = Person(book)

    person.type_row("Лист1", 1, ["1 234,50", "20.11.2026", "12.50", "5%", "ИСТИНА", "20.11.2026 14:05"])

    assert book.values("Лист1") == [[1234.5, 46346.0, "12.50", 0.05, True, pytest.approx(46346 + 845 / 1440)]]
    assert book.rows("Лист1") == [["1234,5", "20.11.2026", "12.50", "5%", "ИСТИНА", "20.11.2026 14:05:00"]]


def test_a_cell_that_does_not_exist_cannot_be_typed_into(person: Person) -> None:
    with pytest.raises(RefusedError):
        person.type("Sheet1", 0, 1, "x")
    with pytest.raises(RefusedError):
        person.type("Sheet1", 1, 27, "x")
    with pytest.raises(RefusedError):
        person.type("Nowhere", 1, 1, "x")
