import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from playground.session import SPREADSHEET_ID, bot_environment, free_port, prepare, run_folder
from playground.sheets import SERVICE_ACCOUNT


def test_the_bot_is_told_of_the_far_ends_by_its_environment_only(tmp_path: Path) -> None:
    session = prepare("http://127.0.0.1:8765", tmp_path)
    told = bot_environment(
        session.base_url, tmp_path, token=session.telegram.token, owner_id=1001, inherited={}
    )

    assert told["TELEGRAM_BOT_TOKEN"] == session.telegram.token
    assert told["THREADBOOK_TELEGRAM_API_URL"] == "http://127.0.0.1:8765/telegram"
    assert told["THREADBOOK_SHEETS_API_URL"] == "http://127.0.0.1:8765/google"
    assert told["THREADBOOK_SPREADSHEET"] == SPREADSHEET_ID
    assert Path(told["THREADBOOK_DATABASE"]).parent == tmp_path
    assert (told["THREADBOOK_OWNER_ID"], told["THREADBOOK_CURRENCY"]) == ("1001", "RUB")
    assert told["THREADBOOK_TIMEZONE"] == "Europe/Moscow"
    assert "THREADBOOK_LANGUAGE" not in told
    credentials = json.loads(Path(told["GOOGLE_APPLICATION_CREDENTIALS"]).read_text(encoding="utf-8"))
    assert credentials["token_uri"] == "http://127.0.0.1:8765/google/token"


def test_ones_own_settings_never_reach_the_bot_of_the_playground(tmp_path: Path) -> None:
    own = {
        "PATH": "/bin",
        "OPENAI_API_KEY": "sk-real",
        "TELEGRAM_BOT_TOKEN": "1:real",
        "THREADBOOK_MODEL": "big",
        "GOOGLE_CLOUD_PROJECT": "real",
    }
    told = bot_environment("http://127.0.0.1:1", tmp_path, token="2:fake", owner_id=1, inherited=own)

    assert told["PATH"] == "/bin"
    assert told["TELEGRAM_BOT_TOKEN"] == "2:fake"
    assert not {"OPENAI_API_KEY", "THREADBOOK_MODEL", "GOOGLE_CLOUD_PROJECT"} & set(told)


def test_the_bot_is_found_from_the_folder_of_the_run(tmp_path: Path) -> None:
    told = bot_environment("http://127.0.0.1:1", tmp_path, token="2:fake", owner_id=1)
    where = "import importlib.util as i; print(i.find_spec('bot').origin)"
    found = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", where], env=told, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert Path(found.stdout.strip()).parts[-2:] == ("bot", "__init__.py")


def test_the_sheet_is_shared_with_the_account_of_the_bot(tmp_path: Path) -> None:
    session = prepare("http://127.0.0.1:1", tmp_path)

    assert session.google.spreadsheets[SPREADSHEET_ID].roles == {SERVICE_ACCOUNT: "writer"}


def test_a_port_in_use_is_replaced_by_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        chosen = free_port(taken)
    assert chosen != taken
    assert free_port(chosen) == chosen


def test_the_folder_of_a_run_is_gone_afterwards_and_what_else_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    with run_folder(tmp_path) as folder:
        (folder / "threadbook.db").write_bytes(b"x")
        assert folder.parent == tmp_path

    assert [left.name for left in tmp_path.iterdir()] == ["mine.txt"]


def test_folders_of_killed_runs_are_tidied_up_and_those_of_living_ones_are_not(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / f"run-{ended.pid}").mkdir()
    (tmp_path / f"run-{os.getppid()}").mkdir()
    (tmp_path / "run-of-the-mill").mkdir()

    with run_folder(tmp_path):
        left = {one.name for one in tmp_path.iterdir()}

    assert left == {f"run-{os.getppid()}", f"run-{os.getpid()}", "run-of-the-mill"}
