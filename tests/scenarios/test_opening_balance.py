"""What an account holds is the same in the chat and in the sheet, and so is what was there at first."""

import asyncio
from datetime import date

import pytest

from playground.sheets.formulas import Calculator
from playground.telegram import Message, Person
from tests.scenarios.stage import Stage

EPOCH = date(1899, 12, 30)
pytestmark = pytest.mark.parametrize("bare", ["google"], indirect=True)


def account(stage: Stage, name: str) -> tuple[object, ...]:
    """Opening balance, since and balance of an account, as the formulas of the Accounts tab come to them."""
    (sheet,) = stage.google.spreadsheets.values()
    tab = next((one for one in sheet.tabs if one.title == "Счета"), None)
    calculator = Calculator(sheet)
    for row in range(1, tab.grid.filled_end if tab else 0):
        cells = [calculator.value(tab, row, column) for column in range(5)]
        if cells[0] == name:
            return tuple(cells[2:])
    return ()


async def comes_to(stage: Stage, name: str, *wanted: object) -> None:
    for _ in range(600):
        if account(stage, name) == wanted:
            return
        await asyncio.sleep(0.1)
    assert account(stage, name) == wanted


def tap(person: Person, message: Message, words: str) -> None:
    person.tap(message, next(one for row in message.buttons for one in row if words in one))


async def test_what_a_person_says_is_there_is_the_opening_balance_and_the_rest_follows(
    stage: Stage, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sheet.furnishing.PAUSE_SECONDS", 0.2)
    today = (stage.clock().date() - EPOCH).days
    anna.say("кофе 300 карта")
    await stage.shows(anna, "№1 · в таблице")
    await comes_to(stage, "Карта", 0.0, None, -300.0)

    anna.say("на карте на самом деле 5000")
    tap(anna, await stage.shows(anna, "поправка"), "Записать")
    counted = await stage.shows(anna, "№2 · в таблице")
    await comes_to(stage, "Карта", 5300.0, float(today), 5000.0)

    anna.say("такси 450 карта")
    await stage.shows(anna, "№3 · в таблице")
    await comes_to(stage, "Карта", 5300.0, float(today), 4550.0)
    anna.say("сколько на карте?")
    assert "4\xa0550" in (await stage.shows(anna, "4\xa0550 ₽")).text

    tap(anna, counted, "Отменить")
    await stage.becomes(counted, "отменено")
    await comes_to(stage, "Карта", 0.0, None, -750.0)
