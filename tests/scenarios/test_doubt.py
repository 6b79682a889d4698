"""What is hardly an operation is written only after a yes; what is none is not even asked about."""

import pytest

from playground.telegram import Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)

DOUBTFUL = "она заплатила картой 1200 за билеты"
QUESTION = "Это операция? Пока ничего не записано"


async def test_a_doubtful_message_is_written_when_the_person_taps(stage: Stage, anna: Person) -> None:
    anna.say(DOUBTFUL)
    question = await stage.shows(anna, QUESTION)
    assert "Билеты — 1\N{NO-BREAK SPACE}200" in question.text
    assert stage.rows() == []

    anna.tap(question, "Записать")

    await stage.becomes(question, "№1 · в таблице")
    assert [row["amount"] for row in stage.rows()] == [-1200]


async def test_a_doubtful_message_is_dropped_by_a_no(stage: Stage, anna: Person) -> None:
    anna.say(DOUBTFUL)
    question = await stage.shows(anna, QUESTION)

    anna.say("нет")

    await stage.becomes(question, "Не записано")
    assert stage.rows() == []


@pytest.mark.parametrize("command", ["/add", "/add@threadbook_bot", "/ADD"])
async def test_a_command_says_that_it_is_an_operation_so_nothing_is_doubted(
    stage: Stage, anna: Person, command: str
) -> None:
    anna.say(f"{command}\n{DOUBTFUL}")

    await stage.shows(anna, "№1 · в таблице")
    assert [row["amount"] for row in stage.rows()] == [-1200]


async def test_a_command_in_a_group_is_heard_whatever_the_thing(stage: Stage, anna: Person) -> None:
    home = next(chat for chat in stage.world.chats.values() if chat.type == "supergroup")

    anna.say("/add наклейки 450", chat=home)

    await stage.shows(home, "Наклейки — 450 ₽")


async def test_a_command_without_words_is_told_how_to_write(stage: Stage, anna: Person) -> None:
    home = next(chat for chat in stage.world.chats.values() if chat.type == "supergroup")

    anna.say("/add", chat=home)

    await stage.shows(home, "Не вижу суммы")


async def test_a_command_that_only_begins_so_records_nothing(stage: Stage, anna: Person) -> None:
    anna.say("/address 450 кофе наличные")
    anna.say("/help")

    await stage.shows(anna, "Пишите так")
    assert stage.rows() == []
