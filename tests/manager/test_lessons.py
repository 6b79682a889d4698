"""What a book is taught: kept with the turn, counted, bounded, forgotten, and nobody else's."""

from dataclasses import replace
from typing import Any

import pytest

from manager import ConversationManager, Lesson, Record, Step
from manager.tables.lessons import MOST
from tests.manager.story import BORIS, Book, booking

TAXI = Lesson("account", "taxi", "Taxi", "Card")
PLASTIC = Lesson("alias", "plastic", "Plastic", "Card")


@pytest.fixture
async def book(book: Book) -> Book:
    """Open, with Anna's book founded."""
    await book.opened(book.said("/start"))
    return book


def teaching(*lessons: Lesson) -> Step:
    step = booking()
    assert isinstance(step.decision, Record)
    return replace(step, decision=replace(step.decision, lessons=lessons))


async def teach(book: Book, *lessons: Lesson, **more: Any) -> None:
    await book.turn(book.said("taxi 300", **more), teaching(*lessons))


async def known(manager: ConversationManager, book_id: Any = 1) -> list[tuple[str, str, int]]:
    return [(one.said, one.value, one.times) for one in await manager.lessons(book_id)]


async def test_the_same_answer_is_counted_and_firm_after_three(book: Book) -> None:
    await teach(book, TAXI)
    await teach(book, TAXI)
    (twice,) = await book.manager.lessons_about(1, {"taxi"})
    await teach(book, TAXI)

    (thrice,) = await book.manager.lessons_about(1, {"taxi", "coffee"})

    assert (twice.times, twice.is_firm) == (2, False)
    assert (thrice.times, thrice.is_firm) == (3, True)


async def test_another_answer_begins_the_count_anew(book: Book) -> None:
    for _ in range(3):
        await teach(book, TAXI)

    await teach(book, replace(TAXI, value="Cash"))

    assert await known(book.manager) == [("Taxi", "Cash", 1)]


async def test_an_alias_is_a_word_of_its_account_in_the_next_turn(book: Book) -> None:
    await teach(book, PLASTIC)

    context = await book.opened(book.said("taxi 300"))

    assert {one.name: one.aliases for one in context.book.accounts} == {"Card": ("Plastic",), "Cash": ()}


async def test_a_category_of_income_is_not_mistaken_for_one_of_expenses(book: Book) -> None:
    step = teaching(Lesson("category", "gift", "gift", "Other"))
    assert isinstance(step.decision, Record)
    income = replace(step.decision, draft=replace(step.decision.draft, type="income"))

    await book.turn(book.said("gift 300"), replace(step, decision=income))

    assert await known(book.manager) == [("gift", "Other", 1)]


async def test_what_is_forgotten_is_not_used_and_can_be_brought_back(book: Book) -> None:
    await teach(book, TAXI, PLASTIC)
    plastic, taxi = await book.manager.lessons(1)

    assert await book.manager.forget_lesson(1, plastic.id)
    assert await book.manager.lessons(1) == (taxi,)
    assert [one.aliases for one in (await book.opened(book.said("hi"))).book.accounts] == [(), ()]

    assert await book.manager.recall_lesson(1, plastic.id)
    assert await book.manager.lessons(1) == (plastic, taxi)


async def test_forgetting_another_erases_what_was_forgotten_before(book: Book) -> None:
    await teach(book, TAXI, PLASTIC)
    plastic, taxi = await book.manager.lessons(1)
    await book.manager.forget_lesson(1, plastic.id)

    await book.manager.forget_lesson(1, taxi.id)

    assert not await book.manager.recall_lesson(1, plastic.id)
    assert await book.manager.recall_lesson(1, taxi.id)


async def test_what_was_forgotten_is_learned_from_the_beginning(book: Book) -> None:
    for _ in range(3):
        await teach(book, TAXI)
    (taxi,) = await book.manager.lessons(1)
    await book.manager.forget_lesson(1, taxi.id)

    await teach(book, TAXI)

    assert await known(book.manager) == [("Taxi", "Card", 1)]


async def test_the_oldest_lessons_make_room(book: Book) -> None:
    for number in range(MOST["alias"] + 2):
        await teach(book, replace(PLASTIC, subject=f"plastic{number}", said=f"plastic{number}"))

    said = [one.said for one in await book.manager.lessons(1)]

    assert len(said) == MOST["alias"]
    assert (said[0], said[-1]) == (f"plastic{MOST['alias'] + 1}", "plastic2")


async def test_nobody_else_sees_or_forgets_the_lessons_of_a_book(book: Book) -> None:
    await teach(book, TAXI, PLASTIC)
    taught = await book.manager.lessons(1)
    await book.manager.close()
    boris = Book(book.path, book.clock, owner_id=BORIS.id)
    await boris.manager.open()

    context = await boris.opened(boris.said("taxi 300", person=BORIS))

    own = context.book.id
    assert own != 1
    assert [one.aliases for one in context.book.accounts] == [(), ()]
    assert await boris.manager.lessons_about(own, {"taxi"}) == await boris.manager.lessons(own) == ()
    assert [await boris.manager.forget_lesson(own, one.id) for one in taught] == [False, False]
    assert await boris.manager.lessons(1) == taught
    await boris.manager.close()
