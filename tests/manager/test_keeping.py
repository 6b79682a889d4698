"""What the connection that writes keeps of what it has read, and that it is never older than the tables."""

import importlib
import pkgutil
import sqlite3
from pathlib import Path

import pytest

import manager
from ledger import Account, BookId, Draft
from manager import Record, Step
from manager.file.connection import keeping
from manager.file.keeping import EVERYTHING, NOTHING, written
from manager.file.migration import SCHEMA
from manager.file.store import connect
from manager.tables import books, people
from tests.manager.story import BOT, FOUNDING, Book, operation

KEPT = {
    books._account_ids: (1,),
    books._accounts: (1,),
    books._categories: (1,),
    books._category_ids: (1,),
    books._used: (1,),
    people.find: (FOUNDING.owner_id,),
    people.chat: (BOT, FOUNDING.owner_id),
}


@keeping("notes")
def notes(db: sqlite3.Connection) -> list[str]:
    return [said for (said,) in db.execute("SELECT said FROM notes ORDER BY said")]


@pytest.fixture
def db(tmp_path: Path):
    db = connect(tmp_path / "store.db")
    db.row_factory = None
    db.execute("CREATE TABLE books_of_notes (id INTEGER PRIMARY KEY, name TEXT)")
    db.execute("CREATE TABLE notes (said TEXT, book REFERENCES books_of_notes (id) ON DELETE CASCADE)")
    db.execute("INSERT INTO books_of_notes VALUES (1, 'first')")
    db.execute("INSERT INTO notes VALUES ('a', 1)")
    yield db
    db.close()


def test_what_was_read_is_not_read_again(db) -> None:
    asked: list[str] = []
    db.set_trace_callback(lambda sql: asked.append(sql) if "SELECT" in sql else None)

    assert [notes(db), notes(db)] == [["a"], ["a"]]

    assert len(asked) == 1


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("INSERT INTO notes VALUES ('b', 1)", ["a", "b"]),
        ("\n    UPDATE notes SET said = 'b'", ["b"]),
        ("UPDATE OR IGNORE notes SET said = 'b'", ["b"]),
        ("INSERT OR IGNORE INTO notes VALUES ('b', 1)", ["a", "b"]),
        ("WITH one AS (SELECT 'b' AS said) INSERT INTO notes SELECT said, 1 FROM one", ["a", "b"]),
        ("-- a remark\nINSERT INTO notes VALUES ('b', 1)", ["a", "b"]),
        ("INSERT INTO main.notes VALUES ('b', 1)", ["a", "b"]),
        ("INSERT INTO Notes VALUES ('b', 1)", ["a", "b"]),
        ("UPDATE \"notes\" SET said = 'b'", ["b"]),
        ("insert into notes values ('b', 1)", ["a", "b"]),
        ("DELETE FROM notes", []),
        ("DELETE FROM books_of_notes", []),
        ("INSERT INTO notes VALUES ('b', 1) RETURNING said", ["a", "b"]),
        ("UPDATE books_of_notes SET name = 'second'", ["a"]),
    ],
)
def test_it_is_read_anew_when_something_of_it_is_written(db, sql: str, says: list[str]) -> None:
    notes(db)

    db.execute(sql).fetchall()

    assert notes(db) == says


def test_it_is_read_anew_when_many_rows_are_written(db) -> None:
    notes(db)

    db.executemany("INSERT INTO notes VALUES (?, 1)", [("b",), ("c",)])

    assert notes(db) == ["a", "b", "c"]


def test_what_is_written_elsewhere_leaves_it_as_it_is(db) -> None:
    notes(db)
    asked: list[str] = []
    db.set_trace_callback(lambda sql: asked.append(sql) if "SELECT" in sql else None)

    db.execute("UPDATE books_of_notes SET name = 'second'")
    notes(db)

    assert asked == []


def test_what_was_read_of_writes_that_are_taken_back_is_forgotten(db) -> None:
    db.begin()
    db.execute("INSERT INTO notes VALUES ('b', 1)")
    assert notes(db) == ["a", "b"]

    db.rollback()

    assert notes(db) == ["a"]


def test_what_another_program_writes_is_seen_by_the_next_transaction(db, tmp_path: Path) -> None:
    notes(db)
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("INSERT INTO notes VALUES ('b', 1)")
    other.close()

    db.begin()

    assert notes(db) == ["a", "b"]
    db.execute("COMMIT")


def test_a_connection_that_only_reads_keeps_nothing(db, tmp_path: Path) -> None:
    reader = sqlite3.connect(tmp_path / "store.db")
    assert notes(reader) == ["a"]

    db.execute("INSERT INTO notes VALUES ('b', 1)")

    assert notes(reader) == ["a", "b"]
    reader.close()


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("SELECT 'UPDATE notes SET said'", NOTHING),
        ("BEGIN IMMEDIATE", NOTHING),
        ("COMMIT", NOTHING),
        ("ROLLBACK", EVERYTHING),
        ("REPLACE INTO notes VALUES (1)", EVERYTHING),
        ("INSERT INTO notes VALUES (1) ON CONFLICT DO UPDATE SET said = 1", "notes"),
    ],
)
def test_where_it_is_not_sure_what_a_statement_writes_everything_is_read_anew(sql: str, table: str) -> None:
    assert written(sql) == table


def test_no_write_reaches_a_table_that_it_does_not_name(tmp_path: Path) -> None:
    schema = SCHEMA.read_text(encoding="utf-8").upper()

    assert "TRIGGER" not in schema
    assert "ON UPDATE" not in schema


@pytest.mark.parametrize("read", KEPT)
async def test_what_is_kept_stands_on_every_table_that_it_is_read_from(book: Book, read) -> None:
    await book.book()
    await book.manager.close()
    db, seen = connect(book.path), set[str]()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == sqlite3.SQLITE_READ and table:
            seen.add(table)
        return sqlite3.SQLITE_OK

    db.set_authorizer(note)
    read(db, *KEPT[read])

    assert seen
    assert seen <= set(db.kept.standing)
    db.close()


def test_everything_that_is_kept_is_looked_at_above() -> None:
    names = [one.name for one in pkgutil.walk_packages(manager.__path__, "manager.")]
    found = {
        value for name in names for value in vars(importlib.import_module(name)).values() if is_kept(value)
    }

    assert found == set(KEPT)


def is_kept(value: object) -> bool:
    return getattr(value, "__code__", None) is notes.__code__


async def test_the_account_used_most_comes_first_right_after_it_was_used(book: Book) -> None:
    context = await book.opened(book.said("hello"))
    card = next(account for account in context.book.accounts if account.name == "Card")
    assert context.book.accounts[0] != card

    record = Record("ExpenseAgent", Draft(type="expense"), operation(account="Card"))
    await book.turn(book.said("coffee 300 card"), Step(record))

    assert (await book.opened(book.said("hello"))).book.accounts[0] == card
    assert (await book.manager.book(context.book.id)).accounts[0] == card


async def test_an_account_that_came_is_there_in_the_next_turn(book: Book) -> None:
    context = await book.opened(book.said("hello"))

    await book.manager._store.transaction(
        lambda db: books.add_account(db, BookId(context.book.id), Account("Piggy bank", "RUB"))
    )

    assert (await book.opened(book.said("hello"))).book.account("Piggy bank")
