"""The stand-in for OpenAI, as its own client sees it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI

from playground.openai import OpenAIServer, Request
from playground.serving import serving


@pytest.fixture
def server() -> OpenAIServer:
    return OpenAIServer(key="sk-test", model_names=("gpt-5-mini", "gpt-5"))


@pytest.fixture
async def client(server: OpenAIServer) -> AsyncIterator[AsyncOpenAI]:
    async with (
        serving(server.app) as base_url,
        AsyncOpenAI(api_key="sk-test", base_url=f"{base_url}/v1", max_retries=0) as client,
    ):
        yield client


def closed(**properties: Any) -> dict[str, Any]:
    """An object schema as `strict` wants it."""
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


async def ask(client: AsyncOpenAI, text: str = "hello", **more: Any) -> Any:
    values: dict[str, Any] = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": text}]}
    return await client.chat.completions.create(**values | more)


async def ask_for(client: AsyncOpenAI, schema: Any, *, strict: bool = True, name: str = "answer") -> Any:
    wanted = {"name": name, "strict": strict, "schema": schema}
    return await ask(client, response_format={"type": "json_schema", "json_schema": wanted})


async def test_scripted_answers_come_in_order(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.answers("one", {"two": 2})

    first, second = await ask(client), await ask(client)

    assert first.choices[0].message.content == "one"
    assert json.loads(second.choices[0].message.content) == {"two": 2}
    assert (first.choices[0].finish_reason, first.model) == ("stop", "gpt-5-mini")
    assert first.usage.total_tokens == first.usage.prompt_tokens + first.usage.completion_tokens > 0
    assert first.id != second.id
    assert server.is_played_out


async def test_models_are_listed(client: AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["gpt-5-mini", "gpt-5"]


async def test_without_a_script_the_server_is_overloaded(server: OpenAIServer, client: AsyncOpenAI) -> None:
    with pytest.raises(openai.InternalServerError, match="Nothing is scripted"):
        await ask(client)

    assert [request.status for request in server.requests] == [503]


async def test_a_responder_answers_what_no_script_does() -> None:
    server = OpenAIServer(respond=lambda request: {"echo": request.said("user")[0]})
    server.answers("scripted")
    async with (
        serving(server.app) as base_url,
        AsyncOpenAI(api_key="any", base_url=f"{base_url}/v1", max_retries=0) as client,
    ):
        contents = [(await ask(client, text)).choices[0].message.content for text in ("a", "b")]

    assert contents == ["scripted", '{"echo": "b"}']


async def test_the_journal_holds_every_request(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.answers("one")

    await ask(client, "привет")

    body = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "привет"}]}
    assert server.requests == (Request(body, "sk-test", 200),)


async def test_a_refusal_comes_instead_of_content(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.refuses("No.")

    message = (await ask(client)).choices[0].message

    assert (message.content, message.refusal) == (None, "No.")


async def test_a_truncated_answer_says_that_it_was_cut(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.truncates("abcdef")

    choice = (await ask(client)).choices[0]

    assert (choice.message.content, choice.finish_reason) == ("abc", "length")


async def test_a_filtered_answer_says_so(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.filters()

    assert (await ask(client)).choices[0].finish_reason == "content_filter"


async def test_a_body_may_be_anything(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.next_body('{"object": "surprise"}')

    assert (await ask(client)).object == "surprise"


async def test_errors_come_so_many_times_with_their_retry_after(
    server: OpenAIServer, client: AsyncOpenAI
) -> None:
    server.next_error(429, times=2, retry_after="7")
    server.answers("at last")

    for _ in range(2):
        with pytest.raises(openai.RateLimitError) as caught:
            await ask(client)
        assert caught.value.response.headers["retry-after"] == "7"
    assert (await ask(client)).choices[0].message.content == "at last"


async def test_an_empty_account_has_its_own_code(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.runs_out_of_money()

    with pytest.raises(openai.RateLimitError) as caught:
        await ask(client)

    assert caught.value.code == "insufficient_quota"


async def test_a_cut_connection_gives_no_answer(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.cuts()
    server.answers("next")

    with pytest.raises(openai.APIConnectionError):
        await ask(client)

    assert (await ask(client)).choices[0].message.content == "next"
    assert [request.status for request in server.requests] == [0, 200]


async def test_a_delayed_answer_comes_late(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.delays(0.1)
    server.answers("late")
    started = asyncio.get_running_loop().time()

    await ask(client)

    assert asyncio.get_running_loop().time() - started >= 0.1


async def test_a_client_that_leaves_takes_no_answer_from_the_script(
    server: OpenAIServer, client: AsyncOpenAI
) -> None:
    server.delays(60)
    server.answers("kept")

    with pytest.raises(openai.APITimeoutError):
        await ask(client, timeout=0.1)

    assert (await ask(client)).choices[0].message.content == "kept"


async def test_a_wrong_key_is_refused(server: OpenAIServer, client: AsyncOpenAI) -> None:
    with pytest.raises(openai.AuthenticationError):
        await ask(client.with_options(api_key="sk-other"))


async def test_an_unknown_model_is_refused(client: AsyncOpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="does not exist"):
        await ask(client, model="gpt-9")


@pytest.mark.parametrize(
    "messages", [[], [{"role": "wizard", "content": "x"}], [{"role": "user", "content": 5}], "hello"]
)
async def test_messages_need_a_role_and_a_text(client: AsyncOpenAI, messages: Any) -> None:
    with pytest.raises(openai.BadRequestError, match="messages"):
        await ask(client, messages=messages)


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    "schema",
    [
        closed(name=TEXT),
        closed(),
        closed(name={"type": ["string", "null"]}, kind={"enum": ["a", "b"]}),
        closed(items={"type": "array", "items": closed(name=TEXT)}),
        closed(name={"anyOf": [{"$ref": "#/$defs/Name"}, {"type": "null"}]})
        | {"$defs": {"Name": closed(x=TEXT)}},
    ],
)
async def test_a_strict_schema_is_taken(server: OpenAIServer, client: AsyncOpenAI, schema: Any) -> None:
    server.answers("{}")

    assert (await ask_for(client, schema)).choices[0].message.content == "{}"


OPEN = {key: value for key, value in closed(name=TEXT).items() if key != "additionalProperties"}
OPTIONAL = closed(name=TEXT, kind=TEXT) | {"required": ["name"]}


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (OPEN, "additionalProperties"),
        (closed(name=TEXT) | {"additionalProperties": True}, "additionalProperties"),
        (OPTIONAL, "Missing 'kind'"),
        (closed(inner=OPEN), "additionalProperties"),
        (closed(items={"type": "array", "items": OPTIONAL}), "Missing 'kind'"),
        (closed(name={"anyOf": [TEXT, OPEN]}), "additionalProperties"),
        (closed(name={"$ref": "#/$defs/Nobody"}), "unknown schema"),
        (closed(name=TEXT) | {"$defs": {"Open": OPEN}}, "additionalProperties"),
        (closed(name={}), "'type' key"),
        (closed(name="text"), "must be an object"),
        ({"type": "array", "items": TEXT}, "type"),
        (None, "type"),
    ],
)
async def test_a_schema_that_is_not_strict_is_refused(client: AsyncOpenAI, schema: Any, why: str) -> None:
    with pytest.raises(openai.BadRequestError, match="Invalid schema") as caught:
        await ask_for(client, schema)

    assert why in caught.value.message


async def test_only_a_strict_schema_is_checked(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.answers("{}")

    assert (await ask_for(client, OPEN, strict=False)).choices[0].message.content == "{}"


@pytest.mark.parametrize("name", ["", "two words", "x" * 65])
async def test_a_schema_needs_a_plain_name(client: AsyncOpenAI, name: str) -> None:
    with pytest.raises(openai.BadRequestError, match="name"):
        await ask_for(client, closed(), name=name)


@pytest.mark.parametrize(("kind", "taken"), [("text", True), ("json_object", True), ("xml", False)])
async def test_other_formats_are_known_or_refused(
    server: OpenAIServer, client: AsyncOpenAI, kind: str, *, taken: bool
) -> None:
    server.answers("{}")

    if taken:
        assert (await ask(client, response_format={"type": kind})).choices
    else:
        with pytest.raises(openai.BadRequestError, match=r"response_format\.type"):
            await ask(client, response_format={"type": kind})
