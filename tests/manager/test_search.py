from datetime import date

from manager import Query
from tests.manager.story import Book


async def counted(book: Book, **query):
    context = await book.opened(book.said("hello"))
    return await book.manager.count(context.book.id, Query(**{"metric": "sum"} | query))


async def test_a_sum_counts_what_is_booked_by_currency_and_category(book: Book) -> None:
    for _ in range(3):
        await book.book()

    found = await counted(book, type="expense")

    assert [(total.currency, total.count, total.minor) for total in found.totals] == [("RUB", 3, 90000)]
    assert [(share.category, share.minor) for share in found.shares] == [("Cafés", 90000)]
    assert [one.number for one in found.operations] == [3, 2, 1]


async def test_a_query_filters_by_period_account_category_and_words_in_any_case(book: Book) -> None:
    await book.book()
    day = date(2026, 11, 21)

    hits = [
        {"period": (day, day)},
        {"account": "Cash"},
        {"category": "Cafés"},
        {"words": "COFFEE"},
    ]
    misses = [
        {"period": (date(2026, 10, 1), date(2026, 10, 31))},
        {"account": "Card"},
        {"category": "Groceries"},
        {"words": "tea"},
        {"type": "income"},
    ]

    assert [len((await counted(book, **query)).totals) for query in hits] == [1, 1, 1, 1]
    assert [len((await counted(book, **query)).totals) for query in misses] == [0, 0, 0, 0, 0]
