"""A bot that is told to stop finishes what it has begun, and says nothing twice after the next start."""

import asyncio
from typing import Any

import pytest

from bot.turns.listening import Listener
from playground.telegram import Fault, Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)


async def test_an_answer_that_is_being_sent_is_not_sent_again(stage: Stage, anna: Person) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    stage.world.fail(Fault("sendMessage", "timeout", count=1))
    anna.say("такси 450")
    await stage.shows(anna, "С какого счета?")

    stopping = asyncio.create_task(stage.stop())
    await asyncio.sleep(0.1)
    stage.world.faults.clear()
    await stopping
    await stage.start()
    anna.say("/help")
    await stage.shows(anna, "Пишите так")

    assert len([one for one in stage.world.from_bot(anna) if "Такси" in one.text]) == 1
    assert not any("повтор" in one.text for one in stage.world.from_bot(anna))


async def test_a_turn_that_was_begun_is_ended_and_answered(
    stage: Stage, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, begun, may_go_on, times = Listener.hear, asyncio.Event(), asyncio.Event(), []

    async def hear(self: Listener, context: Any) -> Any:
        times.append(context.incoming.text)
        begun.set()
        await may_go_on.wait()
        return await real(self, context)

    monkeypatch.setattr(Listener, "hear", hear)
    anna.say("кофе 300 наличные")
    await begun.wait()

    stopping = asyncio.create_task(stage.stop())
    await asyncio.sleep(0.1)
    may_go_on.set()
    await stopping

    await stage.shows(anna, "№1 · сохранено")
    await stage.start()
    await stage.shows(anna, "№1 · в таблице")
    assert times == ["кофе 300 наличные"]


async def test_what_waits_behind_an_answer_that_hangs_is_said_once_and_not_as_a_repetition(
    stage: Stage, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.build.GRACE_SECONDS", 0.2)
    anna.say("/start")
    await stage.shows(anna, "Готово")
    stage.world.fail(Fault("sendMessage", "timeout", count=1))
    anna.say("такси 450")
    await stage.shows(anna, "С какого счета?")
    anna.say("обед 600")
    async with asyncio.timeout(30):
        while (await stage.running.manager.get_storage_stats()).replies_waiting < 2:  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.02)

    await stage.stop()
    stage.world.faults.clear()
    await stage.start()

    lunch = await stage.shows(anna, "Обед — 600 ₽")
    assert "повтор" not in lunch.text
    assert len([one for one in stage.world.from_bot(anna) if "Обед" in one.text]) == 1


async def test_a_telegram_that_is_away_holds_up_no_end(stage: Stage, anna: Person) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    stage.world.fail(Fault("sendMessage", "500", count=None))
    anna.say("такси 450")
    async with asyncio.timeout(30):
        while (await stage.running.manager.next_reply_at() or stage.clock()) <= stage.clock():  # noqa: ASYNC110  # no event
            await asyncio.sleep(0.02)

    await stage.running.delivery.finish()

    stage.world.faults.clear()
