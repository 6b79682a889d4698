"""The bot learns from answers and corrections, says that it guesses, and forgets when it is told to."""

from playground.telegram import Person
from tests.scenarios.stage import Stage


async def test_after_three_same_answers_the_account_is_a_guess_that_can_be_forgotten(
    stage: Stage, anna: Person
) -> None:
    anna.say("/learned")
    await stage.shows(anna, "Пока я ничему не научился")
    for number, amount in enumerate(("400", "450", "500"), start=1):
        anna.say(f"такси {amount}")
        anna.tap(await stage.shows(anna, f"Такси — {amount} ₽"), "Карта")
        await stage.shows(anna, f"№{number} ·")

    anna.say("такси 550")

    card = await stage.shows(anna, "Такси — 550 ₽")
    assert "Карта (моя догадка)" in card.text

    anna.say("/learned")
    learned = await stage.shows(anna, "Чему я научился")
    assert learned.text.splitlines()[1:] == ["1. «такси» — обычно счёт Карта"]
    anna.tap(learned, "Забыть 1")
    forgotten = await stage.becomes(learned, "Пока я ничему не научился")
    anna.say("такси 600")
    await stage.shows(anna, "С какого счета?")

    anna.tap(forgotten, "Вернуть")
    await stage.becomes(learned, "«такси» — обычно счёт Карта")


async def test_a_name_that_was_explained_once_and_a_corrected_category_are_known(
    english: Stage, boris: Person
) -> None:
    boris.say("taxi 450 from Monzo")
    asked = await english.shows(boris, "I don’t know the account «Monzo»")
    boris.tap(asked, "Card")
    card = await english.shows(boris, "#1 ·")
    boris.say("category gifts", reply_to=card)
    await english.shows(boris, "Transport → Gifts")

    boris.say("taxi 500 from Monzo")

    card = await english.shows(boris, "#2 ·")
    assert "Card (my guess) · Gifts (my guess)" in card.text
