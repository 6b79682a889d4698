"""Making good what a write did to other rows because people moved rows between our reading and our writing.

A write goes to row numbers, for no sheet can be told "the row with this id". It leaves each row's number, id,
time of recording and chat as they were, so that a row which was hit by mistake still says whose it is.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from secrets import randbits
from typing import Final

from sheets.cell import canonical
from sheets.layout import BY_KEY
from sheets.rows import WRITTEN, Cells, SheetRow, fingerprint
from sheets.sheet import Change, Found, Mark, Scan

EARLIEST: Final = datetime.min.replace(tzinfo=UTC)

NUMBER_BITS: Final = 48
"""No two writes have the same number, nor had any before; a cell holds numbers of 53 bits."""

BLANK: Final[Cells] = dict.fromkeys(WRITTEN)


@dataclass(slots=True)
class Written:
    """What was written and is not known to be in its right place yet.

    `before` is what rows hold as far as we know. A fingerprint is remembered until a clean reading,
    or, when the write's answer was lost, until it cannot arrive any more. `edits` are fingerprints of what
    people had typed and we have written over, without knowing, and give back. `unseen` are the numbers of
    writes of which no reading has told yet what they displaced.
    """

    before: Scan = field(default_factory=lambda: Scan(()))
    prints: dict[str, datetime | None] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    edits: set[str] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)

    def begin(self) -> Mark:
        """The mark of the next write."""
        mark = Mark(randbits(NUMBER_BITS), is_first=not self.unseen)
        self.unseen.add(mark.number)
        return mark

    def add(self, cells: Cells, op_id: str = "") -> None:
        """Note a write, before it is made; `op_id` when that row was meant to change."""
        mark = fingerprint(cells)
        self.prints.setdefault(mark, None)
        if op_id:
            self.owners[op_id] = mark

    def expect(self, rows: Iterable[SheetRow]) -> None:
        """Note rows that are being appended: from now on they may be hit like any other."""
        self.before = Scan((*self.before.rows, *(Found(0, row.op_id, row.cells) for row in rows)))

    def doubt(self, cells: Cells, until: datetime) -> None:
        """Remember that a write may still arrive until then."""
        self.prints[fingerprint(cells)] = until

    def see(self, scan: Scan) -> None:
        """Learn what our writes displaced: what people typed after the reading before counts as read before.

        A row that was meant to change is then one that was hit by mistake.
        """
        displaced = [one.found for one in scan.displaced if one.write in self.unseen]
        if not displaced:
            return
        self.unseen -= {one.write for one in scan.displaced}
        read = {_whole(found) for found in self.before.rows}
        standing = {_whole(found) for found in scan.rows}
        for found in displaced:
            if fingerprint(found.cells) in self.prints or _whole(found) in read or _is_blank(found):
                continue
            self.edits.add(fingerprint(found.cells))
            self.owners.pop(found.op_id, None)
            self._hold(found, standing)

    def _hold(self, displaced: Found, standing: Collection[tuple[object, ...]]) -> None:
        """Put a row into the reading before, in the place of what it was read as, or was given back as."""
        rows = list(self.before.rows)
        same = [
            place
            for place, found in enumerate(rows)
            if _identity(found) == _identity(displaced)
            and (_whole(found) not in standing or fingerprint(found.cells) in self.prints)
        ]
        nearest = min(same, key=lambda place: abs(rows[place].row - displaced.row), default=None)
        if nearest is None:
            rows.append(displaced)
        else:
            rows[nearest] = displaced
        self.before = Scan(tuple(rows))

    @property
    def check_at(self) -> datetime | None:
        """From when on a reading tells for certain; None when nothing is in doubt."""
        return max((until or EARLIEST for until in self.prints.values()), default=None)

    def learn(self, scan: Scan, fixes: Iterable[Change], now: datetime) -> None:
        """Take a reading, with what must be fixed in it, for what rows hold.

        When nothing must be, all is in place: what cannot arrive any more is forgotten.
        """
        fixed = {fix.row: fix.cells for fix in fixes}
        self.before = scan
        if fixed:
            self.before = Scan(tuple(_with(found, fixed.get(found.row)) for found in scan.rows))
            return
        self.prints = {
            mark: until for mark, until in self.prints.items() if until is not None and until > now
        }
        self.owners = {op_id: mark for op_id, mark in self.owners.items() if mark in self.prints}


def repairs(written: Written, after: Scan) -> tuple[list[Change], list[Found]]:
    """The rows that were hit by mistake, each with what it held before; one that was blank is emptied.

    The second list are those of operations that nobody has read before they were hit: the book knows them.
    """
    if not written.prints:
        return [], []
    new, lost = _compared(written.before, after)
    changes, unread = [], []
    for found in (found for found in new if _is_hit(found, written)):
        if held := lost.get(_identity(found)):
            changes.append(Change(found.row, held.pop(0).cells))
        elif found.op_id:
            unread.append(found)
        elif _is_nobodys(found):
            changes.append(Change(found.row, BLANK))
    return changes, unread


def _is_blank(found: Found) -> bool:
    return all(cell in (None, "") for cell in found.cells.values())


def _is_nobodys(found: Found) -> bool:
    """Whether nothing but what is written in place stands in a row: it was blank before."""
    return not any(_identity(found))


def _compared(before: Scan, after: Scan) -> tuple[list[Found], dict[tuple[object, ...], list[Found]]]:
    """Rows that did not stand so before, and, by identity, rows that stand so no more."""
    stood = Counter(_whole(found) for found in before.rows)
    new = []
    for found in after.rows:
        if stood[_whole(found)]:
            stood[_whole(found)] -= 1
        else:
            new.append(found)
    lost: dict[tuple[object, ...], list[Found]] = {}
    for found in before.rows:
        if stood[_whole(found)]:
            stood[_whole(found)] -= 1
            lost.setdefault(_identity(found), []).append(found)
    return new, lost


def _with(found: Found, cells: Cells | None) -> Found:
    """A row with other values in the columns that are written."""
    if cells is None:
        return found
    return replace(found, cells={**found.cells, **{key: cells[key] for key in WRITTEN}})


def _is_hit(found: Found, written: Written) -> bool:
    mark = fingerprint(found.cells)
    return mark in written.prints and written.owners.get(found.op_id) != mark


def _identity(found: Found) -> tuple[object, ...]:
    """What a write leaves alone in a row."""
    if found.op_id:
        return (found.op_id,)
    kept = [canonical(BY_KEY[key].kind, value) for key, value in found.cells.items() if key not in WRITTEN]
    return (*kept, *(canonical("text", value) for value in found.rest))


def _whole(found: Found) -> tuple[object, ...]:
    return (*_identity(found), fingerprint(found.cells))
