"""Every row of the sheet in short, for the book to say which ones it does not know."""

from collections.abc import Awaitable, Callable

from manager import SheetLine
from sheets.cell import Cell, canonical
from sheets.sheet import Found, Scan

Compare = Callable[[tuple[SheetLine, ...]], Awaitable[object]]
"""Told what the whole sheet holds, once after each start."""


def lines(scan: Scan) -> tuple[SheetLine, ...]:
    """The rows that name an operation."""
    return tuple(_line(found) for found in scan.rows if found.op_id)


def _line(found: Found) -> SheetLine:
    parts = (canonical("number", found.cells.get(name))[2:] for name in ("amount", "currency", "text"))
    number = _number(found.cells.get("num"))
    return SheetLine(found.op_id, found.row, number, " ".join(part for part in parts if part))


def _number(cell: Cell) -> int | None:
    """The number of a row; None where a person made something else of it."""
    return int(cell) if isinstance(cell, int | float) and cell == int(cell) and 0 < cell < 2**31 else None
