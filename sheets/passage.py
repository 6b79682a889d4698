"""One passage of a batch of jobs: read the sheet, decide, write, and read back until it is right."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from ledger import ThreadbookError
from manager import Link, SheetJob, failpoint
from sheets.backoff import Backoff
from sheets.comparison import Compare, lines
from sheets.doubt import Doubt, Find
from sheets.outbox import SheetQueue
from sheets.plan import Plan, corrections, plan
from sheets.preparing import Preparation
from sheets.rows import Rendering, rows_of
from sheets.sheet import Change, ColumnsGoneError, Scan, Sheet, SheetError
from sheets.waiting import Waiting, Write

BATCH: Final = 50
"""Operations in one request: two calls of a minute's fifty bring fifty operations."""
TAIL_ROWS: Final = 50
"""So many rows above the last one that was seen are read with new ones, for people may have deleted some."""
ROUNDS: Final = 6
"""A write, and at most five repairs of it while people keep moving rows."""

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")


class TabGoneError(ThreadbookError):
    """The Ledger tab was deleted: the jobs that were being worked on are not what waits any more."""


class Passage:
    """Takes jobs through the sheet; remembers between batches what may still arrive late.

    After `work` no job is as it was: it is linked, waits for a person, or waits for its time. `compare` is
    told all rows with the next reading, once. `preparation` tells what people took from the sheet.
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
        self._thread = thread
        self._now = now
        self._find = find
        self.compare: Compare | None = None
        self.preparation = Preparation(sheet, rendering, self._call, self._forget)
        self._waiting = Waiting(queue, backoff, sheet.settle, now=now)
        self._doubt = self._new_doubt()
        self._refused: dict[int, SheetError] = {}
        self._looked_up: set[int] = set()
        self._last_row = 0  # no row was seen yet

    def _new_doubt(self) -> Doubt:
        settle = self._sheet.settle
        return Doubt(self._queue, self._rendering, self._call, settle, now=self._now, find=self._find)

    async def work(self, jobs: Sequence[SheetJob]) -> None:
        """Bring these versions into the sheet; without any, only put right what was hit by mistake."""
        failpoint("sheet.taken")
        self._waiting.begin()
        self._refused.clear()
        self._looked_up.clear()
        try:
            if self._needs_reading(jobs) or (jobs := await self._append_unread(jobs)):
                await self._until_right(list(jobs))
            else:
                await self._rest()
        except TabGoneError:
            log.warning("the Ledger tab is gone; all is written again")

    async def _until_right(self, flying: list[SheetJob]) -> None:
        for _ in range(ROUNDS):
            try:
                scan = await self._read()
            except SheetError as error:
                if self._is_mendable(error):
                    continue
                await self._postpone(flying, error)
                return
            theirs = (corrections(job, self._rendering).values() for job in flying if job.attempts)
            ours = self._doubt.ours.union(*theirs)
            fixes = await self._doubt.look(scan)
            ours |= self._doubt.ours
            plans = [await self._plan(job, scan, ours) for job in flying]
            work = await self._close(plans, is_clean=not fixes)
            if not work and not fixes:
                break
            try:
                flying = await self._write(work, fixes)
            except SheetError as error:
                flying = [one.job for one in work]
                if not self._is_mendable(error):
                    await self._postpone(flying, error)
                    return
        else:
            await self._postpone(flying, SheetError("rows move faster than they can be written", "outage"))
        await self._rest()

    def _is_mendable(self, error: SheetError) -> bool:
        """Whether reading anew helps: somebody has saved the sheet, or columns are given back before."""
        if isinstance(error, ColumnsGoneError) and self.preparation.losses is not None:
            self.preparation.undo()
            return True
        return error.kind == "stale"

    async def _rest(self) -> None:
        await self._doubt.forget()
        await self._waiting.end()

    async def inherit(self) -> None:
        """Take over what an earlier process wrote and did not live to read back; harmless to repeat."""
        await self._doubt.inherit()

    @property
    def check_at(self) -> datetime | None:
        """When the sheet must be read even if no job asks for it; None when nothing can be out of place."""
        return self._doubt.check_at

    async def release(self) -> None:
        """What waits for the sheet to get well is due now."""
        await self._waiting.release()

    # ---- new rows

    def _needs_reading(self, jobs: Sequence[SheetJob]) -> bool:
        """Whether anything but rows that nobody has tried to write yet is to be looked at."""
        is_known = self.preparation.is_done and self._last_row and self._doubt.check_at is None
        are_new = jobs and all(job.is_new and job.state == "READY" and not job.attempts for job in jobs)
        return not (is_known and are_new)

    async def _append_unread(self, jobs: Sequence[SheetJob]) -> list[SheetJob]:
        """Append, and read the end of the sheet only, however long it is; returns what is not seen there."""
        nothing = Scan(())
        accepted = list(jobs)
        try:
            accepted = await self._append([plan(job, nothing, self._rendering) for job in jobs])
            if not accepted:
                return []
            tail = await self._call(partial(self._sheet.tail, max(1, self._last_row - TAIL_ROWS)))
        except SheetError as error:
            if self._is_mendable(error):
                return accepted
            await self._postpone(accepted, error)
            return []
        failpoint("sheet.scanned")
        self._last_row = max((found.row for found in tail.rows), default=self._last_row)
        plans = [plan(job, tail, self._rendering) for job in accepted]
        await self._close([one for one in plans if one.is_written], is_clean=True)
        return [one.job for one in plans if not one.is_written]

    # ---- reading

    async def call(self, call: Callable[[Sheet], _Result]) -> _Result:
        """Do something with the sheet, in its own thread, once its tab is there.

        Raises:
            SheetError: the sheet does not answer now.
        """
        await self.preparation.do()
        return await self._call(partial(call, self._sheet))

    def _forget(self) -> None:
        """What was in doubt, and what waits for the sheet, is nothing to a new tab."""
        self._doubt = self._new_doubt()
        self._waiting.forget_all()
        self._last_row = 0

    async def _read(self) -> Scan:
        era = self.preparation.era
        scan = await self.call(lambda sheet: sheet.scan())
        if era != self.preparation.era:
            raise TabGoneError
        failpoint("sheet.scanned")
        self._last_row = max((found.row for found in scan.rows), default=1)
        if self.compare is not None:
            await self.compare(await self._call(partial(lines, scan)))
            self.compare = None
        return scan

    async def _call(self, call: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    # ---- deciding

    async def _plan(self, job: SheetJob, scan: Scan, ours: frozenset[str]) -> Plan:
        """What a job needs; a row that says what the book says now was not edited by hand."""
        first = plan(job, scan, self._rendering, ours)
        newest = await self._find(job.booked.key) if self._find and first.finding == "DIVERGED" else None
        if newest is None:
            return first
        known = {row.fingerprint for row in rows_of(newest, self._rendering)}
        return plan(job, scan, self._rendering, ours | known)

    async def _close(self, plans: Iterable[Plan], *, is_clean: bool) -> list[Plan]:
        """Finish with what needs no writing now; returns the rest.

        A correction that may have hit another row is not finished before that row is right: whoever inherits
        it in between must know that there is something to put right.
        """
        links, work = [], []
        for one in plans:
            job = one.job
            refusal = self._refused.get(job.id)
            if one.is_written and (is_clean or job.is_new):
                links.append(Link(job.id, job.booked.key, job.booked.version, one.rows))
            elif one.is_written:
                work.append(one)
            elif settled_at := self._settled_at(job):
                await self._waiting.move([job.id], "UNKNOWN", "the last answer was lost", settled_at)
            elif refusal is not None:
                await self._waiting.move([job.id], "BLOCKED", str(refusal))
            elif one.finding is not None:
                await self._waiting.move([job.id], one.finding, one.reason)
            else:
                work.append(one)
        if links:
            await self._queue.link(links)
            failpoint("sheet.linked")
            self._waiting.forget([link.job_id for link in links])
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
        changed = await self._update([one for one in work if one.changes or not one.entry], fixes)
        arrived = {one.job.id for one in changed}
        growing = [one for one in work if one.entry and (not one.changes or one.job.id in arrived)]
        appended = await self._append(growing)
        return [replace(one.job, state="VERIFY") for one in changed if one.entry is None] + appended

    async def _append(self, plans: Sequence[Plan]) -> list[SheetJob]:
        """Append; a guard that was used, or a row that is refused, holds up nobody else's.

        Only what was accepted, or was so before, must be there now: that is VERIFY.
        """
        entries = [one.entry for one in plans if one.entry]
        if not entries:
            return []
        ids = [one.job.id for one in plans]
        await self._queue.sheet_jobs_sending(ids)
        failpoint("sheet.sending")
        self._doubt.expect(row for entry in entries for row in entry.rows)
        try:
            await self._call(partial(self._sheet.append, entries))
            failpoint("sheet.appended")
        except ColumnsGoneError:
            raise
        except SheetError as error:
            if error.kind not in ("used", "broken"):
                await self._postpone([one.job for one in plans], error, "append")
                return []
            if len(plans) > 1 and error.kind == "used" and not self._looked_up.issuperset(ids):
                # The next reading shows who has arrived; the rest goes on together.
                self._looked_up.update(ids)
                return [replace(one.job, state="UNKNOWN") for one in plans]
            if len(plans) > 1:
                return await self._in_halves(plans, self._append)
            if error.kind == "broken":
                self._refused[ids[0]] = error
                return [replace(plans[0].job, state="UNKNOWN")]
        await self._waiting.move(ids, "VERIFY")
        return [replace(one.job, state="VERIFY") for one in plans]

    async def _update(self, plans: Sequence[Plan], fixes: Sequence[Change] = ()) -> list[Plan]:
        """Write in place, and give back to other rows what they lost."""
        changes = {fix.row: fix for fix in fixes}
        changes |= {intent.change.row: intent.change for one in plans for intent in one.changes}
        if not changes:
            return list(plans)
        ids = [one.job.id for one in plans]
        mark, note = await self._doubt.note(fixes, [intent for one in plans for intent in one.changes])
        await self._queue.sheet_jobs_sending(ids, note)
        failpoint("sheet.changing")
        try:
            await self._call(partial(self._sheet.update, list(changes.values()), mark))
            failpoint("sheet.updated")
        except SheetError as error:
            if error.kind == "stale" or isinstance(error, ColumnsGoneError):
                raise
            if error.ambiguous:
                self._doubt.lose(list(changes.values()))
            if error.kind == "broken" and len(plans) + bool(fixes) > 1:
                await self._update([], fixes)
                return await self._in_halves(plans, self._update)
            if error.kind == "broken":
                await self._waiting.move(ids, "BLOCKED", str(error))
            else:
                await self._postpone([one.job for one in plans], error, "update")
            return []
        await self._waiting.move(ids, "VERIFY")
        return list(plans)

    async def _in_halves(
        self, plans: Sequence[Plan], write: Callable[[Sequence[Plan]], Awaitable[list[_Result]]]
    ) -> list[_Result]:
        """One of these is refused: whoever it is, the others are written with a few calls."""
        done = []
        middle = (len(plans) + 1) // 2
        for half in (plans[:middle], plans[middle:]):
            if self._waiting.has_failed:
                await self._waiting.put_off([one.job.id for one in half])
            elif half:
                done += await write(half)
        return done

    async def _postpone(
        self, jobs: Sequence[SheetJob], error: SheetError, write: Write | None = None
    ) -> None:
        if error.kind == "absent":
            await self.preparation.begin_anew()
            raise TabGoneError from error
        self.preparation.is_done &= not error.permanent
        await self._waiting.postpone(jobs, error, write)
