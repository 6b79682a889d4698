"""The commands that care for a database, as a person or a script runs them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from manager import RawUpdate
from tests.manager.story import Book


@pytest.fixture
async def database(tmp_path: Path, clock: Any) -> Path:
    """A database with one message that was given up."""
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    words = {"update_id": 1, "message": {"text": "coffee 300"}}
    await book.manager.receive([RawUpdate(1, 1001, words, poison="KeyError('date')")])
    await book.manager.close()
    return book.path


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def test_stuck_lists_what_was_given_up_and_exits_with_one(database: Path) -> None:
    listed = run("stuck", "--database", str(database), "--json")

    (one,) = json.loads(listed.output)
    assert (listed.exit_code, one["id"], one["words"]) == (1, "update-1", "coffee 300")


def test_stuck_exits_with_nought_when_the_last_thing_is_let_go(database: Path) -> None:
    assert run("stuck", "--database", str(database), "--discard", "update-1").exit_code == 0


@pytest.mark.parametrize("wrong", ["update-2", "row-1", "nonsense", "update-x"])
def test_what_is_not_stuck_is_not_settled(database: Path, wrong: str) -> None:
    refused = run("stuck", "--database", str(database), "--discard", wrong)

    assert refused.exit_code == 2
    assert "is not stuck" in refused.output


def test_health_exits_with_one_and_names_the_trouble(database: Path) -> None:
    told = run("health", "--database", str(database), "--json")

    assert told.exit_code == 1
    assert json.loads(told.output)["troubles"] == ["stuck"]


def test_health_of_a_quiet_database_is_a_table_and_nought(database: Path) -> None:
    run("stuck", "--database", str(database), "--discard", "update-1")

    told = run("health", "--database", str(database))

    assert told.exit_code == 0
    assert "Messages to handle" in told.output


def test_metrics_are_lines_that_a_monitor_reads(database: Path) -> None:
    told = run("metrics", "--database", str(database), "--hours", "48")

    assert told.exit_code == 0
    assert 'threadbook_given_up{kind="update"} 1' in told.output.splitlines()
    assert "threadbook_window_seconds 172800" in told.output.splitlines()
