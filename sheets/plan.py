"""What one waiting version of an operation needs, given what the sheet holds: pure decisions, no writing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from manager import SheetJob
from sheets.layout import BY_KEY
from sheets.rows import (
    CONTENT,
    Cells,
    Rendering,
    SheetRow,
    content,
    fingerprint,
    is_void,
    part,
    pattern_of,
    rows_of,
    voided,
)
from sheets.sheet import Change, Entry, Found, Scan

Finding = Literal["MISSING", "DIVERGED", "DUPLICATE"]

_GUARDS = 2**31 - 1
_SPREAD = 2_654_435_761  # Knuth's multiplier: neighbours in, far apart out


@dataclass(frozen=True, slots=True)
class Intent:
    """What to put into a row that holds this Operation ID."""

    op_id: str
    change: Change


@dataclass(frozen=True, slots=True)
class Plan:
    """What a job needs: nothing (it is in `rows`), a write (`entry`, `changes`), a person (`finding`)."""

    job: SheetJob
    rows: tuple[int, ...] = ()
    entry: Entry | None = None
    changes: tuple[Intent, ...] = ()
    finding: Finding | None = None
    reason: str = ""

    @property
    def is_written(self) -> bool:
        """Whether the sheet says what the book says."""
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class _Goal:
    """What a row must hold, and what it held when it was last confirmed.

    The row of a leg that is no more (`is_end`) must be Void, and need not be there.
    """

    row: SheetRow
    before: SheetRow | None
    is_end: bool = False


def plan(job: SheetJob, scan: Scan, rendering: Rendering, ours: Collection[str] = ()) -> Plan:
    """Decide about a job. A row that holds one of `ours`, fingerprints of our own writes, was not edited.

    A correction may change the number of legs: rows of legs that are no more become Void, new legs are
    appended, and a row that was Void comes back to life.
    """
    goals = _goals(job, rendering)
    found = {goal.row.op_id: scan.of(goal.row.op_id) for goal in goals}
    copies = [f"{op_id} stands in {_numbers(rows)}" for op_id, rows in found.items() if len(rows) > 1]
    if copies:
        return Plan(job, finding="DUPLICATE", reason="; ".join(copies))
    legs = [goal for goal in goals if not goal.is_end]
    absent = [goal for goal in legs if not found[goal.row.op_id]]
    if lost := _lost(job, legs, absent):
        return Plan(job, finding="MISSING", reason=f"no row with {', '.join(lost)}")

    changes = []
    for goal in goals:
        for stands in found[goal.row.op_id]:
            match _compare(stands, goal, job, ours):
                case "edited":
                    return Plan(job, finding="DIVERGED", reason=_difference(stands, goal))
                case "older":
                    changes.append(Intent(goal.row.op_id, _change(stands, goal.row.cells)))
    if absent or changes:
        entry = Entry(_guard(job), tuple(goal.row for goal in absent)) if absent else None
        return Plan(job, entry=entry, changes=tuple(changes))
    return Plan(job, rows=tuple(found[goal.row.op_id][0].row for goal in legs))


def corrections(job: SheetJob, rendering: Rendering) -> dict[str, str]:
    """The fingerprints that a correction puts into rows, by Operation ID; nothing for a new operation."""
    if job.previous is None:
        return {}
    return {goal.row.op_id: goal.row.fingerprint for goal in _goals(job, rendering)}


def _goals(job: SheetJob, rendering: Rendering) -> list[_Goal]:
    wanted = rows_of(job.booked, rendering)
    before = {row.op_id: row for row in rows_of(job.previous, rendering)} if job.previous else {}
    goals = [_Goal(row, before.pop(row.op_id, None)) for row in wanted]
    changed = wanted[0].cells["chg"]
    for op_id, row in before.items():
        goals.append(_Goal(SheetRow(op_id, voided(row.cells, rendering, changed)), row, is_end=True))
    return goals


def _lost(job: SheetJob, legs: Sequence[_Goal], absent: Sequence[_Goal]) -> list[str]:
    """Rows that were there and are not: they were confirmed, or accepted, or their other leg stands."""
    is_partial = job.previous is None and (not job.is_new or len(absent) < len(legs)) and not job.may_append
    is_expected = job.state == "VERIFY" or is_partial
    return [goal.row.op_id for goal in absent if is_expected or (goal.before and not job.may_append)]


def _compare(
    stands: Found, goal: _Goal, job: SheetJob, ours: Collection[str]
) -> Literal["same", "older", "edited"]:
    has, says = fingerprint(stands.cells), content(stands.cells)
    if has == goal.row.fingerprint or (job.is_new and says == goal.row.content):
        return "same"
    if goal.is_end and is_void(stands.cells) and has not in ours:
        return "same"
    is_returning_leg = goal.before is None and job.previous is not None and is_void(stands.cells)
    is_known = says == goal.row.content or (goal.before is not None and says == goal.before.content)
    is_settled = says in job.replaces
    return "older" if is_known or is_returning_leg or is_settled or has in ours else "edited"


def _change(stands: Found, cells: Cells) -> Change:
    is_recoined = pattern_of("amount", stands.cells) != pattern_of("amount", cells)
    return Change(stands.row, cells, is_recoined=is_recoined)


def _guard(job: SheetJob) -> int:
    """The operation's guard; what is added later or again needs one of its own, always the same one."""
    if job.is_new and not job.may_append:
        return job.guard
    return (job.guard + job.booked.version * _SPREAD) % _GUARDS + 1


def _difference(stands: Found, goal: _Goal) -> str:
    """Which columns a person edited; never what they hold."""
    versions = [version.cells for version in (goal.row, goal.before) if version]
    names = min((_names(stands.cells, held) for held in versions), key=len)
    return f"row {stands.row}: {', '.join(names)} edited by hand"


def _names(stands: Cells, held: Cells) -> list[str]:
    return [BY_KEY[key].en for key in CONTENT if part(key, stands[key]) != part(key, held[key])]


def _numbers(rows: Sequence[Found]) -> str:
    return "rows " + ", ".join(str(found.row) for found in rows)
