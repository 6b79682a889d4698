"""What was written and is not yet read back, as bytes: a process that dies leaves them to the next one.

They hold all rows as they stood before the write, for among them are some that the book does not know: rows
that people typed or edited. Whatever the write hit by mistake gets back what it held.
"""

import json
import zlib
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast

from sheets.cell import Cell, Formula
from sheets.layout import BOT_COLUMNS
from sheets.repair import Written
from sheets.sheet import Found, Scan

_KEYS: Final = [column.key for column in BOT_COLUMNS]
_FAST: Final = 1
"""A hundred thousand rows are packed in a second or two, into a few megabytes."""


def packed(written: Written, until: datetime) -> bytes:
    """All that is in doubt: whatever of it nobody waits for any more may arrive until that time."""
    content = {
        "columns": _KEYS,
        "rows": [_plain(found) for found in written.before.rows],
        "prints": list(written.prints),
        "owners": written.owners,
        "edits": sorted(written.edits),
        "unseen": sorted(written.unseen),
        "until": until.isoformat(),
    }
    return zlib.compress(json.dumps(content).encode(), _FAST)


def unpacked(note: bytes) -> Written:
    """What was in doubt. Rows that were noted with other columns than ours now are left to the book."""
    content = json.loads(zlib.decompress(note))
    rows = content["rows"] if content["columns"] == _KEYS else ()
    return Written(
        before=Scan(tuple(_found(row) for row in rows)),
        prints=dict.fromkeys(content["prints"], datetime.fromisoformat(content["until"])),
        owners=content["owners"],
        edits=set(content.get("edits", ())),
        unseen=set(content.get("unseen", ())),
    )


def _plain(found: Found) -> list[Any]:
    cells = [_jsonable(found.cells[key]) for key in _KEYS]
    return [found.row, found.op_id, cells, [_jsonable(cell) for cell in found.rest]]


def _found(row: list[Any]) -> Found:
    number, op_id, cells, rest = row
    values = {key: _cell(cell) for key, cell in zip(_KEYS, cells, strict=True)}
    return Found(number, op_id, values, tuple(_cell(cell) for cell in rest))


def _jsonable(cell: Cell) -> Any:  # noqa: ANN401  # whatever JSON holds
    if isinstance(cell, Formula):
        return [str(cell)]
    return float(cell) if isinstance(cell, Decimal) else cell


def _cell(value: Any) -> Cell:  # noqa: ANN401  # same
    return Formula(value[0]) if isinstance(value, list) else cast("Cell", value)
