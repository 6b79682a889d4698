"""What becomes of transactions that wait together, without the thread that runs them."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from manager import StoreError
from manager.file.commits import Job, commit
from manager.file.store import connect


@pytest.fixture
def db(tmp_path: Path):
    db = connect(tmp_path / "store.db")
    yield db
    db.close()


def keep(number: int, size: int = 0):
    def work(db: sqlite3.Connection) -> int:
        row = (number, "x" * size)
        db.execute(
            "INSERT INTO inbox (bot_id, update_id, raw, raw_hash, received_at) VALUES (1, ?, ?, '', '')", row
        )
        return number

    return work


def kept(db: sqlite3.Connection) -> list[int]:
    return [row["update_id"] for row in db.execute("SELECT update_id FROM inbox ORDER BY id")]


async def results(db: sqlite3.Connection, *works) -> list[object]:
    """What each caller is told when all wait together."""
    futures = [asyncio.get_running_loop().create_future() for _ in works]
    commit(db, [Job(work, future) for work, future in zip(works, futures, strict=True)])
    return await asyncio.gather(*futures, return_exceptions=True)


async def test_what_a_failing_turn_wrote_is_taken_back_and_its_neighbours_are_written_once(db) -> None:
    def half(db: sqlite3.Connection) -> None:
        keep(100)(db)
        raise ZeroDivisionError

    told = await results(db, keep(1), half, keep(2))

    assert (told[0], type(told[1]), told[2]) == (1, ZeroDivisionError, 2)
    assert (kept(db), db.in_transaction) == ([1, 2], False)


async def test_a_turn_sees_what_the_one_before_it_wrote_also_when_another_fails(db) -> None:
    def wrong(db: sqlite3.Connection) -> None:
        db.execute("SELECT no_such_column FROM inbox")

    told = await results(db, keep(1), kept, wrong, keep(2), kept)

    assert (told[1], told[4]) == ([1], [1, 2])
    assert isinstance(told[2], sqlite3.OperationalError)


async def test_a_full_disk_is_told_to_everybody_and_nothing_is_written(db) -> None:
    db.execute("PRAGMA max_page_count = 200")

    told = await results(db, keep(1), keep(2, size=2**20), keep(3))

    assert [(type(one), one.fault) for one in told] == [(StoreError, "full")] * 3
    assert (kept(db), db.in_transaction) == ([], False)


async def test_when_all_fail_each_is_told_its_own_reason(db) -> None:
    def fails_with(error: Exception):
        def work(db: sqlite3.Connection) -> None:
            keep(1)(db)
            raise error

        return work

    told = await results(db, fails_with(KeyError("a")), fails_with(ValueError("b")))

    assert [type(one) for one in told] == [KeyError, ValueError]
    assert kept(db) == []
