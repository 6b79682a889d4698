"""Writing that is refused when people have moved columns since they were read.

Each column carries developer metadata with an id of its own, which moves with it. A batch first takes these
ids away from where the columns were read, and puts them there again: where a column is elsewhere by now, its
id is not found and exists all the same, so Google refuses the whole batch instead of writing into a wrong
column.
"""

import zlib
from typing import Any

from sheets.layout import BOT_COLUMNS, Column, Placement

Request = dict[str, Any]

_KEY = "threadbook-column"
_LARGEST_ID = 2**31 - 1


def holding(sheet_id: int, placement: Placement) -> list[Request]:
    """What must stand first in a batch."""
    released = [_delete(_lookup(sheet_id, placement, column)) for column in BOT_COLUMNS]
    return [*released, *creating(sheet_id, placement)]


def creating(sheet_id: int, placement: Placement) -> list[Request]:
    """Anchor columns that are not; refused when one of them is."""
    return [
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataId": _id(column),
                    "metadataKey": _KEY,
                    "metadataValue": column.key,
                    "location": _location(sheet_id, placement, column),
                    "visibility": "PROJECT",
                }
            }
        }
        for column in BOT_COLUMNS
    ]


def anew(sheet_id: int, placement: Placement) -> list[Request]:
    """Anchor columns of which some are anchored, wherever that is."""
    return [_delete({"metadataKey": _KEY}), *creating(sheet_id, placement)]


def _delete(lookup: Request) -> Request:
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}


def _lookup(sheet_id: int, placement: Placement, column: Column) -> Request:
    return {
        "metadataId": _id(column),
        "metadataLocation": _location(sheet_id, placement, column),
        "locationMatchingStrategy": "EXACT_LOCATION",
    }


def _location(sheet_id: int, placement: Placement, column: Column) -> Request:
    index = placement.columns[column.key]
    span = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    return {"dimensionRange": span}


def _id(column: Column) -> int:
    """Always the same for a column; operations have random ones."""
    return zlib.crc32(column.range_name.encode()) % _LARGEST_ID + 1
