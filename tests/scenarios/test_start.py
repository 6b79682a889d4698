"""The shipped process before a file or a disk that it cannot use: one sentence, and nothing is changed."""

import sqlite3
from pathlib import Path

import pytest

from manager.file.migration import VERSION
from tests.disks import mounted
from tests.scenarios.test_process import start_bot

pytestmark = pytest.mark.process

NEEDS_PERSON, TRY_AGAIN = 78, 1


def told(folder: Path, database: Path) -> tuple[int, str]:
    """The exit code of the bot and the one sentence it ended with."""
    settings = {"TELEGRAM_BOT_TOKEN": "1:x", "THREADBOOK_OWNER_ID": "1", "THREADBOOK_DATABASE": str(database)}
    ended = start_bot(folder, **settings)
    assert "Traceback" not in ended.stderr
    *_, sentence = ended.stderr.strip().splitlines()
    assert sentence.startswith("Threadbook cannot start: ")
    return ended.returncode, sentence


def newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE books (id)")
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bookmarks (id)")
    db.close()


def letter(path: Path) -> None:
    path.write_text("dear friend, " * 500, encoding="utf-8")


def torn(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE books (id, name)")
        db.executemany("INSERT INTO books VALUES (?, ?)", [(number, "x" * 900) for number in range(50)])
        db.execute(f"PRAGMA user_version = {VERSION}")
    db.close()
    content = bytearray(path.read_bytes())
    content[2 * 4096 : 2 * 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (newer, "update Threadbook"),
        (foreign, "another program"),
        (letter, "Put a backup in its place"),
        (torn, "Put a backup in its place"),
    ],
)
def test_a_file_that_cannot_be_the_book_is_left_as_it_is(spoil, words: str, tmp_path: Path) -> None:
    database = tmp_path / "book.db"
    spoil(database)
    before = database.read_bytes()

    code, sentence = told(tmp_path, database)

    assert (code, words in sentence) == (NEEDS_PERSON, True)
    assert database.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    code, sentence = told(tmp_path, tmp_path)

    assert (code, "is a folder" in sentence) == (NEEDS_PERSON, True)


def test_a_path_through_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    code, sentence = told(tmp_path, tmp_path / "file" / "book.db")

    assert (code, "cannot be made" in sentence) == (NEEDS_PERSON, True)


def test_a_read_only_disk_is_told_and_not_tried_again(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 250) as disk:
        disk.read_only(on=True)

        code, sentence = told(tmp_path, disk.folder / "book.db")

    assert (code, "is read-only" in sentence) == (NEEDS_PERSON, True)


def test_a_disk_with_too_little_room_is_told_and_tried_again_later(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 190) as disk:
        code, sentence = told(tmp_path, disk.folder / "book.db")

        assert (code, "200 MB are needed" in sentence) == (TRY_AGAIN, True)
        assert list(disk.folder.iterdir()) == []
