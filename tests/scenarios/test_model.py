"""The model is asked when the rules are not sure; a silent one is told."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

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


async def test_what_people_of_a_group_say_to_each_other_is_not_sent_to_the_model(
    modelled: Stage, server: OpenAIServer, boris: Person
) -> None:
    home = next(chat for chat in modelled.world.chats.values() if chat.type == "supergroup")
    group = modelled.world.promote_bot(home)

    boris.say(UNSURE, chat=group)
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


async def calls(stage: Stage) -> list[tuple[Any, ...]]:
    """What asking the model cost, as the book has it."""
    with closing(sqlite3.connect(stage.settings["database"])) as db:
        return db.execute(
            "SELECT model, state, tokens = prompt_tokens + completion_tokens FROM model_calls"
        ).fetchall()


async def test_what_a_call_cost_stands_in_the_book_and_in_the_story_of_its_conversation(
    modelled: Stage, server: OpenAIServer, boris: Person
) -> None:
    told = operation(type=("expense", ""), amount="12", account=("Cash", "cash"), description="pizza")
    beer = operation(type=("expense", ""), amount="5", account=("Cash", "cash"), description="beer")
    server.answers(answer(told, beer))

    boris.say(UNSURE)

    await modelled.shows(boris, "#2 · in the sheet")
    assert await calls(modelled) == [("gpt-5-mini", "answered", 1)]
    with closing(sqlite3.connect(modelled.settings["database"])) as db:
        told_of = db.execute("SELECT detail FROM conversation_events WHERE kind = 'model asked'").fetchall()
    assert len(told_of) == 2
    assert json.loads(told_of[0][0])["state"] == "answered"


async def test_when_the_share_of_the_day_is_used_up_the_rules_read_and_the_person_is_told_once(
    bare: Stage, server: OpenAIServer, boris: Person
) -> None:
    async with serving(server.app) as base:
        bare.settings |= {"owner_id": 1002, "openai_api_key": "sk-test", "openai_base_url": f"{base}/v1"}
        bare.settings |= {"model_tokens_a_person": 100}
        await bare.start()

        boris.say(UNSURE)
        boris.say("beer 7, soup 30 cash")
        boris.say("coffee 300 cash")

        await bare.shows(boris, "in the sheet")
        said = [one.text for one in bare.world.from_bot(boris) if "share of the AI" in one.text]
        assert (len(said), server.requests) == (1, ())
        await bare.stop()
