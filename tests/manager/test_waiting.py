"""What is not in the sheet: what waits, and what somebody left out."""

from datetime import timedelta

import pytest

from ledger import Draft
from manager import Correct, Step, integrity
from manager.care.outside import settle_stuck
from tests.manager.story import Book, operation


async def refused(book: Book, state: str = "BLOCKED") -> str:
    """An operation is booked that cannot be written; returns its name among what was given up."""
    await book.book()
    (*_, job) = await book.manager.due_sheet_jobs(100)
    await book.manager.sheet_jobs_moved([job.id], state, reason="the cell is too long")
    return f"row-{job.id}"


async def absent(book: Book, limit: int = 20):
    habits = await book.manager.habits()
    return await book.manager.absent_from_sheet(habits.book_id, limit)


async def test_the_oldest_are_named_and_all_are_counted(book: Book) -> None:
    for _ in range(5):
        await book.book()

    found = await absent(book, limit=2)

    assert ([one.number for one in found.waiting], found.waiting_count) == ([1, 2], 5)


async def test_what_waits_says_since_when_why_and_when_it_is_tried_again(book: Book) -> None:
    await book.book()
    (job,) = await book.manager.due_sheet_jobs(100)
    later = book.clock() + timedelta(minutes=4)
    await book.manager.sheet_jobs_sending([job.id])
    await book.manager.sheet_jobs_moved([job.id], "READY", reason="503", retry_at=later)

    (one,) = (await absent(book)).waiting

    assert (one.since, one.tried_at, one.reason, one.retry_at) == (book.clock(), book.clock(), "503", later)


@pytest.mark.parametrize("state", ["BLOCKED", "MISSING", "DIVERGED", "DUPLICATE"])
async def test_what_is_left_out_is_stuck_no_more_and_is_listed_as_left_out(book: Book, state: str) -> None:
    stuck_id = await refused(book, state)

    assert await book.manager.discard_stuck(stuck_id)

    found = await absent(book)
    health = await book.manager.health()
    assert await book.manager.stuck() == ()
    assert ([one.number for one in found.left_out], found.waiting) == ([1], ())
    assert (found.left_out[0].reason, found.left_out[0].retry_at) == ("the cell is too long", None)
    assert (health.sheet, health.left_out) == ({}, 1)
    broken = {one.claim for one in integrity(book.path, now=book.clock) if not one.holds}
    assert "no row of the sheet waits for a person" not in broken


async def test_what_is_left_out_is_not_given_to_the_sheet_again(book: Book) -> None:
    stuck_id = await refused(book)
    await book.manager.discard_stuck(stuck_id)
    # The worker asked before somebody decided, and is answered only now.
    await book.manager.sheet_jobs_moved([int(stuck_id[4:])], "READY", retry_at=book.clock())
    await book.manager.recover_sheet_jobs()

    assert await book.manager.due_sheet_jobs(100) == ()
    assert (await absent(book)).left_out_count == 1


async def test_a_card_says_that_its_operation_was_left_out_and_so_it_is_shown_anew(book: Book) -> None:
    stuck_id = await refused(book)
    await book.deliver()

    await book.manager.discard_stuck(stuck_id)

    (card,) = [reply.card for reply in await book.manager.due_replies() if reply.kind == "card"]
    assert card is not None
    assert card.sheet == "left out"


@pytest.mark.parametrize("change", ["recall_stuck", "retry_stuck"])
async def test_that_something_was_left_out_can_be_taken_back(book: Book, change: str) -> None:
    stuck_id = await refused(book)
    await book.manager.discard_stuck(stuck_id)

    assert await getattr(book.manager, change)(stuck_id)

    (job,) = await book.manager.due_sheet_jobs(100)
    assert (job.state, job.booked.number) == ("BLOCKED", 1)
    (stuck,) = await book.manager.stuck()
    assert stuck.reason == "BLOCKED: the cell is too long"


async def test_a_correction_of_what_was_left_out_is_written(book: Book) -> None:
    incoming, conversation_id = await book.book()
    (job,) = await book.manager.due_sheet_jobs(100)
    await book.manager.sheet_jobs_sending([job.id])
    await book.manager.sheet_jobs_moved([job.id], "BLOCKED", reason="the cell is too long")
    await book.manager.discard_stuck(f"row-{job.id}")

    correct = Correct("ExpenseAgent", Draft(type="expense"), operation("350"), ("amount",))
    await book.turn(book.said("350", reply_to=incoming.message_id), Step(correct, conversation_id))

    (again,) = await book.manager.due_sheet_jobs(100)
    assert (again.booked.version, again.is_new, (await absent(book)).left_out) == (2, True, ())


async def test_a_row_is_left_out_from_the_command_line_too(book: Book) -> None:
    stuck_id = await refused(book)
    await book.manager.close()

    assert settle_stuck(book.path, stuck_id, is_retry=False)
    assert not settle_stuck(book.path, stuck_id, is_retry=False)
    assert settle_stuck(book.path, stuck_id, is_retry=True)


async def test_another_sheet_gets_what_was_left_out_of_the_one_before(book: Book) -> None:
    await book.manager.discard_stuck(await refused(book))
    habits = await book.manager.habits()

    await book.manager.move_sheet(habits.book_id, "sheet-2")

    (job,) = await book.manager.due_sheet_jobs(100)
    assert (job.state, (await absent(book)).left_out) == ("READY", ())
