from collections.abc import Mapping
from typing import Final

from playground.sheets.batch import cells, charts, dimensions, looks, marks, tabs
from playground.sheets.batch.call import Call, Request
from playground.sheets.errors import Json, RefusedError, invalid_argument, unknown_name
from playground.sheets.spreadsheet import Spreadsheet

_REQUESTS: Final[Mapping[str, Request]] = {
    **cells.REQUESTS,
    **charts.REQUESTS,
    **dimensions.REQUESTS,
    **looks.REQUESTS,
    **marks.REQUESTS,
    **tabs.REQUESTS,
}
_BODY: Final = frozenset(
    {"requests", "includeSpreadsheetInResponse", "responseRanges", "responseIncludeGridData"},
)


def apply(sheet: Spreadsheet, actor: str, body: Json) -> Json:
    """Do the requests of a batch for an account and give their replies.

    Raises:
        GoogleError: one of them is not valid; then none was done.
    """
    for name in body:
        if name not in _BODY:
            raise unknown_name(name, "")
    requests = body.get("requests")
    if not isinstance(requests, list) or not requests:
        raise invalid_argument("Must specify at least one request.")
    checked = [_checked(request, f"requests[{place}]") for place, request in enumerate(requests)]
    call = Call(sheet, actor)
    replies: list[Json] = []
    with sheet.edit():
        for place, (name, args) in enumerate(checked):
            try:
                replies.append(_REQUESTS[name].run(call, args))
            except RefusedError as error:
                raise invalid_argument(f"Invalid requests[{place}].{name}: {error}") from error
    return {"spreadsheetId": sheet.spreadsheet_id, "replies": replies}


def _checked(request: object, where: str) -> tuple[str, Json]:
    """The kind and the arguments of one request; unknown names are refused before anything is done."""
    if not isinstance(request, dict):
        raise invalid_argument(
            f"Invalid value at '{where}' (type.googleapis.com/google.apps.sheets.v4.Request), \"{request}\""
        )
    for name in request:
        if name not in _REQUESTS:
            raise unknown_name(name, where)
    if len(request) != 1:
        raise invalid_argument(f"Invalid {where}: exactly one kind of request must be set")
    [(name, args)] = request.items()
    if not isinstance(args, dict):
        raise invalid_argument(f"Invalid value at '{where}.{name}'")
    for argument in args:
        if argument not in _REQUESTS[name].names:
            raise unknown_name(argument, f"{where}.{_snake(name)}")
    return name, args


def _snake(name: str) -> str:
    """Google names places in the payload in its own way: `append_cells`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
