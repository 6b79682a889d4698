from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI

from playground.serving import serving_in_thread
from playground.sheets import Google, Spreadsheet, application, write_service_account
from sheets import Sheet
from sheets.google_sheet import GoogleSheet
from sheets.sync import SheetSync
from sheets.testing import MemorySheet
from sheets.workbook import Workbook
from tests.conftest import FakeClock
from tests.sheets.hands import GoogleHands, Hands, MemoryHands, WorkbookHands
from tests.sheets.story import RENDERING, MemoryQueue


@dataclass
class Bench:
    """A sheet of one kind, a person at it, and a way to open it once more, as another process would."""

    sheet: Sheet
    hands: Hands
    again: Callable[[], Sheet]


@pytest.fixture
def google(clock: FakeClock) -> Google:
    return Google(now=clock)


@pytest.fixture
def spreadsheet(google: Google) -> Spreadsheet:
    return google.create("Home books", spreadsheet_id="home-books-1")


@pytest.fixture
def base_url(google: Google) -> Iterator[str]:
    app = FastAPI()
    app.mount("/google", application(google))
    with serving_in_thread(app) as url:
        yield f"{url}/google"


@pytest.fixture
def key_file(tmp_path: Path, base_url: str) -> Path:
    return write_service_account(tmp_path / "key.json", base_url)


@pytest.fixture
def open_google(
    base_url: str, key_file: Path, spreadsheet: Spreadsheet
) -> Iterator[Callable[..., GoogleSheet]]:
    opened: list[GoogleSheet] = []

    def open_sheet(address: str = spreadsheet.spreadsheet_id, language: str = "en", **more) -> GoogleSheet:
        values = {"api_url": base_url} | more
        opened.append(GoogleSheet(key_file, address, language, **values))
        return opened[-1]

    yield open_sheet
    for sheet in opened:
        sheet.close()


@pytest.fixture(params=["memory", "workbook", "google"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    match request.param:
        case "memory":
            memory = MemorySheet()
            yield Bench(memory, MemoryHands(memory), lambda: memory)
        case "workbook":
            path = tmp_path / "book.xlsx"
            yield Bench(Workbook(path, "en"), WorkbookHands(path), lambda: Workbook(path, "en"))
        case _:
            open_sheet = request.getfixturevalue("open_google")
            hands = GoogleHands(request.getfixturevalue("spreadsheet"))
            yield Bench(open_sheet(), hands, open_sheet)


@pytest.fixture
def queue(clock: FakeClock) -> MemoryQueue:
    return MemoryQueue(clock)


@pytest.fixture
def memory() -> MemorySheet:
    return MemorySheet()


@pytest.fixture
async def start(clock: FakeClock, queue: MemoryQueue) -> AsyncIterator[Callable[[Sheet], SheetSync]]:
    started: list[SheetSync] = []

    def start_sync(sheet: Sheet) -> SheetSync:
        sync = SheetSync(queue, sheet, RENDERING, now=clock, random=lambda: 0.5, find=queue.find)
        started.append(sync)
        return sync

    yield start_sync
    for sync in started:
        await sync.aclose()
