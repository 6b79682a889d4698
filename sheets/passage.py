"""One passage of a batch of jobs: read the sheet, decide, write, and read back until it is right."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, Literal, TypeVar

from ledger import OperationKey
from manager import Booked, Link, SheetJob, SheetState, failpoint
from sheets.backoff import Backoff
from sheets.outbox import SheetQueue
from sheets.plan import Plan, corrections, plan
from sheets.repair import Written, repairs
from sheets.rows import Rendering, content, fingerprint, key_of, rows_of, voided
from sheets.sheet import Change, Found, Scan, Sheet, SheetError

log = logging.getLogger(__name__)

BATCH: Final = 50
"""Operations in one request: two calls of a minute's fifty bring fifty operations."""
ROUNDS: Final = 6
"""A write, and at most five repairs of it while people keep moving rows."""

Find = Callable[[OperationKey], Awaitable[Booked | None]]
"""What the book says of an operation now."""

_Write = Literal["append", "update"]
_Result = TypeVar("_Result")


class Passage:
    """Takes jobs through the sheet; remembers between batches what may still arrive late.

    After `work` no job is as it was: it is linked, waits for a person, or waits for its time.
    """

    def __init__(
        self,
        queue: SheetQueue,
        sheet: Sheet,
        rendering: Rendering,
        backoff: Backoff,
        thread: Executor,
        *,
        now: Callable[[], datetime],
        find: Find | None,
    ) -> None:
        self._queue = queue
        self._sheet = sheet
        self._rendering = rendering
        self._backoff = backoff
        self._thread = thread
        self._now = now
        self._find = find
        self._is_prepared = False
        self._has_failed = False
        self._written = Written()
        self._refused: dict[int, SheetError] = {}
        self._delayed: dict[int, SheetState] = {}

    async def work(self, jobs: Sequence[SheetJob]) -> None:
        """Bring these versions into the sheet; without any, only put right what was hit by mistake."""
        failpoint("sheet.taken")
        flying = list(jobs)
        self._has_failed = False
        self._refused.clear()
        for _ in range(ROUNDS):
            try:
                scan = await self._read()
            except SheetError as error:
                await self._postpone(flying, error)
                return
            fixes = await self._fixes(scan, flying)
            theirs = (corrections(job, self._rendering).values() for job in flying if job.attempts)
            ours = frozenset(self._written.prints).union(*theirs)
            self._written.learn(scan, fixes, self._now())
            plans = [await self._plan(job, scan, ours) for job in flying]
            work = await self._close(plans)
            if not work and not fixes:
                break
            flying = await self._write(work, fixes)
        else:
            await self._postpone(flying, SheetError("rows move faster than they can be written", "outage"))
        if not self._has_failed and self._backoff.succeed():
            await self.release()

    @property
    def check_at(self) -> datetime | None:
        """When the sheet must be read even if no job asks for it; None when nothing can be out of place."""
        return self._written.check_at

    async def release(self) -> None:
        """What waits for the sheet to get well is due now."""
        delayed, self._delayed = self._delayed, {}
        for state in set(delayed.values()):
            ids = [job_id for job_id, was in delayed.items() if was == state]
            await self._queue.sheet_jobs_moved(ids, state, retry_at=self._now())

    # ---- reading

    async def _read(self) -> Scan:
        if not self._is_prepared:
            await self._call(self._sheet.prepare)
            self._is_prepared = True
        scan = await self._call(self._sheet.scan)
        failpoint("sheet.scanned")
        return scan

    async def _call(self, call: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def _fixes(self, scan: Scan, jobs: Sequence[SheetJob]) -> list[Change]:
        """Rows that were hit by mistake: by a write that this process remembers, or of one that died."""
        fixes = {change.row: change for change in repairs(self._written, scan)}
        lost = (corrections(job, self._rendering) for job in jobs if job.state == "UNKNOWN")
        marks = {mark for theirs in lost for mark in theirs.values()}
        waiting = {job.booked.key for job in jobs}  # these are put right by their own jobs
        for found in scan.rows if marks else ():
            is_other = found.op_id and key_of(found.op_id) not in waiting and found.row not in fixes
            if is_other and fingerprint(found.cells) in marks:
                fixes |= await self._as_booked(found)
        return list(fixes.values())

    async def _as_booked(self, found: Found) -> dict[int, Change]:
        """What a row must hold by the book, when it holds something else; a leg that is no more is Void."""
        booked = await self._find(key_of(found.op_id)) if self._find else None
        if booked is None:
            return {}
        rows = {row.op_id: row.cells for row in rows_of(booked, self._rendering)}
        cells = rows.get(found.op_id) or voided(found.cells, self._rendering, found.cells["chg"])
        return {} if content(cells) == content(found.cells) else {found.row: Change(found.row, cells)}

    # ---- deciding

    async def _plan(self, job: SheetJob, scan: Scan, ours: frozenset[str]) -> Plan:
        """What a job needs; a row that says what the book says now was not edited by hand."""
        first = plan(job, scan, self._rendering, ours)
        newest = await self._find(job.booked.key) if self._find and first.finding == "DIVERGED" else None
        if newest is None:
            return first
        known = {row.fingerprint for row in rows_of(newest, self._rendering)}
        return plan(job, scan, self._rendering, ours | known)

    async def _close(self, plans: Iterable[Plan]) -> list[Plan]:
        """Finish with what needs no writing now; returns the rest."""
        links, work = [], []
        for one in plans:
            job = one.job
            refusal = self._refused.get(job.id)
            if one.is_written:
                links.append(Link(job.id, job.booked.key, job.booked.version, one.rows))
            elif settled_at := self._settled_at(job):
                await self._move([job.id], "UNKNOWN", "the last answer was lost", settled_at)
            elif refusal is not None:
                await self._move([job.id], "BLOCKED", str(refusal))
            elif one.finding is not None:
                await self._move([job.id], one.finding, one.reason)
            else:
                work.append(one)
        if links:
            await self._queue.link(links)
            failpoint("sheet.linked")
            for link in links:
                self._delayed.pop(link.job_id, None)
        return work

    def _settled_at(self, job: SheetJob) -> datetime | None:
        """Until when a lost write may still arrive, anywhere; None when it cannot, or a guard watches it."""
        if job.is_new or job.state != "UNKNOWN" or job.sent_at is None:
            return None
        settled_at = job.sent_at + self._sheet.settle
        return settled_at if settled_at > self._now() else None

    # ---- writing

    async def _write(self, work: Sequence[Plan], fixes: Sequence[Change]) -> list[SheetJob]:
        """Write, and return the jobs that are to be read back."""
        # Changes first: the row numbers that were read grow old.
        changed = await self._update([one for one in work if one.changes], fixes)
        arrived = {one.job.id for one in changed}
        growing = [one for one in work if one.entry and (not one.changes or one.job.id in arrived)]
        appended = await self._append(growing)
        done = [one for one in changed if one.entry is None] + appended
        return [replace(one.job, state="VERIFY") for one in done]

    async def _append(self, plans: Sequence[Plan]) -> list[Plan]:
        """Append; a guard that was used, or a row that is refused, holds up nobody else's."""
        entries = [one.entry for one in plans if one.entry]
        if not entries:
            return []
        ids = [one.job.id for one in plans]
        await self._queue.sheet_jobs_sending(ids)
        failpoint("sheet.sending")
        self._written.expect(row for entry in entries for row in entry.rows)
        try:
            await self._call(partial(self._sheet.append, entries))
            failpoint("sheet.appended")
        except SheetError as error:
            if error.kind not in ("used", "broken"):
                await self._postpone([one.job for one in plans], error, "append")
                return []
            if len(plans) > 1:
                return await self._one_by_one(plans, self._append)
            if error.kind == "broken":
                self._refused[ids[0]] = error
                return list(plans)
        await self._move(ids, "VERIFY")
        return list(plans)

    async def _update(self, plans: Sequence[Plan], fixes: Sequence[Change] = ()) -> list[Plan]:
        """Write in place, and give back to other rows what they lost."""
        changes = {fix.row: fix for fix in fixes}
        changes |= {intent.change.row: intent.change for one in plans for intent in one.changes}
        if not changes:
            return []
        ids = [one.job.id for one in plans]
        await self._queue.sheet_jobs_sending(ids)
        for fix in fixes:
            self._written.add(fix.cells)
        for intent in (intent for one in plans for intent in one.changes):
            self._written.add(intent.change.cells, intent.op_id)
        try:
            await self._call(partial(self._sheet.update, list(changes.values())))
            failpoint("sheet.updated")
        except SheetError as error:
            if error.ambiguous:
                for change in changes.values():
                    self._written.doubt(change.cells, self._now() + self._sheet.settle)
            if error.kind == "broken" and len(plans) + bool(fixes) > 1:
                await self._update([], fixes)
                return await self._one_by_one(plans, self._update)
            if error.kind == "broken":
                await self._move(ids, "BLOCKED", str(error))
            else:
                await self._postpone([one.job for one in plans], error, "update")
            return []
        await self._move(ids, "VERIFY")
        return list(plans)

    async def _one_by_one(
        self, plans: Sequence[Plan], write: Callable[[Sequence[Plan]], Awaitable[list[Plan]]]
    ) -> list[Plan]:
        done = []
        for place, one in enumerate(plans):
            trouble = self._backoff.trouble
            if self._has_failed and trouble:
                await self._move(
                    [rest.job.id for rest in plans[place:]], "READY", trouble.message, trouble.retry_at
                )
                break
            done += await write([one])
        return done

    # ---- waiting

    async def _postpone(
        self, jobs: Sequence[SheetJob], error: SheetError, write: _Write | None = None
    ) -> None:
        """The sheet failed as a whole: each job waits for its time, in the state that tells what is known."""
        log.warning("sheet failed: %s", error, extra={"kind": error.kind, "jobs": [job.id for job in jobs]})
        self._has_failed = True
        retry_at = self._backoff.fail(error)
        if error.permanent:
            self._is_prepared = False
        for job in jobs:
            at, state = retry_at, _state_after(job, error, write)
            if state == "UNKNOWN" and write == "update":
                at = max(at, self._now() + self._sheet.settle)
            await self._move([job.id], state, str(error), at)

    async def _move(
        self, ids: Sequence[int], state: SheetState, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        if not ids:
            return
        await self._queue.sheet_jobs_moved(ids, state, reason=reason, retry_at=retry_at)
        for job_id in ids:
            if retry_at is None:
                self._delayed.pop(job_id, None)
            else:
                self._delayed[job_id] = state


def _state_after(job: SheetJob, error: SheetError, write: _Write | None) -> SheetState:
    if write is None:  # reading failed
        is_kept = job.state == "VERIFY" or (job.state == "UNKNOWN" and not (error.permanent and job.is_new))
        return job.state if is_kept else "BLOCKED" if error.permanent else "READY"
    if error.permanent:
        return "BLOCKED"
    is_lost = error.ambiguous or (error.kind == "quota" and write == "append")
    return "UNKNOWN" if is_lost else "READY"
