"""The book beside what the sheet has confirmed of it."""

from ledger import BookId
from manager import Link
from tests.manager.story import Book

BOOK = BookId(1)


async def test_an_operation_tells_its_state_and_the_rows_it_was_last_seen_in(book: Book) -> None:
    await book.book()
    (waiting,) = await book.manager.linkages(BOOK)
    (job,) = await book.manager.due_sheet_jobs(10)

    await book.manager.link([Link(job.id, job.booked.key, 1, (7,))])

    (linked,) = await book.manager.linkages(BOOK)
    assert (waiting.state, waiting.rows, waiting.linked_at) == ("READY", (), None)
    assert (linked.state, linked.rows, linked.linked_at) == ("DONE", (7,), book.clock())


async def test_a_large_book_is_read_some_at_a_time(book: Book) -> None:
    for _ in range(5):
        await book.book()

    first = await book.manager.linkages(BOOK, limit=3)
    rest = await book.manager.linkages(BOOK, after=first[-1].booked.number, limit=3)

    assert [one.booked.number for one in (*first, *rest)] == [1, 2, 3, 4, 5]
