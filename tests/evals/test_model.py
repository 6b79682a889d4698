from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents import Reading, Setting
from agents.model import ModelReader
from evals.runs import run_all
from evals.tape import RecordedModel, RecordingModel
from playground.openai import OpenAIServer
from playground.serving import serving
from tests.agents.model_answers import answer, operation
from tests.evals.world import COFFEE, case

SAID = case(("the usual, 300, card", {"act": ["record"], "ops": [COFFEE]}), final=[COFFEE])


class UnsureReader:
    """Understands nothing and says so, so that the model is asked."""

    async def read(self, text: str, setting: Setting) -> Reading:
        return Reading("none", certain=False)


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


async def test_what_a_model_answered_can_be_scored_again_without_it(
    server: OpenAIServer, model: ModelReader, tmp_path: Path
) -> None:
    tape = tmp_path / "tape.jsonl"
    coffee = operation(type=("expense", ""), amount="300", account=("Card", "card"), description="the usual")
    server.answers(answer(coffee))

    (live,) = await run_all([SAID], UnsureReader(), RecordingModel(model, tape))
    (again,) = await run_all([SAID], UnsureReader(), RecordedModel(tape))

    assert again.verdict.is_right
    assert (again.prediction.turns, again.prediction.final) == (live.prediction.turns, live.prediction.final)
    assert len(server.requests) == 1


async def test_what_is_not_on_a_tape_is_read_by_the_rules_and_told(tmp_path: Path) -> None:
    tape = tmp_path / "tape.jsonl"
    tape.touch()

    (run,) = await run_all([SAID], UnsureReader(), RecordedModel(tape))

    assert (run.prediction.error, run.prediction.trouble) == (None, "unreachable")
