"""The methods of the Sheets API, version 4."""

from typing import Final

from fastapi import APIRouter

from playground.sheets import appending, batch, datafilter, reading, resource, writing
from playground.sheets.endpoint import Ask, Desk, Endpoint
from playground.sheets.errors import Json, not_found, unknown_name
from playground.sheets.google import Google
from playground.sheets.reading import View

_VIEW: Final = ("majorDimension", "valueRenderOption", "dateTimeRenderOption")
_WRITE: Final = (
    "valueInputOption",
    "includeValuesInResponse",
    "responseValueRenderOption",
    "responseDateTimeRenderOption",
)
_VALUE_RANGE: Final = frozenset({"range", "majorDimension", "values"})
_ONE: Final = "/v4/spreadsheets/{spreadsheet_id}"


def router(google: Google) -> APIRouter:
    """The routes under `/v4/spreadsheets`."""
    desk, routes = Desk(google), APIRouter()

    def add(method: str, path: str, endpoint: Endpoint) -> None:
        routes.add_api_route(path, endpoint, methods=[method], response_model=None, include_in_schema=False)

    values = f"{_ONE}/values"
    add("GET", f"{values}:batchGet", desk.endpoint("read", _batch_get, "ranges", *_VIEW))
    add("POST", f"{values}:batchGetByDataFilter", desk.endpoint("read", _batch_get_by_filter))
    add("POST", f"{values}:batchUpdate", desk.endpoint("write", _batch_update_values))
    add("POST", f"{values}:batchUpdateByDataFilter", desk.endpoint("write", _batch_update_by_filter))
    add("POST", f"{values}:batchClear", desk.endpoint("write", _batch_clear))
    add(
        "POST",
        f"{values}/{{range:path}}:append",
        desk.endpoint("write", _append, "insertDataOption", *_WRITE),
    )
    add("POST", f"{values}/{{range:path}}:clear", desk.endpoint("write", _clear))
    add("GET", f"{values}/{{range:path}}", desk.endpoint("read", _get_values, *_VIEW))
    add("PUT", f"{values}/{{range:path}}", desk.endpoint("write", _update_values, *_WRITE))
    add("POST", f"{_ONE}/developerMetadata:search", desk.endpoint("read", _search_metadata))
    add("GET", f"{_ONE}/developerMetadata/{{metadata_id}}", desk.endpoint("read", _get_metadata))
    add("POST", f"{_ONE}:batchUpdate", desk.endpoint("write", _batch_update))
    add("GET", _ONE, desk.endpoint("read", _get, "ranges", "includeGridData", "excludeTablesInBandedRanges"))
    return routes


def _get(ask: Ask) -> Json:
    return resource.get(
        ask.sheet,
        ask.query.getlist("ranges"),
        fields=ask.query.get("fields"),
        with_cells=_truth(ask.query.get("includeGridData")),
    )


def _batch_update(ask: Ask) -> Json:
    answer = batch.apply(ask.sheet, ask.actor, ask.body)
    if ask.body.get("includeSpreadsheetInResponse"):
        with_cells = bool(ask.body.get("responseIncludeGridData"))
        ranges = ask.body.get("responseRanges", [])
        answer["updatedSpreadsheet"] = resource.get(ask.sheet, ranges, fields=None, with_cells=with_cells)
    return answer


def _get_values(ask: Ask) -> Json:
    return reading.get(ask.sheet, ask.path["range"], View.of(ask.options))


def _batch_get(ask: Ask) -> Json:
    return reading.batch_get(ask.sheet, ask.query.getlist("ranges"), View.of(ask.options))


def _batch_get_by_filter(ask: Ask) -> Json:
    _check_names(ask.body, {"dataFilters", *_VIEW})
    return reading.batch_get_by_filter(ask.sheet, ask.body.get("dataFilters", []), View.of(ask.body))


def _update_values(ask: Ask) -> Json:
    _check_names(ask.body, _VALUE_RANGE)
    return writing.writer(ask.sheet, ask.actor, ask.options).update(ask.path["range"], ask.body)


def _batch_update_values(ask: Ask) -> Json:
    _check_names(ask.body, {"data", *_WRITE})
    data = ask.body.get("data", [])
    for place, values in enumerate(data):
        _check_names(values, _VALUE_RANGE, f"data[{place}]")
    return writing.writer(ask.sheet, ask.actor, ask.body).batch_update(data)


def _batch_update_by_filter(ask: Ask) -> Json:
    _check_names(ask.body, {"data", *_WRITE})
    data = ask.body.get("data", [])
    for place, values in enumerate(data):
        _check_names(values, {"dataFilter", "majorDimension", "values"}, f"data[{place}]")
    return writing.writer(ask.sheet, ask.actor, ask.body).batch_update_by_filter(data)


def _append(ask: Ask) -> Json:
    _check_names(ask.body, _VALUE_RANGE)
    writer = writing.writer(ask.sheet, ask.actor, ask.options)
    insert_option = ask.query.get("insertDataOption", "OVERWRITE")
    return appending.append(writer, ask.path["range"], ask.body, insert_option)


def _clear(ask: Ask) -> Json:
    return writing.clear(ask.sheet, ask.actor, ask.path["range"])


def _batch_clear(ask: Ask) -> Json:
    _check_names(ask.body, {"ranges"})
    return writing.batch_clear(ask.sheet, ask.actor, ask.body.get("ranges", []))


def _get_metadata(ask: Ask) -> Json:
    number = ask.path["metadata_id"]
    with ask.sheet.lock:
        entry = ask.sheet.metadata.get(int(number)) if number.isdecimal() else None
    if entry is None:
        raise not_found()
    return entry.json()


def _search_metadata(ask: Ask) -> Json:
    _check_names(ask.body, {"dataFilters"})
    with ask.sheet.lock:
        matched = [
            {"developerMetadata": entry.json(), "dataFilters": [data_filter]}
            for data_filter in ask.body.get("dataFilters", [])
            for entry in datafilter.metadata_of(ask.sheet, data_filter)
        ]
    return {"matchedDeveloperMetadata": matched} if matched else {}


def _check_names(body: Json, known: frozenset[str] | set[str], where: str = "") -> None:
    for name in body:
        if name not in known:
            raise unknown_name(name, where)


def _truth(text: str | None) -> bool:
    return (text or "").lower() == "true"
