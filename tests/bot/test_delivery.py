import asyncio
import contextlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sending.delivery import Delivery
from manager import Link
from tests.manager.story import ANNA, Book


class SlowTelegram:
    """A Bot whose first send takes as long as the test wants; what it was given is kept."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.asked = asyncio.Event()
        self.edited = asyncio.Event()

    async def send_message(self, chat_id: int, text: str, **options: Any) -> Any:
        self.asked.set()
        await self.may_answer.wait()
        return type("Sent", (), {"message_id": 500})()

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, **options: Any) -> None:
        self.edited.set()

    async def set_message_reaction(self, *arguments: Any) -> None:
        return


async def test_a_card_that_changes_while_it_is_being_sent_is_shown_again(tmp_path: Path, clock: Any) -> None:
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    telegram = SlowTelegram()
    delivery = Delivery(book.manager, telegram, lambda row: "", now=clock)  # type: ignore[arg-type]  # all it uses
    running = asyncio.create_task(delivery.run())
    await book.book()
    delivery.wake()
    await telegram.asked.wait()

    (job,) = await book.manager.due_sheet_jobs(10)
    await book.manager.link([Link(job.id, job.booked.key, 1, (2,))])
    delivery.wake()
    await asyncio.sleep(0.05)
    telegram.may_answer.set()

    await asyncio.wait_for(telegram.edited.wait(), 30)
    assert await book.manager.find_conversation_by_reply(ANNA.id, 500) is not None
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await book.manager.close()


async def test_what_was_taken_and_not_sent_goes_back_when_the_delivery_ends(
    tmp_path: Path, clock: Any
) -> None:
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    telegram = SlowTelegram()
    delivery = Delivery(book.manager, telegram, lambda row: "", now=clock)  # type: ignore[arg-type]  # all it uses
    await book.book()
    await book.book()
    running = asyncio.create_task(delivery.run())
    await telegram.asked.wait()

    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running

    (untouched,) = await book.manager.due_replies()
    assert (untouched.attempts, untouched.is_repeat) == (1, False)
    await book.manager.close()


@pytest.mark.parametrize("moments", range(6))
async def test_an_end_is_heard_though_something_wakes_the_delivery_in_that_moment(
    tmp_path: Path, clock: Any, moments: int
) -> None:
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    await book.book()
    (reply,) = await book.manager.due_replies()
    await book.manager.reply_failed(reply, "READY", "500", clock() + timedelta(hours=1))
    delivery = Delivery(book.manager, SlowTelegram(), lambda row: "", now=clock)  # type: ignore[arg-type]  # all it uses
    running = asyncio.create_task(delivery.run())
    await asyncio.sleep(0.2)

    delivery.wake()
    for _ in range(moments):
        await asyncio.sleep(0)
    running.cancel()

    done, _ = await asyncio.wait({running}, timeout=5)
    running.cancel()
    await asyncio.wait({running})
    await book.manager.close()
    assert done == {running}
