"""The worker that brings every version of an operation into the sheet, exactly once, and reads it back."""

import asyncio
import logging
import random as random_module
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Final, TypeVar

from sheets.backoff import Backoff, Trouble
from sheets.comparison import Compare
from sheets.doubt import Find
from sheets.outbox import SheetQueue
from sheets.passage import BATCH, Passage
from sheets.restoring import Losses
from sheets.rows import Rendering
from sheets.sheet import ColumnsGoneError, Scan, Sheet, SheetError
from sheets.tabs import Register

__all__ = ["SheetQueue", "SheetSync"]

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")

IDLE_SECONDS: Final = 30.0
"""How soon to look again at jobs that are due and yet not given out, such as those behind another one."""

GATHER_SECONDS: Final = 2.0
"""After a batch that was not full, what comes meanwhile goes together: a minute has only so many calls."""


class SheetSync:
    """The life of the worker: when it works, when it waits, and how it ends.

    All calls to the sheet run in one thread of their own. `now` gives aware UTC, `random` from 0 to 1. With
    `find`, a row that a write of an earlier process hit by mistake is put right from the book. `compare` is
    told all rows once, for the book may have been restored from a backup.

    The states in the outbox are committed before each step, with a note of what is written over rows, so that
    whatever dies here is taken up where it was: READY → SENDING → VERIFY → DONE, or UNKNOWN when an answer
    was lost.
    """

    def __init__(
        self,
        queue: SheetQueue,
        sheet: Sheet,
        rendering: Rendering,
        *,
        now: Callable[[], datetime],
        random: Callable[[], float] = random_module.random,
        find: Find | None = None,
        compare: Compare | None = None,
    ) -> None:
        self._queue = queue
        self._sheet = sheet
        self._now = now
        self._backoff = Backoff(now=now, random=random)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sheet")
        self._passage = Passage(queue, sheet, rendering, self._backoff, self._thread, now=now, find=find)
        self._passage.compare = compare
        self._woken = asyncio.Event()
        self._turn = asyncio.Lock()

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing gets into the sheet now; None while it does."""
        return self._backoff.trouble

    def give_back(self, losses: Losses) -> None:
        """Give back what people take from the sheet, the Ledger tab or columns, with what `losses` knows."""
        self._passage.preparation.losses = losses

    def wake(self) -> None:
        """Tell that a job was written."""
        self._woken.set()

    async def try_now(self) -> None:
        """Try everything that waits for the sheet to get well, without waiting for its time."""
        self._backoff.try_now()
        await self._passage.release()
        self._woken.set()

    async def furnish(self, register: Register) -> None:
        """Have the tabs beside the ledger made, repaired, and brought up to the book.

        Raises:
            SheetError: the sheet refused, or did not answer; the ledger is none the worse for it.
        """
        await self.call(lambda sheet: sheet.furnish(register), anew=True)

    async def run(self) -> None:
        """Work until cancelled; no failure ends it."""
        is_recovered = await self._recover()
        while True:
            self._woken.clear()
            try:
                is_recovered = is_recovered or await self._recover()
                await self._work_off(GATHER_SECONDS)
                seconds = await self._seconds_to_wait()
            except Exception:  # a bug, or the database: what was begun is taken up again
                log.exception("sheet worker failed")
                seconds, is_recovered = IDLE_SECONDS, await self._recover()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._woken.wait()

    async def drain(self) -> None:
        """Work off all that is due, until nothing is or the sheet fails."""
        await self._work_off(0)

    async def _work_off(self, gather_seconds: float) -> None:
        await self._passage.inherit()
        while self._backoff.quiet_until is None:
            jobs = await self._queue.due_sheet_jobs(BATCH)
            check_at = self._passage.check_at
            is_due = check_at is not None and check_at <= self._now()
            if not jobs and not is_due and self._passage.compare is None:
                return
            async with self._turn:
                await self._passage.work(jobs)
            if len(jobs) < BATCH:
                await asyncio.sleep(gather_seconds)

    async def scan(self) -> Scan:
        """All rows as they stand between two writes of ours, when what a write hit by mistake is right again.

        Raises:
            SheetError: the sheet cannot be read now.
        """
        return await self.call(lambda sheet: sheet.scan())

    async def stamp(self) -> str:
        """A word that is another one after every change of the sheet; empty when it has none.

        Raises:
            SheetError: the sheet does not answer now.
        """
        return await self.call(lambda sheet: sheet.stamp())

    async def call(self, call: Callable[[Sheet], _Result], *, anew: bool = False) -> _Result:
        """Do something with the sheet between two writes of ours, in its own thread.

        With `anew` its tab and columns are looked for before, wherever they stood.

        Raises:
            SheetError: the sheet does not answer now.
        """
        async with self._turn:
            era = self._passage.preparation.era
            try:
                return await self._called(call, anew=anew)
            finally:
                if self._passage.preparation.era != era:
                    self._woken.set()  # all is to be written again

    async def _called(self, call: Callable[[Sheet], _Result], *, anew: bool) -> _Result:
        """What people took from the sheet is given back before."""
        if anew:
            self._passage.preparation.undo()
        try:
            return await self._passage.call(call)
        except SheetError as error:
            if error.kind != "absent" and not isinstance(error, ColumnsGoneError):
                raise
        self._passage.preparation.undo()
        return await self._passage.call(call)

    async def aclose(self) -> None:
        """Wait for the call that is going on, and let the sheet go. `run` must have been cancelled before."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._sheet.close)
        finally:
            self._thread.shutdown()

    async def _recover(self) -> bool:
        """Take up what was being sent; False when the database does not let us."""
        try:
            await self._queue.recover_sheet_jobs()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is tried again
            log.warning("sheet worker waits: %s", error)
            return False
        return True

    async def _seconds_to_wait(self) -> float | None:
        times = [await self._queue.next_sheet_job_at(), self._passage.check_at]
        due = min((time for time in times if time is not None), default=None)
        if due is None:
            return None
        quiet = self._backoff.quiet_until
        seconds = (max(due, quiet or due) - self._now()).total_seconds()
        return seconds if seconds > 0 else IDLE_SECONDS
