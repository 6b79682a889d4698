"""The owner connects a spreadsheet in the chat, and what stood in the local workbook goes there."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from playground.serving import serving
from playground.sheets import SERVICE_ACCOUNT, Google, Spreadsheet, application, write_service_account
from playground.telegram import ManualClock, Message, Person, World, router
from tests.scenarios.stage import COLUMNS, Stage

HOME = "https://docs.google.com/spreadsheets/d/home/edit?gid=0#gid=0"
OURS = ["Книга", "Сводка", "Счета", "Категории", "_Списки"]


@pytest.fixture
async def stage(world: World, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot that has a key for Google and no spreadsheet yet; Anna owns the book and writes Russian."""
    app, google = FastAPI(), Google(now=clock)
    app.include_router(router(world))
    app.mount("/google", application(google))
    async with serving(app) as base:
        settings: dict[str, object] = {
            "telegram_bot_token": world.token,
            "telegram_api_url": f"{base}/telegram",
            "owner_id": 1001,
            "database": tmp_path / "threadbook.db",
            "workbook": tmp_path / "threadbook.xlsx",
            "currency": "RUB",
            "timezone": "Europe/Moscow",
            "google_credentials": write_service_account(tmp_path / "key.json", f"{base}/google"),
            "sheets_api_url": f"{base}/google",
        }
        made = Stage(world, clock, settings, google)
        await made.start()
        yield made
        await made.stop()


@pytest.fixture
def home(stage: Stage) -> Spreadsheet:
    return stage.google.create("Домашние деньги", spreadsheet_id="home", locale_name="ru_RU")


async def until(holds, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  # a spreadsheet tells of no event to this loop
            await asyncio.sleep(0.05)


def rows(spreadsheet: Spreadsheet) -> list[dict[str, object]]:
    if "Книга" not in [tab.title for tab in spreadsheet.tabs]:
        return []
    lines = spreadsheet.values("Книга")[1:]
    return [dict(zip(COLUMNS, line, strict=False)) for line in lines if any(line)]


def buttons(message: Message) -> list[str]:
    return [label for row in message.buttons for label in row]


async def booked(stage: Stage, anna: Person, *texts: str) -> None:
    """Told, and confirmed by the local workbook."""
    for number, text in enumerate(texts, start=1):
        anna.say(text)
        await stage.until(await stage.shows(anna, f"№{number}"), lambda now: "строка" in now.text)


async def test_the_owner_is_told_how_to_share_a_sheet_and_with_which_address(
    stage: Stage, anna: Person
) -> None:
    anna.say("/sheet")

    told = await stage.shows(anna, "Подключим Google-таблицу")
    assert SERVICE_ACCOUNT in told.text
    assert "Скопировать адрес" in buttons(told)


async def test_all_that_stood_in_the_workbook_is_written_into_the_sheet_under_its_number(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта", "+85000 зарплата карта")
    before = [(row["number"], row["amount"], row["text"]) for row in stage.rows()]

    anna.say(HOME)

    await stage.shows(anna, "Подключено: Домашние деньги")
    await stage.shows(anna, "Прежние операции записаны в таблицу")
    assert [(row["number"], row["amount"], row["text"]) for row in rows(home)] == before
    await until(lambda: [tab.title for tab in home.tabs] == ["Лист1", *OURS])
    anna.say("чай 100 наличные")
    await until(lambda: len(rows(home)) == 4)
    assert len(stage.rows()) == 3


async def test_the_connection_and_the_move_outlive_a_restart(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    anna.say(HOME)
    await stage.shows(anna, "Подключено")
    await stage.stop()

    await stage.start()
    anna.say("чай 100 наличные")

    await until(lambda: [row["number"] for row in rows(home)] == [1, 2])
    assert len(stage.rows()) == 1


async def test_a_spreadsheet_that_the_settings_name_later_gets_all_that_the_workbook_had(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    await stage.stop()
    stage.settings["spreadsheet"] = HOME

    await stage.start()

    await until(lambda: [row["number"] for row in rows(home)] == [1, 2])
    await stage.shows(anna, "Прежние операции записаны")


async def test_a_link_is_refused_while_the_settings_name_the_spreadsheet(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    await stage.stop()
    stage.settings["spreadsheet"] = "home"
    await stage.start()

    anna.say(HOME.replace("home", "other"))

    await stage.shows(anna, "THREADBOOK_SPREADSHEET")
    await until(lambda: stage.running.sheet.spreadsheet == home.spreadsheet_id)


async def test_nobody_hears_again_of_operations_that_are_moved(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    cards = [message.text for message in stage.world.from_bot(anna)]

    anna.say(HOME)
    await stage.shows(anna, "Прежние операции записаны")

    said = [message.text for message in stage.world.from_bot(anna)]
    assert said[: len(cards)] == cards


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("unshared", "Не могу открыть эту таблицу"),
        ("reader", "могу читать, но не писать"),
        ("trashed", "лежит в корзине"),
    ],
)
async def test_what_keeps_the_sheet_shut_is_told_and_looked_at_again_at_a_tap(
    stage: Stage, anna: Person, home: Spreadsheet, trouble: str, words: str
) -> None:
    match trouble:
        case "unshared":
            home.unshare(SERVICE_ACCOUNT)
        case "reader":
            home.share(SERVICE_ACCOUNT, "reader")
        case _:
            home.trash()
    anna.say(HOME)
    told = await stage.shows(anna, words)
    assert "До тех пор пишу туда же" in told.text

    home.share(SERVICE_ACCOUNT)
    home.restore()
    anna.tap(told, "Проверить")

    await stage.becomes(told, "Подключено: Домашние деньги")
    await until(lambda: "Книга" in [tab.title for tab in home.tabs])


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://docs.google.com/spreadsheets/d/nowhere/edit", "По этой ссылке нет таблицы"),
        ("https://docs.google.com/document/d/home/edit", "Это не Google-таблица"),
        ("https://docs.google.com/spreadsheets/", "Эта ссылка не ведёт к таблице"),
    ],
)
async def test_a_wrong_link_is_told_from_every_other_trouble(
    stage: Stage, anna: Person, link: str, words: str
) -> None:
    anna.say(link)

    told = await stage.shows(anna, words)
    assert "Проверить" not in buttons(told)


async def test_a_note_with_a_link_in_it_is_an_operation_and_connects_nothing(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    anna.say(f"дизайнер 5000 карта {HOME}")

    await stage.shows(anna, "№1")
    assert stage.running.sheet.spreadsheet == ""
    assert [tab.title for tab in home.tabs] == ["Лист1"]
