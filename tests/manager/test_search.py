from dataclasses import replace
from datetime import date

import pytest

from ledger import Draft, Money
from manager import Query, Record, Step, Topic
from tests.manager.story import Book, operation


async def counted(book: Book, **query):
    context = await book.opened(book.said("hello"))
    return await book.manager.count(context.book.id, Query(**{"metric": "sum"} | query))


async def test_a_sum_counts_what_is_booked_by_currency_and_category(book: Book) -> None:
    for _ in range(3):
        await book.book()

    found = await counted(book, type="expense")

    assert [(total.currency, total.count, total.minor) for total in found.totals] == [("RUB", 3, 90000)]
    assert [(share.name, share.minor) for share in found.shares] == [("Cafés", 90000)]
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


async def spent(book: Book, amount: str, day: date, description: str, currency: str = "RUB") -> None:
    said = replace(operation(), amount=Money.of(amount, currency), day=day, description=description)
    await book.turn(book.said(description), Step(Record("ExpenseAgent", Draft(type="expense"), said)))


async def two_months(book: Book) -> None:
    await spent(book, "300", date(2026, 10, 30), "coffee")
    await spent(book, "900", date(2026, 11, 1), "Taxi")
    await spent(book, "100", date(2026, 11, 2), "taxi")
    await spent(book, "20", date(2026, 11, 9), "coffee", "USD")


@pytest.mark.parametrize(
    ("by", "shares"),
    [
        ("party", {("Taxi", 100000), ("coffee", 30000), ("coffee", 2000)}),
        ("account", {("Cash", 130000), ("Cash", 2000)}),
        ("person", {("Anna Petrova", 130000), ("Anna Petrova", 2000)}),
        ("month", {("2026-10", 30000), ("2026-11", 100000), ("2026-11", 2000)}),
        ("week", {("2026-10-26", 120000), ("2026-11-02", 10000), ("2026-11-09", 2000)}),
    ],
)
async def test_a_sum_is_split_by_what_is_asked_for(book: Book, by: str, shares: set[tuple[str, int]]) -> None:
    await two_months(book)

    found = await counted(book, by=by)

    assert {(share.name, share.minor) for share in found.shares} == shares


async def test_the_largest_and_the_smallest_are_those_of_the_most_used_currency(book: Book) -> None:
    await two_months(book)

    largest = await counted(book, metric="max", limit=2)
    smallest = await counted(book, metric="min", limit=1)

    assert [one.operation.amount.minor for one in largest.operations] == [90000, 30000]
    assert [one.operation.amount.minor for one in smallest.operations] == [10000]


async def test_a_rate_tells_when_the_book_begins(book: Book) -> None:
    await two_months(book)

    assert (await counted(book, words="taxi", each="day")).first_day == date(2026, 10, 30)


async def test_a_balance_is_that_of_the_end_of_a_day(book: Book) -> None:
    await two_months(book)
    context = await book.opened(book.said("hello"))

    held = [
        {one.account: one.minor for one in await book.manager.balances(context.book.id, until)}
        for until in (date(2026, 10, 29), date(2026, 11, 1), None)
    ]

    assert held == [{}, {"Cash": -120000}, {"Cash": -130000}]


async def test_of_several_things_each_counts_and_none_twice(book: Book) -> None:
    await two_months(book)

    found = await counted(book, words="taxi", also=(Topic(words="TAX"), Topic(words="coffee")))
    narrow = await counted(book, category="Cafés", also=(Topic("Groceries"),), words="taxi")

    assert {(total.currency, total.count) for total in found.totals} == {("RUB", 3), ("USD", 1)}
    assert [(total.currency, total.count) for total in narrow.totals] == [("RUB", 2)]
