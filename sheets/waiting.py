import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from manager import SheetJob, SheetState
from sheets.backoff import Backoff
from sheets.outbox import SheetQueue
from sheets.sheet import SheetError

log = logging.getLogger(__name__)

Write = Literal["append", "update"]


class Waiting:
    """Jobs that wait for their time, and what is known of them meanwhile.

    `settle` is how long a write whose answer was lost may still arrive.
    """

    def __init__(
        self, queue: SheetQueue, backoff: Backoff, settle: timedelta, *, now: Callable[[], datetime]
    ) -> None:
        self._queue = queue
        self._backoff = backoff
        self._settle = settle
        self._now = now
        self._delayed: dict[int, SheetState] = {}
        self.has_failed = False

    def begin(self) -> None:
        """Nothing failed yet."""
        self.has_failed = False

    async def end(self) -> None:
        """When nothing failed since `begin`, and something had before, all that waited for it is due now."""
        if not self.has_failed and self._backoff.succeed():
            await self.release()

    async def release(self) -> None:
        """All that waits for the sheet to get well is due now."""
        delayed, self._delayed = self._delayed, {}
        for state in set(delayed.values()):
            ids = [job_id for job_id, was in delayed.items() if was == state]
            await self._queue.sheet_jobs_moved(ids, state, retry_at=self._now())

    async def postpone(self, jobs: Sequence[SheetJob], error: SheetError, write: Write | None) -> None:
        """The sheet failed, in reading or a write: each job waits, in the state that tells what is known."""
        log.warning("sheet failed: %s", error, extra={"kind": error.kind, "jobs": [job.id for job in jobs]})
        self.has_failed = True
        retry_at = self._backoff.fail(error)
        for job in jobs:
            state, at = _state_after(job, error, write), retry_at
            if error.ambiguous and write == "update":
                at = max(at, self._now() + self._settle)
            await self.move([job.id], state, str(error), at)

    async def put_off(self, ids: Sequence[int]) -> None:
        """These were not tried because the sheet just failed: they wait for the same time."""
        if trouble := self._backoff.trouble:
            await self.move(ids, "READY", trouble.message, trouble.retry_at)

    async def move(
        self, ids: Sequence[int], state: SheetState, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Put jobs into a state, until `retry_at` if that is given."""
        if ids:
            await self._queue.sheet_jobs_moved(ids, state, reason=reason, retry_at=retry_at)
        self.forget(ids)
        if retry_at is not None:
            self._delayed |= dict.fromkeys(ids, state)

    def forget_all(self) -> None:
        """Nothing that waits is what it was."""
        self._delayed.clear()

    def forget(self, ids: Sequence[int]) -> None:
        """These wait no more."""
        for job_id in ids:
            self._delayed.pop(job_id, None)


def _state_after(job: SheetJob, error: SheetError, write: Write | None) -> SheetState:
    if write is None:  # reading failed
        is_kept = job.state == "VERIFY" or (job.state == "UNKNOWN" and not (error.permanent and job.is_new))
        return job.state if is_kept else "BLOCKED" if error.permanent else "READY"
    if error.permanent:
        return "BLOCKED"
    if error.ambiguous or (error.kind == "quota" and write == "append"):
        return "UNKNOWN"
    # An earlier write of a correction stands somewhere: until it is read back it is not as if never tried.
    return job.state if write == "update" and job.state in ("VERIFY", "UNKNOWN") else "READY"
