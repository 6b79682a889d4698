"""Tokens are taken out of the day's budget before a model is asked, and counted after."""

import asyncio
from datetime import timedelta

import pytest

from manager import Notice, Spent, TokenLimits
from tests.manager.story import ANNA, BORIS, Book

OVER = Notice("used up")
LIMITS = TokenLimits(everybody=1_000, person=600)


async def reserve(
    book: Book, tokens: int, limits: TokenLimits = LIMITS, later: int = 0, **more
) -> int | None:
    incoming = book.said("hm", **more)
    await book.manager.meet(incoming)
    day = book.clock().date() + timedelta(days=later)
    return await book.manager.reserve_tokens((incoming, day), "gpt-5-mini", tokens, limits, OVER)


async def refusals(book: Book) -> list[tuple[int, str]]:
    return [(one.chat_id, one.payload["text"]) for one in await book.manager.due_replies()]


async def test_a_person_may_spend_their_share_and_no_more(book: Book) -> None:
    assert await reserve(book, 600) is not None
    assert await reserve(book, 1) is None


async def test_all_together_may_spend_the_days_budget_and_no_more(book: Book) -> None:
    assert await reserve(book, 600) is not None
    assert await reserve(book, 400, person=BORIS) is not None
    assert await reserve(book, 1, person=BORIS) is None


async def test_the_budget_is_of_the_day_that_the_book_has(book: Book) -> None:
    assert await reserve(book, 600) is not None
    assert await reserve(book, 1) is None

    assert await reserve(book, 600, later=1) is not None


async def test_without_limits_nothing_is_refused(book: Book) -> None:
    assert all([await reserve(book, 10**9, TokenLimits()) is not None for _ in range(3)])


async def test_a_limit_of_none_at_all_refuses_everything(book: Book) -> None:
    assert await reserve(book, 1, TokenLimits(person=0)) is None


async def test_what_was_not_used_can_be_spent_again(book: Book) -> None:
    call_id = await reserve(book, 600)
    assert call_id is not None

    await book.manager.settle_tokens(call_id, Spent("answered", 100, 80, 20, 900))

    assert await reserve(book, 500) is not None
    assert await reserve(book, 1) is None


async def test_a_call_that_died_keeps_what_it_reserved_and_is_settled_once(book: Book) -> None:
    call_id = await reserve(book, 600)
    assert call_id is not None
    await book.manager.settle_tokens(call_id, Spent("failed", 600, reason="timeout"))

    await book.manager.settle_tokens(call_id, Spent("answered", 0))

    assert await reserve(book, 1) is None


async def test_the_next_day_begins_with_a_whole_budget(book: Book) -> None:
    await reserve(book, 600)
    book.clock.advance(hours=24)

    assert await reserve(book, 600) is not None


async def test_side_by_side_nobody_takes_more_than_there_is(book: Book) -> None:
    taken = await asyncio.gather(*(reserve(book, 250) for _ in range(8)))

    assert sum(one is not None for one in taken) == 2


async def test_whoever_is_over_the_budget_is_told_once_a_day(book: Book) -> None:
    for _ in range(3):
        await reserve(book, 601)

    assert await refusals(book) == [(ANNA.id, "used up")]
    book.clock.advance(hours=24)
    await reserve(book, 601)
    assert await refusals(book) == [(ANNA.id, "used up")]


@pytest.mark.parametrize("chat_type", ["group", "supergroup"])
async def test_a_group_is_not_told_of_it(book: Book, chat_type: str) -> None:
    assert await reserve(book, 601, chat_id=-5, chat_type=chat_type) is None

    assert await refusals(book) == []
