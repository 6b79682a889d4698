"""Figures for a monitor: what the tables tell of the last hours, and of now."""

from datetime import timedelta

import pytest

from bot.care.exposition import exposition
from ledger import Draft
from manager import Correct, Link, Notice, RawUpdate, Said, Sample, SheetCheck, Step, Void
from manager.care import metrics
from manager.file.access import read_only
from tests.manager.story import ANNA, Book, operation

A_DAY = timedelta(days=1)


def told(book: Book, window: timedelta = A_DAY) -> dict[str, float]:
    """All figures by name, with what tells them apart."""
    with read_only(book.path) as db:
        found = metrics.samples(db, book.path, book.clock(), window)
    return {f"{one.name} {one.of}".strip(): one.value for one in found}


async def handled(book: Book, update_id: int, seconds: float) -> None:
    await book.manager.receive([RawUpdate(update_id, 1001, {"update_id": update_id})])
    entry = await book.manager.next_update(1001)
    assert entry is not None
    book.clock.advance(seconds=seconds)
    await book.manager.say(ANNA.id, Notice("hello"), inbox_id=entry.id)


async def test_an_empty_book_has_figures_and_no_shares_of_nothing(book: Book) -> None:
    found = told(book)

    assert (found["inbox_waiting"], found["window_seconds"]) == (0, 86_400)
    assert found["database_bytes"] > 0
    assert "sheet_first_try_ratio" not in found
    assert not any("lag" in name for name in found)


async def test_how_long_a_message_took_is_told_by_half_by_nearly_all_and_on_average(book: Book) -> None:
    for number, seconds in enumerate((1, 1, 4), start=1):
        await handled(book, number, seconds)

    found = told(book)

    assert found["updates done"] == 3
    assert [found[f"update_lag_seconds {of}"] for of in ("0.5", "0.95", "mean")] == [1, 4, 2]


async def test_what_happened_before_the_window_is_not_counted(book: Book) -> None:
    await handled(book, 1, 1)
    book.clock.advance(hours=25)

    assert "updates done" not in told(book)
    assert told(book, timedelta(hours=48))["updates done"] == 1


async def test_how_often_the_sheet_takes_a_write_at_the_first_try_and_how_long_that_takes(book: Book) -> None:
    await book.book()
    await book.book()
    first, second = await book.manager.due_sheet_jobs(10)
    for job in (first, second, second):
        await book.manager.sheet_jobs_sending([job.id])
    book.clock.advance(seconds=9)
    jobs = ((first, 2), (second, 3))
    await book.manager.link([Link(job.id, job.booked.key, 1, (row,)) for job, row in jobs])

    found = told(book)

    assert found["sheet_first_try_ratio"] == pytest.approx(0.5)
    assert found["sheet_lag_seconds 0.95"] == pytest.approx(10, abs=1.5)


async def test_corrections_undone_operations_and_questions_are_counted(book: Book) -> None:
    await book.ask()
    incoming, first = await book.book()
    _, second = await book.book()
    correct = Correct("ExpenseAgent", Draft(type="expense"), operation("350"), ("amount",))
    await book.turn(book.said("350", reply_to=incoming.message_id), Step(correct, first))
    await book.turn(book.said("undo"), Step(Void(), second))

    found = told(book)

    assert [found[f"versions {of}"] for of in ("record", "correct", "void")] == [2, 1, 1]
    assert (found["operations booked"], found["operations void"], found["questions"]) == (1, 1, 1)
    assert found["conversations_begun ExpenseAgent"] == 3


async def test_how_long_an_answer_waited_is_told(book: Book) -> None:
    await book.opened(book.said("hello"))
    await book.manager.say(ANNA.id, Notice("hello"))
    (reply,) = await book.manager.due_replies()
    book.clock.advance(seconds=3)
    await book.manager.reply_sent(reply, Said(500, "hello"))

    assert told(book)["answer_lag_seconds 0.5"] == 3


async def test_how_much_of_the_book_stands_in_the_sheet_as_booked_is_told_by_the_last_comparison(
    book: Book,
) -> None:
    await book.opened(book.said("hello"))
    habits = await book.manager.habits()
    counts = {"match": 8, "moved": 1, "edited": 1, "waiting": 5}
    await book.manager.keep_check(habits.book_id, SheetCheck(book.clock(), counts, ()))

    assert told(book)["sheet_as_booked_ratio"] == pytest.approx(0.9)


def test_a_monitor_reads_one_type_for_each_name_and_a_line_for_each_figure() -> None:
    samples = [
        Sample("operations", 2, "state", "void"),
        Sample("database_bytes", 1_234_567_890),
        Sample("operations", 261, "state", "booked"),
        Sample("odd", 0.1234, "of", 'a"b\\c\nd'),
    ]

    assert exposition(samples).splitlines() == [
        "# TYPE threadbook_database_bytes gauge",
        "threadbook_database_bytes 1234567890",
        "# TYPE threadbook_odd gauge",
        'threadbook_odd{of="a\\"b\\\\c\\nd"} 0.123',
        "# TYPE threadbook_operations gauge",
        'threadbook_operations{state="booked"} 261',
        'threadbook_operations{state="void"} 2',
    ]
