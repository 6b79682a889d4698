"""The store without its thread: each transaction is run by the loop, in a moment."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from manager.store import Connection, Result, Store, _commit_alone, _Job


class LoopStore(Store):
    """The shipped store with its connection, its commit and its lock; only who runs the work is another."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._opened_db: Connection | None = None

    async def open(self) -> None:
        """Open the file."""
        self._opened_db = self._connect()

    async def close(self) -> None:
        """Let the file go, as the system does when a process ends."""
        if self._opened_db is not None:
            self._opened_db.close()
        if self._lock is not None:
            self._lock.release()

    async def transaction(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in one transaction of its own."""
        if self._opened_db is None:
            raise RuntimeError("the store is not open")
        job: _Job[Result] = _Job(work)
        await asyncio.get_running_loop().run_in_executor(None, partial(_commit_alone, self._opened_db, job))
        return job.future.result()
