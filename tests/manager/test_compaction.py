"""A database is written anew without its gaps; at every moment there is a whole book in its place."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.care.tidying import Tidying
from manager import RawUpdate, StoreError, compact, integrity
from tests.disks import mounted
from tests.manager.story import Book

DIES = """
import os, shutil, sys
from pathlib import Path
from manager import compact

STEPS = ["unlink", "replace", "stat", "exists", "open"]
whole, last, code = Path(sys.argv[1]), 0, 9

def dying(path, last):
    done = 0
    def counted(name, real):
        def call(*arguments, **more):
            nonlocal done
            done += 1
            if done == last:
                os._exit(9)
            return real(*arguments, **more)
        return call
    for name in STEPS:
        setattr(Path, name, counted(name, getattr(Path, name)))
    compact(path)
    os._exit(0)

while code == 9:
    last += 1
    path = whole.with_name(f"{last}.db")
    shutil.copy(whole, path)
    child = os.fork()
    if child == 0:
        dying(path, last)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(last)
sys.exit(code)
"""
"""Compacts copies 1.db, 2.db and so on, each dead at that step, but the last."""


async def gappy(book: Book) -> Path:
    """A closed book with an operation and the gaps that large updates left."""
    raw = {"message": {"text": "x" * 10_000}}
    await book.manager.receive([RawUpdate(n, 1001, raw | {"update_id": n}) for n in range(30)])
    while (entry := await book.manager.next_update(1001)) is not None:
        await book.manager.ignore_update(entry.id, "talk")
    await book.book()
    await book.deliver()
    book.clock.advance(days=31)
    await Tidying(book.manager, keep=timedelta(days=30)).look()
    await book.manager.close()
    return book.path


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


async def test_the_gaps_go_and_all_rows_stay(book: Book) -> None:
    path = await gappy(book)
    before = content(path)

    done = compact(path)

    assert done.before - done.after > 250_000
    assert content(path) == before
    assert [one.claim for one in integrity(path, now=book.clock) if not one.holds] == []
    assert not [one for one in path.parent.iterdir() if "compacting" in one.name]


async def test_a_book_that_is_used_is_left_alone(book: Book) -> None:
    with pytest.raises(StoreError, match="stop it first"):
        compact(book.path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        compact(tmp_path / "none.db")


async def test_a_damaged_file_is_not_replaced(book: Book) -> None:
    path = await gappy(book)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM conversations")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="Nothing was changed"):
        compact(path)

    assert path.read_bytes() == before


async def test_without_room_for_the_copy_nothing_is_changed(book: Book, tmp_path: Path) -> None:
    path = await gappy(book)
    with mounted(tmp_path / "disk", 60) as disk:
        small = shutil.copy(path, disk.folder / "book.db")

        with pytest.raises(StoreError, match=r"and its disk has \d+ MB free. Nothing was changed"):
            compact(small)


@pytest.mark.process
async def test_killed_anywhere_there_is_a_whole_book_in_its_place(book: Book, tmp_path: Path) -> None:
    path = await gappy(book)
    before = content(path)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}

    told = subprocess.run(  # noqa: ASYNC221, S603  # our own program, and nothing else runs
        [sys.executable, "-c", DIES, str(path)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )

    assert int(told.stdout) > 8
    copies = [path.with_name(f"{last}.db") for last in range(1, int(told.stdout) + 1)]
    assert [one.name for one in copies if content(one) != before] == []
    unfinished = [one for one in copies if one.with_name(f"{one.name}.compacting").exists()]
    compact(unfinished[-1])
    assert not unfinished[-1].with_name(f"{unfinished[-1].name}.compacting").exists()
