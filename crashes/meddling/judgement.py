"""Whether people and other rows lost anything, and whether whatever is not in the sheet says why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from crashes.meddling.acts import Meddler
from crashes.meddling.bench import OWN_CELLS, OWN_MARKS, RENDERING, STOOD, Bench
from manager import Booked
from playground.sheets import Value
from sheets.cell import Cell
from sheets.layout import COLUMNS, ColumnKey
from sheets.rows import Cells, is_void, part, rows_of

KEYS: Final[Mapping[str, ColumnKey]] = {column.en: column.key for column in COLUMNS}
SAID: Final[tuple[ColumnKey, ...]] = tuple(
    column.key for column in COLUMNS if column.owner == "bot" and column.key not in ("op", "chg")
)

Line = Mapping[str, Value | None]
"""A row by the words of the header."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What is looked at when all is at rest. `reasons` say why operations are not as they are booked."""

    bench: Bench
    meddler: Meddler
    reasons: Mapping[int, str]

    def findings(self) -> Iterator[str]:
        """Everything that must not be."""
        lines = _lines(self.bench.spreadsheet.values(self.bench.tab_id))
        for number, why in self.reasons.items():
            if not why:
                yield f"operation {number} waits and nobody says why"
        if not self.meddler.has_deleted_all:
            yield from self._own_row(lines)
        for number, versions in self.bench.versions.items():
            yield from self._operation(number, versions, lines)

    def is_written_over(self) -> bool:
        """Whether an edit is gone."""
        if self.meddler.edited is None:
            return False
        op_id, key, text = self.meddler.edited
        lines = _lines(self.bench.spreadsheet.values(self.bench.tab_id))
        cells = [_cells(line).get(key) for line in lines if line.get("own") == op_id]
        return not any(_is_typed(cell, text) for cell in cells)

    def _own_row(self, lines: Sequence[Line]) -> Iterator[str]:
        """It stands once, and says all that it said, but for a cell of a column that is gone."""
        rows = [[str(cell) for cell in line.values() if cell is not None] for line in lines]
        own = [Counter(row) for row in rows if not {*row}.isdisjoint(OWN_MARKS)]
        said = Counter(map(str, OWN_CELLS))
        if len(own) != 1 or own[0] - said or (said - own[0]).total() > self.meddler.columns_deleted:
            yield f"the row of people's own is {own}"

    def _operation(self, number: int, versions: Sequence[Booked], lines: Sequence[Line]) -> Iterator[str]:
        legs = {row.op_id: row.cells for row in rows_of(versions[-1], RENDERING)}
        first = {row.op_id: row.cells for row in rows_of(versions[0], RENDERING)}
        before = first if number in STOOD and not self.meddler.has_deleted_all else {}
        for op_id in {**before, **legs}:
            found = [line for line in lines if op_id in (line.get("own"), line.get("Operation ID"))]
            if len(found) > 1 + (op_id == self.meddler.copied):
                yield f"{op_id} stands {len(found)} times"
            is_due = op_id in before or (number not in self.reasons and "Operation ID" in lines[0])
            if is_due and not found and op_id != self.meddler.deleted:
                yield f"{op_id} is gone: {self.reasons.get(number)}"
            for line in found:
                yield from self._row(number, op_id, line, (before.get(op_id), legs.get(op_id)))

    def _row(
        self, number: int, op_id: str, line: Line, versions: tuple[Cells | None, Cells | None]
    ) -> Iterator[str]:
        """A row says what is booked, or, when it says why not, what it said before; notes are people's."""
        before, after = versions
        note, cells = line.get("My note"), _cells(line)
        if note != (f"note of {op_id}" if before else None):
            yield f"the note of {op_id} is {note!r}"
        if self.meddler.edited and self.meddler.edited[0] == op_id:
            key, text = self.meddler.edited[1:]
            if _is_typed(cells[key], text):
                del cells[key]
            else:
                yield f"the edit of {op_id} was written over"
        wanted = [after] if number not in self.reasons else [before, after]
        if not any(_says(cells, one) for one in wanted):
            yield f"{op_id} shows {cells}: {self.reasons.get(number)}"


def _cells(line: Line) -> dict[ColumnKey, Cell]:
    return {KEYS[word]: cast("Cell", value) for word, value in line.items() if word in KEYS}


def _is_typed(cell: Cell, text: str) -> bool:
    return str(cell) in (text, f"{text}.0")


def _says(cells: Mapping[ColumnKey, Cell], wanted: Cells | None) -> bool:
    """Whether a row says this version, in the columns that are left; a leg that is no more is Void."""
    if wanted is None:
        return "status" not in cells or is_void(cells)
    kept = [key for key in SAID if key in cells]
    return all(part(key, cells[key]) == part(key, wanted[key]) for key in kept)


def _lines(values: Sequence[Sequence[Value | None]]) -> list[Line]:
    at = next(row for row, line in enumerate(values) if not {"own", "Operation ID"}.isdisjoint(line))
    words = [str(word) if word else f"column {column}" for column, word in enumerate(values[at])]
    return [dict(zip(words, line, strict=True)) for line in values[at + 1 :]]
