from playground.telegram import Person
from tests.scenarios.stage import Stage


async def test_scene_2_a_complete_expense_is_booked_at_once(stage: Stage, anna: Person) -> None:
    said = anna.say("кофе 300 наличные")

    card = await stage.shows(anna, "в таблице, строка 2")

    assert card.text == "✅ Кофе — 300 ₽\nРасход · Наличные · Кафе · 21 ноя\n№1 · в таблице, строка 2"
    assert card.buttons == [["Отменить", "Изменить", *stage.link("Таблица")]]
    assert len(stage.world.from_bot(anna)) == 1
    (row,) = stage.rows()
    assert (row["amount"], row["account"], row["category"], row["status"]) == (-300, "Наличные", "Кафе", "ОК")
    await stage.until(said, lambda now: now.emoji == ["✍"])


async def test_scene_2_in_english(english: Stage, boris: Person) -> None:
    boris.say("coffee 300 cash")

    card = await english.shows(boris, "in the sheet, row 2")

    assert card.text == "✅ Coffee — 300 ₽\nExpense · Cash · Cafés · 21 Nov\n#1 · in the sheet, row 2"
    assert card.buttons == [["Undo", "Change", *english.link("Sheet")]]


async def test_scene_3_a_missing_account_is_asked_and_tapped(stage: Stage, anna: Person) -> None:
    said = anna.say("Купил кофе за 300 рублей")
    question = await stage.shows(anna, "С какого счета?")
    assert question.text == "❓ Кофе — 300 ₽\nРасход · Кафе\nС какого счета?"
    assert question.buttons == [["Наличные", "Карта"], ["Другой…", "Не записывать"]]
    await stage.until(said, lambda now: now.emoji == ["🤔"])

    anna.tap(question, "Наличные")

    card = await stage.becomes(question, "в таблице, строка 2")
    assert card.text == "✅ Кофе — 300 ₽\nРасход · Наличные · Кафе · 21 ноя\n№1 · в таблице, строка 2"
    assert [row["amount"] for row in stage.rows()] == [-300]


async def test_scene_3_by_reply(english: Stage, boris: Person) -> None:
    boris.say("I bought coffee for 300 roubles")
    question = await english.shows(boris, "Which account?")
    assert question.text == "❓ Coffee — 300 ₽\nExpense · Cafés\nWhich account?"
    assert question.buttons == [["Cash", "Card"], ["Other…", "Don't record"]]

    boris.say("cash", reply_to=question)

    card = await english.becomes(question, "in the sheet, row 2")
    assert card.text == "✅ Coffee — 300 ₽\nExpense · Cash · Cafés · 21 Nov\n#1 · in the sheet, row 2"
