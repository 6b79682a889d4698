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
