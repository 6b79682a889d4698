"""A disk that refuses while the bot runs: nothing is lost or said twice, and no job of the bot ends."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from playground.telegram import Person
from tests.scenarios.stage import Stage


@contextmanager
def refusing(stage: Stage) -> Iterator[None]:
    """While this lasts, every transaction of the bot is refused by SQLite itself."""
    other = sqlite3.connect(stage.settings["database"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def impatient(stage: Stage) -> None:
    """Let the bot not wait for a lock, so that a refusal comes at once."""
    await stage.running.manager._store.transaction(
        lambda db: db.execute("PRAGMA busy_timeout = 0").fetchall()
    )


async def test_a_disk_that_refuses_for_a_while_ends_no_job_and_loses_nothing(
    stage: Stage, anna: Person
) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    await impatient(stage)

    with refusing(stage):
        anna.say("такси 450 карта")
        for _ in range(5):
            stage.running.workers.wake()
            stage.running.wake()
            await asyncio.sleep(0.05)

    await stage.shows(anna, "№2 · в таблице", timeout=20)
    assert [row["amount"] for row in stage.rows()] == [-300, -450]
    assert all(not task.done() for task in stage.running._tasks)


async def test_an_answer_that_was_sent_while_the_disk_refused_is_not_sent_again(
    stage: Stage, anna: Person
) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    await impatient(stage)
    reply_sent = stage.running.manager.reply_sent
    refused = asyncio.Event()

    async def first_refused(*sent: object) -> None:
        if refused.is_set():
            await reply_sent(*sent)
            return
        with refusing(stage):
            try:
                await reply_sent(*sent)
            finally:
                refused.set()

    stage.running.manager.reply_sent = first_refused
    anna.say("такси 450")

    question = await stage.shows(anna, "С какого счета?")
    await asyncio.wait_for(refused.wait(), 5)
    anna.say("карта", reply_to=question)

    await stage.shows(anna, "№1 · в таблице", timeout=20)
    assert len(stage.world.from_bot(anna)) == 2
