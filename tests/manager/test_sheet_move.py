"""A book's rows move to another sheet."""

from datetime import timedelta
from pathlib import Path

import pytest

from manager import Link, Step, Turn, Void, integrity
from tests.conftest import FakeClock
from tests.manager.story import Book


@pytest.fixture
async def book(tmp_path: Path, clock: FakeClock):
    made = Book(tmp_path / "book.db", clock)
    await made.manager.open()
    yield made
    await made.manager.close()


async def linked(book: Book, first_row: int = 2):
    """Everything that waits stands in the sheet."""
    jobs = await book.manager.due_sheet_jobs(100)
    links = [Link(job.id, job.booked.key, job.booked.version, (first_row + n,)) for n, job in enumerate(jobs)]
    await book.manager.link(links)
    return jobs


async def habits(book: Book):
    found = await book.manager.habits()
    assert found is not None
    return found


async def test_a_new_book_stands_in_the_local_workbook(book: Book) -> None:
    await book.opened(book.said("hello"))

    assert (await habits(book)).spreadsheet == ""


async def test_what_stood_in_the_old_sheet_is_to_be_written_again_as_new_and_under_its_number(
    book: Book,
) -> None:
    for _ in range(3):
        await book.book()
    before = await linked(book)
    book_id = (await habits(book)).book_id

    moved = await book.manager.move_sheet(book_id, "sheet-1")

    jobs = await book.manager.due_sheet_jobs(100)
    assert moved == 3
    assert (await habits(book)).spreadsheet == "sheet-1"
    assert [(job.booked.number, job.is_new, job.guard) for job in jobs] == [
        (job.booked.number, True, job.guard) for job in before
    ]


async def test_only_the_newest_version_is_written_and_a_void_one_stays_void(book: Book) -> None:
    _, conversation_id = await book.book()
    await linked(book)
    thread = await book.manager.get_conversation_context(conversation_id)
    assert thread is not None
    again = book.said("undo")
    context = await book.opened(again)
    step = Step(Void(), conversation_id, thread.revision)
    await book.manager.record(Turn(again, context.book.id, context.today, (step,)))

    await book.manager.move_sheet(context.book.id, "sheet-1")

    [job] = await book.manager.due_sheet_jobs(100)
    assert (job.booked.version, job.booked.state, job.is_new) == (2, "void", True)


async def test_nobody_is_told_again_of_what_the_old_sheet_had(book: Book) -> None:
    await book.book()
    await linked(book)
    await book.deliver()
    book_id = (await habits(book)).book_id
    await book.manager.move_sheet(book_id, "sheet-1")

    [job] = await book.manager.due_sheet_jobs(100)
    await book.manager.sheet_jobs_moved([job.id], "VERIFY")
    await linked(book, first_row=40)

    assert await book.manager.due_replies() == ()
    thread = await book.manager.get_conversation_context(job.booked.conversation_id)
    assert thread is not None
    assert thread.booked is not None


async def test_a_person_who_waits_for_a_new_operation_comes_before_what_is_moved(book: Book) -> None:
    await book.book()
    await linked(book)
    await book.manager.move_sheet((await habits(book)).book_id, "sheet-1")
    await book.book("tea 200 cash")

    jobs = await book.manager.due_sheet_jobs(100)

    assert [job.booked.number for job in jobs] == [2, 1]


async def test_how_much_of_a_move_is_left_can_be_told(book: Book, clock: FakeClock) -> None:
    for _ in range(3):
        await book.book()
    await linked(book)
    book_id = (await habits(book)).book_id
    await book.manager.move_sheet(book_id, "sheet-1")
    await book.book("tea 200 cash")  # new, and no part of the move

    _, _, moved, other = await book.manager.due_sheet_jobs(100)
    await book.manager.link([Link(moved.id, moved.booked.key, 1, (2,))])
    await book.manager.sheet_jobs_moved([other.id], "DIVERGED")

    moving = await book.manager.sheet_moving(book_id)
    assert (moving.left, moving.stuck) == (2, 1)


async def test_a_move_that_takes_long_is_no_old_failure(book: Book, clock: FakeClock) -> None:
    await book.book()
    await linked(book)
    clock.advance(days=90)
    await book.manager.move_sheet((await habits(book)).book_id, "sheet-1")

    [job] = await book.manager.due_sheet_jobs(100)
    await book.manager.sheet_jobs_sending([job.id])

    failing = (await book.manager.health()).failing_since
    assert failing is not None
    assert clock() - failing < timedelta(minutes=1)


async def test_the_book_is_as_it_must_be_after_a_move(tmp_path: Path, clock: FakeClock) -> None:
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    await book.book()
    await linked(book)
    await book.manager.move_sheet((await habits(book)).book_id, "sheet-1")
    await linked(book)
    await book.deliver()
    await book.manager.close()

    broken = [one.claim for one in integrity(book.path, now=book.clock) if not one.holds]
    assert broken == []
