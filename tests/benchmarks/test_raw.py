import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks import story
from benchmarks.filling import fill
from benchmarks.plain import found_plain_book
from benchmarks.raw import RawBook

MADE_AT_RANDOM = {
    ("operations", "key"),
    ("operations", "guard"),
    ("operation_versions", "seal"),
    ("inbox", "raw_hash"),
}


def contents(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every table of a file, row by row, without what is drawn by lot."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [
                {column: row[column] for column in row.keys() if (name, column) not in MADE_AT_RANDOM}  # noqa: SIM118  # a Row iterates over values
                for row in db.execute(f"SELECT * FROM {name}")  # noqa: S608  # names of our own tables
                if name != "sqlite_sequence" or row["seq"]  # a migration leaves 0 for a table without rows
            ]
            for name in names
        }


async def test_the_raw_loop_writes_exactly_the_rows_that_the_manager_writes(tmp_path: Path, clock) -> None:
    ours, raw = tmp_path / "ours.db", tmp_path / "raw.db"
    await story.found_book(str(ours), clock)
    past = fill(str(ours), 40, 2, lambda _: None)
    raw.write_bytes(ours.read_bytes())
    exchange = past.exchange(3)

    manager = await story.open_manager(str(ours), clock)
    asked, told = (message_id + 1 for message_id in exchange.message_ids)
    (conversation_id,) = await manager.record(story.asking(exchange, clock))
    await manager.store_bot_message(conversation_id, exchange.chat_id, asked, story.ASKED)
    await manager.record(story.booking(exchange, conversation_id, clock))
    await manager.store_bot_message(conversation_id, exchange.chat_id, told, story.ASKED)
    await manager.close()
    with closing(RawBook(str(raw), clock)) as book:
        book.book(exchange, book.ask(exchange, told=asked), told=told)

    assert contents(raw) == contents(ours)


async def test_the_same_turns_leave_the_same_rows_in_plain_tables(tmp_path: Path, clock) -> None:
    written = {}
    for name, found in (("ours", story.found_book), ("plain", found_plain_book)):
        path = str(tmp_path / name)
        await found(path, clock)
        exchange = fill(path, 40, 2, lambda _: None).exchange(3)
        with closing(RawBook(path, clock)) as book:
            book.book(exchange, book.ask(exchange))
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = contents(Path(path))
        written[name] = {table: sorted(map(str, rows[table])) for table in rows}

    assert written["plain"] == written["ours"]


async def test_a_filled_book_satisfies_the_schema_and_can_be_replied_to(tmp_path: Path, clock) -> None:
    path = tmp_path / "past.db"
    await story.found_book(str(path), clock)

    past = fill(str(path), 300, 0, lambda _: None)

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM message_history").fetchone() == (past.messages,)
    manager = await story.open_manager(str(path), clock)
    chat_id, message_id = past.long_threads[0]
    context = await manager.open_turn(
        story.said(chat_id, 10_000, "not 300 but 350", clock, reply_to=message_id)
    )
    await manager.close()
    assert context is not None
    assert len(context.history) == 20
    assert context.thread is not None
    assert context.thread.booked is not None
