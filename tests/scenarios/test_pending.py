"""`/pending`: what is not in the sheet, why, and what can be done about it."""

import pytest

from playground.sheets import SERVICE_ACCOUNT, Spreadsheet
from playground.telegram import Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["google"], indirect=True)


@pytest.fixture
def home(stage: Stage) -> Spreadsheet:
    (spreadsheet,) = stage.google.spreadsheets.values()
    return spreadsheet


async def test_when_all_is_in_the_sheet_it_says_so(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · в таблице")

    anna.say("/pending")

    shown = await stage.shows(anna, "Всё уже в таблице")
    assert shown.buttons == []


async def test_what_waits_is_listed_with_its_age_the_reason_and_the_next_try(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    home.unshare(SERVICE_ACCOUNT)
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "Google не пускает меня в таблицу")

    anna.say("/pending")

    shown = await stage.shows(anna, "1 операция ждёт таблицу: №1.")
    lines = shown.text.splitlines()
    assert "Самая старая записана" in lines[1]
    assert lines[2].startswith("Причина: ")
    assert lines[3] in ("Следующая попытка через 1 мин.", "Пробую прямо сейчас.")
    assert shown.buttons == [["Попробовать сейчас"]]


async def test_what_the_sheet_refuses_can_be_left_out_and_written_after_all(
    stage: Stage, anna: Person, home: Spreadsheet
) -> None:
    anna.say("обед 600 карта")
    await stage.shows(anna, "№1 · в таблице")
    home.unshare(SERVICE_ACCOUNT)
    anna.say("кофе 300 наличные")
    card = await stage.shows(anna, "Google не пускает меня в таблицу")
    anna.say("/stuck")
    stuck = await stage.shows(anna, "не в таблице")
    assert stuck.buttons == [["Повторить 1", "Не писать 1"]]

    anna.tap(stuck, "Не писать 1")
    empty = await stage.becomes(stuck, "Ничего не застряло")
    assert empty.buttons == [["Вернуть в список"]]
    await stage.becomes(card, "№2 · сохранено в книге. В таблицу не пишем, так решено")
    home.share(SERVICE_ACCOUNT)
    anna.say("/pending")
    shown = await stage.shows(anna, "Не пишем в таблицу, так решено: №2. В книге они есть.")
    assert shown.text.startswith("Всё остальное в таблице.")
    assert shown.buttons == [["Всё-таки записать №2"]]
    anna.say("такси 450 карта")
    await stage.shows(anna, "№3 · сохранено")
    stage.clock.advance(minutes=2)
    await stage.running.sheet.try_now()
    await stage.shows(anna, "№3 · в таблице")
    assert [row["number"] for row in stage.rows()] == [1, 3]

    anna.tap(shown, "Всё-таки записать №2")

    await stage.becomes(card, "№2 · в таблице")
    assert sorted(row["number"] for row in stage.rows()) == [1, 2, 3]


async def test_only_who_keeps_the_books_decides_what_is_left_out(
    stage: Stage, anna: Person, boris: Person, home: Spreadsheet
) -> None:
    anna.say("обед 600 карта")
    await stage.shows(anna, "№1 · в таблице")
    boris.say("hello")
    await stage.shows(boris, "Your Telegram number")
    await stage.running.manager.admit(boris.id, "member")
    home.unshare(SERVICE_ACCOUNT)
    boris.say("taxi 450 карта")
    await stage.shows(boris, "#2 · saved. Google refuses me")
    (stuck,) = await stage.running.manager.stuck()
    await stage.running.manager.discard_stuck(stuck.id)

    boris.say("/pending")

    shown = await stage.shows(boris, "Left out of the sheet, as was decided: #2")
    assert shown.buttons == []
