"""What Telegram sends on a bad day, and long absences."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from bot.receiving.intake import Intake
from bot.receiving.watchdog import DeafError, Watchdog
from manager import ConversationManager, Founding
from playground.telegram import Fault, ManualClock, Person
from tests.scenarios.stage import Stage


async def test_an_update_that_nobody_can_read_blocks_nobody(stage: Stage, anna: Person) -> None:
    broken = {"message_id": 900, "chat": {"id": 1001, "type": "private"}, "text": "no date"}
    stage.world.inject({"message": broken})

    anna.say("кофе 300 наличные")

    await stage.shows(anna, "в таблице, строка 2")
    assert stage.world.update_queue.pending == []


@pytest.mark.parametrize("kind", ["401", "404", "500", "reset", "garbage"])
async def test_a_bad_answer_to_a_poll_does_not_end_the_polling(stage: Stage, anna: Person, kind: str) -> None:
    stage.world.fail(Fault("getUpdates", kind, count=2))

    anna.say("кофе 300 наличные")

    await stage.shows(anna, "в таблице, строка 2")


async def test_a_second_process_with_the_same_token_is_told_to_the_owner_until_it_is_gone(
    stage: Stage, anna: Person
) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    polls = f"{stage.settings['telegram_api_url']}/bot{stage.world.token}/getUpdates"

    async with httpx.AsyncClient() as rival:
        while not await stage.running.manager.incidents():
            await rival.get(polls, params={"timeout": 0})
            await stage.running.alerts.look()

    warned = await stage.shows(anna, "Мои сообщения читает другая программа")
    stage.clock.advance(minutes=4)
    await stage.running.alerts.look()
    await stage.becomes(warned, "Прошло в")


async def test_the_same_update_delivered_again_is_booked_once(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    again = next(one for one in stage.world.messages(anna) if not one.is_from_bot)

    stage.world.inject({"message": again.wire})
    anna.say("такси 450 карта")

    await stage.shows(anna, "№2 · в таблице")
    assert [row["amount"] for row in stage.rows()] == [-300, -450]


async def test_after_a_long_absence_every_chat_is_told_what_may_be_lost(stage: Stage, anna: Person) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    await stage.running.caretaker.look()

    stage.clock.advance(hours=30)
    anna.say("/help")
    await stage.shows(anna, "Пишите так")
    await stage.running.caretaker.look()

    await stage.shows(anna, "Telegram хранит сообщения только 24 часа")


async def test_polling_that_died_in_silence_ends_the_process() -> None:
    clock = ManualClock()
    manager = ConversationManager(":memory:", bot_id=1, founding=Founding(1), now=clock)
    intake = Intake(manager, now=clock)
    intake.attempted_at -= timedelta(minutes=5).total_seconds()

    with pytest.raises(DeafError, match="polling stopped"):
        await asyncio.wait_for(Watchdog(intake, deaf_after_seconds=0.05).run(), 30)

    await intake.shutdown()
