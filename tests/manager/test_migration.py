import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from manager import StoreError
from manager.file.migration import VERSION, statements
from manager.file.store import connect
from tests.disks import mounted

OLD = sorted(Path("tests/data").glob("schema_v*.sql"))
oldest, *_ = OLD

DIES = """
import os, shutil, sqlite3, sys
from pathlib import Path
from manager.file.migration import migrate

def migrated(path, last):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    done = 0

    def count(statement):
        nonlocal done
        done += 1
        if done == last:
            os._exit(9)

    db.set_trace_callback(count)
    migrate(db, path)
    os._exit(0)

whole, last, code = Path(sys.argv[1]), 0, 9
while code == 9:
    last += 1
    path = whole.with_name(f"{last}.db")
    shutil.copy(whole, path)
    child = os.fork()
    if child == 0:
        migrated(path, last)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(last)
sys.exit(code)
"""
"""Migrates copies 1.db, 2.db and so on, each dead before that statement as by a power cut, but the last."""


def filled(old: Path, path: Path) -> Path:
    """A database of an older version, with a person in it."""
    with sqlite3.connect(path, isolation_level=None) as db:
        for statement in statements(old.read_text(encoding="utf-8")):
            db.execute(statement)
        db.execute(
            "INSERT INTO users (id, first_name, language, timezone, role, created_at, updated_at) "
            "VALUES (1, 'Anna', 'en', 'UTC', 'stranger', '', '')"
        )
        db.execute(f"PRAGMA user_version = {int(old.stem.removeprefix('schema_v'))}")
    db.close()
    return path


def shape(db: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return [
        (row[0], row[1], " ".join((row[2] or "").split()).replace(" ,", ",").replace(" )", ")"))
        for row in rows
    ]


def look(path: Path) -> tuple[int, list[tuple[str, str]], list[str]]:
    """The version of a file, its tables, and who is in it."""
    with sqlite3.connect(path) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        seen = (version, shape(db), [row[0] for row in db.execute("SELECT first_name FROM users")])
    db.close()
    return seen


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_database_migrates_to_exactly_a_fresh_one(old: Path, tmp_path: Path) -> None:
    migrated, fresh = connect(filled(old, tmp_path / "old.db")), connect(tmp_path / "fresh.db")

    assert shape(migrated) == shape(fresh)
    migrated.close()
    fresh.close()


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_before_a_migration_the_file_is_copied_whole_beside_itself(old: Path, tmp_path: Path) -> None:
    path = filled(old, tmp_path / "book.db")
    before = look(path)

    connect(path).close()

    assert look(path.with_name(f"book.db.version-{before[0]}")) == before
    assert look(path)[0] == VERSION


def test_a_fresh_database_leaves_no_copy(tmp_path: Path) -> None:
    connect(tmp_path / "book.db").close()
    connect(tmp_path / "book.db").close()

    assert [path.name for path in tmp_path.iterdir()] == ["book.db"]


@pytest.mark.process
@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_migration_that_dies_anywhere_leaves_the_old_database_or_the_new_one(
    old: Path, tmp_path: Path
) -> None:
    whole = filled(old, tmp_path / "whole.db")
    before = look(whole)
    connect(tmp_path / "fresh.db").close()
    fresh = look(tmp_path / "fresh.db")[1]
    command = [sys.executable, "-c", DIES, str(whole)]

    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own program

    for last in range(1, int(told.stdout) + 1):
        path = tmp_path / f"{last}.db"
        assert look(path) in (before, (VERSION, fresh, ["Anna"]))
        connect(path).close()
        assert look(path) == (VERSION, fresh, ["Anna"])
        assert look(path.with_name(f"{last}.db.version-{before[0]}")) == before
    assert int(told.stdout) > 4


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 2) as disk:
        path = filled(oldest, disk.folder / "book.db")
        before = look(path)
        disk.fill(leave_bytes=64 * 1024)

        with pytest.raises(StoreError, match=r"must be copied .* Nothing was changed"):
            connect(path)

        disk.empty()
        assert look(path) == before
        assert [one.name for one in disk.folder.iterdir()] == ["book.db"]
