"""T28 and T15: the same thing told twice, and somebody else's words, are asked about and never merged."""

from datetime import timedelta

import pytest

from playground.telegram import Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)

ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}


async def told(stage: Stage, anna: Person, text: str = "кофе 300 наличные") -> None:
    anna.say(text)
    await stage.shows(anna, "№1 · в таблице")


async def test_the_same_told_twice_is_asked_about_and_a_tap_records_it_again(
    stage: Stage, anna: Person
) -> None:
    await told(stage, anna)
    anna.say("Кофе 300 наличные")
    question = await stage.shows(anna, "Похоже на №1")
    assert "Расход · Наличные · Кафе" in question.text
    assert question.buttons[0] == ["Записать ещё раз"]
    assert len(stage.rows()) == 1

    anna.tap(question, "Записать ещё раз")

    await stage.becomes(question, "№2 · в таблице")
    assert [row["amount"] for row in stage.rows()] == [-300, -300]


async def test_the_same_told_twice_by_mistake_is_dropped(stage: Stage, anna: Person) -> None:
    await told(stage, anna)
    anna.say("кофе 300 наличные")
    question = await stage.shows(anna, "Похоже на №1")

    anna.say("нет")

    await stage.becomes(question, "Не записано")
    assert len(stage.rows()) == 1


async def test_a_question_that_is_answered_into_the_same_operation_is_asked_about_too(
    stage: Stage, anna: Person
) -> None:
    await told(stage, anna)
    anna.say("кофе 300")
    question = await stage.shows(anna, "С какого счета?")

    anna.tap(question, "Наличные")

    await stage.becomes(question, "Похоже на №1")


@pytest.mark.parametrize(
    "other", ["кофе 301 наличные", "кофе 300 карта", "чай 300 наличные", "кофе 300 наличные вчера"]
)
async def test_what_differs_in_anything_is_no_repetition(stage: Stage, anna: Person, other: str) -> None:
    await told(stage, anna)

    anna.say(other)

    await stage.shows(anna, "№2 · в таблице")


async def test_the_same_six_minutes_later_is_another_one(stage: Stage, anna: Person) -> None:
    await told(stage, anna)
    stage.clock.advance(seconds=timedelta(minutes=6).total_seconds())

    anna.say("кофе 300 наличные")

    await stage.shows(anna, "№2 · в таблице")


async def test_the_same_after_the_first_was_undone_is_recorded(stage: Stage, anna: Person) -> None:
    await told(stage, anna)
    anna.say("/undo")
    await stage.shows(anna, "Отменено")

    anna.say("кофе 300 наличные")

    await stage.shows(anna, "№2 · в таблице")


async def test_two_equal_things_in_one_message_are_two(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные, кофе 300 наличные")

    await stage.shows(anna, "№2 · в таблице")
    assert len(stage.rows()) == 2


async def test_forwarded_words_are_recorded_only_when_that_is_confirmed(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные", fields={"forward_origin": ORIGIN})
    question = await stage.shows(anna, "Это чужие слова")
    assert stage.rows() == []

    anna.tap(question, "Записать")

    await stage.becomes(question, "№1 · в таблице")


async def test_words_forwarded_twice_are_known_for_a_month(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные 5 ноября", fields={"forward_origin": ORIGIN})
    question = await stage.shows(anna, "Это чужие слова")
    anna.tap(question, "Записать")
    await stage.becomes(question, "№1 · в таблице")
    stage.clock.advance(days=20)

    anna.say("кофе 300 наличные 5 ноября", fields={"forward_origin": ORIGIN})

    await stage.shows(anna, "Похоже на №1")
