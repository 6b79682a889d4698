from dataclasses import replace
from datetime import date

import pytest

from ledger import Draft
from manager import Query, Record, Step
from tests.manager.story import Book, operation


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


@pytest.mark.parametrize(
    ("description", "words", "times"),
    [
        ("Пятёрочка", "пятерочк", 1),
        ("Пятерочка", "Пятёрочка", 1),
        ("Café Central", "cafe", 1),
        ("H&M, jeans", "h&m", 1),
        ("ресторан", "ан", 0),
        ("долг Ане", "ан", 1),
        ("Eiskaffee", "kaffee", 1),
        ("昨天咖啡", "咖啡", 1),
    ],
)
async def test_words_are_found_without_accents_and_short_ones_where_a_word_begins(
    book: Book, description: str, words: str, times: int
) -> None:
    said = replace(operation(), description=description)
    await book.turn(book.said(description), Step(Record("ExpenseAgent", Draft(type="expense"), said)))

    found = await counted(book, words=words)

    assert len(found.operations) == times
