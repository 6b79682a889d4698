"""Scenes 5, 6 and 7: a transfer, an income and its hand-over, a balance set right."""

from playground.telegram import Person
from tests.scenarios.stage import Stage


async def test_scene_5_a_transfer_is_one_operation_on_two_rows(stage: Stage, anna: Person) -> None:
    anna.say("снял 5000 с карты")

    card = await stage.shows(anna, "в таблице")

    assert card.text == "✅ Перевод — 5\xa0000 ₽\nКарта → Наличные · 21 ноя\n№1 · в таблице, строки 2–3"
    assert card.buttons == [["Отменить", "Изменить", "Наоборот"]]
    assert [(row["account"], row["amount"]) for row in stage.rows()] == [("Карта", -5000), ("Наличные", 5000)]


async def test_scene_5_in_english_and_the_other_way_round(english: Stage, boris: Person) -> None:
    boris.say("took 5000 out of the card")
    card = await english.shows(boris, "in the sheet, rows 2–3")
    assert card.text == "✅ Transfer — 5\xa0000 ₽\nCard → Cash · 21 Nov\n#1 · in the sheet, rows 2–3"

    boris.tap(card, "Swap")

    await english.becomes(card, "Cash → Card")
    await english.becomes(card, "in the sheet, rows 2–3 · changed")
    assert [(row["account"], row["amount"]) for row in english.rows()] == [("Cash", -5000), ("Card", 5000)]


async def test_scene_6_an_income_is_booked_at_once(stage: Stage, anna: Person) -> None:
    anna.say("зарплата 85000 на карту")

    card = await stage.shows(anna, "в таблице")

    assert (
        card.text == "✅ Зарплата — +85\xa0000 ₽\nДоход · Карта · Зарплата · 21 ноя\n№1 · в таблице, строка 2"
    )
    assert stage.rows()[0]["amount"] == 85000


async def test_scene_6_money_that_came_back_is_asked_about(stage: Stage, anna: Person) -> None:
    anna.say("Озон вернул 1200 на карту")
    question = await stage.shows(anna, "Это возврат за покупку или доход?")
    assert question.text.startswith("❓ Озон — +1\xa0200 ₽")
    assert question.buttons == [["Возврат, уменьшит траты"], ["Доход"], ["Не записывать"]]

    anna.tap(question, "Возврат, уменьшит траты")

    await stage.becomes(question, "в таблице, строка 2")
    (row,) = stage.rows()
    assert (row["type"], row["amount"]) == ("Расход", 1200)


async def test_scene_6_no_it_is_an_expense_hands_the_draft_over(english: Stage, boris: Person) -> None:
    boris.say("got 1200 from Ozon")
    question = await english.until(
        await english.world.until(lambda: english.world.from_bot(boris) and english.world.last(boris)),
        lambda now: now.buttons,
    )

    boris.say("No, it's an expense", reply_to=question)

    asked = await english.shows(boris, "Expense")
    assert "1\xa0200 ₽" in asked.text
    boris.say("card", reply_to=asked)
    await english.shows(boris, "in the sheet, row 2")
    (row,) = english.rows()
    assert (row["type"], row["amount"], row["account"]) == ("Expense", -1200, "Card")


async def test_scene_7_a_real_balance_is_confirmed_before_it_is_recorded(stage: Stage, anna: Person) -> None:
    anna.say("зарплата 12950 на карту")
    await stage.shows(anna, "в таблице, строка 2")

    anna.say("на карте на самом деле 12400")

    question = await stage.shows(anna, "Записать разницу?")
    assert question.text == (
        "❓ Карта: поправка −550 ₽\nВ книге: 12\xa0950 ₽. Вы говорите: 12\xa0400 ₽.\nЗаписать разницу?"
    )
    assert question.buttons == [["Записать −550 ₽"], ["Последние 10", "Не записывать"]]
    assert len(stage.rows()) == 1

    anna.tap(question, "Записать −550 ₽")

    await stage.becomes(question, "в таблице, строка 3")
    assert [row["amount"] for row in stage.rows()] == [12950, -550]


async def test_scene_7_in_english_and_refused(english: Stage, boris: Person) -> None:
    boris.say("there is really 12400 on the card")
    question = await english.shows(boris, "Record the difference?")
    assert question.text.startswith("❓ Card: correction +12\xa0400 ₽")

    boris.tap(question, "Don't record")

    await english.becomes(question, "Not recorded.")
    assert english.rows() == []
