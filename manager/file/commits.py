"""Transactions that wait together share one commit, and so one fsync."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any, Generic, TypeVar, cast

from manager.failpoints import failpoint
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


def commit(db: sqlite3.Connection, jobs: Sequence[Job[Any]]) -> None:
    """Run transactions and commit them at once; each job then holds its result or its error."""
    if len(jobs) == 1:
        _commit_alone(db, jobs[0])
        _wake(jobs[0].future.get_loop(), jobs[0].settle)
    elif jobs:
        _commit_together(db, jobs)
        for loop, served in groupby(jobs, lambda job: job.future.get_loop()):
            _wake(loop, partial(_settle, tuple(served)))


def _commit_alone(db: sqlite3.Connection, job: Job[Any]) -> None:
    """One transaction by itself needs no savepoint; a failure takes it back as a whole."""
    try:
        db.execute("BEGIN IMMEDIATE")
        job.result = job.work(db)
        failpoint("store.committing")
        db.execute("COMMIT")
        failpoint("store.committed")
    except BaseException as error:  # noqa: BLE001  # whatever it is, it belongs to the caller who waits
        if db.in_transaction:
            db.execute("ROLLBACK")
        job.error = translated(error) if is_trouble(error) else error


def _commit_together(db: sqlite3.Connection, jobs: Sequence[Job[Any]]) -> None:
    """One commit for all; when the file or the disk is in trouble, it failed for all of them."""
    try:
        db.execute("BEGIN IMMEDIATE")
        for job in jobs:
            _run(db, job)
        failpoint("store.committing")
        db.execute("COMMIT")
        failpoint("store.committed")
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        for job in jobs:
            job.error = job.error or translated(error)


def _run(db: sqlite3.Connection, job: Job[Any]) -> None:
    """Run one transaction in its savepoint; its own exception goes to its own caller."""
    db.execute("SAVEPOINT turn")
    try:
        job.result = job.work(db)
    except BaseException as error:  # whatever it is, it belongs to the caller who waits
        if is_trouble(error):
            raise
        db.execute("ROLLBACK TO turn")
        job.error = error
    db.execute("RELEASE turn")


def _wake(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
    """Have the loop tell its callers, in one go however many they are."""
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(tell)


def _settle(jobs: Sequence[Job[Any]]) -> None:
    for job in jobs:
        job.settle()
