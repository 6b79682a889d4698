"""Checks of what a write stands on when people move columns: the anchor that each column carries."""

from typing import Any, Final

from sheets import google_anchors as anchors
from sheets.layout import HEADER_DEPTH, Placement, place
from sheets.live_check.expecting import expect, prints
from sheets.live_check.ground import RENDERING, Ground, UnprovenError, told, undone
from sheets.rows import fingerprint, rows_of
from sheets.sheet import Change, SheetError

SCRATCH: Final = 740_900_001
"""The number of an anchor that is made for a check alone."""

Request = dict[str, Any]


def held_columns(ground: Ground) -> None:
    """A column's anchor is found where the column stands, and taken away and put back in one batch."""
    expect("the columns are held", _is_held(ground, _placement(ground)), assumed=True)
    expect("they are held again", _is_held(ground, _placement(ground)), assumed=True)


def moved_anchor(ground: Ground) -> None:
    """An anchor moves with its column; where the column stood, it is not found, and the batch is refused."""
    before = _placement(ground)
    _move(ground, before.columns["amount"], before.columns["status"] + 1)
    expect("held where they stood", _is_held(ground, before), assumed=False)
    expect("held where they stand", _is_held(ground, _placement(ground)), assumed=True)


def shifted_anchors(ground: Ground) -> None:
    """A column that a person inserts in front, or takes away again, shifts the anchors behind it."""
    before = _placement(ground)
    first = _columns(ground, 0)
    ground.api.write([{"insertDimension": {"range": first, "inheritFromBefore": False}}])
    expect("held where they stood", _is_held(ground, before), assumed=False)
    expect("held where they stand", _is_held(ground, _placement(ground)), assumed=True)
    ground.api.write([{"deleteDimension": {"range": first}}])
    expect("held where they stand again", _is_held(ground, before), assumed=True)


def deleted_anchor(ground: Ground) -> None:
    """A column that a person deletes takes its anchor along: its number is free again."""
    last = _placement(ground).width + 2
    anchor = _anchor(ground, last)
    ground.api.write([anchor])
    expect("the same number is refused", _is_refused(ground, [anchor]), assumed=True)
    ground.api.write([{"deleteDimension": {"range": _columns(ground, last)}}])
    expect("the same number is refused", _is_refused(ground, [_anchor(ground, last)]), assumed=False)
    lookup = {"developerMetadataLookup": {"metadataId": SCRATCH}}
    ground.api.write([{"deleteDeveloperMetadata": {"dataFilter": lookup}}])


def refused_whole(ground: Ground) -> None:
    """Of a batch that is refused because columns have moved, nothing is written."""
    before, rows = _placement(ground), prints(ground)
    _move(ground, before.columns["text"], before.columns["who"] + 2)
    number = next(one.row for one in ground.sheet.scan().rows if one.op_id)
    start = {"sheetId": _sheet_id(ground), "rowIndex": number - 1, "columnIndex": before.columns["text"]}
    wrong = [{"values": [{"userEnteredValue": {"stringValue": "into a wrong column"}}]}]
    write = {"updateCells": {"start": start, "rows": wrong, "fields": "userEnteredValue"}}
    batch = [*anchors.holding(_sheet_id(ground), before), write]
    expect("the batch is refused", _is_refused(ground, batch), assumed=True)
    expect("the rows, by id", prints(ground), rows)


def followed_columns(ground: Ground) -> None:
    """A correction that was prepared before columns moved is written where they are now."""
    booked = told(12, "1", description="-1")
    [row], cells = ground.sheet.scan().of(booked.key), rows_of(undone(booked), RENDERING)[0]
    before = _placement(ground)
    _move(ground, before.columns["category"], before.columns["type"])
    ground.sheet.update([Change(row.row, cells.cells)])
    [found] = ground.sheet.scan().of(booked.key)
    expect("its fingerprint", fingerprint(found.cells), cells.fingerprint)


def _placement(ground: Ground) -> Placement:
    return place(ground.values(f"Ledger!1:{HEADER_DEPTH}"))


def _sheet_id(ground: Ground) -> int:
    return int(ground.tab("Ledger")["sheetId"])


def _columns(ground: Ground, index: int) -> Request:
    return {
        "sheetId": _sheet_id(ground),
        "dimension": "COLUMNS",
        "startIndex": index,
        "endIndex": index + 1,
    }


def _move(ground: Ground, index: int, before: int) -> None:
    source = _columns(ground, index)
    ground.api.write([{"moveDimension": {"source": source, "destinationIndex": before}}])


def _anchor(ground: Ground, index: int) -> Request:
    metadata = {
        "metadataId": SCRATCH,
        "metadataKey": "threadbook",
        "location": {"dimensionRange": _columns(ground, index)},
        "visibility": "PROJECT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def _is_held(ground: Ground, placement: Placement) -> bool:
    return not _is_refused(ground, anchors.holding(_sheet_id(ground), placement))


def _is_refused(ground: Ground, batch: list[Request]) -> bool:
    """Whether a batch is refused as one whose anchors are elsewhere."""
    try:
        ground.api.write(batch)
    except SheetError as error:
        if error.kind not in ("used", "broken"):
            raise UnprovenError(f"refused for another reason: {error}") from error
        return True
    return False
