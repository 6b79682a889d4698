import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger import Draft
from manager import Correct, Link, Step, StoreError, Void, integrity
from manager.file.migration import statements
from manager.file.store import connect
from manager.values.seals import broken as broken_seals
from tests.manager.story import Book, operation

COPIES = 500


def broken(book: Book) -> dict[str, tuple[str, ...]]:
    found = integrity(book.path, now=book.clock)
    return {finding.claim: finding.broken for finding in found if not finding.holds}


async def change(book: Book, statement: str) -> None:
    """Change the file behind everybody's back."""

    def work(db: sqlite3.Connection) -> None:
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute(statement)

    await book.manager._store.transaction(work)


async def used(book: Book) -> None:
    """Operations in the sheet, one of them corrected and undone since, and a question."""
    _, corrected = await book.book()
    await book.book("tea 200 cash")
    await book.ask()
    correct = Correct("ExpenseAgent", Draft(), operation("350", "Card"), ("amount", "account"))
    await book.turn(book.said("not 300 but 350"), Step(correct, corrected))
    await book.turn(book.said("undo"), Step(Void(), corrected))
    for row, job in enumerate(await book.manager.due_sheet_jobs(50), start=2):
        await book.manager.link([Link(job.id, job.booked.key, job.booked.version, (row,))])
    await book.deliver()


async def test_a_used_database_holds_everything_it_must(book: Book) -> None:
    await used(book)

    assert broken(book) == {}


@pytest.mark.parametrize(
    ("statement", "claim", "named"),
    [
        (
            "DELETE FROM sheet_outbox WHERE operation_id = 2",
            "every version is on its way to the sheet or there",
            ("operation 2 version 1",),
        ),
        (
            "UPDATE operation_versions SET amount_minor = 90000 WHERE operation_id = 1 AND version = 2",
            "every version says what was written",
            ("operation 1 version 2",),
        ),
        (
            "UPDATE operations SET number = 3 WHERE id = 2",
            "every version says what was written",
            ("operation 2 version 1",),
        ),
        (
            "UPDATE operations SET state = 'booked' WHERE id = 1",
            "every operation has all its versions, and stands as the newest",
            ("operation 1",),
        ),
        (
            "UPDATE operation_rows SET version = 1 WHERE operation_id = 1",
            "every operation in the sheet has its row, of its newest version",
            ("operation 1",),
        ),
        (
            "UPDATE sheet_outbox SET state = 'DIVERGED' WHERE operation_id = 2",
            "no row of the sheet waits for a person",
            ("operation 2 DIVERGED",),
        ),
        (
            "UPDATE conversations SET status = 'abandoned' WHERE id = 1",
            "every booked conversation is completed, voided or resumed",
            ("operation 1",),
        ),
        (
            "UPDATE books SET next_number = 2",
            "every number of an operation was given out",
            ("operation 2",),
        ),
        (
            "UPDATE reply_outbox SET state = 'FAILED' WHERE id = 1",
            "no answer was given up",
            ("answer 1",),
        ),
        (
            "UPDATE reply_outbox SET state = 'READY', next_at = '2026-11-21T10:00:00.000Z' WHERE id = 1",
            "no answer waits longer than five minutes",
            ("answer 1",),
        ),
        (
            """INSERT INTO inbox (bot_id, update_id, raw, raw_hash, received_at, state)
            VALUES (7, 5, '{}', 'of something else', '', 'done')""",
            "every update is kept as it arrived",
            ("update 5",),
        ),
        (
            "INSERT INTO unbooked_rows VALUES (1, 'KEY', 9, 4, '-300 RUB', '')",
            "every row of the sheet is in the book",
            ("row 9 KEY",),
        ),
    ],
)
async def test_whatever_is_not_as_it_must_be_is_named(
    book: Book, statement: str, claim: str, named: tuple[str, ...]
) -> None:
    await used(book)

    await change(book, statement)

    assert broken(book)[claim] == named


async def test_a_file_of_another_version_is_not_judged(book: Book) -> None:
    await change(book, "PRAGMA user_version = 2")

    with pytest.raises(StoreError, match="a book of version 2"):
        integrity(book.path)


async def test_every_flipped_bit_in_what_was_booked_is_found_which_sqlite_alone_would_not(
    book: Book, tmp_path: Path
) -> None:
    for _ in range(30):
        await used(book)
    await book.manager.close()
    whole = book.path.read_bytes()
    offsets, said = leaves(book.path), versions(book.path)
    chance, copy = random.Random(1), tmp_path / "copy.db"  # noqa: S311  # a seed, not a secret
    missed, missed_by_sqlite, copies = [], 0, 0
    while copies < COPIES:
        place = chance.choice(offsets) + chance.randrange(4096)
        copy.write_bytes(flipped(whole, place, chance.randrange(8)))
        if versions(copy) == said:
            continue  # nothing stands there
        copies += 1
        missed += [place] if all(finding.holds for finding in integrity(copy, now=book.clock)) else []
        missed_by_sqlite += quick_check(copy) == "ok"

    assert missed == []
    assert missed_by_sqlite > COPIES / 2


def leaves(path: Path) -> list[int]:
    """Where in the file the pages lie that hold the versions of operations."""
    with closing(sqlite3.connect(path)) as db:
        try:
            rows = db.execute(
                "SELECT pgoffset FROM dbstat WHERE name = 'operation_versions' AND pagetype = 'leaf'"
            )
            return [row[0] for row in rows]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell where its pages are")


def versions(path: Path) -> object:
    """What the versions of operations say, byte for byte; nothing when that cannot be read."""
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = bytes
        try:
            return db.execute("SELECT * FROM operation_versions").fetchall()
        except sqlite3.DatabaseError:
            return None


def quick_check(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return str(db.execute("PRAGMA quick_check(1)").fetchone()[0])


def flipped(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


async def test_seals_of_an_older_file_are_set_when_it_is_migrated(book: Book, tmp_path: Path) -> None:
    await used(book)
    await book.manager.close()
    as_of_version_2(book.path, tmp_path / "old.db")

    migrated = connect(tmp_path / "old.db")

    assert list(broken_seals(migrated)) == []
    seals = [row["seal"] for row in migrated.execute("SELECT seal FROM operation_versions")]
    assert (len(seals), {len(seal) for seal in seals}) == (4, {32})
    migrated.close()


def as_of_version_2(path: Path, old: Path) -> None:
    """What a book holds, in a file as version 2 wrote it: before there were seals."""
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        for statement in statements(Path("tests/data/schema_v2.sql").read_text(encoding="utf-8")):
            db.execute(statement)
        db.execute("ATTACH ? AS book", (str(path),))
        for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith("sqlite_"):
                names = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
                db.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM book.{table}")  # noqa: S608
        db.execute("PRAGMA main.user_version = 2")
