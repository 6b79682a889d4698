"""The worker with the real outbox of the real manager."""

import pytest

from ledger import Draft
from manager import Correct, ShowCard, Step, Turn
from sheets.sync import SheetSync
from sheets.testing import MemorySheet
from tests.manager.story import Book, operation
from tests.sheets.story import RENDERING
from tests.sheets.test_sync import REFUSED, UNREACHED


@pytest.fixture
async def book(tmp_path, clock):
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    yield book
    await book.manager.close()


@pytest.fixture
async def sync(book, memory, clock):
    sync = SheetSync(book.manager, memory, RENDERING, now=clock, random=lambda: 0.5)
    yield sync
    await sync.aclose()


async def test_a_booked_operation_is_in_the_sheet_and_its_card_says_where(book, memory, sync) -> None:
    _, conversation_id = await book.book()

    await sync.drain()

    card = await book.manager.card(conversation_id)
    assert (card.sheet, card.rows) == ("linked", (2,))
    assert [found.op_id for found in memory.scan_quietly().rows[1:]] == [card.thread.booked.key]


async def test_a_correction_changes_the_same_row(book, memory, sync) -> None:
    _, conversation_id = await book.book()
    await sync.drain()
    context = await book.opened(book.said("350", reply_to=None), conversation_id)
    correct = Correct("ExpenseAgent", Draft(), operation("350", "Card"), ("amount", "account"))
    step = Step(correct, conversation_id=conversation_id, says=(ShowCard(),))
    await book.manager.record(Turn(context.incoming, context.book.id, context.today, (step,)))

    await sync.drain()

    [found] = memory.scan_quietly().rows[1:]
    assert (found.row, found.cells["amount"], found.cells["account"]) == (2, -350, "Card")
    assert (await book.manager.card(conversation_id)).sheet == "linked"


async def test_a_refused_sheet_is_asked_again_a_minute_later(book, memory: MemorySheet, sync, clock) -> None:
    memory.fail("append", REFUSED)
    _, conversation_id = await book.book()
    await sync.drain()
    assert (await book.manager.card(conversation_id)).sheet == "refused"

    clock.advance(seconds=61)
    await sync.drain()

    assert (await book.manager.card(conversation_id)).sheet == "linked"


async def test_everything_that_waited_goes_in_when_the_sheet_is_back(book, memory, sync, clock) -> None:
    memory.fail("scan", UNREACHED, count=3)
    conversations = []
    for _ in range(3):
        conversations.append((await book.book())[1])
        await sync.drain()
        clock.advance(seconds=40)

    await sync.drain()

    cards = [await book.manager.card(conversation_id) for conversation_id in conversations]
    assert {card.sheet for card in cards} == {"linked"}
