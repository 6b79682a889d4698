"""How the bot is, as its database tells."""

from datetime import date, timedelta

import pytest

from manager import CallState, Notice, Spent, TokenLimits
from tests.manager.story import Book

TODAY = date(2026, 11, 21)
LIMITS = TokenLimits(1000, 1000)


async def asked(book: Book, state: CallState, reason: str = "", limits: TokenLimits = LIMITS) -> int | None:
    """A model is asked about a message."""
    told = (book.said("coffee"), TODAY)
    call = await book.manager.reserve_tokens(told, "m", 100, limits, Notice("used up"))
    if call is not None:
        await book.manager.settle_tokens(call, Spent(state, 40, reason=reason))
    return call


@pytest.fixture(autouse=True)
async def _met(book: Book) -> None:
    await book.opened(book.said("hello"))


async def test_what_a_model_was_asked_in_the_last_day_is_counted(book: Book) -> None:
    await asked(book, "answered")
    book.clock.advance(hours=25)
    await asked(book, "answered")
    await asked(book, "failed", "timeout")

    use = (await book.manager.health()).model

    assert (use.answered, use.failed, use.tokens, use.failing_since) == (1, 1, 80, None)


async def test_three_failures_in_a_row_are_a_model_that_fails_until_it_answers(book: Book) -> None:
    await asked(book, "answered")
    since = book.clock() + timedelta(seconds=1)
    for _ in range(3):
        await asked(book, "failed", "unreachable")

    failing = (await book.manager.health()).model
    await asked(book, "answered")
    well = (await book.manager.health()).model

    assert (failing.failing_since, failing.reason) == (since, "unreachable")
    assert well.failing_since is None


async def test_a_model_that_nobody_asked_for_a_day_is_no_trouble(book: Book) -> None:
    for _ in range(3):
        await asked(book, "failed", "unreachable")
    book.clock.advance(hours=25)

    assert (await book.manager.health()).model.failing_since is None


async def test_a_budget_that_is_used_up_is_known_by_its_day(book: Book) -> None:
    assert (await book.manager.health()).model.refused_on is None

    assert await asked(book, "answered", limits=TokenLimits(50, 50)) is None

    assert (await book.manager.health()).model.refused_on == TODAY


async def test_when_the_book_began_and_was_compared_is_known(book: Book) -> None:
    health = await book.manager.health()

    assert health.founded_at is not None
    assert book.clock() - health.founded_at < timedelta(minutes=1)
    assert health.compared_at is None
