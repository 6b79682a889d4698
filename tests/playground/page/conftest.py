import shutil
import ssl
import sys
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import ConsoleMessage, Error, Page, Request, async_playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.server import create_app
from playground.serving import serving
from playground.sheets import SERVICE_ACCOUNT, Google, Person
from playground.supervisor import Supervisor
from playground.telegram import World
from tests.playground.page.driver import Bot, Window

# Loading the certificates of the world takes longer than most tests, and loopback needs none.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PATIENCE_MS = 5000
HEADERS = ["No.", "Date", "Type", "Amount", "Status", "Operation ID"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture
def world() -> World:
    return World.seeded()


@pytest.fixture
def google() -> Google:
    google = Google()
    google.create("Home", spreadsheet_id="playground-home")
    return google


@pytest.fixture
def owner(google: Google) -> Person:
    """Somebody at the sheet, somewhere else."""
    return Person(google.spreadsheets["playground-home"])


@pytest.fixture
def ledger(owner: Person) -> Person:
    """A sheet with three operations."""
    owner.rename_tab(0, "Ledger")
    rows = (
        HEADERS,
        ["1", "2026-11-19", "Expense", "-300", "OK", "AAA"],
        ["2", "2026-11-20", "Income", "85000", "OK", "BBB"],
        ["3", "2026-11-21", "Expense", "-450", "Void", "CCC"],
    )
    for number, row in enumerate(rows, start=1):
        owner.type_row("Ledger", number, row)
    return owner


@pytest.fixture
def supervisor() -> Supervisor | None:
    """No bot process, unless a test module says otherwise."""
    return None


class Stage:
    """One address for all tests, so that the browser keeps the page's files; each test plays its own app."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage() -> AsyncIterator[tuple[Stage, str]]:
    stage, house = Stage(), FastAPI()
    house.mount("/", stage)
    async with serving(house) as base:
        yield stage, base


@pytest_asyncio.fixture(loop_scope="session")
async def base(
    stage: tuple[Stage, str], world: World, google: Google, supervisor: Supervisor | None
) -> AsyncIterator[str]:
    app = create_app(world, google, supervisor)
    async with app.router.lifespan_context(app):
        stage[0].app = app
        yield stage[1]


@pytest_asyncio.fixture(loop_scope="session")
async def client(base: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=base, timeout=30, verify=NO_CERTIFICATES) as client:
        yield client


@pytest.fixture
def bot(client: httpx.AsyncClient, world: World, google: Google) -> Bot:
    return Bot(client, world.token, google.tokens.issue(SERVICE_ACCOUNT), "playground-home")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tab() -> AsyncIterator[Page]:
    """One tab of a browser for all tests: opening one costs more than most tests."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here; Debian and Ubuntu: apt install chromium")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = await chromium.new_context(
            locale="en-US", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        yield await context.new_page()
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def window(tab: Page, base: str) -> AsyncIterator[Window]:
    """The page, open and live; at the end it must have reported no error and called nobody else."""
    window = Window(tab)

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            window.errors.append(message.text)

    def failed(error: Error) -> None:
        window.errors.append(str(error))

    def asked(request: Request) -> None:
        window.requests.append(request.url)

    tab.on("console", heard)
    tab.on("pageerror", failed)
    tab.on("request", asked)
    await tab.goto(base)
    await window.ready()
    yield window
    if tab.url.startswith(base):
        await tab.evaluate("localStorage.clear()")
    await tab.goto("about:blank")
    tab.remove_listener("console", heard)
    tab.remove_listener("pageerror", failed)
    tab.remove_listener("request", asked)
    assert window.errors == []
    assert [url for url in window.requests if not url.startswith((base, "blob:", "data:", "about:"))] == []


@pytest.fixture
def png() -> bytes:
    """A picture of one pixel."""
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63"
        "484848000002440121e11942340000000049454e44ae426082"
    )


@pytest.fixture
def script() -> Callable[[str], tuple[str, ...]]:
    """Make the command line of a small program that stands for the bot."""
    return lambda code: (sys.executable, "-u", "-c", code)
