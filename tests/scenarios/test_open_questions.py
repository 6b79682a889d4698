"""Scenes 10 and 11: two open questions, a question put aside and finished weeks later."""

from datetime import date

from openpyxl.utils.datetime import to_excel

from playground.telegram import Person
from tests.scenarios.stage import Stage


async def test_scene_10_a_reply_decides_and_the_rest_is_plain(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    taxi = await stage.shows(anna, "Такси — 450 ₽")
    anna.say("обед 600")
    lunch = await stage.shows(anna, "Обед — 600 ₽")

    anna.say("карта", reply_to=taxi)
    await stage.shows(anna, "№1 · в таблице")
    anna.say("наличные")
    await stage.shows(anna, "№2 · в таблице")

    assert [(row["text"], row["account"]) for row in stage.rows()] == [
        ("такси", "Карта"),
        ("обед", "Наличные"),
    ]
    assert stage.world.current(taxi).text == "Такси — 450 ₽ → продолжение ниже"
    assert lunch.id != taxi.id


async def test_scene_10_an_ambiguous_answer_is_asked_about_never_guessed(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    await stage.shows(anna, "Такси — 450 ₽")
    anna.say("обед 600")
    await stage.shows(anna, "Обед — 600 ₽")

    anna.say("карта")

    which = await stage.shows(anna, "для чего?")
    assert which.text == "Карта — для чего?"
    assert which.buttons == [["Такси 450 ₽", "Обед 600 ₽"], ["Для обоих", "Ни для чего"]]
    assert stage.rows() == []

    anna.tap(which, "Такси 450 ₽")
    await stage.shows(anna, "№1 · в таблице")
    assert [(row["text"], row["account"]) for row in stage.rows()] == [("такси", "Карта")]


async def test_scene_10_both_in_english(english: Stage, boris: Person) -> None:
    boris.say("taxi 450")
    await english.shows(boris, "Taxi — 450 ₽")
    boris.say("lunch 600")
    await english.shows(boris, "Lunch — 600 ₽")
    boris.say("card")
    which = await english.shows(boris, "Card for which one?")

    boris.tap(which, "Both")

    await english.shows(boris, "#1 · in the sheet")
    await english.shows(boris, "#2 · in the sheet")
    assert sorted(row["amount"] for row in english.rows()) == [-600, -450]


async def test_open_lists_every_question_anew_at_the_bottom(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    old = await stage.shows(anna, "Такси — 450 ₽")

    anna.say("/open")

    await stage.shows(anna, "1 вопрос ждёт")
    await stage.becomes(old, "продолжение ниже")
    anna.tap(await stage.shows(anna, "С какого счета?"), "Карта")
    await stage.shows(anna, "№1 · в таблице")


async def test_scene_11_put_aside_and_finished_by_reply(stage: Stage, anna: Person) -> None:
    said = anna.say("обед 600")
    question = await stage.shows(anna, "Обед — 600 ₽")

    stage.clock.advance(hours=25)
    await stage.running.caretaker.look()
    reminder = await stage.shows(anna, "Ещё не закончено")
    assert reminder.text == "Ещё не закончено: Обед — 600 ₽. С какого счета?"
    assert reminder.buttons == [["Наличные", "Карта"], ["Другой…", "Не нужно"]]

    stage.clock.advance(days=6)
    await stage.running.caretaker.look()
    aside = await stage.becomes(question, "Отложено")
    assert aside.text == "💤 Обед — 600 ₽, 21 ноя\nОтложено. Ответьте здесь, чтобы закончить."

    stage.clock.advance(days=5)
    anna.say("наличные", reply_to=aside)

    card = await stage.shows(anna, "Записано датой покупки.")
    card = await stage.becomes(card, "в таблице, строка 2")
    assert card.text == (
        "✅ Обед — 600 ₽\nРасход · Наличные · Кафе · 21 ноя\n"
        "№1 · в таблице, строка 2\nЗаписано датой покупки."
    )
    assert stage.rows()[0]["day"] == to_excel(date(2026, 11, 21))
    assert said.id < card.id


async def test_scene_11_in_english_by_reply_to_ones_own_words(english: Stage, boris: Person) -> None:
    said = boris.say("lunch 600")
    question = await english.shows(boris, "Lunch — 600 ₽")
    english.clock.advance(days=8)
    await english.running.caretaker.look()
    await english.becomes(question, "Put aside. Reply here to finish it.")

    boris.say("cash", reply_to=said)

    await english.shows(boris, "Recorded with its own date.")


async def test_dont_record_can_be_taken_back(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    question = await stage.shows(anna, "С какого счета?")
    anna.tap(question, "Не записывать")
    dropped = await stage.becomes(question, "Не записано.")

    anna.tap(dropped, "Вернуть")
    again = await stage.becomes(question, "С какого счета?")
    anna.tap(again, "Карта")

    await stage.becomes(question, "в таблице, строка 2")


async def test_another_account_is_typed_into_a_prompt_and_added(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    question = await stage.shows(anna, "С какого счета?")
    anna.tap(question, "Другой…")
    prompt = await stage.world.until(
        lambda: [one for one in stage.world.from_bot(anna) if one.prompt is not None]
    )

    anna.say("Сбер", reply_to=prompt[0])

    asked = await stage.shows(anna, "Не знаю счёта «Сбер»")
    anna.tap(asked, "Новый счёт «Сбер»")
    await stage.shows(anna, "в таблице, строка 2")
    assert stage.rows()[0]["account"] == "Сбер"
    assert prompt[0].key not in [one.key for one in stage.world.messages(anna)]
