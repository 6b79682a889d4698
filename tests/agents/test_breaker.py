"""A model that fails again and again is left alone for a while."""

from datetime import datetime, timedelta

import pytest

from agents.asking import Asked, Breaker
from agents.errors import ReaderError, Trouble
from agents.readers import Readers
from agents.reading import Reading, Setting
from agents.usage import Usage
from tests.agents.model_answers import ENGLISH
from tests.agents.story import NOW

UNSURE = Reading("none", certain=False)
USAGE = Usage(900, 100, 700)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class UnsureReader:
    """Understands nothing, and says so."""

    async def read(self, text: str, setting: Setting) -> Reading:
        return UNSURE


class ScriptedModel:
    """Fails as long as `trouble` says so, and counts how often it was asked."""

    name = "scripted"

    def __init__(self, trouble: Trouble | None = None) -> None:
        self.trouble = trouble
        self.asked = 0

    def cost(self, text: str, setting: Setting) -> int:
        return 1_500

    async def read(self, text: str, setting: Setting) -> Reading:
        return (await self.ask(text, setting)).reading

    async def ask(self, text: str, setting: Setting) -> Asked:
        self.asked += 1
        if self.trouble is not None:
            raise ReaderError("as the script says", kind=self.trouble)
        return Asked(Reading("none", by="model"), USAGE)


class Purse:
    """Pays as long as there is something in it, and remembers what for."""

    def __init__(self, tokens: int = 10_000) -> None:
        self.tokens = tokens
        self.settled: list[tuple[Usage | None, str]] = []

    async def reserve(self, model: str, tokens: int) -> bool:
        self.tokens -= tokens
        return self.tokens >= 0

    async def settle(self, usage: Usage | None, trouble: str = "") -> None:
        self.settled.append((usage, trouble))


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def troubles(readers: Readers, times: int) -> list[str | None]:
    read = [await readers.read("hm", ENGLISH) for _ in range(times)]
    return [one.trouble.kind if one.trouble else None for one in read]


async def test_after_three_failures_in_a_row_the_rules_read_alone_for_five_minutes(clock: Clock) -> None:
    model = ScriptedModel("server")
    readers = Readers(UnsureReader(), model, breaker=Breaker(clock))

    assert await troubles(readers, 5) == ["server", "server", "server", "resting", "resting"]
    assert model.asked == 3


async def test_after_the_rest_one_message_tries_it_and_the_others_wait(clock: Clock) -> None:
    model = ScriptedModel("server")
    readers = Readers(UnsureReader(), model, breaker=Breaker(clock))
    await troubles(readers, 3)

    clock.now += timedelta(minutes=5)

    assert await troubles(readers, 2) == ["server", "resting"]
    clock.now += timedelta(minutes=5)
    model.trouble = None
    assert await troubles(readers, 2) == [None, None]


async def test_an_answer_in_between_begins_the_count_anew(clock: Clock) -> None:
    model = ScriptedModel("timeout")
    readers = Readers(UnsureReader(), model, breaker=Breaker(clock))
    await troubles(readers, 2)
    model.trouble = None
    await troubles(readers, 1)
    model.trouble = "timeout"

    assert await troubles(readers, 4) == ["timeout", "timeout", "timeout", "resting"]


async def test_that_a_model_declines_a_text_says_nothing_about_the_next(clock: Clock) -> None:
    readers = Readers(UnsureReader(), ScriptedModel("refusal"), breaker=Breaker(clock))

    assert await troubles(readers, 6) == ["refusal"] * 6


async def test_a_call_is_paid_for_before_and_settled_after() -> None:
    purse = Purse()

    await Readers(UnsureReader(), ScriptedModel()).read("hm", ENGLISH, purse)

    assert (purse.tokens, purse.settled) == (8_500, [(USAGE, "")])


async def test_a_failure_is_settled_too() -> None:
    purse = Purse()

    await Readers(UnsureReader(), ScriptedModel("timeout")).read("hm", ENGLISH, purse)

    assert purse.settled == [(None, "timeout")]


async def test_who_cannot_pay_is_read_by_the_rules_without_a_word_of_trouble() -> None:
    model = ScriptedModel()

    read = await Readers(UnsureReader(), model).read("hm", ENGLISH, Purse(tokens=1_000))

    assert (read.reading, read.asked_model, read.trouble, model.asked) == (UNSURE, False, None, 0)
