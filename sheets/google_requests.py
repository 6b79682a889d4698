"""The requests of `spreadsheets.batchUpdate` that make, fill and adorn the Ledger tab, as plain data."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sheets.cell import Cell, Formula
from sheets.layout import BY_KEY, COLUMNS, Column, ColumnKey, Language, Placement
from sheets.rows import STATUS_WORDS, TYPE_WORDS, Cells, pattern_of
from sheets.sheet import Change, Entry

Request = dict[str, Any]

GUARD: Final = "threadbook"
"""The key of the metadata that is an operation's guard."""

MARK: Final = "Threadbook"
"""What our protections are called."""

_GREY: Final = {"red": 0.62, "green": 0.62, "blue": 0.62}
_TITLE_FIELDS: Final = (
    "userEnteredValue,userEnteredFormat.textFormat.bold,userEnteredFormat.horizontalAlignment"
)
_FORMAT_TYPES: Final = {
    "integer": "NUMBER",
    "number": "NUMBER",
    "date": "DATE",
    "moment": "DATE_TIME",
    "text": "TEXT",
}


def appending(sheet_id: int, placement: Placement, entries: Sequence[Entry]) -> list[Request]:
    """New rows and their guards. The batch is atomic: one guard that exists refuses it all."""
    guards = [
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataId": entry.guard,
                    "metadataKey": GUARD,
                    "location": {"spreadsheet": True},
                    "visibility": "PROJECT",
                }
            }
        }
        for entry in entries
    ]
    rows = [_row(row.cells, placement) for entry in entries for row in entry.rows]
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    return [*guards, {"appendCells": {"sheetId": sheet_id, "rows": rows, "fields": fields}}]


def free_guards() -> Request:
    """Take all guards away."""
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": GUARD}}}}


def changing(sheet_id: int, placement: Placement, changes: Iterable[Change]) -> list[Request]:
    """New values for the cells of rows that a correction writes; formats and people's columns stay."""
    requests = []
    for change in changes:
        at: dict[int, ColumnKey] = {placement.columns[key]: key for key in change.columns}
        for run in _runs(sorted(at)):
            area = {
                "sheetId": sheet_id,
                "startRowIndex": change.row - 1,
                "endRowIndex": change.row,
                "startColumnIndex": run[0],
                "endColumnIndex": run[-1] + 1,
            }
            values = [value(change.cells[at[index]]) for index in run]
            requests.append(
                {"updateCells": {"range": area, "rows": [{"values": values}], "fields": "userEnteredValue"}}
            )
        if change.is_recoined:
            requests.append(_recoined(sheet_id, placement, change))
    return requests


def _recoined(sheet_id: int, placement: Placement, change: Change) -> Request:
    """An amount with the decimals of another currency than stood there."""
    index = placement.columns["amount"]
    area = {
        "sheetId": sheet_id,
        "startRowIndex": change.row - 1,
        "endRowIndex": change.row,
        "startColumnIndex": index,
        "endColumnIndex": index + 1,
    }
    format_ = {"type": "NUMBER", "pattern": pattern_of("amount", change.cells)}
    cell = {"userEnteredFormat": {"numberFormat": format_}}
    return {"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}


def heading(sheet_id: int, language: Language) -> list[Request]:
    """The header in the first row of an empty tab, frozen, and room for all columns."""
    values = [
        {
            "userEnteredValue": {"stringValue": column.title(language)},
            "userEnteredFormat": _title_look(column),
        }
        for column in COLUMNS
    ]
    frozen = {"frozenRowCount": 1, "frozenColumnCount": 1}
    return [
        {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
                "rows": [{"values": values}],
                "fields": _TITLE_FIELDS,
            }
        },
        {
            "updateSheetProperties": {
                "properties": {"sheetId": sheet_id, "gridProperties": frozen},
                "fields": "gridProperties.frozenRowCount,gridProperties.frozenColumnCount",
            }
        },
    ]


def _title_look(column: Column) -> Request:
    """A header is bold, and stands where the numbers below it do."""
    right = {"horizontalAlignment": "RIGHT"} if column.kind in ("integer", "number") else {}
    return {"textFormat": {"bold": True}, **right}


def formats(sheet_id: int, placement: Placement) -> list[Request]:
    """Number formats of whole columns below the header."""
    columns = [column for column in COLUMNS if column.key in placement.columns]
    return [request for column in columns for request in _format(sheet_id, placement, column)]


def adornment(sheet_id: int, placement: Placement, language: Language, *, has_filter: bool) -> list[Request]:
    """Named ranges, widths, warnings before the bot's own columns are edited, lists, filter, greyed rows."""
    columns = [column for column in COLUMNS if column.key in placement.columns]
    return [
        *(named_range(sheet_id, placement, column) for column in columns),
        *(_width(sheet_id, placement, column) for column in columns),
        *(protection(sheet_id, placement, column) for column in columns if column.is_protected),
        _list(sheet_id, placement, "type", tuple(TYPE_WORDS[language].values())),
        _list(sheet_id, placement, "status", STATUS_WORDS[language]),
        _valid_date(sheet_id, placement),
        _valid_amount(sheet_id, placement),
        _grey_column(sheet_id, placement),
        grey_void_rows(sheet_id, placement),
        *([] if has_filter else [_filter(sheet_id, placement)]),
    ]


def insertion(
    sheet_id: int, header_row: int, index: int, column: Column, cells: Mapping[int, Cell], language: Language
) -> list[Request]:
    """A column of ours between those that are there, with its header, and these values by row."""
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    held = {header_row: column.title(language), **cells}
    rows = [{"values": [value(held.get(row))]} for row in range(header_row, max(held) + 1)]
    start = {"sheetId": sheet_id, "rowIndex": header_row - 1, "columnIndex": index}
    return [
        {"insertDimension": {"range": span, "inheritFromBefore": False}},
        {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}},
    ]


def look(sheet_id: int, placement: Placement, column: Column, language: Language) -> list[Request]:
    """What makes one column pleasant: its name, format, width, warning, and what it offers."""
    offered = {"type": tuple(TYPE_WORDS[language].values()), "status": STATUS_WORDS[language]}
    where = (sheet_id, placement)
    return [
        named_range(*where, column),
        *_format(*where, column),
        _width(*where, column),
        *([protection(*where, column)] if column.is_protected else []),
        *([_list(*where, column.key, offered[column.key])] if column.key in offered else []),
        *([_valid_date(*where)] if column.key == "date" else []),
        *([_grey_column(*where)] if column.key == "op" else []),
    ]


def _row(cells: Cells, placement: Placement) -> Request:
    values: list[Request] = [{} for _ in range(placement.width)]
    for key, index in placement.columns.items():
        column, held = BY_KEY[key], value(cells[key])
        format_ = {"type": _FORMAT_TYPES[column.kind], "pattern": pattern_of(key, cells)}
        look = {"userEnteredFormat": {"numberFormat": format_}} if column.pattern else {}
        values[index] = {**held, **look} if held else {}
    return {"values": values}


def value(cell: Cell) -> Request:
    """The cell as the API types it; an empty one clears."""
    match cell:
        case None | "":
            return {}
        case bool():
            return {"userEnteredValue": {"boolValue": cell}}
        case Formula():
            return {"userEnteredValue": {"formulaValue": str(cell)}}
        case str():
            return {"userEnteredValue": {"stringValue": cell}}
        case int():
            return {"userEnteredValue": {"numberValue": cell}}
        case _:
            return {"userEnteredValue": {"numberValue": float(cell)}}


def _runs(indexes: Sequence[int]) -> list[list[int]]:
    """Neighbouring numbers together: 1 2 3 7 becomes [1 2 3] [7]."""
    grouped = groupby(enumerate(indexes), key=lambda pair: pair[1] - pair[0])
    return [[index for _, index in group] for _, group in grouped]


def _column(sheet_id: int, placement: Placement, column: Column) -> Request:
    index = placement.columns[column.key]
    return {"sheetId": sheet_id, "startColumnIndex": index, "endColumnIndex": index + 1}


def _number_format(column: Column) -> Request:
    return {"type": _FORMAT_TYPES[column.kind], "pattern": column.pattern}


def named_range(sheet_id: int, placement: Placement, column: Column) -> Request:
    """The name of a column."""
    # Whole columns: a range that began below the header would slip when a row is inserted on top.
    area = _column(sheet_id, placement, column)
    return {"addNamedRange": {"namedRange": {"name": column.range_name, "range": area}}}


def _format(sheet_id: int, placement: Placement, column: Column) -> list[Request]:
    if not column.pattern:
        return []
    area = {**_column(sheet_id, placement, column), "startRowIndex": placement.header_row}
    cell = {"userEnteredFormat": {"numberFormat": _number_format(column)}}
    return [{"repeatCell": {"range": area, "cell": cell, "fields": "userEnteredFormat.numberFormat"}}]


def _width(sheet_id: int, placement: Placement, column: Column) -> Request:
    index = placement.columns[column.key]
    area = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    properties = {"pixelSize": column.width}
    return {"updateDimensionProperties": {"range": area, "properties": properties, "fields": "pixelSize"}}


def protection(sheet_id: int, placement: Placement, column: Column) -> Request:
    """A warning before a person edits the column; nobody is kept from it."""
    protected = {
        "range": _column(sheet_id, placement, column),
        "warningOnly": True,
        "description": MARK,
    }
    return {"addProtectedRange": {"protectedRange": protected}}


def choice(sheet_id: int, placement: Placement, key: ColumnKey, cells: str) -> Request:
    """A list to choose from, out of cells such as `='Accounts'!$A$2:$A`."""
    condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": cells}]}
    return _validation(sheet_id, placement, key, {"condition": condition, "showCustomUi": True})


def _list(sheet_id: int, placement: Placement, key: ColumnKey, words: Sequence[str]) -> Request:
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in words]}
    return _validation(sheet_id, placement, key, {"condition": condition, "showCustomUi": True})


def _valid_date(sheet_id: int, placement: Placement) -> Request:
    return _validation(sheet_id, placement, "date", {"condition": {"type": "DATE_IS_VALID"}})


def _valid_amount(sheet_id: int, placement: Placement) -> Request:
    # There is no condition "is a number"; a formula without separators is the same in every locale.
    cell = f"{letters(placement.columns['amount'])}{placement.header_row + 1}"
    values = [{"userEnteredValue": f"=ISNUMBER({cell})"}]
    return _validation(
        sheet_id, placement, "amount", {"condition": {"type": "CUSTOM_FORMULA", "values": values}}
    )


def _validation(sheet_id: int, placement: Placement, key: ColumnKey, rule: Mapping[str, Any]) -> Request:
    area = {**_column(sheet_id, placement, BY_KEY[key]), "startRowIndex": placement.header_row}
    return {"setDataValidation": {"range": area, "rule": {**rule, "strict": False}}}


def _grey_column(sheet_id: int, placement: Placement) -> Request:
    area = {**_column(sheet_id, placement, BY_KEY["op"]), "startRowIndex": placement.header_row}
    cell = {"userEnteredFormat": {"textFormat": {"foregroundColor": _GREY}}}
    fields = "userEnteredFormat.textFormat.foregroundColor"
    return {"repeatCell": {"range": area, "cell": cell, "fields": fields}}


def grey_void_rows(sheet_id: int, placement: Placement) -> Request:
    """The rule that greys void rows and strikes them through."""
    # Formulas here are read in the spreadsheet's locale, so this one does without argument separators.
    letter, row = letters(placement.columns["status"]), placement.header_row + 1
    tests = "+".join(f'(${letter}{row}="{void}")' for _, void in STATUS_WORDS.values())
    rule = {
        "ranges": [{"sheetId": sheet_id, "startRowIndex": placement.header_row}],
        "booleanRule": {
            "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f"={tests}>0"}]},
            "format": {"textFormat": {"strikethrough": True, "foregroundColor": _GREY}},
        },
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def _filter(sheet_id: int, placement: Placement) -> Request:
    area = {
        "sheetId": sheet_id,
        "startRowIndex": placement.header_row - 1,
        "startColumnIndex": 0,
        "endColumnIndex": placement.width,
    }
    return {"setBasicFilter": {"filter": {"range": area}}}


def letters(index: int) -> str:
    """The column's letters: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def columns_range(title: str, width: int) -> str:
    """The first columns of a tab, all rows, in A1 notation."""
    return f"{quoted(title)}!A:{letters(width - 1)}"


def rows_range(title: str, placement: Placement, first: int, last: int | None = None) -> str:
    """Our columns from one row to another, or to the end, in A1 notation."""
    return f"{quoted(title)}!A{first}:{letters(placement.width - 1)}{last or ''}"


def top_range(title: str, rows: int) -> str:
    """The first rows of a tab, all columns, in A1 notation."""
    return f"{quoted(title)}!1:{rows}"


def quoted(title: str) -> str:
    """A tab's title as it stands in ranges."""
    return "'" + title.replace("'", "''") + "'"
