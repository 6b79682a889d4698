"""Scenes 8 and 9: a correction three days later, undo and bring back."""

import pytest

from playground.telegram import Message, Person
from tests.scenarios.stage import Stage


async def booked(stage: Stage, person: Person, words: str) -> tuple[Message, Message]:
    """Say a complete expense; returns the words and the card once the row is there."""
    said = person.say(words)
    place = "в таблице" if person.user.language_code == "ru" else "in the sheet"
    card = await stage.shows(person, place)
    return said, card


@pytest.mark.parametrize("to_own_words", [False, True], ids=["to the card", "to one's own words"])
async def test_scene_8_a_reply_three_days_later_corrects_the_same_row(
    stage: Stage, anna: Person, *, to_own_words: bool
) -> None:
    said, card = await booked(stage, anna, "кофе 300 наличные")
    stage.clock.advance(days=3)

    answer = anna.say("не 300, а 350, и картой", reply_to=said if to_own_words else card)

    changed = await stage.becomes(card, "исправлено 24 ноя")
    assert changed.text == (
        "✏️ Кофе — 350 ₽\nРасход · Карта · Кафе · 21 ноя\n№1 · в таблице, строка 2 · исправлено 24 ноя"
    )
    note = await stage.shows(anna, "Строка 2 обновлена.")
    assert note.text == "Исправлено №1: 300 → 350 ₽, Наличные → Карта. Строка 2 обновлена."
    assert note.reply_to_id == answer.id
    assert note.buttons == [["Вернуть как было", *stage.link("Таблица")]]
    (row,) = stage.rows()
    assert (row["amount"], row["account"]) == (-350, "Карта")


async def test_scene_8_in_english_and_the_change_undone(english: Stage, boris: Person) -> None:
    _, card = await booked(english, boris, "coffee 300 cash")
    boris.say("not 300 but 350, and it was with the card", reply_to=card)
    note = await english.shows(boris, "Row 2 is updated.")
    assert note.text == "Changed #1: 300 → 350 ₽, Cash → Card. Row 2 is updated."

    boris.tap(note, "Undo the change")

    await english.becomes(card, "300 ₽")
    await english.becomes(card, "in the sheet, row 2")
    (row,) = english.rows()
    assert (row["amount"], row["account"]) == (-300, "Cash")


async def test_an_unclear_reply_asks_what_to_change(stage: Stage, anna: Person) -> None:
    _, card = await booked(stage, anna, "кофе 300 наличные")

    anna.say("нет", reply_to=card)

    note = await stage.shows(anna, "Что исправить в №1?")
    assert note.buttons == [["Сумма", "Счёт"], ["Категория", "Дата"], ["Отменить"]]


async def test_editing_ones_own_words_corrects_their_operation(stage: Stage, anna: Person) -> None:
    said, card = await booked(stage, anna, "кофе 300 наличные")

    anna.edit(said, "кофе 320 наличные")

    await stage.becomes(card, "320 ₽")
    await stage.becomes(card, "в таблице, строка 2")
    assert [row["amount"] for row in stage.rows()] == [-320]


async def test_scene_9_undo_marks_the_row_and_bring_back_clears_it(stage: Stage, anna: Person) -> None:
    _, card = await booked(stage, anna, "кофе 300 наличные")

    anna.tap(card, "Отменить")
    voided = await stage.becomes(card, "помечена «Отменено»")
    assert voided.text == (
        "↩️ Кофе — 300 ₽\nРасход · Наличные · Кафе · 21 ноя\n№1 · отменено, строка 2 помечена «Отменено»"
    )
    assert voided.buttons == [["Вернуть"]]
    assert [row["status"] for row in stage.rows()] == ["Отменено"]

    anna.tap(voided, "Вернуть")
    await stage.becomes(card, "в таблице, строка 2")
    assert [row["status"] for row in stage.rows()] == ["ОК"]


async def test_scene_9_undo_by_words_and_by_command(english: Stage, boris: Person) -> None:
    _, card = await booked(english, boris, "coffee 300 cash")
    boris.say("undo", reply_to=card)
    await english.becomes(card, "row 2 is marked Void")
    note = await english.shows(boris, "Undone #1: Coffee — 300 ₽.")
    boris.tap(note, "Bring back")
    await english.becomes(card, "in the sheet, row 2")

    boris.say("/undo")

    await english.becomes(card, "row 2 is marked Void")
    assert [row["status"] for row in english.rows()] == ["Void"]


async def test_a_second_tap_on_an_old_button_does_nothing_and_says_so(stage: Stage, anna: Person) -> None:
    _, card = await booked(stage, anna, "кофе 300 наличные")
    anna.tap(card, "Отменить")
    await stage.becomes(card, "помечена «Отменено»")

    anna.tap(card, card.keyboard[0][0]["callback_data"])

    calls = await stage.world.until(
        lambda: [
            one for one in stage.world.calls_of("answerCallbackQuery") if "уже закрыт" in str(one.params)
        ]
    )
    assert calls
    assert [row["status"] for row in stage.rows()] == ["Отменено"]


async def test_a_correction_without_a_reply_is_of_the_last_entry(english: Stage, boris: Person) -> None:
    await booked(english, boris, "coffee 300 cash")

    boris.say("no, it was 350")

    await english.shows(boris, "Row 2 is updated.")
    assert [row["amount"] for row in english.rows()] == [-350]


async def test_an_undo_without_a_reply_may_name_its_entry(english: Stage, boris: Person) -> None:
    _, card = await booked(english, boris, "coffee 300 cash")
    boris.say("taxi 450 cash")
    await english.shows(boris, "#2 · in the sheet")

    boris.say("delete the coffee")

    await english.becomes(card, "row 2 is marked Void")
    assert [row["status"] for row in english.rows()] == ["Void", "OK"]


async def test_a_name_that_no_entry_of_the_day_has_is_told_anew(english: Stage, boris: Person) -> None:
    await booked(english, boris, "taxi 450 cash")

    boris.say("the coffee was 4 cash")

    await english.shows(boris, "#2 · in the sheet")
    assert [row["amount"] for row in english.rows()] == [-450, -4]


@pytest.mark.parametrize("is_reply", [False, True], ids=["without a reply", "in a reply to the list"])
async def test_an_item_of_a_list_is_corrected_by_its_number(
    stage: Stage, anna: Person, *, is_reply: bool
) -> None:
    said = anna.say("хлеб 60 наличные, молоко 90 наличные, сыр 400 наличные")
    await stage.shows(anna, "Сыр")
    milk = await stage.shows(anna, "Молоко")

    anna.say("2: 180", reply_to=said if is_reply else None)

    await stage.becomes(milk, "180 ₽")
    await stage.becomes(milk, "в таблице")
    assert sorted(row["amount"] for row in stage.rows()) == [-400, -180, -60]
