import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from manager import Link, StoreError, backup, integrity, restore
from manager.file.store import connect
from tests.manager.story import Book


async def opened(book: Book) -> Book:
    """The book in another process, as it is now in the file."""
    again = Book(book.path, book.clock)
    again._ids = book._ids
    await again.manager.open()
    return again


async def numbers(book: Book) -> list[int]:
    found = await book.manager.last_operations(1, 100)  # type: ignore[arg-type]  # the first book
    return sorted(one.number for one in found)


async def test_a_restored_book_looks_its_waiting_writes_up_before_it_repeats_them(
    book: Book, tmp_path: Path
) -> None:
    await book.book()
    backup(book.path, tmp_path / "backup.db")
    (job,) = await book.manager.due_sheet_jobs(50)
    await book.manager.link([Link(job.id, job.booked.key, 1, (2,))])
    await book.book()
    await book.manager.close()

    restored = restore(tmp_path / "backup.db", book.path)

    assert restored.looked_up == 1
    again = await opened(book)
    (job,) = await again.manager.due_sheet_jobs(50)
    assert (job.state, (await again.manager.get_storage_stats()).operations) == ("UNKNOWN", 1)
    await again.manager.close()


async def test_the_file_that_was_there_is_kept_with_what_its_journal_held(book: Book, tmp_path: Path) -> None:
    backup(book.path, tmp_path / "backup.db")
    await book.book()
    for end in ("", "-wal"):  # as a killed process leaves them
        source = book.path.with_name(book.path.name + end)
        (tmp_path / f"killed.db{end}").write_bytes(source.read_bytes())
    killed = tmp_path / "killed.db"

    kept = [restore(tmp_path / "backup.db", killed).kept for _ in range(2)]

    assert [path and path.name for path in kept] == ["killed.db.before-restore", "killed.db.before-restore-2"]
    was = Book(tmp_path / "killed.db.before-restore", book.clock)
    await was.manager.open()
    assert await numbers(was) == [1]
    await was.manager.close()
    assert not killed.with_name("killed.db-wal").exists()


async def test_numbers_go_on_where_the_lost_file_was(book: Book, tmp_path: Path) -> None:
    await book.book()
    backup(book.path, tmp_path / "backup.db")
    for _ in range(3):
        await book.book()
    await book.manager.close()

    assert restore(tmp_path / "backup.db", book.path).leap == 0

    again = await opened(book)
    await again.book()
    assert await numbers(again) == [1, 5]
    await again.manager.close()


@pytest.mark.parametrize("fate", ["damaged", "gone"])
async def test_where_the_lost_file_tells_nothing_numbers_are_left_out(
    book: Book, tmp_path: Path, fate: str
) -> None:
    await book.book()
    backup(book.path, tmp_path / "backup.db")
    await book.manager.close()
    if fate == "damaged":
        book.path.write_bytes(b"no database " * 1000)
    else:
        book.path.unlink()

    assert restore(tmp_path / "backup.db", book.path).leap == 1000

    again = await opened(book)
    await again.book()
    assert await numbers(again) == [1, 1002]
    assert all(finding.holds for finding in integrity(book.path, now=book.clock))
    await again.manager.close()


async def test_a_database_in_use_is_not_replaced(book: Book, tmp_path: Path) -> None:
    backup(book.path, tmp_path / "backup.db")

    with pytest.raises(StoreError, match="stop it first"):
        restore(tmp_path / "backup.db", book.path)


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("dear friend " * 500, encoding="utf-8")

    with pytest.raises(StoreError, match="is not whole"):
        restore(tmp_path / "letter.db", tmp_path / "book.db")

    assert not (tmp_path / "book.db").exists()


def test_a_backup_in_which_a_row_breaks_the_conditions_of_its_table_is_refused(tmp_path: Path) -> None:
    connect(tmp_path / "backup.db").close()
    with closing(connect(tmp_path / "backup.db")) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(
            "INSERT INTO books (name, currency, timezone, language, owner_id, has_sheet, created_at) "
            "VALUES ('Home', 'no currency', 'UTC', 'en', 1, 1, '')"
        )

    with pytest.raises(StoreError, match="is not whole"):
        restore(tmp_path / "backup.db", tmp_path / "book.db")


DIES = """
import os, shutil, sys
import subprocess
import sys
from pathlib import Path
from manager import restore

WATCHED = ("open", "os.link", "os.remove", "os.rename", "sqlite3.connect")

def restored(source, path, last):
    done = 0

    def count(event, arguments):
        nonlocal done
        done += event in WATCHED
        if done == last:
            os._exit(9)

    sys.addaudithook(count)
    restore(source, path)
    os._exit(0)

source, killed, last, code = Path(sys.argv[1]), Path(sys.argv[2]), 0, 9
while code == 9:
    last += 1
    folder = killed.parent / str(last)
    folder.mkdir()
    for file in killed.parent.glob("killed.db*"):
        shutil.copy(file, folder)
    child = os.fork()
    if child == 0:
        restored(source, folder / "killed.db", last)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(last)
sys.exit(code)
"""
"""Restores in folders 1, 2 and so on, each dead before that call to the system, but the last."""


@pytest.mark.process
async def test_a_restore_that_dies_anywhere_leaves_the_book_that_was_or_the_one_from_the_backup(
    book: Book, tmp_path: Path
) -> None:
    await book.book()
    backup(book.path, tmp_path / "backup.db")
    await book.book()
    for end in ("", "-wal"):
        source = book.path.with_name(book.path.name + end)
        (tmp_path / f"killed.db{end}").write_bytes(source.read_bytes())
    command = [sys.executable, "-c", DIES, str(tmp_path / "backup.db"), str(tmp_path / "killed.db")]

    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: ASYNC221, S603  # our own

    books = []
    for last in range(1, int(told.stdout) + 1):
        left = Book(tmp_path / str(last) / "killed.db", book.clock)
        await left.manager.open()
        books.append(await numbers(left))
        await left.manager.close()
    assert len(books) > 10
    assert books == sorted(books, reverse=True)
    assert (books[0], books[-1]) == ([1, 2], [1])
    assert {tuple(found) for found in books} == {(1, 2), (1,)}
