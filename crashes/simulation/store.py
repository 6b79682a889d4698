"""The store without its thread: each transaction is run by the loop, in a moment."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from manager.file.commits import Job, Result, commit
from manager.file.store import Connection, Store

if TYPE_CHECKING:
    from manager.file.connection import WritingConnection


class LoopStore(Store):
    """The shipped store with its connection, its commit and its lock; only who runs the work is another."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._opened_db: WritingConnection | None = None

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
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        await loop.run_in_executor(None, partial(commit, self._opened_db, [Job(work, future)]))
        return await future

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` on the one connection there is."""
        return await self.transaction(work)
