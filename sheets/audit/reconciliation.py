"""The book and the sheet side by side: every row of either has exactly one place in the report."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from ledger import OperationKey
from manager import Linkage
from sheets.audit.discrepancy import Discrepancy, edits, has_money
from sheets.audit.sums import Sum, Tally
from sheets.rows import Rendering, content, is_void, rows_of
from sheets.sheet import Found, Scan

ON_ITS_WAY: Final = ("READY", "SENDING", "UNKNOWN", "VERIFY", "BLOCKED")
"""States of the outbox in which the sheet need not say yet what the book says."""

State = Literal["match", "moved", "edited", "missing", "double", "foreign", "ignored", "waiting"]
STATES: Final[tuple[State, ...]] = (
    "match",
    "moved",
    "edited",
    "missing",
    "double",
    "foreign",
    "ignored",
    "waiting",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What one reading of the sheet told. `counts` are operations by state, and foreign rows.

    `moved` is where operations stand now that stood elsewhere when they were last seen; `healed` are those
    that a finding held up in the outbox, and that are as they should be now.
    """

    read_at: datetime
    operations: int
    rows: int
    counts: Counter[State]
    discrepancies: tuple[Discrepancy, ...]
    moved: dict[OperationKey, tuple[int, ...]]
    healed: tuple[OperationKey, ...]
    sums: tuple[Sum, ...]


@dataclass(slots=True)
class Reconciliation:
    """Compares a reading with the book, of which any number of operations is added at a time.

    The book must be read after the sheet was: what was written to the sheet since `read_at`, or is on its way
    there, waits. So many foreign rows as `ignored` counts for what they say were decided about.
    """

    scan: Scan
    rendering: Rendering
    read_at: datetime
    ignored: Counter[str] = field(default_factory=Counter)
    _by_id: dict[str, list[Found]] = field(default_factory=dict)
    _counts: Counter[State] = field(default_factory=Counter)
    _found: list[Discrepancy] = field(default_factory=list)
    _moved: dict[OperationKey, tuple[int, ...]] = field(default_factory=dict)
    _healed: list[OperationKey] = field(default_factory=list)
    _tally: Tally = field(default_factory=Tally)
    _operations: int = 0
    _rows: int = 0

    def __post_init__(self) -> None:
        for found in self.scan.rows:
            if found.op_id:
                self._by_id.setdefault(found.op_id, []).append(found)
            if found.op_id or self._is_foreign(found):
                self._rows += 1
                self._tally.add_sheet(found.cells)

    def add(self, book: Iterable[Linkage]) -> None:
        """Compare more of the book; no operation may come twice."""
        for linkage in book:
            self._operations += 1
            self._tally.add_book(linkage.booked)
            self._compare(linkage)

    def report(self) -> Report:
        """The report, once the whole book was added: what is left in the sheet is not of this book."""
        self._foreign()
        return Report(
            self.read_at,
            self._operations,
            self._rows,
            self._counts,
            tuple(self._found),
            self._moved,
            tuple(self._healed),
            self._tally.sums(),
        )

    def _compare(self, linkage: Linkage) -> None:
        booked = linkage.booked
        wanted = rows_of(booked, self.rendering)
        stand = {row.op_id: self._by_id.pop(row.op_id, []) for row in wanted}
        rows = tuple(sorted((found for one in stand.values() for found in one), key=lambda found: found.row))
        if self._is_on_its_way(linkage):
            self._counts["waiting"] += 1
            self._tally.explain("waiting", booked, [found.cells for found in rows])
            return
        changed = tuple(
            edit
            for row in wanted
            for found in stand[row.op_id]
            if content(found.cells) != row.content
            for edit in edits(row, found)
        )
        doubles = [found for one in stand.values() if len(one) > 1 for found in one]
        counts = booked.state == "booked" or not all(is_void(found.cells) for found in rows)
        is_missing = not all(stand.values()) and booked.state == "booked"
        if doubles and counts:
            self._differs(Discrepancy("double", booked, tuple(doubles)), rows)
        elif is_missing:
            self._differs(Discrepancy("missing", booked, rows), rows)
        elif changed:
            self._differs(Discrepancy("edited", booked, rows, changed), rows)
        else:
            self._matches(linkage, tuple(found.row for row in wanted for found in stand[row.op_id]))

    def _is_on_its_way(self, linkage: Linkage) -> bool:
        is_newer = linkage.linked_at is not None and linkage.linked_at > self.read_at
        return linkage.state in ON_ITS_WAY or is_newer

    def _differs(self, discrepancy: Discrepancy, rows: Iterable[Found]) -> None:
        self._counts[discrepancy.kind] += 1
        self._found.append(discrepancy)
        self._tally.explain(discrepancy.kind, discrepancy.booked, [found.cells for found in rows])

    def _matches(self, linkage: Linkage, rows: tuple[int, ...]) -> None:
        """As it should be; a void operation needs no row, for it counts nowhere."""
        is_moved = bool(rows) and rows != linkage.rows and linkage.state == "DONE"
        self._counts["moved" if is_moved else "match"] += 1
        if is_moved:
            self._moved[linkage.booked.key] = rows
        if linkage.state != "DONE":
            self._healed.append(linkage.booked.key)

    def _foreign(self) -> None:
        mine = [found for found in self.scan.rows if not found.op_id and self._is_foreign(found)]
        ignored = Counter(self.ignored)
        unknown = [found for rows in self._by_id.values() for found in rows]
        for found in sorted((*mine, *unknown), key=lambda one: one.row):
            if is_void(found.cells):
                continue  # a leg that is no more, or a copy that was put aside: it counts nowhere
            if ignored[content(found.cells)] > 0:
                ignored[content(found.cells)] -= 1
                self._counts["ignored"] += 1
                self._tally.explain("ignored", None, [found.cells])
                continue
            self._differs(Discrepancy("foreign", None, (found,)), (found,))

    def _is_foreign(self, found: Found) -> bool:
        return found.row > self.scan.header_row and has_money(found.cells)


def reconcile(
    book: Iterable[Linkage],
    scan: Scan,
    rendering: Rendering,
    *,
    read_at: datetime,
    ignored: Counter[str] | None = None,
) -> Report:
    """Compare the whole book with a reading of the whole sheet that was made before it."""
    reconciliation = Reconciliation(scan, rendering, read_at, ignored or Counter())
    reconciliation.add(book)
    return reconciliation.report()
