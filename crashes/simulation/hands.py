"""People at the sheet: they sort, insert, delete, edit and take notes while the bot writes."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from crashes.verdict import Finding
from sheets.cell import Cell
from sheets.layout import COLUMNS, ColumnKey
from sheets.sheet import Found
from sheets.testing import MemorySheet

SORTED_BY: Final[tuple[ColumnKey, ...]] = ("num", "amount", "date", "text")
OWN: Final = "своё"
NOTE: Final = [column.key for column in COLUMNS].index("note")

Row = list[Cell]


class Hands:
    """Acts on a sheet after the bot's calls, and knows what must be left of it.

    `rests` tells whether a row is as it should be and nothing about it waits: only such rows are deleted or
    edited, for the others would then rightly wait for a person. `share` of the moments bring an act.
    """

    def __init__(
        self,
        sheet: MemorySheet,
        random: Random,
        share: float,
        rests: Callable[[Found], bool],
        note: Callable[[str], None],
    ) -> None:
        self._sheet = sheet
        self._random = random
        self._rests = rests
        self._note_act = note
        self.share = share
        self.notes: dict[str, str] = {}
        self.deleted: dict[str, Row] = {}
        self.edited: dict[str, tuple[Cell, Cell]] = {}
        self.own: list[Row] = []
        self.acts = 0
        sheet.on_call = lambda _call: self.act()

    def act(self) -> None:
        """Perhaps do something."""
        if self._random.random() >= self.share:
            return
        self.acts += 1
        sorts = (self._sort,) * 3
        rows = (self._insert, self._delete, self._own_row)
        act = self._random.choice((*sorts, *rows, self._note, self._edit))
        act()

    def _own_row(self) -> None:
        self._note_act("people type a row of their own")
        row: Row = [f"{OWN} {len(self.own)}", 46000, OWN, self._random.randrange(100), OWN]
        row += [None] * (len(self._sheet.rows[0]) - len(row))
        self.own.append(row)
        self._sheet.rows.append(list(row))

    # ---- what is left

    def restored(self) -> tuple[list[Row], list[Finding]]:
        """The rows below the header as if nobody had deleted, edited or added any, and what was damaged."""
        findings = [*self._damaged()]
        rows = [list(row) for row in self._sheet.rows[1:] if any(cell not in (None, "") for cell in row)]
        own = [row for row in rows if str(row[0]).startswith(OWN)]
        if sorted(map(repr, own)) != sorted(map(repr, self.own)):
            findings.append(Finding("damaged", f"rows of people are {own}, not {self.own}"))
        op, text = self._sheet.column("op"), self._sheet.column("text")
        rows = [row for row in rows if not str(row[0]).startswith(OWN)]
        for row in rows:
            if str(row[op]) in self.edited:
                row[text] = self.edited[str(row[op])][0]
        return [*rows, *self.deleted.values()], findings

    def _damaged(self) -> Iterator[Finding]:
        text = self._sheet.column("text")
        for found in self._rows():
            row = self._sheet.rows[found.row - 1]
            if found.op_id in self.deleted:
                yield Finding("damaged", f"the deleted row of {found.op_id} is back")
            if found.op_id in self.edited and row[text] != self.edited[found.op_id][1]:
                yield Finding("damaged", f"the edit of {found.op_id} was written over: {row[text]}")
            if row[NOTE] != self.notes.get(found.op_id):
                yield Finding("damaged", f"the note of {found.op_id}")

    # ---- acts

    def _rows(self) -> list[Found]:
        return [found for found in self._sheet.scan_quietly().rows if found.op_id] if self._sheet.rows else []

    def _resting(self) -> Found | None:
        untouched = [found for found in self._rows() if found.op_id not in self.edited and self._rests(found)]
        return self._random.choice(untouched) if untouched else None

    def _sort(self) -> None:
        key = self._random.choice(SORTED_BY)
        self._note_act(f"people sort by {key}")
        self._sheet.sort(self._sheet.column(key), descending=self._random.choice((True, False)))

    def _insert(self) -> None:
        at = self._random.randrange(2, len(self._sheet.rows) + 2)
        self._note_act(f"people insert row {at}")
        self._sheet.insert_row(at)

    def _note(self) -> None:
        if rows := self._rows():
            found = self._random.choice(rows)
            self.notes[found.op_id] = f"заметка {self._random.randrange(10**6)}"
            self._sheet.type(found.row, NOTE, self.notes[found.op_id])

    def _delete(self) -> None:
        if (found := self._resting()) is not None:
            self._note_act(f"people delete {found.op_id}")
            self.deleted[found.op_id] = list(self._sheet.rows[found.row - 1])
            self.notes.pop(found.op_id, None)
            self._sheet.delete_row(found.row)

    def _edit(self) -> None:
        if (found := self._resting()) is not None:
            column = self._sheet.column("text")
            before, after = self._sheet.rows[found.row - 1][column], f"правка {self._random.randrange(10**6)}"
            self._note_act(f"people edit {found.op_id}")
            self.edited[found.op_id] = before, after
            self._sheet.type(found.row, column, after)
