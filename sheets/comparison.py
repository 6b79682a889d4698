"""Every row of the sheet in short, for the book to say which ones it does not know."""

from collections.abc import Awaitable, Callable

from manager import SheetLine
from sheets.cell import Cell
from sheets.sheet import Found, Scan

Compare = Callable[[tuple[SheetLine, ...]], Awaitable[object]]
"""Told what the whole sheet holds, once after each start."""


def lines(scan: Scan) -> tuple[SheetLine, ...]:
    """The rows that name an operation."""
    return tuple(_line(found) for found in scan.rows if found.op_id)


def _line(found: Found) -> SheetLine:
    parts = (found.cells.get(name) for name in ("amount", "currency", "text"))
    content = " ".join(str(part) for part in parts if part not in (None, ""))
    return SheetLine(found.op_id, found.row, _number(found.cells.get("num")), content)


def _number(cell: Cell) -> int | None:
    """The number of a row; None where a person made something else of it."""
    return int(cell) if isinstance(cell, int | float) and cell == int(cell) and 0 < cell < 2**31 else None
