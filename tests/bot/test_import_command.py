"""`python -m bot import`, as the owner runs it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from bot.__main__ import app
from manager import integrity
from tests.manager.story import ANNA, Book

STATEMENT = (
    "Date;Amount;Description\n2026-11-01;-3,50;[Coffee] shop\n2026-11-02;1200,00;Salary\nno day;-1;x\n"
)


@pytest.fixture
def book(tmp_path: Path, clock: Any, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The owner's books, with one operation, and the settings of their bot; nobody uses them."""

    async def begin() -> Book:
        book = Book(tmp_path / "book.db", clock)
        await book.manager.open()
        await book.book()
        await book.manager.close()
        return book

    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "7:ABC")
    monkeypatch.setenv("THREADBOOK_OWNER_ID", str(ANNA.id))
    monkeypatch.setenv("THREADBOOK_DATABASE", str(tmp_path / "book.db"))
    monkeypatch.setenv("COLUMNS", "160")
    return asyncio.run(begin())


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "card.csv"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def run(*words: object, say: str = "") -> Any:
    return CliRunner().invoke(app, [str(word) for word in words], input=say)


def numbers(book: Book) -> list[int]:
    """The operations of the book, newest first."""

    async def look() -> list[int]:
        again = Book(book.path, book.clock)
        await again.manager.open()
        found = await again.manager.last_operations((await again.opened(again.said("hi"))).book.id, 100)
        await again.manager.close()
        return [one.number for one in found]

    return asyncio.run(look())


def test_a_preview_comes_first_and_no_changes_nothing(book: Book, statement: Path) -> None:
    refused = run("import", statement, say="n\n")

    assert refused.exit_code == 1
    assert "Account: Card" in refused.output
    assert "Description: column 3, Description" in refused.output
    assert "[Coffee] shop" in refused.output
    assert "line 4: there is no day in it. no day · -1 · x" in refused.output
    assert numbers(book) == [1]


def test_yes_imports_without_asking_and_the_second_time_nothing_is_new(book: Book, statement: Path) -> None:
    first, second = run("import", statement, "--yes"), run("import", statement, "--yes")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 operations are in the books, #2–#3" in first.output
    assert "There is nothing new to import" in second.output
    assert numbers(book) == [3, 2, 1]
    assert [one.broken for one in integrity(book.path, now=book.clock) if not one.holds] == []


def test_an_import_at_the_terminal_is_undone_by_its_number(book: Book, statement: Path) -> None:
    told = run("import", statement, "--yes").output
    number = told.strip().rsplit(" ", 1)[-1]

    assert "2 operations were undone" in run("undo-import", number).output
    assert numbers(book) == [1]


def test_account_and_columns_can_be_given(book: Book, statement: Path) -> None:
    seen = run("import", statement, "--account", "Cash", "--columns", "party=3", say="n\n").output

    assert "Account: Cash" in seen
    assert "Other party: column 3, Description" in seen
    assert "Description: column" not in seen  # for a column holds one thing


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--account", "Nowhere"), "there is no account 'Nowhere'; there are: Cash, Card"),
        (("--columns", "x=1"), "'x=1' is no column"),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_named(book: Book, statement, words, sentence) -> None:
    assert sentence in str(run("import", statement, *words).exception)


def test_a_table_that_is_not_recognised_names_its_columns_and_is_read_by_those_given(
    book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "Foo;Bar;Baz\n12.11.2026;rent;-350,00\nsee above;fun;n/a\nold;zoo;n/a\n", encoding="utf-8"
    )

    refused = str(run("import", path, "--yes").exception)
    taken = run("import", path, "--columns", "date=1,amount=3", "--yes")

    assert "Nothing was imported: I cannot tell which column of x.csv holds what" in refused
    assert "1 Foo, 2 Bar, 3 Baz" in refused
    assert "1 operations are in the books" in taken.output
    assert "-350" in taken.output.replace("−", "-")


@pytest.mark.parametrize(
    ("words", "say", "left"),
    [
        (["--yes"], "", [2, 1]),
        (["--yes", "--transfers"], "", [3, 1]),
        (["--yes", "--no-transfers"], "", [3, 2, 1]),
        ([], "y\ny\n", [3, 1]),
        ([], "n\ny\n", [3, 2, 1]),
    ],
)
def test_an_entry_whose_other_end_is_booked_becomes_one_transfer_when_that_is_wished(
    book: Book, tmp_path: Path, words: list[str], say: str, left: list[int]
) -> None:
    for name, line in (("card.csv", "2026-11-18;-50,00;To cash"), ("cash.csv", "2026-11-20;50,00;From card")):
        (tmp_path / name).write_text(f"Date;Amount;Description\n{line}\n", encoding="utf-8")
    run("import", tmp_path / "card.csv", "--account", "Card", "--yes")

    told = run("import", tmp_path / "cash.csv", "--account", "Cash", *words, say=say).output

    assert "line 2, 2026-11-20, +50" in told
    assert "#2 on Card, 2026-11-18" in told
    assert numbers(book) == left


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(book: Book, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\0\0")

    assert "a.csv is not what its name says" in str(run("import", tmp_path / "a.csv").exception)
    assert "cannot be read: No such file" in str(run("import", tmp_path / "b.csv").exception)
    assert "there is no import 99" in str(run("undo-import", 99).exception)


def test_while_a_bot_runs_nothing_is_imported(book: Book, statement: Path) -> None:
    with FileLock(f"{book.path}.lock"):
        refused = str(run("import", statement, "--yes").exception)
    assert refused.startswith("Nothing was changed: another Threadbook is using")
    assert "stop that one first. While the bot runs, send the file to it in Telegram instead" in refused
