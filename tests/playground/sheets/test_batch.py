from typing import Any

import gspread
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.sheets import GoogleError, Spreadsheet
from playground.sheets.batch import apply


def texts(*values: str) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}


def append(*rows: dict[str, Any], sheet_id: int = 0) -> dict[str, Any]:
    return {"appendCells": {"sheetId": sheet_id, "rows": list(rows), "fields": "userEnteredValue"}}


def guard(number: int) -> dict[str, Any]:
    place = {"spreadsheet": True}
    data = {"metadataId": number, "metadataKey": "tb", "location": place, "visibility": "PROJECT"}
    return {"createDeveloperMetadata": {"developerMetadata": data}}


def test_a_guarded_append_that_is_repeated_is_refused_and_adds_nothing(api: Any, sheet: Spreadsheet) -> None:
    api.batch(guard(4711), append(texts("coffee", "4.50")))

    with pytest.raises(gspread.exceptions.APIError) as refused:
        api.batch(guard(4711), append(texts("coffee", "4.50")))

    assert refused.value.response.status_code == 400
    assert refused.value.error["status"] == "INVALID_ARGUMENT"
    assert refused.value.error["message"].startswith("Invalid requests[0].createDeveloperMetadata: ")
    assert sheet.rows("Sheet1") == [["coffee", "4.50"]]


def test_the_guard_may_stand_behind_the_append_and_still_nothing_is_added(
    api: Any, sheet: Spreadsheet
) -> None:
    api.batch(append(texts("one")), guard(1))

    with pytest.raises(gspread.exceptions.APIError, match=r"requests\[1\]"):
        api.batch(append(texts("two")), guard(1))

    assert sheet.rows("Sheet1") == [["one"]]


def test_a_deleted_guard_may_be_used_again(api: Any, sheet: Spreadsheet) -> None:
    api.batch(guard(9), append(texts("one")))

    lookup = {"developerMetadataLookup": {"metadataId": 9}}
    [deleted] = api.batch({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    api.batch(guard(9), append(texts("two")))

    assert deleted["deleteDeveloperMetadata"]["deletedDeveloperMetadata"][0]["metadataId"] == 9
    assert sheet.rows("Sheet1") == [["one"], ["two"]]


def test_typed_cells_are_stored_as_they_are_and_shown_by_their_formats(api: Any, sheet: Spreadsheet) -> None:
    cells = [
        {
            "userEnteredValue": {"numberValue": 46346},
            "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}},
        },
        {
            "userEnteredValue": {"numberValue": -1234.5},
            "userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00;[Red]-#,##0.00"}},
        },
        {"userEnteredValue": {"stringValue": "=HYPERLINK(1)"}},
        {"userEnteredValue": {"boolValue": True}},
        {"userEnteredValue": {"formulaValue": "=SUM(B:B)"}, "note": "kept"},
    ]

    api.batch({"appendCells": {"sheetId": 0, "rows": [{"values": cells}], "fields": "*"}})

    assert sheet.rows("Sheet1") == [["20.11.2026", "-1,234.50", "=HYPERLINK(1)", "TRUE", "=SUM(B:B)"]]
    answer = api.call("get", "/values/A1:E1", params={"valueRenderOption": "UNFORMATTED_VALUE"})
    assert answer["values"] == [[46346, -1234.5, "=HYPERLINK(1)", True, "=SUM(B:B)"]]


def test_cells_are_appended_after_the_last_row_that_has_a_value_in_any_column(
    api: Any, sheet: Spreadsheet
) -> None:
    point = {"sheetId": 0, "rowIndex": 4, "columnIndex": 6}
    api.batch(
        {"updateCells": {"start": point, "rows": [texts("a note of a person")], "fields": "userEnteredValue"}}
    )

    api.batch(append(texts("appended")))

    assert [row[0] for row in sheet.rows("Sheet1")] == ["", "", "", "", "", "appended"]


def test_fields_say_what_an_update_touches_and_what_it_clears(api: Any, sheet: Spreadsheet) -> None:
    bold = {"textFormat": {"bold": True}}
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    cell = {"userEnteredValue": {"stringValue": "kept"}, "userEnteredFormat": bold, "note": "gone"}
    api.batch({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "*"}})

    rows = [{"values": [{"userEnteredValue": {"stringValue": "not asked"}}]}]
    api.batch(
        {"updateCells": {"start": start, "rows": rows, "fields": "note,userEnteredFormat.textFormat.italic"}}
    )

    answer = api.call(
        "get", "", params={"fields": "sheets.data.rowData.values(userEnteredValue,userEnteredFormat,note)"}
    )
    assert answer["sheets"][0]["data"][0]["rowData"] == [
        {"values": [{"userEnteredValue": {"stringValue": "kept"}, "userEnteredFormat": bold}]},
    ]


def test_an_update_of_a_range_clears_what_it_brings_nothing_for(api: Any, sheet: Spreadsheet) -> None:
    api.batch(append(texts("a", "b"), texts("c", "d")))
    everything = {
        "sheetId": 0,
        "startRowIndex": 0,
        "endRowIndex": 2,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }

    api.batch({"updateCells": {"range": everything, "rows": [texts("A")], "fields": "userEnteredValue"}})

    assert sheet.rows("Sheet1") == [["A"]]


def test_a_new_tab_can_be_filled_in_the_batch_that_makes_it(api: Any, book: gspread.Spreadsheet) -> None:
    columns = {"sheetId": 77, "startColumnIndex": 1, "endColumnIndex": 2}
    properties = {
        "sheetId": 77,
        "title": "Книга",
        "gridProperties": {"rowCount": 100, "columnCount": 16, "frozenRowCount": 1},
    }
    replies = api.batch(
        {"addSheet": {"properties": properties}},
        append(texts("№", "Дата"), sheet_id=77),
        {"addNamedRange": {"namedRange": {"name": "tb_date", "range": columns}}},
        {
            "repeatCell": {
                "range": columns,
                "cell": {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}}},
                "fields": "userEnteredFormat.numberFormat",
            },
        },
        append({"values": [{"userEnteredValue": {"numberValue": n}} for n in (1, 46346)]}, sheet_id=77),
    )

    assert replies[0]["addSheet"]["properties"]["index"] == 1
    assert replies[1] == {}
    assert book.worksheet("Книга").frozen_row_count == 1
    assert book.values_get("tb_date")["range"] == "'Книга'!B1:B100"
    assert book.values_get("tb_date")["values"] == [["Дата"], ["20.11.2026"]]


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ([], "Must specify at least one request."),
        ([{"apendCells": {}}], "Unknown name \"apendCells\" at 'requests[0]': Cannot find field."),
        ([{"appendCells": {"sheet": 1}}], "Unknown name \"sheet\" at 'requests[0].append_cells'"),
        ([{"appendCells": {"sheetId": 5, "rows": [], "fields": "*"}}], "appendCells: No grid with id: 5"),
        ([{"appendCells": {"sheetId": 0, "rows": []}}], "At least one field must be listed in 'fields'."),
        ([{"addSheet": {"properties": {"sheetId": 0, "title": "New"}}}], "requests[0].addSheet: "),
        (
            [{"addSheet": {"properties": {"title": "sheet1"}}}],
            'A sheet with the name "sheet1" already exists.',
        ),
        ([{"deleteSheet": {"sheetId": 0}}], "You can't remove all the sheets in a document."),
        (
            [
                {
                    "appendCells": {
                        "rows": [{"values": [{"userEnteredValue": {"numberValue": "1"}}]}],
                        "fields": "*",
                    }
                }
            ],
            "userEnteredValue.numberValue",
        ),
        (
            [
                {
                    "appendCells": {
                        "rows": [{"values": [{"userEnteredValue": {"stringValue": "x" * 50_001}}]}],
                        "fields": "*",
                    }
                }
            ],
            "more than the maximum of 50000 characters in a single cell",
        ),
        (
            [{"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 10_000_000}}],
            "above the limit of 10000000 cells",
        ),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_by_name(
    sheet: Spreadsheet,
    requests: list[dict[str, Any]],
    message: str,
) -> None:
    with pytest.raises(GoogleError) as refused:
        apply(sheet, "a@b", {"requests": requests})

    assert refused.value.code == 400
    assert message in refused.value.message


def test_a_named_range_id_and_a_name_are_used_once(sheet: Spreadsheet) -> None:
    columns = {"startColumnIndex": 0, "endColumnIndex": 1}
    add = {"addNamedRange": {"namedRange": {"namedRangeId": "guard1", "name": "tb_op", "range": columns}}}
    apply(sheet, "a@b", {"requests": [add]})

    for other in ({"namedRangeId": "guard1", "name": "x_y"}, {"namedRangeId": "other", "name": "TB_OP"}):
        again = {"addNamedRange": {"namedRange": {**other, "range": columns}}}
        with pytest.raises(GoogleError, match="already exists"):
            apply(sheet, "a@b", {"requests": [append(texts("x")), again]})

    assert sheet.rows("Sheet1") == []


cell_texts = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3)
steps = st.one_of(
    cell_texts.map(lambda values: append(texts(*values))),
    st.integers(0, 3).map(
        lambda at: {
            "insertDimension": {"range": {"dimension": "ROWS", "startIndex": at, "endIndex": at + 2}}
        },
    ),
    st.integers(0, 3).map(
        lambda at: {
            "deleteDimension": {"range": {"dimension": "ROWS", "startIndex": at, "endIndex": at + 1}}
        },
    ),
    st.integers(0, 3).map(
        lambda at: {
            "deleteDimension": {"range": {"dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}}
        },
    ),
    st.integers(0, 3).map(
        lambda at: {
            "moveDimension": {
                "source": {"dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1},
                "destinationIndex": 5,
            },
        },
    ),
    st.just(
        {
            "sortRange": {
                "range": {"sheetId": 0},
                "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}],
            }
        }
    ),
    st.just({"addSheet": {"properties": {"title": "Another"}}}),
    st.just({"updateSheetProperties": {"properties": {"title": "Renamed"}, "fields": "title"}}),
    st.just({"repeatCell": {"range": {"sheetId": 0}, "cell": {"note": "n"}, "fields": "note"}}),
    st.just(
        {
            "addNamedRange": {
                "namedRange": {"name": "name_b", "range": {"startColumnIndex": 1, "endColumnIndex": 3}}
            }
        }
    ),
    st.integers(1, 3).map(guard),
)


def everything(sheet: Spreadsheet) -> object:
    tabs = [
        (tab.title, tab.grid.columns, tab.grid.rows(0, tab.grid.height), tab.lists, tab.properties(0))
        for tab in sheet.tabs
    ]
    return tabs, dict(sheet.named_ranges), list(sheet.metadata)


@given(st.lists(steps, max_size=4), st.lists(steps, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_batch_that_fails_at_its_last_request_leaves_no_trace(
    before: list[dict[str, Any]],
    batch: list[dict[str, Any]],
) -> None:
    sheet = Spreadsheet("Books")
    row = {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    start = [append(texts("b", "x"), texts("a", "y")), guard(1)]
    place = {"dimensionRange": {"sheetId": 0, **row}}
    mark = {"metadataId": 99, "metadataKey": "row", "location": place, "visibility": "PROJECT"}
    for step in [*start, {"createDeveloperMetadata": {"developerMetadata": mark}}, *before]:
        try:
            apply(sheet, "a@b", {"requests": [step]})
        except GoogleError:
            continue  # two of the steps may not go together
    was = everything(sheet)

    with pytest.raises(GoogleError):
        apply(sheet, "a@b", {"requests": [*batch, {"deleteSheet": {"sheetId": 404}}]})

    assert everything(sheet) == was
    apply(sheet, "a@b", {"requests": [append(texts("end"))]})
    assert sheet.rows(0)[-1][0] == "end"
