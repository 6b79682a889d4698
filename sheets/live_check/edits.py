"""What people change: whether Drive tells that they did, and whether a write keeps what it displaces."""

from time import sleep
from typing import Final

from sheets.live_check.ground import RENDERING, Ground, UnprovenError, entries, told
from sheets.rows import rows_of
from sheets.sheet import Change, Mark

TRIES: Final = 5


def version(ground: Ground) -> None:
    """Drive's version of a spreadsheet rests while nobody changes it, and moves when a cell is changed."""
    rested = _rested(ground)
    ground.sheet.append(entries([told(32, "1")]))
    for _ in range(TRIES):
        if ground.sheet.stamp() != rested:
            return
        sleep(ground.pause_seconds)
    raise UnprovenError(f"the version is {rested!r} before and after a change")


def kept_aside(ground: Ground) -> None:
    """A row is copied aside by the write that changes it, as it stood in that moment."""
    ground.sheet.append(entries([told(33, "1"), told(34, "2")]))
    row = ground.sheet.scan().of("LIVECHECK033")[0].row
    amount = {"sheetId": ground.tab("Ledger")["sheetId"], "rowIndex": row - 1, "columnIndex": 3}
    typed = [{"values": [{"userEnteredValue": {"numberValue": -7}}]}]
    ground.api.write([{"updateCells": {"start": amount, "rows": typed, "fields": "userEnteredValue"}}])
    _displace(ground, row, 33, {"LIVECHECK033": -7})


def kept_although_hidden(ground: Ground) -> None:
    """A row that a person's filter hides is copied aside like any other."""
    tab = ground.tab("Ledger")
    area = {"sheetId": tab["sheetId"], "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 16}
    hide = {"filterSpecs": [{"columnIndex": 6, "filterCriteria": {"hiddenValues": ["Cafés"]}}]}
    ground.api.write([{"setBasicFilter": {"filter": {"range": area, **hide}}}])
    try:
        _displace(ground, ground.sheet.scan().of("LIVECHECK034")[0].row, 34, {"LIVECHECK034": -2})
    finally:
        ground.api.write([{"setBasicFilter": {"filter": {"range": area}}}])


def _displace(ground: Ground, row: int, number: int, held: dict[str, float]) -> None:
    [wanted] = rows_of(told(number, "5"), RENDERING)
    ground.sheet.update([Change(row, wanted.cells)], Mark(number))
    seen = {one.found.op_id: one.found.cells["amount"] for one in ground.sheet.scan().displaced}
    if seen != held:
        raise UnprovenError(f"what was displaced is {seen!r} instead of {held!r}")


def _rested(ground: Ground) -> str:
    """The version once it stays: what the checks before have changed may still be counted."""
    seen = ""
    for _ in range(TRIES):
        before, seen = seen, ground.sheet.stamp()
        if seen and seen == before:
            return seen
        sleep(ground.pause_seconds)
    if not seen:
        raise UnprovenError("Drive tells no version; its API may be switched off in the account's project")
    raise UnprovenError("the version moves although nobody changes anything")
