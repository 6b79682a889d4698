from pathlib import Path

import pytest

from bot.sheet.furnishing import AGAIN, EVERY, Furnisher
from manager import ConversationManager, Founding
from sheets import Register, SheetError
from tests.conftest import FakeClock
from tests.manager.story import ANNA, BOT
from tests.manager.story import Book as Story


class Sheet:
    """A sheet that remembers what it was furnished with, and may refuse."""

    def __init__(self) -> None:
        self.shown: list[Register] = []
        self.error: SheetError | None = None

    async def furnish(self, register: Register) -> None:
        if self.error is not None:
            raise self.error
        self.shown.append(register)


@pytest.fixture
async def story(tmp_path: Path, clock: FakeClock):
    made = Story(tmp_path / "book.db", clock)
    founding = Founding(ANNA.id, "en", "RUB", "Europe/Moscow")
    made.manager = ConversationManager(made.path, bot_id=BOT, founding=founding, now=clock)
    await made.manager.open()
    yield made
    await made.manager.close()


@pytest.fixture
async def book_id(story: Story):
    return (await story.opened(story.said("hello"))).book.id


async def test_the_tabs_are_furnished_at_the_start_and_when_the_book_gets_an_account(story, book_id, clock):
    sheet = Sheet()
    furnisher = Furnisher(story.manager, book_id, sheet.furnish, now=clock)

    await furnisher.look()
    await furnisher.look()
    await story.manager.add_account(book_id, "Bank", "RUB")
    await furnisher.look()

    assert ["Bank" in [one.name for one in shown.accounts] for shown in sheet.shown] == [False, True]


async def test_what_people_took_is_given_back_after_a_while_though_the_book_did_not_change(
    story, book_id, clock
):
    sheet = Sheet()
    furnisher = Furnisher(story.manager, book_id, sheet.furnish, now=clock)
    await furnisher.look()

    clock.advance(seconds=EVERY.total_seconds())
    await furnisher.look()

    assert len(sheet.shown) == 2


@pytest.mark.parametrize(("kind", "patience"), [("refused", AGAIN), ("outage", AGAIN), ("broken", EVERY)])
async def test_a_sheet_that_refuses_is_left_alone_for_a_while(story, book_id, clock, kind, patience):
    sheet = Sheet()
    sheet.error = SheetError("no", kind)
    furnisher = Furnisher(story.manager, book_id, sheet.furnish, now=clock)
    await furnisher.look()
    sheet.error = None

    await furnisher.look()
    assert not sheet.shown
    clock.advance(seconds=patience.total_seconds())
    await furnisher.look()

    assert len(sheet.shown) == 1
