"""A backup in the place of the book, as people see it."""

from pathlib import Path

from manager import backup, restore
from playground.telegram import Person
from tests.scenarios.stage import Stage


def lost_disk(database: Path, source: Path) -> None:
    """The file is gone, and a backup takes its place."""
    database.unlink()
    restore(source, database)


async def test_what_was_booked_after_the_backup_is_listed_and_its_number_not_given_again(
    stage: Stage, anna: Person, tmp_path: Path
) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · в таблице")
    backup(stage.settings["database"], tmp_path / "backup.db")
    anna.say("такси 450 карта")
    await stage.shows(anna, "№2 · в таблице")
    await stage.stop()
    lost_disk(stage.settings["database"], tmp_path / "backup.db")

    await stage.start()
    anna.say("обед 600 карта")
    await stage.shows(anna, "№1002 · в таблице")
    anna.say("/pending")

    told = await stage.shows(anna, "1 строки таблицы нет в книге")
    assert "строка 3: №2 -450 RUB такси" in told.text
    assert [row["amount"] for row in stage.rows()] == [-300, -450, -600]
