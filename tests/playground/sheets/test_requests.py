"""The less common requests of a batch."""

from typing import Any

import pytest

from playground.sheets import CellError, Formula, GoogleError, Person, RefusedError, Spreadsheet
from playground.sheets.batch import apply
from playground.sheets.cell import Cell, entered, extended
from playground.sheets.datafilter import cells_of, metadata_of

AREA = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}


def do(sheet: Spreadsheet, *requests: dict[str, Any]) -> list[Any]:
    return list(apply(sheet, "bot@x.y", {"requests": list(requests)})["replies"])


@pytest.fixture
def filled(sheet: Spreadsheet, person: Person) -> Spreadsheet:
    person.type_row("Sheet1", 1, ["a", "b"])
    person.type_row("Sheet1", 2, ["c", "d"])
    return sheet


@pytest.mark.parametrize(
    ("kind", "rows", "count"),
    [
        ("MERGE_ALL", [["a", ""], ["", ""]], 1),
        ("MERGE_ROWS", [["a", ""], ["c", ""]], 2),
        ("MERGE_COLUMNS", [["a", "b"], ["", ""]], 2),
    ],
)
def test_merged_cells_keep_their_first_value(
    filled: Spreadsheet, kind: str, rows: list[list[str]], count: int
) -> None:
    do(filled, {"mergeCells": {"range": AREA, "mergeType": kind}})

    shown = filled.rows(0)
    assert shown == [row[: len(shown[0])] for row in rows if any(row)]
    assert len(filled.tab(0).lists["merges"]) == count
    do(filled, {"unmergeCells": {"range": AREA}})
    assert filled.tab(0).lists["merges"] == ()


def test_a_block_is_pasted_turned_over_and_as_often_as_it_fits(filled: Spreadsheet) -> None:
    target = {"startRowIndex": 2, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 2}
    do(filled, {"copyPaste": {"source": AREA, "destination": target, "pasteOrientation": "TRANSPOSE"}})

    assert filled.rows(0)[2:] == [["a", "c"], ["b", "d"], ["a", "c"], ["b", "d"]]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("PASTE_VALUES", Cell("a", {"borders": {"top": 1}})),
        ("PASTE_FORMAT", Cell("d", {"textFormat": {"bold": True}})),
        ("PASTE_NO_BORDERS", Cell("a", {"textFormat": {"bold": True}, "borders": {"top": 1}})),
        ("PASTE_DATA_VALIDATION", Cell("d", {"borders": {"top": 1}})),
        ("PASTE_CONDITIONAL_FORMATTING", Cell("d", {"borders": {"top": 1}})),
    ],
)
def test_a_paste_takes_over_what_it_is_asked_to(filled: Spreadsheet, kind: str, cell: Cell) -> None:
    first = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    last = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    looks: list[tuple[dict[str, int], dict[str, Any]]] = [
        (first, {"textFormat": {"bold": True}}),
        (last, {"borders": {"top": 1}}),
    ]
    for area, look in looks:
        do(
            filled,
            {
                "repeatCell": {
                    "range": area,
                    "cell": {"userEnteredFormat": look},
                    "fields": "userEnteredFormat",
                }
            },
        )

    do(filled, {"copyPaste": {"source": first, "destination": last, "pasteType": kind}})

    assert filled.tab(0).grid.row(1).cell(1) == cell


def test_columns_are_inserted_appended_and_moved(filled: Spreadsheet) -> None:
    columns = {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    do(
        filled,
        {"insertDimension": {"range": columns, "inheritFromBefore": True}},
        {"appendDimension": {"dimension": "COLUMNS", "length": 2}},
        {"moveDimension": {"source": {**columns, "startIndex": 2, "endIndex": 3}, "destinationIndex": 0}},
    )

    assert filled.rows(0) == [["b", "a"], ["d", "c"]]
    assert filled.tab(0).grid.columns == 29


def test_new_rows_take_the_format_of_the_row_they_are_told_to(filled: Spreadsheet) -> None:
    bold = {"textFormat": {"bold": True}}
    header = {"startRowIndex": 0, "endRowIndex": 1}
    do(
        filled,
        {"repeatCell": {"range": header, "cell": {"userEnteredFormat": bold}, "fields": "userEnteredFormat"}},
    )
    row = {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}

    do(filled, {"insertDimension": {"range": row}})
    assert filled.tab(0).grid.row(1).cell(0).format is None

    do(filled, {"insertDimension": {"range": row, "inheritFromBefore": True}})
    assert filled.tab(0).grid.row(1).cell(0) == Cell(None, bold)


def test_only_the_columns_of_a_range_are_sorted(filled: Spreadsheet) -> None:
    area = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}

    do(
        filled,
        {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]}},
    )

    assert filled.rows(0) == [["a", "d"], ["c", "b"]]


def test_a_protected_range_is_changed_by_those_who_may(filled: Spreadsheet) -> None:
    [reply] = do(filled, {"addProtectedRange": {"protectedRange": {"range": AREA, "description": "old"}}})
    number = reply["addProtectedRange"]["protectedRange"]["protectedRangeId"]

    change = {"protectedRangeId": number, "description": "new"}
    do(filled, {"updateProtectedRange": {"protectedRange": change, "fields": "description"}})

    [protected] = filled.tab(0).lists["protectedRanges"]
    assert (protected["description"], protected["editors"]) == ("new", {"users": ["bot@x.y"]})
    with pytest.raises(GoogleError, match="protected cell or object"):
        apply(filled, "other@x.y", {"requests": [{"repeatCell": {"range": AREA, "cell": {}, "fields": "*"}}]})


def test_a_data_filter_chooses_cells_and_the_metadata_in_them(filled: Spreadsheet) -> None:
    place = {"dimensionRange": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    data = {"metadataId": 5, "metadataKey": "k", "location": place, "visibility": "DOCUMENT"}
    do(filled, {"createDeveloperMetadata": {"developerMetadata": data}})

    [(tab, area)] = cells_of(filled, {"gridRange": AREA})
    [(_, column)] = cells_of(filled, {"developerMetadataLookup": {"metadataId": 5}})

    assert (tab.title, area.bottom, area.right) == ("Sheet1", 2, 2)
    assert (column.left, column.right, column.bottom) == (1, 2, None)
    assert [entry.id for entry in metadata_of(filled, {"a1Range": "A1:B1"})] == [5]
    assert metadata_of(filled, {"a1Range": "A1:A9"}) == []
    for wrong in ({}, {"a1Range": "A1", "gridRange": AREA}, {"a1": "A1"}, {"gridRange": "A1"}):
        with pytest.raises(RefusedError):
            cells_of(filled, wrong)


@pytest.mark.parametrize(
    "value",
    [12.5, True, "text", Formula("=A1"), CellError("REF", "gone")],
)
def test_a_value_is_read_back_from_its_json(value: Any) -> None:
    assert entered(extended(value)) == value


@pytest.mark.parametrize(
    "request_",
    [
        {"updateCells": {"rows": [], "fields": "*"}},
        {
            "updateCells": {
                "start": {"rowIndex": 999},
                "rows": [{"values": []}, {"values": []}],
                "fields": "*",
            }
        },
        {"updateCells": {"start": {"columnIndex": 25}, "rows": [{"values": [{}, {}]}], "fields": "*"}},
        {"updateCells": {"start": {}, "rows": [{"value": []}], "fields": "*"}},
        {"repeatCell": {"range": AREA, "cell": {}, "fields": "value"}},
        {"repeatCell": {"range": AREA, "cell": {"userEnteredFormat": {"bold": True}}, "fields": "*"}},
        {"repeatCell": {"range": AREA, "cell": {"userEnteredValue": {"formulaValue": "1+1"}}, "fields": "*"}},
        {"repeatCell": {"range": {"startRowIndex": 1000, "endRowIndex": 1001}, "cell": {}, "fields": "*"}},
        {"repeatCell": {"range": {"startRowIndex": 5, "endRowIndex": 4}, "cell": {}, "fields": "*"}},
        {"repeatCell": {"cell": {}, "fields": "*"}},
        {"setDataValidation": {"range": AREA, "rule": {"strict": True}}},
        {"copyPaste": {"source": AREA, "destination": AREA, "pasteType": "PASTE_ALL"}},
        {"mergeCells": {"range": AREA, "mergeType": "MERGE_SOME"}},
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 1000, "endIndex": 1001}}},
        {"insertDimension": {"range": {"startIndex": 0, "endIndex": 1}}},
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 3, "endIndex": 3}}},
        {"deleteDimension": {"range": {"dimension": "ROWS"}}},
        {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 999, "endIndex": 1001}}},
        {
            "moveDimension": {
                "source": {"dimension": "ROWS", "startIndex": 0, "endIndex": 3},
                "destinationIndex": 1,
            }
        },
        {"sortRange": {"range": AREA, "sortSpecs": []}},
        {"sortRange": {"range": AREA, "sortSpecs": [{"dimensionIndex": 7}]}},
        {"addSheet": {"properties": {"title": "x", "index": 9}}},
        {"addSheet": {"properties": {"title": "x", "gridProperties": {"rowCount": 0}}}},
        {"addSheet": {"properties": {"title": "x", "sheetId": -1}}},
        {"updateSheetProperties": {"properties": {"title": ""}, "fields": "title"}},
        {"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}},
        {"updateSpreadsheetProperties": {"properties": {"title": ""}, "fields": "title"}},
        {"addNamedRange": {"namedRange": {"name": "A1", "range": AREA}}},
        {"addNamedRange": {"namedRange": {"name": "two words", "range": AREA}}},
        {"addNamedRange": {"namedRange": {"name": "wide", "range": {**AREA, "endColumnIndex": 27}}}},
        {"updateNamedRange": {"namedRange": {"namedRangeId": "none"}, "fields": "name"}},
        {"deleteNamedRange": {"namedRangeId": "none"}},
        {"deleteProtectedRange": {"protectedRangeId": 4}},
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": 4}}}},
        {"addConditionalFormatRule": {"rule": {"booleanRule": {}}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [AREA], "booleanRule": {}}, "index": 3}},
        {"deleteConditionalFormatRule": {"index": 0}},
        {"deleteFilterView": {"filterId": 4}},
        {"addChart": {"chart": {}}},
        {"addChart": {"chart": {"spec": {"title": "Nothing"}}}},
        {"addChart": {"chart": {"spec": {"pieChart": {}, "basicChart": {"chartType": "BAR"}}}}},
        {"addChart": {"chart": {"spec": {"basicChart": {"chartType": "CAKE"}}}}},
        {"addChart": {"chart": {"spec": {"pieChart": {"domain": {"sourceRange": {"sources": [AREA]}}}}}}},
        {"setDataValidation": {"range": AREA, "rule": {"condition": {"type": "ONE_OF_NONE"}}}},
        {"setDataValidation": {"range": AREA, "rule": {"condition": {"type": "ONE_OF_RANGE"}}}},
        {
            "setDataValidation": {
                "range": AREA,
                "rule": {
                    "condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='Gone'!A:A"}]}
                },
            }
        },
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    filled: Spreadsheet, request_: dict[str, Any]
) -> None:
    with pytest.raises(GoogleError, match=rf"Invalid requests\[1\]\.{next(iter(request_))}: ") as refused:
        do(
            filled,
            {
                "appendCells": {
                    "rows": [{"values": [{"userEnteredValue": {"numberValue": 1}}]}],
                    "fields": "*",
                }
            },
            request_,
        )

    assert refused.value.code == 400
    assert filled.rows(0) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    "body",
    [
        {"request": []},
        {"requests": ["x"]},
        {"requests": [{"appendCells": [], "addSheet": {}}]},
        {"requests": [{"addSheet": 1}]},
    ],
)
def test_a_body_that_is_no_batch_is_refused(filled: Spreadsheet, body: dict[str, Any]) -> None:
    with pytest.raises(GoogleError) as refused:
        apply(filled, "bot@x.y", body)

    assert refused.value.code == 400
