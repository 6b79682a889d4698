"""What one run of the playground needs: a port, a folder, far ends, and the settings of the bot."""

import contextlib
import os
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playground.serving import HOST
from playground.sheets import Google, write_service_account
from playground.supervisor import Supervisor
from playground.telegram import Person, World

ROOT = Path(__file__).parents[1]
PEOPLE = {"ru": 1001, "en": 1002}  # Anna and Boris, by the language they write
SPREADSHEET_ID = "playground-home"
FOREIGN_PREFIXES = ("THREADBOOK_", "TELEGRAM_", "GOOGLE_", "OPENAI_")


@dataclass(frozen=True, slots=True)
class Session:
    """The far ends of one run and the bot that will talk to them; `base_url` is where they must be served."""

    base_url: str
    telegram: World
    google: Google
    supervisor: Supervisor
    owner: Person
    guest: Person


def prepare(base_url: str, folder: Path, *, language: str = "ru") -> Session:
    """Make fresh far ends and, in `folder`, everything the bot needs to live among them.

    The owner of the books, whom the page plays first, is the one who writes `language` (English otherwise).
    """
    telegram, google = World.seeded(), Google()
    is_russian = language == "ru"
    owner, guest = (
        telegram.as_person(PEOPLE[code]) for code in (("ru", "en") if is_russian else ("en", "ru"))
    )
    telegram.seat_first(owner)
    google.create(
        "Home",
        spreadsheet_id=SPREADSHEET_ID,
        locale_name="ru_RU" if is_russian else "en_US",
        time_zone="Europe/Moscow",
    )
    environment = bot_environment(base_url, folder, token=telegram.token, owner_id=owner.id)
    # The folder of the run holds no `.env` and no `threadbook.toml`, so nobody's real settings slip in.
    supervisor = Supervisor(environment=environment, directory=folder)
    return Session(base_url, telegram, google, supervisor, owner, guest)


def usual_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of whoever sits at this computer, such as `ru`; English when it does not say."""
    found = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value[:2].lower() for value in found if value), "en")


def bot_environment(
    base_url: str,
    folder: Path,
    *,
    token: str,
    owner_id: int,
    inherited: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """Return the environment of the bot: the settings of the playground, and `inherited` without its own.

    Somebody's own token, sheet or model key in the shell stays out of it: nothing leaves this computer.
    """
    credentials = write_service_account(folder / "service-account.json", f"{base_url}/google")
    rest = {name: value for name, value in inherited.items() if not name.startswith(FOREIGN_PREFIXES)}
    paths = [str(ROOT), *filter(None, [inherited.get("PYTHONPATH")])]
    return rest | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        "TELEGRAM_BOT_TOKEN": token,
        "THREADBOOK_TELEGRAM_API_URL": f"{base_url}/telegram",
        "THREADBOOK_OWNER_ID": str(owner_id),
        "THREADBOOK_DATABASE": str(folder / "threadbook.db"),
        "GOOGLE_APPLICATION_CREDENTIALS": str(credentials),
        "THREADBOOK_SPREADSHEET": SPREADSHEET_ID,
        "THREADBOOK_SHEETS_API_URL": f"{base_url}/google",
        "THREADBOOK_CURRENCY": "RUB",
        "THREADBOOK_TIMEZONE": "Europe/Moscow",
    }


def free_port(wanted: int) -> int:
    """Return `wanted` if it is free on the loopback interface, otherwise some port that is."""
    for port in (wanted, 0):
        try:
            with socket.create_server((HOST, port)) as probe:
                return int(probe.getsockname()[1])
        except OSError:
            if port == 0:
                raise
    raise AssertionError("the loop returns or raises")


@contextlib.contextmanager
def run_folder(data: Path) -> Iterator[Path]:
    """Make a folder below `data` for this run and remove it afterwards.

    Folders of runs that were killed, and so could not tidy up, are removed too.
    """
    data.mkdir(parents=True, exist_ok=True)
    for left in data.glob("run-*"):
        if not _is_alive(left.name.removeprefix("run-")):
            shutil.rmtree(left, ignore_errors=True)
    folder = (data / f"run-{os.getpid()}").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    if not pid.isdecimal():
        return True  # not ours to judge
    if sys.platform == "win32":
        return True  # asking there would end the process
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
