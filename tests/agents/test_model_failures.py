"""Whatever the far end does, the model reader either answers or says why not; it never guesses."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from agents.errors import ReaderError
from agents.model import ModelReader
from playground.openai import OpenAIServer
from playground.serving import serving
from tests.agents.model_answers import ENGLISH, answer, operation, query

COFFEE = answer(operation(amount="300", description="coffee"))


@pytest.fixture
def server() -> OpenAIServer:
    return OpenAIServer(key="sk-test")


@pytest.fixture
async def base_url(server: OpenAIServer) -> AsyncIterator[str]:
    async with serving(server.app) as url:
        yield f"{url}/v1"


@pytest.fixture
async def model(base_url: str) -> AsyncIterator[ModelReader]:
    async with asyncio.timeout(30):
        reader = ModelReader(
            "sk-test", "gpt-5-mini", base_url=base_url, timeout_seconds=5, pause_seconds=0.01
        )
        yield reader
        await reader.close()


async def trouble(model: ModelReader) -> str:
    with pytest.raises(ReaderError) as caught:
        await model.read("coffee 300", ENGLISH)
    return caught.value.kind


def without(field: str) -> dict[str, Any]:
    return {key: value for key, value in COFFEE.items() if key != field}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Sure! Here is your JSON:",
        '{"act": "tell", "operations": [',
        "[]",
        "null",
        without("act"),
        without("operations"),
        COFFEE | {"act": "shutdown"},
        COFFEE | {"tool": "delete_everything"},
        answer(operation(amount=("300 rub", "300"))),
        answer(operation(amount=("NaN", "300"))),
        answer(operation(amount=("Infinity", "300"))),
        answer(operation(day=("20 November", "300"))),
        answer(operation(type=("theft", ""))),
        answer(act="query"),
        answer(act="query", query=query(metric="drop table")),
    ],
)
async def test_an_answer_that_does_not_fit_the_form_is_no_answer(
    server: OpenAIServer, model: ModelReader, content: Any
) -> None:
    server.answers(content)

    assert await trouble(model) == "unreadable"
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", ["{}", "not json", '{"choices": []}', '{"choices": [{}]}', "[]", '"x"'])
async def test_a_body_that_is_no_completion_is_no_answer(
    server: OpenAIServer, model: ModelReader, body: str
) -> None:
    server.next_body(body)

    assert await trouble(model) == "unreadable"


@pytest.mark.parametrize("decline", [OpenAIServer.refuses, OpenAIServer.filters])
async def test_a_model_that_declines_is_not_asked_again(
    server: OpenAIServer, model: ModelReader, decline: Callable[[OpenAIServer], None]
) -> None:
    decline(server)

    assert await trouble(model) == "refusal"
    assert len(server.requests) == 1


async def test_an_answer_that_was_cut_off_for_length_is_no_answer(
    server: OpenAIServer, model: ModelReader
) -> None:
    server.truncates(COFFEE)

    assert await trouble(model) == "truncated"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_passing_failure_is_tried_once_more(
    server: OpenAIServer, model: ModelReader, status: int
) -> None:
    server.next_error(status)
    server.answers(COFFEE)

    reading = await model.read("coffee 300", ENGLISH)

    assert reading.draft.description == "coffee"
    assert [request.status for request in server.requests] == [status, 200]


async def test_a_connection_that_was_cut_is_tried_once_more(server: OpenAIServer, model: ModelReader) -> None:
    server.cuts()
    server.answers(COFFEE)

    reading = await model.read("coffee 300", ENGLISH)

    assert reading.draft.description == "coffee"


@pytest.mark.parametrize(("status", "kind"), [(429, "busy"), (500, "server"), (503, "server")])
async def test_two_failures_are_enough(
    server: OpenAIServer, model: ModelReader, status: int, kind: str
) -> None:
    server.next_error(status, times=3)

    assert await trouble(model) == kind
    assert len(server.requests) == 2


async def test_two_cut_connections_are_enough(server: OpenAIServer, model: ModelReader) -> None:
    server.cuts(times=3)

    assert await trouble(model) == "unreachable"
    assert len(server.requests) == 2


async def test_nobody_listening_is_said(server: OpenAIServer) -> None:
    async with serving(server.app) as closed:
        pass
    model = ModelReader(
        "sk-test", "gpt-5-mini", base_url=f"{closed}/v1", timeout_seconds=10, pause_seconds=0.01
    )

    assert await trouble(model) == "unreachable"

    await model.close()


async def test_a_short_retry_after_is_waited_for(server: OpenAIServer, base_url: str) -> None:
    model = ModelReader("sk-test", "gpt-5-mini", base_url=base_url, timeout_seconds=10, pause_seconds=60)
    server.next_error(429, retry_after="0.05")
    server.answers(COFFEE)

    reading = await model.read("coffee 300", ENGLISH)

    await model.close()
    assert reading.draft.description == "coffee"


@pytest.mark.parametrize("retry_after", ["30", "Sat, 21 Nov 2026 11:05:00 GMT"])
async def test_a_long_retry_after_is_not_waited_for(
    server: OpenAIServer, model: ModelReader, retry_after: str
) -> None:
    server.next_error(429, retry_after=retry_after)

    assert await trouble(model) == "busy"
    assert len(server.requests) == 1


async def test_an_account_without_money_is_said_and_not_tried_again(
    server: OpenAIServer, model: ModelReader
) -> None:
    server.runs_out_of_money()

    assert await trouble(model) == "budget"
    assert len(server.requests) == 1


async def test_a_silent_server_is_left_in_time(server: OpenAIServer, base_url: str) -> None:
    model = ModelReader("sk-test", "gpt-5-mini", base_url=base_url, timeout_seconds=1)
    server.delays(60)
    server.answers(COFFEE)
    started = asyncio.get_running_loop().time()

    kind = await trouble(model)

    await model.close()
    assert kind == "timeout"
    assert 0.8 < asyncio.get_running_loop().time() - started < 15
    assert len(server.requests) == 1


async def test_the_time_is_for_all_tries_together(server: OpenAIServer, base_url: str) -> None:
    model = ModelReader("sk-test", "gpt-5-mini", base_url=base_url, timeout_seconds=1, pause_seconds=60)
    server.next_error(500, times=2)

    async with asyncio.timeout(30):
        assert await trouble(model) == "timeout"

    await model.close()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("key", "name", "kind"), [("sk-wrong", "gpt-5-mini", "key"), ("sk-test", "gpt-9", "rejected")]
)
async def test_a_wrong_key_and_an_unknown_model_are_told_apart(
    server: OpenAIServer, base_url: str, key: str, name: str, kind: str
) -> None:
    model = ModelReader(key, name, base_url=base_url, timeout_seconds=10)

    assert await trouble(model) == kind

    await model.close()
    assert len(server.requests) == 1


async def test_a_reader_that_failed_reads_the_next_message(server: OpenAIServer, model: ModelReader) -> None:
    server.next_error(500, times=2)
    server.answers(COFFEE)

    await trouble(model)
    reading = await model.read("coffee 300", ENGLISH)

    assert reading.draft.description == "coffee"


async def test_errors_and_logs_do_not_repeat_what_was_said(
    server: OpenAIServer, model: ModelReader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.answers({"secret": "coffee 300"}, answer(act="none"))

    with pytest.raises(ReaderError) as caught:
        await model.read("coffee 300", ENGLISH)
    await model.read("coffee 300", ENGLISH)

    assert "coffee" not in f"{caught.value} {caught.value.__cause__}"
    assert "coffee" not in caplog.text
    assert "sk-test" not in caplog.text


async def test_what_an_answer_used_is_counted_even_where_it_cannot_be_read(
    server: OpenAIServer, model: ModelReader
) -> None:
    server.answers("nonsense", COFFEE)

    with pytest.raises(ReaderError) as caught:
        await model.ask("coffee 300", ENGLISH)
    asked = await model.ask("coffee 300", ENGLISH)

    assert caught.value.usage is not None
    assert caught.value.usage.completion_tokens == 2
    assert asked.usage.prompt_tokens > asked.usage.completion_tokens > 2
    assert asked.usage.tokens <= model.cost("coffee 300", ENGLISH)
