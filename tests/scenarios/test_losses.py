"""People delete the Ledger tab, or a column of ours: the bot notices, gives it back and tells the owner."""

import pytest

from playground.telegram import Person
from tests.scenarios.stage import Stage, booked
from tests.sheets.hands import Hands

AMOUNT, ACCOUNT, NOTE, OP = 4, 6, 12, 13


def amounts(stage: Stage) -> list[object]:
    return sorted(row["amount"] for row in stage.rows() if isinstance(row.get("amount"), int | float))


async def test_the_next_operation_finds_that_the_tab_was_deleted_and_all_is_written_again(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    hands.delete_tab()

    anna.say("обед 600 карта")

    await stage.shows(anna, "Кто-то удалил из таблицы вкладку с вашими операциями")
    await stage.world.until(lambda: amounts(stage) == [-600, -450, -300])
    await stage.shows(anna, "№3 · в таблице")
    anna.say("350", reply_to=stage.world.from_bot(anna)[0])
    await stage.world.until(lambda: amounts(stage) == [-600, -450, -350])
    assert len([one for one in stage.world.from_bot(anna) if "Кто-то удалил" in one.text]) == 1


async def test_the_next_comparison_finds_that_the_tab_was_deleted(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    hands.delete_tab()

    await stage.running.checks.look()

    await stage.shows(anna, "записываю всё, что в ней было: 2 операции")
    await stage.world.until(lambda: amounts(stage) == [-450, -300])
    await stage.running.checks.look()
    habits = await stage.running.manager.habits()
    assert await stage.running.manager.count_findings(habits.book_id) == {}


async def test_a_tab_that_was_deleted_while_the_bot_was_off_is_filled_again(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    await stage.stop()
    hands.delete_tab()

    await stage.start()

    await stage.shows(anna, "Кто-то удалил из таблицы вкладку")
    await stage.world.until(lambda: amounts(stage) == [-450, -300])


@pytest.mark.parametrize("column", [AMOUNT, ACCOUNT, OP])
async def test_a_column_that_was_deleted_is_given_back_with_its_values(
    stage: Stage, anna: Person, hands: Hands, column: int
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "перевод 1000 с карты на наличные")
    hands.type(2, NOTE, "моё")
    hands.delete_column(column)

    anna.say("350", reply_to=stage.world.from_bot(anna)[0])

    await stage.shows(anna, "удалённое возвращено на место")
    await stage.shows(anna, "Строка 2 обновлена")
    stage.clock.advance(seconds=5)
    report, _ = await stage.running.sheet.book_and_sheet.check()
    assert +report.counts == {"match": 2}
    assert sum(total.sheet for total in report.sums) == -350
    assert hands.read(2, NOTE if "spreadsheet" in stage.settings else NOTE - (column < NOTE)) == "моё"
