import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from playground.serving import serving
from playground.sheets import Google, application, write_service_account
from playground.telegram import ManualClock, Person, World, router
from tests.scenarios.stage import Stage
from tests.sheets.hands import GoogleHands, Hands, WorkbookHands


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is gathered for a while is gathered shortly: in a test a person waits for every row."""
    monkeypatch.setattr("sheets.sync.GATHER_SECONDS", 0.2)
    monkeypatch.setattr("bot.sheet.backfill.EVERY_SECONDS", 0.5)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    # A token of its own: a bot of another test, whose port this world has got, is turned away.
    return World.seeded(now=clock, token=f"123456789:{secrets.token_urlsafe(32)}")


@pytest.fixture
def anna(world: World) -> Person:
    """Writes Russian, and owns the book."""
    return world.as_person(1001)


@pytest.fixture
def boris(world: World) -> Person:
    """Writes English."""
    return world.as_person(1002)


@pytest.fixture(params=["workbook", "google"])
async def bare(
    request: pytest.FixtureRequest, world: World, clock: ManualClock, tmp_path: Path
) -> AsyncIterator[Stage]:
    """A stage whose bot is not started yet; `settings` may be changed before. Played with both ledgers."""
    app, google = FastAPI(), Google(now=clock)
    app.include_router(router(world))
    spreadsheet = google.create("Home", spreadsheet_id="home", locale_name="en_US")
    app.mount("/google", application(google, spreadsheet))
    async with serving(app) as base:
        settings: dict[str, object] = {
            "telegram_bot_token": world.token,
            "telegram_api_url": f"{base}/telegram",
            "owner_id": 1001,
            "database": tmp_path / "threadbook.db",
            "workbook": tmp_path / "threadbook.xlsx",
            "currency": "RUB",
            "timezone": "Europe/Moscow",
        }
        if request.param == "google":
            settings |= {
                "google_credentials": write_service_account(tmp_path / "key.json", f"{base}/google"),
                "spreadsheet": "home",
                "sheets_api_url": f"{base}/google",
            }
        stage = Stage(world, clock, settings, google)
        yield stage
        await stage.stop()


@pytest.fixture
async def stage(bare: Stage) -> Stage:
    """A stage with the bot running and a local workbook; Anna owns the book and writes Russian."""
    await bare.start()
    return bare


@pytest.fixture
async def english(bare: Stage) -> Stage:
    """The same stage owned by Boris, who writes English."""
    bare.settings["owner_id"] = 1002
    await bare.start()
    return bare


@pytest.fixture
def hands(bare: Stage) -> Hands:
    """A person at the sheet of this stage."""
    if "spreadsheet" in bare.settings:
        return GoogleHands(bare.google.spreadsheets["home"])
    return WorkbookHands(bare.settings["workbook"])
