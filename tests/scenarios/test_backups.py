"""The day's backup, and what the owner hears of it."""

from pathlib import Path

import pytest

from manager import integrity
from playground.telegram import Person
from tests.disks import mounted
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)


def names(stage: Stage) -> list[str]:
    return sorted(path.name for path in (stage.settings["database"].parent / "backups").glob("*"))


async def test_a_running_bot_makes_one_backup_a_day_and_keeps_as_many_as_are_set(
    bare: Stage, anna: Person
) -> None:
    bare.settings["backups"] = 2
    await bare.start()
    anna.say("кофе 300 наличные")
    await bare.shows(anna, "в таблице, строка 2")
    days = [bare.clock().date()]

    for _ in range(3):
        await bare.running.backups.look()
        await bare.running.backups.look()
        bare.clock.advance(hours=24)
        days.append(bare.clock().date())

    assert names(bare) == [f"threadbook-{day.isoformat()}.db" for day in days[1:3]]
    copy = bare.settings["database"].parent / "backups" / names(bare)[-1]
    assert [one.claim for one in integrity(copy, now=bare.clock) if not one.holds] == []


async def test_no_backup_is_made_where_none_is_wanted(bare: Stage, anna: Person) -> None:
    bare.settings["backups"] = 0
    await bare.start()
    anna.say("/start")
    await bare.shows(anna, "Готово")

    await bare.running.backups.look()

    assert names(bare) == []


async def test_the_owner_hears_once_that_there_was_no_room_for_a_backup(
    tmp_path: Path, bare: Stage, anna: Person
) -> None:
    with mounted(tmp_path / "disk", 260) as disk:
        bare.settings["database"] = disk.folder / "threadbook.db"
        await bare.start()
        anna.say("/start")
        await bare.shows(anna, "Готово")
        disk.fill(leave_bytes=100 * 2**20)

        for _ in range(2):
            await bare.running.backups.look()
            bare.running.wake()

        await bare.shows(anna, "Не получилось сделать сегодняшнюю резервную копию")
        anna.say("/help")
        await bare.shows(anna, "Пишите так")
        assert len(bare.world.from_bot(anna)) == 3
        await bare.stop()


async def test_the_owner_hears_of_a_book_that_something_else_has_changed(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    change = "UPDATE operation_versions SET amount_minor = {amount}"
    await stage.running.manager._store.transaction(
        lambda db: db.execute(change.format(amount=90000)).rowcount
    )

    for _ in range(9):
        await stage.running.backups.look()
        stage.clock.advance(hours=24)
    stage.running.wake()

    assert len(names(stage)) == 9
    await stage.shows(anna, "книгу изменил кто-то кроме меня: not “every version says what was written”")
    await stage.running.manager._store.transaction(
        lambda db: db.execute(change.format(amount=30000)).rowcount
    )
