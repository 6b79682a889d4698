"""The restore drill: a book from a backup beside a sheet that has gone on."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from ledger import BookId, ConversationId, Draft
from manager import Correct, Step, backup, integrity, restore
from sheets import SheetError
from sheets.sync import SheetSync
from sheets.testing import MemorySheet
from tests.conftest import FakeClock
from tests.manager.story import Book, operation
from tests.sheets.story import RENDERING

BOOK = BookId(1)
NUMBER = 0
Syncing = Callable[[Book, MemorySheet], SheetSync]
OUTAGE = SheetError("no answer", "outage")


@pytest.fixture
async def book(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Book]:
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    yield book
    await book.manager.close()


@pytest.fixture
async def syncing() -> AsyncIterator[Syncing]:
    """Makes the worker of a process that has just begun."""
    made = []

    def make(book: Book, sheet: MemorySheet) -> SheetSync:
        find = partial(book.manager.find_operation, BOOK)
        compare = partial(book.manager.compare_sheet, BOOK)
        options = {"now": book.clock, "random": lambda: 0.5, "find": find, "compare": compare}
        made.append(SheetSync(book.manager, sheet, RENDERING, **options))
        return made[-1]

    yield make
    for sync in made:
        await sync.aclose()


async def written(book: Book, sync: SheetSync, count: int) -> None:
    """Book so many operations and bring them into the sheet."""
    for _ in range(count):
        await book.book()
    await sync.drain()


async def restored(book: Book, source: Path) -> Book:
    """The same book from a backup, in a new process."""
    await book.manager.close()
    restore(source, book.path)
    again = Book(book.path, book.clock)
    again._ids = book._ids
    await again.manager.open()
    return again


def op_ids(sheet: MemorySheet) -> list[str]:
    return [found.op_id for found in sheet.scan().rows if found.op_id]


def numbers(sheet: MemorySheet) -> list[object]:
    return [row[NUMBER] for row in sheet.rows[1:]]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("lost", ["kept", "lost"])
async def test_after_a_restore_nothing_is_written_twice_and_all_that_came_later_is_listed(
    book: Book, tmp_path: Path, syncing: Syncing, seed: int, lost: str
) -> None:
    chance = random.Random(seed)  # noqa: S311  # a seed, not a secret
    sheet = MemorySheet()
    sync = syncing(book, sheet)
    await written(book, sync, chance.randint(1, 6))
    for _ in range(chance.randint(0, 3)):  # on their way to the sheet when the backup is made
        await book.book()
    backup(book.path, tmp_path / "backup.db")
    in_backup = await book.manager.get_storage_stats()
    await written(book, sync, chance.randint(1, 6))
    before = op_ids(sheet)
    if lost == "lost":
        await book.manager.close()
        book.path.unlink()

    book = await restored(book, tmp_path / "backup.db")
    sync = syncing(book, sheet)
    await sync.drain()

    assert op_ids(sheet) == before
    unbooked = await book.manager.unbooked_rows(BOOK)
    assert [line.op_id for line in unbooked] == before[in_backup.operations :]
    await written(book, sync, 5)
    assert max(Counter(op_ids(sheet)).values()) == 1
    assert max(Counter(numbers(sheet)).values()) == 1
    assert len(op_ids(sheet)) == len(before) + 5
    broken = [one.claim for one in integrity(book.path, now=book.clock) if not one.holds]
    assert broken == ["every row of the sheet is in the book"]
    await book.manager.close()


async def test_a_sheet_that_does_not_answer_at_start_is_compared_when_it_does(
    book: Book, syncing: Syncing
) -> None:
    sheet = MemorySheet()
    sync = syncing(book, sheet)
    await written(book, sync, 2)
    stranger = Book(book.path.with_name("other.db"), book.clock)
    await stranger.manager.open()
    await stranger.book()
    sheet.fail("scan", OUTAGE)
    other = syncing(stranger, sheet)
    await other.drain()
    assert await stranger.manager.unbooked_rows(BOOK) == ()

    book.clock.advance(minutes=2)
    await other.drain()

    assert len(await stranger.manager.unbooked_rows(BOOK)) == 2
    await stranger.manager.close()


async def test_rows_that_were_deleted_from_the_sheet_leave_the_list_with_the_next_start(
    book: Book, syncing: Syncing
) -> None:
    sheet = MemorySheet()
    await written(book, syncing(book, sheet), 2)
    stranger = Book(book.path.with_name("other.db"), book.clock)
    await stranger.manager.open()
    await stranger.book()
    await syncing(stranger, sheet).drain()
    del sheet.rows[1]

    await syncing(stranger, sheet).drain()

    (left,) = await stranger.manager.unbooked_rows(BOOK)
    assert (left.row, left.number, left.content) == (2, 2, "-300 RUB coffee")
    await stranger.manager.close()


async def test_a_row_that_was_corrected_after_the_backup_is_not_overwritten_by_an_older_book(
    book: Book, tmp_path: Path, syncing: Syncing
) -> None:
    sheet = MemorySheet()
    sync = syncing(book, sheet)
    _, conversation_id = await book.book()
    await sync.drain()
    backup(book.path, tmp_path / "backup.db")
    await book.turn(book.said("350"), corrected("350", conversation_id))
    await sync.drain()

    again = await restored(book, tmp_path / "backup.db")
    await again.turn(again.said("400"), corrected("400", conversation_id))
    await syncing(again, sheet).drain()

    (found,) = sheet.scan().rows[1:]
    card = await again.manager.card(conversation_id)
    assert (found.cells["amount"], card and card.sheet) == (-350, "edited")
    await again.manager.close()


def corrected(amount: str, conversation_id: ConversationId) -> Step:
    return Step(Correct("ExpenseAgent", Draft(), operation(amount), ("amount",)), conversation_id)
