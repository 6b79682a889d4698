"""Since when it is known what an account holds."""

from datetime import date

from ledger import Draft, Money, Operation
from manager import Record, Step, Void

DAY = date(2026, 11, 5)


async def count(book, day: date, account: str = "Card", currency: str = "RUB"):
    """Somebody says what an account holds; returns the conversation."""
    told = Operation("adjustment", Money.of("5000", currency), day, account)
    step = Step(Record("AdjustmentAgent", Draft(type="adjustment"), told))
    return (await book.turn(book.said("counted"), step))[0]


async def since(book) -> dict[str, date]:
    book_id = (await book.opened(book.said("hi"))).book.id
    return dict(await book.manager.counted_since(book_id))


async def test_an_account_is_counted_since_the_first_day_on_which_somebody_said_what_it_holds(book) -> None:
    await book.book()
    assert await since(book) == {}

    await count(book, DAY.replace(day=9))
    await count(book, DAY)
    await count(book, DAY.replace(day=7), "Cash")

    assert await since(book) == {"Card": DAY, "Cash": DAY.replace(day=7)}


async def test_what_was_undone_or_is_in_another_currency_says_nothing(book) -> None:
    first = await count(book, DAY)
    await count(book, DAY.replace(day=6), currency="EUR")
    await count(book, DAY.replace(day=9))

    await book.turn(book.said("undo"), Step(Void(), first))

    assert await since(book) == {"Card": DAY.replace(day=9)}
