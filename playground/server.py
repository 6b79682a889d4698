"""The playground as one application: Bot API, Sheets API, the page, and the switches of the bot's process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from playground import sheets, telegram
from playground.page import Source, WireLog, page_router, sheet_events, stream_router, vitals, wire_router
from playground.supervisor import Supervisor

# A page elsewhere whose name is made to point at this computer gets nothing here.
HOSTS = ["127.0.0.1", "localhost"]


def create_app(
    telegram_world: telegram.World,
    google_world: sheets.Google,
    supervisor: Supervisor | None = None,
    *,
    shown: sheets.Spreadsheet | None = None,
) -> FastAPI:
    """Return the application, to be run by `playground.serving`.

    The page shows the spreadsheet `shown`, or the first one of `google_world`. Without a `supervisor` there
    is no bot process, and the page says so.

    Raises:
        ValueError: there is no spreadsheet to show.
    """
    sheet = shown or next(iter(google_world.spreadsheets.values()), None)
    if sheet is None:
        raise ValueError("there is no spreadsheet to show")
    far_ends: dict[str, Source] = {
        "telegram": telegram_world.feed.stream,
        "google": sheet_events(google_world, sheet),
    }
    told = far_ends | {"vitals": vitals(telegram_world)}
    if supervisor is not None:
        told["bot"] = supervisor.events
    log = WireLog(far_ends)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        following = asyncio.create_task(log.follow())
        yield
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following

    app = FastAPI(
        title="Threadbook playground", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    app.include_router(telegram.router(telegram_world))
    app.mount("/google", sheets.application(google_world, sheet))
    app.include_router(bot_router(supervisor))
    app.include_router(stream_router(told))
    app.include_router(wire_router(log))
    app.include_router(page_router())
    return app


def bot_router(supervisor: Supervisor | None) -> APIRouter:
    """Return the routes below `/bot`; without a supervisor the bot is `absent` and takes no orders."""
    router = APIRouter(prefix="/bot")

    @router.get("/status")
    async def status() -> dict[str, Any]:
        if supervisor is None:
            return {
                "state": "absent",
                "pid": None,
                "since": None,
                "exit_code": None,
                "is_ordered": True,
                "log": [],
            }
        return supervisor.status.wire | {"log": supervisor.log}

    if supervisor is None:
        return router

    @router.post("/start")
    async def start() -> dict[str, Any]:
        return (await supervisor.start()).wire

    @router.post("/kill")
    async def kill() -> dict[str, Any]:
        return (await supervisor.kill()).wire

    @router.post("/stop")
    async def stop() -> dict[str, Any]:
        return (await supervisor.stop()).wire

    return router
