"""The shipped process among far ends on loopback, given settings by environment and nothing else."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.server import create_app
from playground.serving import serving
from playground.session import SPREADSHEET_ID, Session, free_port, prepare
from playground.telegram import Person

pytestmark = pytest.mark.process

AMOUNT, OPERATION_ID = 3, 12


@pytest.fixture
async def session(tmp_path: Path) -> AsyncIterator[Session]:
    port = free_port(0)
    session = prepare(f"http://127.0.0.1:{port}", tmp_path)
    async with serving(create_app(session.telegram, session.google, session.supervisor), port):
        await session.supervisor.start()
        yield session
        await session.supervisor.stop()


@pytest.fixture
def anna(session: Session) -> Person:
    return session.telegram.as_person(1001)


def rows(session: Session) -> list[list[object]]:
    """The rows of the ledger tab in the spreadsheet, without its header."""
    sheet = session.google.spreadsheets[SPREADSHEET_ID]
    tab = next((tab for tab in sheet.tabs if tab.title == "Книга"), None)
    return [] if tab is None else [list(row) for row in sheet.rows(tab.title)[1:] if any(row)]


async def shows(session: Session, person: Person, text: str, seconds: float = 40.0) -> object:
    def found() -> list[object]:
        return [one for one in session.telegram.from_bot(person) if text in one.text]

    try:
        return (await session.telegram.until(found, seconds))[-1]
    except TimeoutError as error:
        raise AssertionError("\n".join([str(error), *session.supervisor.log[-40:]])) from error


async def test_scene_3_with_kill_9_between_question_and_answer(session: Session, anna: Person) -> None:
    anna.say("Купил кофе за 300 рублей")
    question = await shows(session, anna, "С какого счета?")
    await session.supervisor.kill()
    anna.say("наличные", reply_to=question)

    await session.supervisor.start()

    await shows(session, anna, "в таблице, строка 2")
    assert [row[AMOUNT] for row in rows(session)] == ["-300,00"]


@pytest.mark.parametrize("end", ["kill", "stop"], ids=["kill -9", "SIGTERM with a second of grace"])
async def test_ended_again_and_again_while_it_works_nothing_is_lost_or_doubled(
    session: Session, anna: Person, end: str
) -> None:
    await shows_start(session, anna)
    for number in range(1, 13):
        anna.say(f"кофе {number} наличные")
        if number % 3 == 0:
            await getattr(session.supervisor, end)()
            await session.supervisor.start()

    for number in range(1, 13):
        await shows(session, anna, f"№{number} · в таблице")

    written = rows(session)
    assert sorted(float(str(row[AMOUNT]).replace(",", ".")) for row in written) == [
        float(-number) for number in range(12, 0, -1)
    ]
    assert len({row[OPERATION_ID] for row in written}) == 12


async def test_sixty_messages_cut_off_by_sigterm_and_a_second_later_by_sigkill_are_booked_once(
    session: Session, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.supervisor.STOP_SECONDS", 1.0)
    await shows_start(session, anna)
    for number in range(1, 61):
        anna.say(f"кофе {number} наличные")
    await shows(session, anna, "Кофе — 1 ₽")

    await session.supervisor.stop()
    assert len([one for one in session.telegram.from_bot(anna) if "Кофе — " in one.text]) < 60
    await session.supervisor.start()

    await shows(session, anna, "№60 · в таблице", seconds=40)
    await session.telegram.until(lambda: len(rows(session)) == 60, 40)
    amounts = sorted(-float(str(row[AMOUNT]).replace(",", ".")) for row in rows(session))
    assert amounts == [float(number) for number in range(1, 61)]
    assert len({row[OPERATION_ID] for row in rows(session)}) == 60


async def shows_start(session: Session, anna: Person) -> None:
    anna.say("/start")
    await shows(session, anna, "Готово")


async def test_scene_16_the_sheet_is_down_told_honestly_and_healed(session: Session, anna: Person) -> None:
    await shows_start(session, anna)
    session.google.faults.add("503", None)

    said = anna.say("кофе 300 наличные")
    waiting = await shows(session, anna, "Таблица не отвечает")
    assert waiting.text == (
        "⏳ Кофе — 300 ₽\nРасход · Наличные · Кафе · 21 ноя\n"
        "№1 · сохранено. Таблица не отвечает, повторяю попытки"
    ).replace("21 ноя", waiting.text.split(" · ")[3].split("\n")[0])
    assert waiting.buttons == [["Отменить", "Изменить"]]
    session.google.faults.clear()

    await shows(session, anna, "№1 · в таблице, строка 2", seconds=40)
    assert len(rows(session)) == 1
    assert len(session.telegram.from_bot(anna)) == 2
    await session.telegram.until(lambda: session.telegram.current(said).emoji == ["✍"])


def start_bot(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the bot with these settings and nothing else, until it gives up."""
    root = str(Path(__file__).parents[2])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": root} | settings
    command = [sys.executable, "-m", "bot"]
    return subprocess.run(  # noqa: S603  # our own program
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_all_missing_settings_are_told_at_once(tmp_path: Path) -> None:
    ended = start_bot(tmp_path)

    assert ended.returncode == 78
    assert "TELEGRAM_BOT_TOKEN: is not set" in ended.stderr
    assert "THREADBOOK_OWNER_ID: is not set" in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_a_wrong_token_is_one_clear_sentence(session: Session, tmp_path: Path) -> None:
    settings = {
        "TELEGRAM_BOT_TOKEN": "1:wrong",
        "THREADBOOK_OWNER_ID": "1",
        "THREADBOOK_TELEGRAM_API_URL": f"{session.base_url}/telegram",
    }

    ended = await asyncio.to_thread(start_bot, tmp_path, **settings)

    assert ended.returncode == 78
    assert "does not know this TELEGRAM_BOT_TOKEN" in ended.stderr
    assert "Traceback" not in ended.stderr
