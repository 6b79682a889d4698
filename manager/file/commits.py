"""Transactions that wait together share one commit, and so one fsync."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any, Generic, TypeVar, cast

from manager.failpoints import failpoint
from manager.file.connection import WritingConnection
from manager.file.faults import is_trouble, translated

Result = TypeVar("Result")


class Job(Generic[Result]):
    """One transaction that waits for the database thread, and what became of it there."""

    __slots__ = ("error", "future", "result", "work")

    def __init__(self, work: Callable[[sqlite3.Connection], Result], future: asyncio.Future[Result]) -> None:
        self.work = work
        self.future = future
        self.result: Result | None = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Tell who waits, in their own loop; a caller who was cancelled meanwhile is told nothing."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(cast("Result", self.result))


def commit(db: WritingConnection, jobs: Sequence[Job[Any]]) -> None:
    """Run transactions and commit them at once; each job then holds its result or its error."""
    if len(jobs) == 1:
        _commit_alone(db, jobs[0])
        _wake(jobs[0].future.get_loop(), jobs[0].settle)
    elif jobs:
        _commit_together(db, jobs)
        for loop, served in groupby(jobs, lambda job: job.future.get_loop()):
            _wake(loop, partial(_settle, tuple(served)))


def _commit_alone(db: WritingConnection, job: Job[Any]) -> None:
    """One transaction by itself; a failure takes it back as a whole."""
    try:
        _run(db, [job])
    except BaseException as error:  # noqa: BLE001  # whatever it is, it belongs to the caller who waits
        job.error = translated(error) if is_trouble(error) else error


def _commit_together(db: WritingConnection, jobs: Sequence[Job[Any]]) -> None:
    """One commit for all; when the file or the disk is in trouble, it failed for all of them.

    Where one fails by itself, all are taken back and each runs once more alone. That is rare; a savepoint
    around each would have every turn pay for it, with a copy of every page that it writes.
    """
    try:
        _run(db, jobs)
    except BaseException as error:  # noqa: BLE001  # it belongs to one of the callers, or to all of them
        for job in jobs:
            if is_trouble(error):
                job.error = translated(error)
            else:
                _commit_alone(db, job)


def _run(db: WritingConnection, jobs: Sequence[Job[Any]]) -> None:
    try:
        db.begin()
        for job in jobs:
            job.result = job.work(db)
        failpoint("store.committing")
        db.execute("COMMIT")
        failpoint("store.committed")
    except BaseException:
        db.rollback()
        raise


def _wake(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
    """Have the loop tell its callers, in one go however many they are."""
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(tell)


def _settle(jobs: Sequence[Job[Any]]) -> None:
    for job in jobs:
        job.settle()
