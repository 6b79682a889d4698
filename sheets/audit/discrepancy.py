from dataclasses import dataclass
from typing import Literal

from manager import Booked, SheetFinding
from sheets.audit.saying import unpacked
from sheets.cell import Cell
from sheets.layout import ColumnKey
from sheets.rows import CONTENT, Cells, Rendering, SheetRow, content, part, rows_of
from sheets.sheet import Found

Kind = Literal["edited", "missing", "double", "foreign"]
"""edited: a row of an operation says something else than the book; missing: it is gone; double: it stands
more than once, such as one that was copied; foreign: a row with money that is of no operation of the book."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell of an operation's row: what the book says, and what the sheet says."""

    op_id: str
    column: ColumnKey
    book: Cell
    sheet: Cell


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that a person must decide. `rows` are the rows it is about, as they stand, top to bottom.

    `booked` is what the book says; None for a foreign row.
    """

    kind: Kind
    booked: Booked | None
    rows: tuple[Found, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def seen(self) -> str:
        """Equal as long as the rows say the same, wherever they are moved: their fingerprints, sorted."""
        return "+".join(sorted(content(found.cells) for found in self.rows))


def recalled(finding: SheetFinding, rendering: Rendering) -> Discrepancy:
    """What was found, as it stood in the sheet then, beside what the book says now."""
    rows = unpacked(finding.says)
    booked = finding.booked
    wanted = rows_of(booked, rendering) if booked is not None and finding.kind == "edited" else ()
    changed = [
        edit for row in wanted for found in rows if found.op_id == row.op_id for edit in edits(row, found)
    ]
    return Discrepancy(finding.kind, booked, rows, tuple(changed))


def edits(wanted: SheetRow, stands: Found) -> tuple[Edit, ...]:
    """The cells in which a row says something else than the book."""
    return tuple(
        Edit(wanted.op_id, key, wanted.cells[key], stands.cells[key])
        for key in CONTENT
        if part(key, wanted.cells[key]) != part(key, stands.cells[key])
    )


def has_money(cells: Cells) -> bool:
    """Whether a row tells of money: it has an amount or a day, not only somebody's words."""
    return any(cells.get(key) not in (None, "") for key in ("amount", "date"))
