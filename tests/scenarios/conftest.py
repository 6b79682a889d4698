from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram import ManualClock, Person, World, serve
from tests.scenarios.stage import Stage


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    return World.seeded(now=clock)


@pytest.fixture
def anna(world: World) -> Person:
    """Writes Russian, and owns the book."""
    return world.as_person(1001)


@pytest.fixture
def boris(world: World) -> Person:
    """Writes English."""
    return world.as_person(1002)


@pytest.fixture
async def bare(world: World, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose bot is not started yet; `settings` may be changed before."""
    async with serve(world) as base:
        settings = {
            "telegram_bot_token": world.token,
            "telegram_api_url": base,
            "owner_id": 1001,
            "database": tmp_path / "threadbook.db",
            "workbook": tmp_path / "threadbook.xlsx",
            "currency": "RUB",
            "timezone": "Europe/Moscow",
        }
        stage = Stage(world, clock, settings)
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
