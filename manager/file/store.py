import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final

from filelock import FileLock, Timeout

from manager.file.commits import Job, Result, commit
from manager.file.connection import WritingConnection
from manager.file.faults import translated
from manager.file.folding import add_functions
from manager.file.migration import migrate, refuse_others
from manager.file.opening import MINIMUM_FREE_BYTES, check_file, check_place, check_sqlite
from manager.file.reports import Reports
from manager.values.errors import StoreError

Connection = sqlite3.Connection
Row = sqlite3.Row

GROUP: Final = 64
"""Most turns that share one commit."""

PRAGMAS: Final = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA busy_timeout = 5000;
    PRAGMA mmap_size = 0;
    PRAGMA journal_size_limit = 4194304;
    PRAGMA temp_store = MEMORY;
"""


class Store:
    """One SQLite file with one read-write connection in one thread.

    A transaction is a callable that is run there in one hop, so a cancelled caller can neither tear it nor
    leave it open: cancelled is not "not done". Callables that wait together share one commit (and so one
    fsync). When one of them fails, the others run once more: a callable changes the database and nothing
    else.
    """

    def __init__(self, path: Path | str, *, minimum_free_bytes: int = MINIMUM_FREE_BYTES) -> None:
        self._path = path
        self._minimum_free_bytes = minimum_free_bytes
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._opened: Future[None] = Future()
        self._reports = Reports(path) if str(path) != ":memory:" else None
        self._lock = FileLock(f"{path}.lock", timeout=0) if str(path) != ":memory:" else None
        self._thread = Thread(target=self._serve, name="threadbook-store", daemon=True)

    async def open(self) -> None:
        """Open the file, create or migrate its tables.

        Raises:
            StoreError: the file cannot be used; the sentence says why and nothing was changed.
        """
        self._thread.start()
        await asyncio.wrap_future(self._opened)

    async def close(self) -> None:
        """Finish what was handed in, then close the file."""
        if self._reports is not None:
            await self._reports.close()
        if self._thread.is_alive():
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)

    async def transaction(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in one transaction and return what it returned, after the commit is on disk.

        Raises:
            StoreError: the commit failed, or the store is closed; nothing was written.
        """
        if not self._thread.is_alive():
            raise StoreError("the database is closed")
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.put(Job(work, future))
        return await future

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """What `work` reads and counts, however long it takes; no transaction waits for it.

        Raises:
            StoreError: the file cannot be read.
        """
        return await (self._reports.run(work) if self._reports is not None else self.transaction(work))

    def _serve(self) -> None:
        try:
            db = self._connect()
        except (StoreError, sqlite3.Error, OSError) as error:
            self._opened.set_exception(translated(error))
            return
        self._opened.set_result(None)
        try:
            while (job := self._queue.get()) is not None:
                commit(db, [one for one in self._waiting(job) if not one.future.cancelled()])
        finally:
            db.close()
            if self._lock is not None:
                self._lock.release()

    def _connect(self) -> WritingConnection:
        """Open the file as its only writer: the system lets go of the lock however the process ends."""
        if self._lock is None:
            return connect(self._path)
        check_sqlite()
        check_place(Path(self._path), self._minimum_free_bytes)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreError(
                f"another Threadbook is using {self._path}; stop that one first", "busy"
            ) from error
        try:
            return connect(self._path)
        except BaseException:
            self._lock.release()
            raise

    def _waiting(self, first: Job[Any]) -> list[Job[Any]]:
        jobs = [first]
        while len(jobs) < GROUP and not self._queue.empty():
            job = self._queue.get()
            if job is None:
                self._queue.put(None)
                break
            jobs.append(job)
        return jobs


def connect(path: Path | str) -> WritingConnection:
    """A read-write connection with our pragmas and an up-to-date schema.

    Raises:
        StoreError: damaged, another program's, or written by a newer Threadbook; nothing was changed.
    """
    db = sqlite3.connect(path, isolation_level=None, cached_statements=512, factory=WritingConnection)
    try:
        check_file(db, path)
        refuse_others(db, path)
        db.row_factory = sqlite3.Row
        add_functions(db)
        for pragma in PRAGMAS.strip().splitlines():
            db.execute(pragma)
        migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db
