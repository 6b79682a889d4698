"""Two readers: the rules first, the model when they are not certain, the rules again when it fails."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest

from agents.errors import ReaderError
from agents.model import ModelReader
from agents.readers import Read, Readers
from agents.reading import Reading, Setting
from agents.rules import RulesReader
from ledger import Draft, Evidence
from playground.openai import OpenAIServer
from playground.serving import serving
from tests.agents.model_answers import ENGLISH, answer, operation

UNSURE = "paid 300 and then 20 to somebody for something or other"


class ScriptedReader:
    """Gives one reading to every text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def read(self, text: str, setting: Setting) -> Reading:
        return self._reading


@pytest.fixture
def server() -> OpenAIServer:
    return OpenAIServer()


@pytest.fixture
async def model(server: OpenAIServer) -> AsyncIterator[ModelReader]:
    async with serving(server.app) as base_url:
        reader = ModelReader(
            "k", "gpt-5-mini", base_url=f"{base_url}/v1", timeout_seconds=5, pause_seconds=0.01
        )
        yield reader
        await reader.close()


async def test_without_an_allowance_no_model_is_asked(server: OpenAIServer, model: ModelReader) -> None:
    read = await Readers(RulesReader(), model).read(UNSURE, ENGLISH, None)

    assert (read.asked_model, server.requests) == (False, ())


async def test_a_certain_message_never_reaches_the_model(server: OpenAIServer, model: ModelReader) -> None:
    read = await Readers(RulesReader(), model).read("taxi 450 card", ENGLISH)

    assert (read.reading.draft.amount, read.reading.by) == (Decimal(450), "rules")
    assert not read.asked_model
    assert server.requests == ()


async def test_without_a_model_the_rules_read_alone() -> None:
    rules = RulesReader()

    read = await Readers(rules).read(UNSURE, ENGLISH)

    assert read == Read(await rules.read(UNSURE, ENGLISH))
    assert not read.reading.certain


async def test_an_uncertain_message_is_read_by_the_model(server: OpenAIServer, model: ModelReader) -> None:
    unsure = ScriptedReader(Reading("none", certain=False))
    server.answers(answer(operation(type=("expense", ""), amount="450", description="taxi")))

    read = await Readers(unsure, model).read("taxi 450", ENGLISH)

    assert (read.reading.by, read.reading.draft.amount, read.asked_model, read.trouble) == (
        "model",
        Decimal(450),
        True,
        None,
    )


async def test_what_the_model_invents_does_not_get_through(server: OpenAIServer, model: ModelReader) -> None:
    server.answers(
        answer(operation(amount=("5000", "300"), account=("Vault", "paid"), description="something"))
    )

    read = await Readers(RulesReader(), model).read(UNSURE, ENGLISH)

    assert read.reading.draft.amount is None
    assert read.reading.draft.account is None
    assert read.reading.rivals == (Decimal(300), Decimal(20))


async def test_when_the_model_is_silent_the_rules_are_heard_and_the_trouble_is_seen(
    server: OpenAIServer, model: ModelReader, caplog: pytest.LogCaptureFixture
) -> None:
    rules = RulesReader()
    server.next_error(500, times=2)
    caplog.set_level(logging.WARNING, "agents.readers")

    read = await Readers(rules, model).read(UNSURE, ENGLISH)

    assert read.reading == await rules.read(UNSURE, ENGLISH)
    assert read.asked_model
    assert isinstance(read.trouble, ReaderError)
    assert read.trouble.kind == "server"
    assert caplog.messages == ["model did not answer"]


async def test_the_rules_pass_the_gate_too(server: OpenAIServer, model: ModelReader) -> None:
    invented = Draft(amount=Decimal(900), evidence=(Evidence("amount", "said", "900", 0, 3),))
    server.answers(answer(operation(amount="300", description="coffee")))

    read = await Readers(ScriptedReader(Reading("tell", (invented,))), model).read("coffee 300", ENGLISH)
    alone = await Readers(ScriptedReader(Reading("tell", (invented,)))).read("coffee 300", ENGLISH)

    assert alone.reading == Reading("tell", (Draft(),), certain=False)
    assert read.reading.draft.amount == Decimal(300)


async def test_a_gate_may_be_given() -> None:
    def closed(text: str, reading: Reading, setting: Setting) -> Reading:
        return replace(reading, drafts=())

    read = await Readers(RulesReader(), gate=closed).read("taxi 450 card", ENGLISH)

    assert read.reading.drafts == ()
