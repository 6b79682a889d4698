from collections.abc import AsyncIterator

import pytest

from agents.model import ModelReader
from evals.runs import run_all
from playground.openai import OpenAIServer
from playground.serving import serving
from tests.agents.model_answers import answer, operation
from tests.evals.world import SAID, UnsureReader


@pytest.fixture
def server() -> OpenAIServer:
    return OpenAIServer(key="sk-test")


@pytest.fixture
async def model(server: OpenAIServer) -> AsyncIterator[ModelReader]:
    async with serving(server.app) as base:
        reader = ModelReader("sk-test", "gpt-5-mini", base_url=f"{base}/v1")
        yield reader
        await reader.close()


async def test_a_model_is_scored_through_the_same_gate_and_book(
    server: OpenAIServer, model: ModelReader
) -> None:
    coffee = operation(type=("expense", ""), amount="300", account=("Card", "card"), description="the usual")
    server.answers(answer(coffee))

    (run,) = await run_all([SAID], UnsureReader(), model)

    assert run.verdict.is_right
    assert len(server.requests) == 1


async def test_what_a_model_made_up_is_no_false_write(server: OpenAIServer, model: ModelReader) -> None:
    invented = operation(type=("expense", ""), amount=("999", "300"), account=("Card", "card"))
    server.answers(answer(invented))

    (run,) = await run_all([SAID], UnsureReader(), model)

    assert not run.verdict.is_false_write


async def test_a_model_that_does_not_answer_is_told_beside_the_case(
    server: OpenAIServer, model: ModelReader
) -> None:
    server.next_error(401)

    (run,) = await run_all([SAID], UnsureReader(), model)

    assert run.prediction.error is None
    assert run.prediction.trouble == "key"


async def test_cases_run_side_by_side_and_come_back_in_their_order(
    server: OpenAIServer, model: ModelReader
) -> None:
    server.answers(answer(act="none"), answer(act="none"), answer(act="none"))
    cases = [SAID.model_copy(update={"id": str(number)}) for number in range(3)]
    done: list[int] = []

    runs = await run_all(cases, UnsureReader(), model, at_once=3, advance=lambda: done.append(1))

    assert [run.prediction.id for run in runs] == ["0", "1", "2"]
    assert len(done) == 3
