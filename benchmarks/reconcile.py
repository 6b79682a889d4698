"""The whole book beside the whole sheet: the shipped command in a process of its own, Google on loopback."""

import asyncio
import json
import os
import resource
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from benchmarks import story
from benchmarks.filling import BEGIN, INSERTS
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.process import ROOT, peak_mebibytes
from benchmarks.raw import EVIDENCE, connect
from benchmarks.report import Cell, Report, Steps, Table
from manager import Linkage, utc_now
from playground.serving import serving_in_thread
from playground.sheets import Google, Person, Spreadsheet, application, write_service_account
from sheets import Entry, Rendering, rows_of
from sheets.google_sheet import GoogleSheet

PAGE: Final = 5_000
EDITED: Final = 10
DELETED: Final = 5
COPIED: Final = 3
AMOUNT: Final = 4
RENDERING: Final = Rendering("en", ZoneInfo("Europe/Moscow"), "")
COLUMNS: Final = (
    "rows",
    "s",
    "CPU s",
    "most memory MB",
    "reads",
    "found of what people did",
    "sums explained",
)
LOOK_SECONDS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: its seconds, those of them on a processor, most memory in MB, what it told."""

    seconds: float
    processor_seconds: float
    megabytes: float
    told: dict[str, Any]


async def measure(plan: Plan, steps: Steps) -> Report:
    """How long `python -m bot audit` takes and how much it holds, beside what people did to the sheet."""
    rows: list[tuple[Cell, ...]] = []
    for size in plan.sizes(THOUSAND, 10 * THOUSAND, HUNDRED_THOUSAND):
        with steps.of(f"a sheet of {named(size)} rows", 2 * size) as step:
            rows.append(await asyncio.to_thread(_measured, size, step.advance))
    return Report(
        "reconcile",
        (Table("The whole book beside the whole sheet", COLUMNS, tuple(rows)),),
        (
            "`python -m bot audit --json`, its start included, with the real gspread over loopback.",
            f"People edited {EDITED} rows, deleted {DELETED} and copied {COPIED} to the top; the rest moved.",
        ),
    )


def _measured(size: int, advance: Any) -> tuple[Cell, ...]:  # noqa: ANN401  # a bar
    google = Google()
    spreadsheet = google.create("Books", spreadsheet_id="books")
    app = FastAPI()
    app.mount("/google", application(google))
    with TemporaryDirectory(prefix="threadbook-reconcile-") as folder, serving_in_thread(app) as url:
        path, key = f"{folder}/book.db", write_service_account(Path(folder) / "key.json", f"{url}/google")
        asyncio.run(story.found_book(path, utc_now))
        _fill_book(path, size)
        asyncio.run(_fill_sheet(path, GoogleSheet(key, "books", "en", api_url=f"{url}/google"), advance))
        people_did(spreadsheet, size)
        before = len(list(google.calls))
        run = _run(folder, _environment(folder, key, url))
        reads = sum(call.kind == "read" for call in list(google.calls)[before:])
    counts, sums = run.told["counts"], run.told["sums"]
    found = counts["edited"] + counts["missing"] + counts["double"]
    done = EDITED + DELETED + COPIED
    explained = sum(one["is_explained"] for one in sums)
    return (
        named(size),
        run.seconds,
        run.processor_seconds,
        run.megabytes,
        reads,
        f"{found} of {done}",
        f"{explained} of {len(sums)}",
    )


def people_did(spreadsheet: Spreadsheet, size: int) -> None:
    """Edit, copy and delete rows, none twice."""
    person = Person(spreadsheet)
    tab = next(tab.sheet_id for tab in spreadsheet.tabs if tab.title == "Ledger")
    places = [2 + (number + 1) * size // (EDITED + COPIED + DELETED + 1) for number in range(EDITED + COPIED)]
    for row in places[:EDITED]:
        person.type(tab, row, AMOUNT, "-1")
    for number, row in enumerate(places[EDITED:], start=1):
        person.insert_rows(tab, 2)
        person.copy_row(tab, row + number, 2)
    for number in range(DELETED):
        person.delete_rows(tab, size - 2 * number)


def _run(folder: str, environment: dict[str, str]) -> Run:
    """Run the command to its end, and watch how much memory it holds."""
    told = Path(folder) / "told.json"
    begun, before = perf_counter(), _children_seconds()
    with told.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "audit", "--json"], cwd=folder, env=environment, stdout=output
        )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, peak_mebibytes(process.pid) or 0.0)
            sleep(LOOK_SECONDS)
    seconds = perf_counter() - begun
    if process.returncode != 1:
        raise RuntimeError(f"the audit ended with {process.returncode}")
    return Run(seconds, _children_seconds() - before, peak, json.loads(told.read_text(encoding="utf-8")))


def _children_seconds() -> float:
    """Seconds that processes which have ended spent on a processor."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _environment(folder: str, key: Path, url: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": f"{story.BOT}:none",
        "THREADBOOK_OWNER_ID": str(story.OWNER),
        "THREADBOOK_DATABASE": f"{folder}/book.db",
        "GOOGLE_APPLICATION_CREDENTIALS": str(key),
        "THREADBOOK_SPREADSHEET": "books",
        "THREADBOOK_SHEETS_API_URL": f"{url}/google",
    }


def _fill_book(path: str, size: int) -> None:
    """So many operations, all in the sheet, in the rows from the second on."""
    at, day = BEGIN.strftime("%Y-%m-%dT%H:%M:%S.000Z"), BEGIN.date().isoformat()
    with closing(connect(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN IMMEDIATE")
        for number in range(1, size + 1):
            who = (story.OWNER, at)
            begun = (number, story.BOT, story.OWNER, story.OWNER, day, number + 1, at, at)
            db.execute(INSERTS["conversations"], begun)
            db.execute(INSERTS["operations"], (*[number] * 4, *who))
            values = (number, 100 * (number % 9_999 + 1), f"2024-{number % 12 + 1:02}-01", 1, 1, EVIDENCE)
            db.execute(INSERTS["versions"], (*values, story.OWNER, number, at))
            db.execute(INSERTS["sheet"], (number, at, at, at))
            db.execute(INSERTS["rows"], (number, number + 1, at))
        db.execute("UPDATE books SET next_number = ?", (size + 1,))
        db.execute("COMMIT")


async def _fill_sheet(path: str, sheet: GoogleSheet, advance: Any) -> None:  # noqa: ANN401  # a bar
    """Put the rows of the whole book into the sheet."""
    manager = await story.open_manager(path, utc_now)
    try:
        sheet.prepare()
        after = 0
        while page := await manager.linkages(story.BOOK, after, PAGE):
            sheet.append([_entry(one) for one in page])
            after = page[-1].booked.number
            advance(2 * len(page))
    finally:
        sheet.close()
        await manager.close()


def _entry(linkage: Linkage) -> Entry:
    return Entry(linkage.booked.number, rows_of(linkage.booked, RENDERING))
