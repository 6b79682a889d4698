"""What one waiting version of an operation needs, given what the sheet holds: pure decisions, no writing."""

from collections.abc import Collection, Mapping, Sequence
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
    rows_of,
    voided,
)
from sheets.sheet import Change, Entry, Found, Scan

Finding = Literal["MISSING", "DIVERGED", "DUPLICATE"]
_Verdict = Literal["same", "older", "edited"]

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


def plan(job: SheetJob, scan: Scan, rendering: Rendering, ours: Collection[str] = ()) -> Plan:
    """Decide about a job. A row that holds one of `ours`, fingerprints of our own writes, was not edited.

    A correction may change the number of legs: rows of legs that are no more become Void, new legs are
    appended, and a row that was Void comes back to life.
    """
    wanted = rows_of(job.booked, rendering)
    before = {row.op_id: row for row in rows_of(job.previous, rendering)} if job.previous else {}
    gone = _gone(wanted, before)
    found = {row.op_id: scan.of(row.op_id) for row in (*wanted, *gone)}

    copies = [f"{op_id} stands in {_numbers(rows)}" for op_id, rows in found.items() if len(rows) > 1]
    if copies:
        return _finding(job, "DUPLICATE", "; ".join(copies))
    lost = _lost(wanted, found, job, before)
    if lost:
        return _finding(job, "MISSING", f"no row with {', '.join(lost)}")

    intents: list[Intent] = []
    for row in wanted:
        for stands in found[row.op_id]:
            known = before.get(row.op_id)
            match _compare(stands, row, known, job, ours):
                case "edited":
                    return _finding(job, "DIVERGED", _difference(stands, known or row))
                case "older":
                    intents.append(Intent(row.op_id, Change(stands.row, row.cells)))
    for row in gone:
        end = _end(row, wanted, rendering)
        for stands in found[row.op_id]:
            match _compare_ended(stands, row, end, ours):
                case "edited":
                    return _finding(job, "DIVERGED", _difference(stands, row))
                case "older":
                    intents.append(Intent(row.op_id, Change(stands.row, end)))
    return _writing(job, wanted, found, intents)


def corrections(job: SheetJob, rendering: Rendering) -> dict[str, str]:
    """The fingerprints that a correction puts into rows, by Operation ID; nothing for a new operation."""
    if job.previous is None:
        return {}
    wanted = rows_of(job.booked, rendering)
    before = {row.op_id: row for row in rows_of(job.previous, rendering)}
    ends = {row.op_id: fingerprint(_end(row, wanted, rendering)) for row in _gone(wanted, before)}
    return {row.op_id: row.fingerprint for row in wanted} | ends


def _gone(wanted: Sequence[SheetRow], before: Mapping[str, SheetRow]) -> list[SheetRow]:
    """Rows of legs that the operation had and has no more."""
    stay = {row.op_id for row in wanted}
    return [row for op_id, row in before.items() if op_id not in stay]


def _end(row: SheetRow, wanted: Sequence[SheetRow], rendering: Rendering) -> Cells:
    """What becomes of the row of a leg that is no more."""
    return voided(row.cells, rendering, wanted[0].cells["chg"])


def _writing(
    job: SheetJob,
    wanted: Sequence[SheetRow],
    found: Mapping[str, tuple[Found, ...]],
    intents: Sequence[Intent],
) -> Plan:
    absent = tuple(row for row in wanted if not found[row.op_id])
    if absent:
        return Plan(job, entry=Entry(_guard(job), absent), changes=tuple(intents))
    if intents:
        return Plan(job, changes=tuple(intents))
    return Plan(job, rows=tuple(found[row.op_id][0].row for row in wanted))


def _lost(
    wanted: Sequence[SheetRow],
    found: Mapping[str, tuple[Found, ...]],
    job: SheetJob,
    before: Mapping[str, SheetRow],
) -> list[str]:
    """Rows that were there and are not: they were confirmed, or accepted, or their other leg stands."""
    absent = [row.op_id for row in wanted if not found[row.op_id]]
    if job.state == "VERIFY" or (job.previous is None and (not job.is_new or len(absent) < len(wanted))):
        return absent
    return [op_id for op_id in absent if op_id in before]


def _compare(
    stands: Found, wanted: SheetRow, before: SheetRow | None, job: SheetJob, ours: Collection[str]
) -> _Verdict:
    has, says = fingerprint(stands.cells), content(stands.cells)
    if has == wanted.fingerprint or (job.is_new and says == wanted.content):
        return "same"
    is_returning_leg = before is None and job.previous is not None and is_void(stands.cells)
    is_known = says == wanted.content or (before is not None and says == before.content)
    return "older" if is_known or is_returning_leg or has in ours else "edited"


def _compare_ended(stands: Found, before: SheetRow, end: Cells, ours: Collection[str]) -> _Verdict:
    has = fingerprint(stands.cells)
    if has == fingerprint(end) or (is_void(stands.cells) and has not in ours):
        return "same"
    return "older" if content(stands.cells) == before.content or has in ours else "edited"


def _guard(job: SheetJob) -> int:
    """The operation's guard; legs that a correction adds need one of their own, always the same one."""
    if job.is_new:
        return job.guard
    return (job.guard + job.booked.version * _SPREAD) % _GUARDS + 1


def _finding(job: SheetJob, finding: Finding, reason: str) -> Plan:
    return Plan(job, finding=finding, reason=reason)


def _difference(stands: Found, row: SheetRow) -> str:
    """Which columns a person edited; never what they hold."""
    names = [BY_KEY[key].en for key in CONTENT if part(key, stands.cells[key]) != part(key, row.cells[key])]
    return f"row {stands.row}: {', '.join(names)} edited by hand"


def _numbers(rows: Sequence[Found]) -> str:
    return "rows " + ", ".join(str(found.row) for found in rows)
