"""The commands that care for a database, as whoever runs them sees them."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from playground.telegram import Person
from tests.scenarios.stage import Stage

pytestmark = [pytest.mark.process, pytest.mark.parametrize("bare", ["workbook"], indirect=True)]


async def run(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of a command and what it printed, in one line."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "200"}
    command = [sys.executable, "-m", "bot", *words]
    ended = await asyncio.to_thread(
        subprocess.run,
        command,
        cwd=folder,
        env=environment | {"THREADBOOK_DATABASE": "threadbook.db"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    return ended.returncode, " ".join((ended.stdout + ended.stderr).split())


def spoil(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE operation_versions SET amount_minor = 1")


async def test_a_backup_is_made_while_the_bot_runs_and_restored_when_it_does_not(
    stage: Stage, anna: Person, tmp_path: Path
) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    assert await run(tmp_path, "backup", "copy.db") == (0, "copy.db: a whole copy of threadbook.db")
    refused = await run(tmp_path, "restore", "copy.db")
    await stage.stop()

    code, told = await run(tmp_path, "restore", "copy.db")

    assert refused == (1, "a Threadbook is using threadbook.db; stop it first")
    assert code == 0
    assert told.startswith(
        "threadbook.db is as in copy.db; the file that was there is kept as threadbook.db.before-restore."
    )


async def test_integrity_names_what_breaks_a_claim_and_ends_with_1(
    stage: Stage, anna: Person, tmp_path: Path
) -> None:
    said = anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    await stage.world.until(lambda: stage.world.current(said).emoji == ["✍"])
    await asyncio.sleep(0.1)  # until that is noted
    whole = await run(tmp_path, "integrity")
    await run(tmp_path, "backup", "spoiled.db")
    spoil(tmp_path / "spoiled.db")

    code, told = await run(tmp_path, "integrity", "--database", "spoiled.db")

    assert (whole[0], code) == (0, 1)
    assert "every version says what was written │ NO │ operation 1 version 1" in told
