import asyncio
import random
import sqlite3
from pathlib import Path
from threading import Event

import pytest

from manager import StoreError
from manager.file.migration import SCHEMA, VERSION, statements
from manager.file.opening import check_sqlite
from manager.file.store import Store, connect


@pytest.fixture
async def store(tmp_path: Path):
    store = Store(tmp_path / "store.db")
    await store.open()
    yield store
    await store.close()


def put(number: int):
    def work(db: sqlite3.Connection) -> int:
        db.execute(
            "INSERT INTO inbox (bot_id, update_id, raw, raw_hash, received_at) VALUES (1, ?, '', '', '')",
            (number,),
        )
        return number

    return work


def stored(db: sqlite3.Connection) -> list[int]:
    return [row["update_id"] for row in db.execute("SELECT update_id FROM inbox ORDER BY update_id")]


async def test_turns_that_wait_together_are_all_written(store: Store) -> None:
    results = await asyncio.gather(*(store.transaction(put(number)) for number in range(200)))

    assert results == list(range(200))
    assert await store.transaction(stored) == list(range(200))


async def test_one_failing_turn_does_not_take_its_neighbours_along(store: Store) -> None:
    def half(db: sqlite3.Connection) -> None:
        put(1000)(db)
        raise ZeroDivisionError

    results = await asyncio.gather(
        *(store.transaction(work) for work in (put(1), half, put(2), put(2), put(3))), return_exceptions=True
    )

    assert isinstance(results[1], ZeroDivisionError)
    assert isinstance(results[3], sqlite3.IntegrityError)
    assert await store.transaction(stored) == [1, 2, 3]


async def test_a_wrong_statement_is_its_callers_bug_not_the_disks_trouble(store: Store) -> None:
    def wrong(db: sqlite3.Connection) -> None:
        db.execute("SELECT no_such_column FROM inbox")

    results = await asyncio.gather(
        store.transaction(wrong), store.transaction(put(1)), return_exceptions=True
    )

    assert isinstance(results[0], sqlite3.OperationalError)
    assert results[1] == 1


async def test_a_cancelled_caller_neither_tears_nor_blocks(store: Store) -> None:
    chance = random.Random(7)  # noqa: S311  # a seed, not a secret
    tasks = [asyncio.create_task(store.transaction(put(number))) for number in range(400)]
    for task in tasks:
        if chance.random() < 0.5:
            task.cancel()
        await asyncio.sleep(0)
    done = await asyncio.gather(*tasks, return_exceptions=True)

    kept = {number for number, result in enumerate(done) if result == number}
    assert kept <= set(await store.transaction(stored))
    assert await store.transaction(put(5000)) == 5000


async def test_every_connection_has_the_durable_settings(store: Store) -> None:
    def pragmas(db: sqlite3.Connection) -> list[object]:
        return [
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert await store.transaction(pragmas) == ["wal", 2, 1]


async def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is not a database, it is a letter to a friend" * 50)
    store = Store(tmp_path / "x.db")

    with pytest.raises(StoreError, match="not a database"):
        await store.open()


async def test_a_journal_that_a_reader_made_grow_is_cut_when_the_reader_has_gone(
    store: Store, tmp_path: Path
) -> None:
    reader = sqlite3.connect(f"file:{tmp_path / 'store.db'}?mode=ro", uri=True, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM inbox").fetchone()

    def much(db: sqlite3.Connection) -> None:
        db.executemany(
            "INSERT INTO inbox (bot_id, update_id, raw, raw_hash, received_at) VALUES (1, ?, ?, '', '')",
            [(number, "x" * 4000) for number in range(100, 3000)],
        )

    await store.transaction(much)
    journal = tmp_path / "store.db-wal"
    grown = journal.stat().st_size
    reader.execute("COMMIT")
    reader.close()

    for number in range(3):
        await store.transaction(put(number))

    assert (grown > 10 * 2**20, journal.stat().st_size <= 4 * 2**20) == (True, True)


async def test_an_old_sqlite_is_told_of_once_and_does_not_keep_the_bot_from_working(caplog) -> None:
    check_sqlite((3, 40, 1))
    check_sqlite((3, 51, 3))

    (told,) = caplog.messages
    assert told.startswith("SQLite 3.40.1 can damage a journal")


async def test_a_second_process_is_refused_in_words(store: Store, tmp_path: Path) -> None:
    second = Store(tmp_path / "store.db")

    with pytest.raises(StoreError, match="another Threadbook is using"):
        await second.open()

    assert await store.transaction(put(1)) == 1


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()

    with pytest.raises(StoreError, match="update Threadbook"):
        connect(tmp_path / "x.db")


def test_every_table_is_strict() -> None:
    creating = [one for one in statements(SCHEMA.read_text(encoding="utf-8")) if "CREATE TABLE" in one]

    assert len(creating) >= 20
    assert all("STRICT" in one.rsplit(")", 1)[1] for one in creating)


async def test_a_long_report_holds_up_no_transaction_and_sees_what_was_committed_before_it(store) -> None:
    await store.transaction(lambda db: db.execute("INSERT INTO vitals VALUES (1, 'then')"))
    begun, ended = Event(), Event()

    def report(db) -> tuple[str, str]:
        before = db.execute("SELECT polled_at FROM vitals").fetchone()[0]
        begun.set()
        assert ended.wait(5)
        return before, db.execute("SELECT polled_at FROM vitals").fetchone()[0]

    reporting = asyncio.create_task(store.read(report))
    await asyncio.to_thread(begun.wait, 5)
    await store.transaction(lambda db: db.execute("UPDATE vitals SET polled_at = 'now'"))
    ended.set()

    assert await reporting == ("then", "then")
    assert await store.read(lambda db: db.execute("SELECT polled_at FROM vitals").fetchone()[0]) == "now"


async def test_a_report_cannot_write(store) -> None:
    with pytest.raises(StoreError, match="readonly"):
        await store.read(lambda db: db.execute("DELETE FROM users"))
