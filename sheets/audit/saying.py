"""Rows of the sheet as JSON, to be remembered as somebody saw them."""

import json
from collections.abc import Sequence
from math import isfinite
from typing import Final

from sheets.cell import Cell, Formula
from sheets.sheet import Found

_FORMULA: Final = "formula"


def packed(rows: Sequence[Found]) -> str:
    """Rows as JSON."""
    return json.dumps(
        [
            [found.row, found.op_id, {key: _plain(cell) for key, cell in found.cells.items()}]
            for found in rows
        ],
        ensure_ascii=False,
    )


def unpacked(text: str) -> tuple[Found, ...]:
    """The rows that `packed` wrote."""
    return tuple(
        Found(row, op_id, {key: _cell(value) for key, value in cells.items()})
        for row, op_id, cells in json.loads(text)
    )


def _plain(cell: Cell) -> object:
    if isinstance(cell, Formula):
        return {_FORMULA: str(cell)}
    if isinstance(cell, float) and not isfinite(cell):
        return str(cell)
    return cell if cell is None or isinstance(cell, str | bool | int | float) else float(cell)


def _cell(value: object) -> Cell:
    if isinstance(value, dict):
        return Formula(value[_FORMULA])
    return value  # type: ignore[return-value]  # what JSON has, cells have
