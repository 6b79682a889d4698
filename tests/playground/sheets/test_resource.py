from typing import Any

import gspread
import pytest

from playground.sheets import Person, Spreadsheet
from playground.sheets.batch import apply


def rows(start: int, end: int) -> dict[str, Any]:
    return {"dimensionRange": {"dimension": "ROWS", "startIndex": start, "endIndex": end}}


def metadata(number: int, location: dict[str, Any], value: str = "v") -> dict[str, Any]:
    data = {"metadataId": number, "metadataKey": "op", "metadataValue": value, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": {**data, "location": location}}}


def search(api: Any, **lookup: Any) -> list[int]:
    filters = [{"developerMetadataLookup": lookup}]
    answer = api.call("post", "/developerMetadata:search", json={"dataFilters": filters})
    return [found["developerMetadata"]["metadataId"] for found in answer.get("matchedDeveloperMetadata", [])]


def test_the_resource_names_tabs_and_grids_and_carries_no_cells_unless_asked(
    api: Any, person: Person
) -> None:
    person.type("Sheet1", 1, 1, "12.5")

    bare = api.call("get", "", params={"includeGridData": "false"})
    full = api.call("get", "", params={"includeGridData": "true", "ranges": "A1:B2"})

    assert bare["properties"]["title"] == "Home books"
    assert bare["sheets"] == [
        {
            "properties": {
                "sheetId": 0,
                "title": "Sheet1",
                "index": 0,
                "sheetType": "GRID",
                "gridProperties": {"rowCount": 1000, "columnCount": 26},
            },
        },
    ]
    [data] = full["sheets"][0]["data"]
    assert data["rowData"] == [
        {
            "values": [
                {
                    "userEnteredValue": {"numberValue": 12.5},
                    "effectiveValue": {"numberValue": 12.5},
                    "formattedValue": "12.5",
                },
            ],
        },
    ]
    assert len(data["rowMetadata"]) == 2


def test_a_mask_chooses_fields_and_brings_cells_only_when_it_names_them(api: Any, person: Person) -> None:
    person.type("Sheet1", 1, 1, "x")

    assert api.call("get", "", params={"fields": "sheets.properties(sheetId,title)"}) == {
        "sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}}],
    }
    assert api.call("get", "", params={"fields": "sheets.data.rowData.values.formattedValue"}) == {
        "sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "x"}]}]}]}],
    }


def test_metadata_is_found_by_key_value_place_and_id(api: Any) -> None:
    api.batch(
        metadata(1, {"spreadsheet": True}),
        metadata(2, {"sheetId": 0}, "w"),
        metadata(3, rows(4, 5)),
        metadata(4, {"dimensionRange": {"dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}}),
    )

    assert search(api, metadataKey="op") == [1, 2, 3, 4]
    assert search(api, metadataKey="op", metadataValue="w") == [2]
    assert search(api, locationType="ROW") == [3]
    assert search(api, metadataId=4) == [4]
    assert search(api, metadataLocation={"sheetId": 0}, locationMatchingStrategy="INTERSECTING_LOCATION") == [
        2,
        3,
        4,
    ]
    assert search(api, metadataLocation=rows(0, 9), locationMatchingStrategy="INTERSECTING_LOCATION") == [3]
    assert search(api, metadataKey="other") == []
    assert api.call("get", "/developerMetadata/3")["location"]["locationType"] == "ROW"


def test_values_are_read_and_written_by_the_metadata_of_their_row(
    api: Any, sheet: Spreadsheet, person: Person
) -> None:
    person.type_row("Sheet1", 2, ["b", "old"])
    api.batch(metadata(7, rows(1, 2)))
    person.insert_rows("Sheet1", 1, 2)
    chosen = {"developerMetadataLookup": {"metadataId": 7}}

    data = [{"dataFilter": chosen, "values": [["B", "new"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    written = api.call("post", "/values:batchUpdateByDataFilter", json=body)
    read = api.call("post", "/values:batchGetByDataFilter", json={"dataFilters": [chosen]})

    assert written["totalUpdatedCells"] == 2
    assert read["valueRanges"][0]["valueRange"] == {
        "range": "Sheet1!A4:Z4",
        "majorDimension": "ROWS",
        "values": [["B", "new"]],
    }


def test_metadata_is_changed_in_place(api: Any) -> None:
    api.batch(metadata(7, {"spreadsheet": True}))

    chosen = {"developerMetadataLookup": {"metadataKey": "op"}}
    change = {
        "dataFilters": [chosen],
        "developerMetadata": {"metadataValue": "new"},
        "fields": "metadataValue",
    }
    api.batch({"updateDeveloperMetadata": change})

    assert api.call("get", "/developerMetadata/7")["metadataValue"] == "new"
    assert api.call("get", "/developerMetadata/7")["metadataKey"] == "op"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"metadataKey": ""}, "metadataKey"),
        ({"visibility": "SECRET"}, "visibility"),
        ({"location": {}}, "location"),
        ({"location": rows(1, 3)}, "exactly one row or column"),
        ({"location": {"sheetId": 9}}, "No grid with id: 9"),
        ({"metadataId": 2**31}, "Invalid metadataId"),
        ({"metadataKeys": "x"}, "Unknown name"),
    ],
)
def test_metadata_that_is_incomplete_is_refused(
    sheet: Spreadsheet, data: dict[str, Any], message: str
) -> None:
    request = metadata(1, {"spreadsheet": True})
    request["createDeveloperMetadata"]["developerMetadata"].update(data)

    with pytest.raises(Exception, match=message):
        apply(sheet, "a@b", {"requests": [request]})

    assert list(sheet.metadata) == []


def test_looks_are_kept_and_follow_their_rows(api: Any, person: Person) -> None:
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": "Void"}]}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": {}}}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 5, "columnIndex": 1}}}
    replies = api.batch(
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {"addFilterView": {"filter": {"title": "Mine", "range": area}}},
        {"addBanding": {"bandedRange": {"range": area}}},
        {"addChart": {"chart": {"spec": {"title": "Pie", "pieChart": {}}, "position": anchor}}},
    )

    person.insert_rows("Sheet1", 1)

    [tab] = api.call("get", "")["sheets"]
    moved = {**area, "startRowIndex": 2, "endRowIndex": 4}
    assert tab["conditionalFormats"][0]["ranges"] == [moved]
    assert (
        tab["basicFilter"]["range"]
        == tab["filterViews"][0]["range"]
        == tab["bandedRanges"][0]["range"]
        == moved
    )
    assert tab["charts"][0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 6
    api.batch(
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"deleteFilterView": {"filterId": replies[2]["addFilterView"]["filter"]["filterViewId"]}},
        {"deleteBanding": {"bandedRangeId": replies[3]["addBanding"]["bandedRange"]["bandedRangeId"]}},
        {
            "updateChartSpec": {
                "chartId": tab["charts"][0]["chartId"],
                "spec": {"title": "Bars", "pieChart": {}},
            }
        },
    )
    api.batch({"deleteEmbeddedObject": {"objectId": tab["charts"][0]["chartId"]}}, {"clearBasicFilter": {}})
    assert api.call("get", "")["sheets"][0].keys() == {"properties"}


def test_borders_are_drawn_around_and_within(api: Any, sheet: Spreadsheet) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}

    api.batch(
        {"updateBorders": {"range": area, "top": {"style": "SOLID"}, "innerHorizontal": {"style": "DOTTED"}}}
    )

    first = sheet.tab(0).grid.row(0).cell(0).format
    second = sheet.tab(0).grid.row(1).cell(0).format
    assert first == {"borders": {"top": {"style": "SOLID"}, "bottom": {"style": "DOTTED"}}}
    assert second == {"borders": {"top": {"style": "DOTTED"}}}


def test_the_spreadsheet_is_renamed_and_changes_its_language(
    api: Any, sheet: Spreadsheet, person: Person
) -> None:
    person.type("Sheet1", 1, 1, "12.5")

    api.batch(
        {
            "updateSpreadsheetProperties": {
                "properties": {"title": "Дом", "locale": "ru_RU", "timeZone": "Europe/Madrid"},
                "fields": "title,locale,timeZone",
            },
        },
    )

    assert (sheet.title, sheet.rows("Sheet1")) == ("Дом", [["12,5"]])
    with pytest.raises(gspread.exceptions.APIError, match="Unsupported locale"):
        api.batch({"updateSpreadsheetProperties": {"properties": {"locale": "xx_XX"}, "fields": "locale"}})


def test_the_changed_spreadsheet_may_be_answered_with_the_batch(api: Any) -> None:
    add = {"addSheet": {"properties": {"title": "Second"}}}

    answer = api.call("post", ":batchUpdate", json={"requests": [add], "includeSpreadsheetInResponse": True})

    assert [tab["properties"]["title"] for tab in answer["updatedSpreadsheet"]["sheets"]] == [
        "Sheet1",
        "Second",
    ]


def test_deleting_a_tab_takes_its_named_ranges_and_metadata_along(api: Any, sheet: Spreadsheet) -> None:
    named = {"name": "tb_x", "range": {"sheetId": 8, "startColumnIndex": 0, "endColumnIndex": 1}}
    api.batch(
        {"addSheet": {"properties": {"sheetId": 8}}},
        {"addNamedRange": {"namedRange": named}},
        metadata(1, {"sheetId": 8}),
    )

    api.batch({"deleteSheet": {"sheetId": 8}})

    assert dict(sheet.named_ranges) == {}
    assert list(sheet.metadata) == []


def test_a_named_range_is_changed_by_its_id(api: Any, book: gspread.Spreadsheet) -> None:
    first, second = ({"startColumnIndex": column, "endColumnIndex": column + 1} for column in (0, 4))
    api.batch({"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "tb_x", "range": first}}})

    new = {"namedRangeId": "n1", "name": "tb_y", "range": second}
    api.batch({"updateNamedRange": {"namedRange": new, "fields": "name,range"}})

    assert book.list_named_ranges() == [new]
    assert book.values_get("tb_y")["range"] == "Sheet1!E1:E1000"
