"""The model is asked when the rules are not sure; a silent one is told."""

from collections.abc import AsyncIterator

import pytest

from playground.openai import OpenAIServer
from playground.serving import serving
from playground.telegram import Person
from tests.agents.model_answers import answer, operation
from tests.scenarios.stage import Stage

UNSURE = "pizza 12, beer 5 cash"


@pytest.fixture
def server() -> OpenAIServer:
    return OpenAIServer(key="sk-test")


@pytest.fixture
async def modelled(bare: Stage, server: OpenAIServer) -> AsyncIterator[Stage]:
    async with serving(server.app) as base:
        bare.settings |= {"owner_id": 1002, "openai_api_key": "sk-test", "openai_base_url": f"{base}/v1"}
        await bare.start()
        yield bare
        await bare.stop()


async def test_a_sure_message_never_costs_a_call(
    modelled: Stage, server: OpenAIServer, boris: Person
) -> None:
    boris.say("coffee 300 cash")

    await modelled.shows(boris, "in the sheet, row 2")
    assert server.requests == ()


async def test_an_unsure_message_is_read_by_the_model_once(
    modelled: Stage, server: OpenAIServer, boris: Person
) -> None:
    server.answers(
        answer(
            operation(type=("expense", ""), amount="12", account=("Cash", "cash"), description="pizza"),
            operation(type=("expense", ""), amount="5", account=("Cash", "cash"), description="beer"),
        )
    )

    boris.say(UNSURE)

    await modelled.shows(boris, "#2 · in the sheet")
    assert sorted(row["amount"] for row in modelled.rows()) == [-12, -5]
    assert len(server.requests) == 1


async def test_an_amount_the_model_made_up_is_never_booked(
    modelled: Stage, server: OpenAIServer, boris: Person
) -> None:
    invented = operation(
        type=("expense", ""), amount=("999", "12"), account=("Cash", "cash"), description="pizza"
    )
    server.answers(answer(invented))

    boris.say(UNSURE)

    await modelled.world.answer_to(modelled.world.last(boris))
    assert all(row["amount"] != -999 for row in modelled.rows())


async def test_a_silent_model_is_told_and_the_rules_read(
    modelled: Stage, server: OpenAIServer, boris: Person
) -> None:
    server.next_error(500, times=5)

    boris.say(UNSURE)

    await modelled.shows(boris, "The AI is not answering, I read this by simple rules. Please check")
