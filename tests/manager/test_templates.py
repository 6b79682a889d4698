"""Examples of how a book's people write: kept with what was taught, bounded, and erased with it."""

from dataclasses import replace

from manager import Example, Lesson, Record
from manager.tables.templates import MOST
from tests.manager.story import Book, booking

COFFEE = Lesson("account", "coffe", "Coffee", "Card")


async def teach(book: Book, words: str, *lessons: Lesson) -> None:
    step = booking()
    assert isinstance(step.decision, Record)
    await book.turn(book.said(words), replace(step, decision=replace(step.decision, lessons=lessons)))


async def examples(book: Book, limit: int = 5) -> list[str]:
    return [one.said for one in await book.manager.examples(1, limit)]


async def test_the_first_words_are_kept_with_what_was_booked(book: Book) -> None:
    await teach(book, "coffee 300", COFFEE)

    (example,) = await book.manager.examples(1)

    assert isinstance(example, Example)
    assert (example.said, example.booked.type) == ("coffee 300", "expense")


async def test_what_taught_nothing_is_no_example(book: Book) -> None:
    await teach(book, "coffee 300 cash")

    assert await examples(book) == []


async def test_what_comes_up_most_is_first_and_the_least_makes_room(book: Book) -> None:
    await teach(book, "coffee 300", COFFEE)
    await teach(book, "coffee 320", COFFEE)
    for number in range(MOST + 3):
        await teach(book, f"thing {number}", replace(COFFEE, subject=f"thing{number}"))

    said = await examples(book, 100)

    assert len(said) == MOST
    assert (said[0], said[1], said[-1]) == ("coffee 320", f"thing {MOST + 2}", "thing 4")


async def test_what_is_forgotten_leaves_no_words_behind(book: Book) -> None:
    await teach(book, "coffee 300", COFFEE)
    (lesson,) = await book.manager.lessons(1)

    await book.manager.forget_lesson(1, lesson.id)

    assert await examples(book) == []
