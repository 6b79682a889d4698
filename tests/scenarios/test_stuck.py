"""What was given up is told to its person and the owner, and is tried again or let go by a tap."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.turns.listening import Listener
from manager import health_of, settle_stuck, stuck_in
from playground.telegram import Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)


@pytest.fixture
def sick(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reading fails as long as the test wants: a bug of ours."""
    real, sick = Listener.hear, {"is_on": True}

    async def hear(self: Listener, context: Any) -> Any:
        if sick["is_on"]:
            raise RuntimeError("a bug of ours")
        return await real(self, context)

    monkeypatch.setattr(Listener, "hear", hear)
    monkeypatch.setattr("bot.receiving.workers.PAUSE", 0.01)
    return sick


@pytest.fixture(autouse=True)
def stuck_on_purpose(stage: Stage) -> None:
    stage.may_be_open.add("every update is handled, or still waits")


async def given_up(stage: Stage, anna: Person, sick: dict[str, bool]) -> Any:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "Не записано")
    sick["is_on"] = False
    anna.say("/stuck")
    return await stage.shows(anna, "сообщение не записано")


async def test_a_message_that_was_given_up_is_told_and_booked_when_it_is_tried_again(
    stage: Stage, anna: Person, sick: dict[str, bool]
) -> None:
    shown = await given_up(stage, anna, sick)
    assert "кофе 300 наличные" in shown.text
    told = next(one for one in stage.world.from_bot(anna) if "Не записано" in one.text)
    assert told.text.rpartition(" ")[2] in shown.text

    anna.tap(shown, "Повторить 1")

    await stage.shows(anna, "№1 · в таблице")
    await stage.becomes(shown, "Ничего не застряло")


async def test_what_was_discarded_can_be_taken_back(
    stage: Stage, anna: Person, sick: dict[str, bool]
) -> None:
    shown = await given_up(stage, anna, sick)
    anna.tap(shown, "Отбросить 1")
    empty = await stage.becomes(shown, "Ничего не застряло")

    anna.tap(empty, "Вернуть в список")

    again = await stage.becomes(shown, "сообщение не записано")
    anna.tap(again, "Повторить 1")
    await stage.shows(anna, "№1 · в таблице")


async def test_an_update_that_cannot_be_read_is_on_the_list_and_tried_again_holds_up_nobody(
    stage: Stage, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.receiving.workers.PAUSE", 0.01)
    stage.world.inject({"message": {"message_id": 900, "chat": {"id": 1001, "type": "private"}, "text": "x"}})
    anna.say("/stuck")
    shown = await stage.shows(anna, "сообщение не записано")

    anna.tap(shown, "Повторить 1")
    await stage.becomes(shown, "Ничего не застряло")
    anna.say("кофе 300 наличные")

    await stage.shows(anna, "№1 · в таблице")
    async with asyncio.timeout(30):
        while not await stage.running.manager.stuck():  # noqa: ASYNC110  # what is watched tells nobody
            await asyncio.sleep(0.02)


async def test_nothing_stuck_is_said_so(stage: Stage, anna: Person) -> None:
    anna.say("/stuck")

    await stage.shows(anna, "Ничего не застряло")


async def test_only_who_keeps_the_bot_may_ask_or_settle(
    stage: Stage, anna: Person, boris: Person, sick: dict[str, bool]
) -> None:
    shown = await given_up(stage, anna, sick)
    boris.say("/start")
    await stage.shows(boris, "Your Telegram number")
    await stage.running.manager.admit(boris.id, "member")

    boris.say("/stuck")
    boris.say("/health")

    await stage.world.until(lambda: len(stage.world.from_bot(boris)) == 3)
    assert not any("/stuck" in one.text or "well" in one.text for one in stage.world.from_bot(boris))
    assert shown.buttons == [["Повторить 1", "Отбросить 1"]]


async def test_the_command_line_lists_and_settles_what_is_stuck_once_the_bot_is_stopped(
    stage: Stage, anna: Person, sick: dict[str, bool]
) -> None:
    await given_up(stage, anna, sick)
    path = stage.settings["database"]
    (one,) = stuck_in(path)
    assert one.words == "кофе 300 наличные"
    await stage.stop()

    assert settle_stuck(path, one.id, is_retry=True)
    assert not settle_stuck(path, one.id, is_retry=True)
    await stage.start()

    await stage.shows(anna, "№1 · в таблице")
    assert stuck_in(path) == ()


# ---- alerts


async def test_the_owner_is_told_once_of_an_incident_and_when_it_is_over(
    stage: Stage, anna: Person, sick: dict[str, bool]
) -> None:
    shown = await given_up(stage, anna, sick)
    await stage.running.alerts.look()
    told = await stage.shows(anna, "Что-то не удалось сделать")
    assert "Не записано сообщений: 1" in told.text
    stage.clock.advance(minutes=7)
    await stage.running.alerts.look()

    anna.tap(shown, "Отбросить 1")
    await stage.becomes(shown, "Ничего не застряло")
    await stage.running.alerts.look()

    closed = await stage.becomes(told, "длилось 7 мин")
    assert closed.text.startswith("✅ Прошло в")
    assert len([one for one in stage.world.from_bot(anna) if "Что-то не удалось" in one.text]) == 1


async def test_quiet_lets_an_incident_come_back_in_its_old_message(
    stage: Stage, anna: Person, sick: dict[str, bool]
) -> None:
    shown = await given_up(stage, anna, sick)
    await stage.running.alerts.look()
    told = await stage.shows(anna, "Что-то не удалось сделать")
    assert told.buttons == [["Тише на 8 ч"]]

    anna.tap(told, "Тише на 8 ч")
    quiet = await stage.becomes(told, "Тишина до")
    anna.tap(shown, "Отбросить 1")
    empty = await stage.becomes(shown, "Ничего не застряло")
    await stage.running.alerts.look()
    await stage.becomes(told, "Прошло в")
    anna.tap(empty, "Вернуть в список")
    await stage.becomes(shown, "сообщение не записано")
    await stage.running.alerts.look()
    again = await stage.becomes(told, "Тишина до")

    assert quiet.buttons == [["Снова сообщать"]]
    assert len([one for one in stage.world.from_bot(anna) if "Что-то не удалось" in one.text]) == 1
    anna.tap(again, "Снова сообщать")
    await stage.until(told, lambda now: now.buttons == [["Тише на 8 ч"]])


async def test_a_sheet_that_waits_is_tried_at_a_tap(
    stage: Stage, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(stage.settings["workbook"])
    path.mkdir()  # noqa: ASYNC240  # a moment
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · сохранено")
    anna.say("/pending")
    shown = await stage.shows(anna, "1 операция ждёт")
    path.rmdir()  # noqa: ASYNC240  # same

    anna.tap(shown, "Попробовать сейчас")

    await stage.shows(anna, "№1 · в таблице")


async def test_a_well_bot_says_so_and_tells_its_figures(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · в таблице")

    anna.say("/health")

    report = await stage.shows(anna, "Всё в порядке")
    assert "Не в таблице: 0" in report.text
    assert "Последняя копия: никогда" in report.text
    health = health_of(stage.settings["database"])
    assert (health.inbox_waiting, health.stuck, health.sheet) == (0, 0, {})
    assert health.database_bytes > 0
