"""Recordings of a model: made from whoever answers, replayed without asking, and honest about their age."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agents.model import ModelReader
from agents.rules import RulesReader
from evals import tape
from evals.__main__ import app, named, own_cases
from evals.runs import run_all
from evals.tape import RecordedModel, RecordingModel, TapeError
from playground.openai import OpenAIServer
from playground.serving import serving
from tests.agents.model_answers import answer, operation
from tests.evals.world import COFFEE, SAID, UnsureReader, case

TAPES = sorted((Path(tape.__file__).parent / "tapes").glob("*.jsonl"))
"""The recordings of live models in this repository."""

ANSWER = answer(
    operation(type=("expense", ""), amount="300", account=("Card", "card"), description="the usual")
)
Recorder = Callable[..., RecordingModel]


@pytest.fixture
def server() -> OpenAIServer:
    return OpenAIServer(key="sk-test", model_names=("gpt-5-mini", "gpt-4.1"))


@pytest.fixture
async def base(server: OpenAIServer) -> AsyncIterator[str]:
    async with serving(server.app) as base:
        yield f"{base}/v1"


@pytest.fixture
async def recorder(base: str, tmp_path: Path) -> AsyncIterator[Recorder]:
    """Records into one file, from whichever model."""
    readers: list[ModelReader] = []

    def record(model: str = "gpt-5-mini", server: str = "stand-in") -> RecordingModel:
        readers.append(ModelReader("sk-test", model, base_url=base))
        return RecordingModel(readers[-1], tmp_path / "tape.jsonl", server=server, today=date(2026, 11, 25))

    yield record
    for reader in readers:
        await reader.close()


async def recorded(server: OpenAIServer, recorder: Recorder, tmp_path: Path) -> Path:
    server.answers(ANSWER)
    await run_all([SAID], UnsureReader(), recorder())
    return tmp_path / "tape.jsonl"


async def test_what_a_model_answered_can_be_scored_again_without_it(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    server.answers(ANSWER)

    (live,) = await run_all([SAID], UnsureReader(), recorder())
    (again,) = await run_all([SAID], UnsureReader(), RecordedModel(tmp_path / "tape.jsonl"))

    assert again.verdict.is_right
    assert (again.prediction.turns, again.prediction.final) == (live.prediction.turns, live.prediction.final)
    assert len(server.requests) == 1


async def test_a_tape_holds_the_models_own_words_and_who_said_them_when(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    label, line = (await recorded(server, recorder, tmp_path)).read_text(encoding="utf-8").splitlines()

    assert json.loads(label) == {
        "tape": 2,
        "model": "gpt-5-mini",
        "server": "stand-in",
        "recorded_on": "2026-11-25",
        "told": tape.told(),
    }
    assert json.loads(line)["answer"] == ANSWER
    assert "sk-test" not in label + line


async def test_recorded_words_are_understood_as_the_bot_understands_them_now(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    path = await recorded(server, recorder, tmp_path)
    path.write_text(path.read_text("utf-8").replace('"value": "300"', '"value": "999"'), "utf-8")

    (again,) = await run_all([SAID], UnsureReader(), RecordedModel(path))

    assert not again.verdict.is_false_write
    assert not again.verdict.is_right


async def test_words_that_are_no_answer_any_more_leave_the_rules_alone(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    path = await recorded(server, recorder, tmp_path)
    path.write_text(path.read_text("utf-8").replace('"act": "tell"', '"act": "sing"'), "utf-8")

    (again,) = await run_all([SAID], UnsureReader(), RecordedModel(path))

    assert (again.prediction.error, again.prediction.trouble) == (None, "unreadable")


async def test_what_is_not_on_a_tape_is_read_by_the_rules_and_told(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    path = await recorded(server, recorder, tmp_path)
    other = case(("something else, 40, card", {"act": ["none"]}))

    (run,) = await run_all([other], UnsureReader(), RecordedModel(path))

    assert (run.prediction.error, run.prediction.trouble) == (None, "unreachable")


async def test_a_tape_goes_on_with_the_same_model_alone(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    await recorded(server, recorder, tmp_path)

    recorder()
    with pytest.raises(TapeError, match=r"holds gpt-5-mini at stand-in; record gpt-4\.1 into another"):
        recorder("gpt-4.1")
    with pytest.raises(TapeError, match="into another file"):
        recorder(server="api.example.com")


async def test_a_tape_of_other_rules_says_so_and_is_not_gone_on_with(
    server: OpenAIServer, recorder: Recorder, tmp_path: Path
) -> None:
    path = await recorded(server, recorder, tmp_path)
    path.write_text(path.read_text("utf-8").replace(tape.told(), "0" * 24), "utf-8")

    assert RecordedModel(path).label.is_stale
    with pytest.raises(TapeError, match="record into a new file"):
        recorder()


@pytest.mark.parametrize("content", ["", '{"key": "1", "reading": {}}\n', "hello"])
def test_a_file_that_is_no_tape_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tape.jsonl"
    path.write_text(content, "utf-8")

    with pytest.raises(TapeError, match="is no tape"):
        RecordedModel(path)


def test_the_command_says_whose_words_it_replays(tmp_path: Path) -> None:
    label = tape.Label(model="gpt-5-mini", server="stand-in", recorded_on=date(2026, 11, 25), told="0" * 24)
    path, cases = tmp_path / "tape.jsonl", tmp_path / "cases.jsonl"
    path.write_text(label.model_dump_json() + "\n", "utf-8")
    right = case(("coffee 300 card", {"act": ["record"], "ops": [COFFEE]}), final=[COFFEE])
    cases.write_text(right.model_dump_json(exclude_unset=True) + "\n", "utf-8")

    done = CliRunner().invoke(app, named([str(cases), "--reader", "model", "--recorded", str(path)]))

    assert done.exit_code == 0, done.output
    assert "gpt-5-mini at stand-in, recorded on 2026-11-25" in done.stderr
    assert "record anew" in done.stderr


@pytest.mark.parametrize("path", TAPES, ids=lambda path: path.stem)
async def test_a_recorded_live_model_writes_nothing_falsely(path: Path) -> None:
    model = RecordedModel(path)

    runs = await run_all(own_cases(), RulesReader(), model)

    assert not model.label.is_stale, f"record anew: python -m evals --reader model --record {path}"
    assert [run.verdict.case.id for run in runs if run.verdict.is_false_write] == []
