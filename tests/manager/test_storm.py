"""A storm of cancelled callers: whatever they give up, the book is whole and everybody else goes on."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from manager import ConversationManager, StorageStats
from tests.manager.story import Book, booking

TURNS = 400
PATIENCE_SECONDS = 10


async def storm(book: Book, random: Random) -> list[bool]:
    """Book so many things at once, half of them given up at some moment; tells which ones were."""
    incoming = [book.said(f"coffee {number}") for number in range(TURNS)]
    tasks = [asyncio.create_task(book.turn(one, booking())) for one in incoming]
    given_up = random.sample(tasks, TURNS // 2)
    for task in given_up:
        for _ in range(random.randrange(4)):
            await asyncio.sleep(0)
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    others = [one for task, one in zip(tasks, results, strict=True) if task not in given_up]
    assert not [one for one in others if isinstance(one, BaseException)], "blocked"
    return [isinstance(one, asyncio.CancelledError) for one in results]


async def counts(manager: ConversationManager) -> StorageStats:
    return await manager.get_storage_stats()


@pytest.mark.parametrize("seed", range(10))
async def test_of_400_turns_half_are_given_up_and_none_is_torn_stuck_or_in_the_way(
    tmp_path: Path, clock, seed: int
) -> None:
    book = Book(tmp_path / "threadbook.db", clock)
    await book.manager.open()
    await book.opened(book.said("hello"))

    async with asyncio.timeout(PATIENCE_SECONDS * 3):
        cancelled = await storm(book, Random(seed))  # noqa: S311  # a seed, not a secret
        # Whoever was given up while it was being written is written: cancelled is not "not done".
        stats = await counts(book.manager)
        _, after = await book.book("tea 100 cash")

    assert sum(cancelled) > TURNS // 10
    assert TURNS - sum(cancelled) <= stats.operations <= TURNS
    # A turn is its conversation, its operation, its place in each outbox and its message, or nothing at all.
    whole = (stats.conversations, stats.sheet_waiting, stats.replies_waiting, stats.messages)
    assert set(whole) == {stats.operations}
    assert await book.manager.card(after) is not None
    await book.manager.close()
