"""A disk that refuses while the bot runs: nothing is lost or said twice, and no job of the bot ends."""

import asyncio
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playground.telegram import Person
from tests.disks import Disk, mounted
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


def journal_bytes(stage: Stage) -> int:
    return Path(f"{stage.settings['database']}-wal").stat().st_size


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

    await stage.shows(anna, "№2 · в таблице")
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
    await asyncio.wait_for(refused.wait(), 30)
    anna.say("карта", reply_to=question)

    await stage.shows(anna, "№1 · в таблице")
    assert len(stage.world.from_bot(anna)) == 2


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A real disk that is just large enough to begin on."""
    with mounted(tmp_path / "disk", 260) as disk:
        yield disk


async def full(bare: Stage, disk: Disk, anna: Person) -> None:
    """Start on that disk, book something, and let the disk be full."""
    bare.settings["database"] = disk.folder / "threadbook.db"
    await bare.start()
    anna.say("кофе 300 наличные")
    await bare.shows(anna, "в таблице, строка 2")
    disk.fill()


async def test_on_a_full_disk_people_are_told_once_and_what_they_write_waits_at_telegram(
    disk: Disk, bare: Stage, anna: Person
) -> None:
    await full(bare, disk, anna)

    anna.say("такси 450 карта")
    told = await bare.shows(anna, "кончилось место")
    anna.say("обед 600 карта")
    await asyncio.sleep(2)

    assert (
        f"Написанное с {told.date.astimezone(ZoneInfo('Europe/Moscow')):%H:%M} хранит Telegram" in told.text
    )
    assert len(bare.world.from_bot(anna)) == 2
    assert len(bare.world.update_queue.pending) == 2
    assert len(bare.rows()) == 1


async def test_when_there_is_room_again_everything_is_booked_once_and_the_reserve_stands(
    disk: Disk, bare: Stage, anna: Person
) -> None:
    await full(bare, disk, anna)
    reserve = disk.folder / "threadbook.db.reserve"
    anna.say("такси 450 карта")
    await bare.shows(anna, "кончилось место")
    assert not reserve.exists()
    anna.say("обед 600 карта")

    disk.empty()

    await bare.shows(anna, "Диск снова принимает запись")
    await bare.shows(anna, "№3 · в таблице")
    assert [row["amount"] for row in bare.rows()] == [-300, -450, -600]
    assert reserve.stat().st_size == 20 * 2**20


async def test_write_errors_are_told_in_other_words_and_the_message_is_booked_once_when_they_end(
    stage: Stage, anna: Person
) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal_bytes(stage), usual[1]))
    try:
        anna.say("такси 450 карта")
        await stage.shows(anna, "Мой диск не принимает запись")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    await stage.shows(anna, "Диск снова принимает запись")
    await stage.shows(anna, "№2 · в таблице")
    assert [row["amount"] for row in stage.rows()] == [-300, -450]
