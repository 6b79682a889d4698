"""People work in the sheet: what they did there is found, told, and decided by whoever may."""

import asyncio
import csv
import io
import json
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import audit_table
from bot.__main__ import app
from bot.settings import Settings
from bot.sheeting import audited
from playground.telegram import Person
from sheets.audit import Report
from tests.scenarios.stage import Stage
from tests.sheets.hands import GoogleHands, Hands, WorkbookHands

AMOUNT, CURRENCY, TEXT = 4, 5, 8


@pytest.fixture
def hands(bare: Stage) -> Hands:
    """A person at the sheet of this stage."""
    if "spreadsheet" in bare.settings:
        return GoogleHands(bare.google.spreadsheets["home"])
    return WorkbookHands(bare.settings["workbook"])


async def report(stage: Stage) -> Report:
    return await asyncio.to_thread(audited, Settings(**stage.settings))


async def test_the_command_line_finds_what_people_did_while_the_bot_runs(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    for words in ("кофе 300 наличные", "такси 450 карта", "обед 600 карта"):
        anna.say(words)
        await stage.shows(anna, f"№{1 + len(stage.rows())} · в таблице")
    assert (await report(stage)).counts == {"match": 3}

    hands.copy_row(4, 5)
    hands.type(2, AMOUNT, "-380")
    hands.delete_row(3)

    found = await report(stage)
    assert found.counts == {"edited": 1, "missing": 1, "double": 1}
    (total,) = found.sums
    assert (total.difference, total.is_explained) == (-450 + 80 + 600, True)
    lines = {line.kind: line for line in audit_table.lines(found)}
    assert lines["edited"].difference == "Amount: books −300, sheet −380"
    assert (lines["missing"].number, lines["missing"].what) == (2, "Такси — 450 ₽")
    assert lines["double"].rows == (3, 4)


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_the_command_exits_with_one_when_somebody_must_decide(
    stage: Stage, anna: Person, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.__main__.read_settings", lambda: Settings(**stage.settings))
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · в таблице")
    hands.type(3, AMOUNT, "-5")
    hands.type(3, TEXT, "=cmd()")

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["audit", *words])

    told, as_csv, as_json = run(), run("--csv"), run("--json")

    assert {told.exit_code, as_csv.exit_code, as_json.exit_code} == {1}
    assert "foreign" in told.output
    (_, line) = csv.reader(io.StringIO(as_csv.output))
    assert (line[0], line[3]) == ("foreign", "−5 =cmd()")
    assert json.loads(as_json.output)["counts"]["foreign"] == 1
    hands.delete_row(3)
    assert run().exit_code == 0


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
def test_a_sheet_that_is_not_there_is_one_sentence_and_exit_code_two(
    bare: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.__main__.read_settings", lambda: Settings(**bare.settings))

    told = CliRunner().invoke(app, ["audit"])

    assert told.exit_code == 2
    assert "was not compared" in told.output
