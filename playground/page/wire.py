"""What the bot asked of the far ends, in the order in which it happened, for a page that is opened later."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from fastapi import APIRouter

from playground.page.sources import Source
from playground.telegram.wire import JsonObject

CALLS_KEPT = 400
IDLE_SECONDS = 60.0


class WireLog:
    """The last calls of every far end in `sources`, each with the name of its far end and its time."""

    def __init__(
        self, sources: Mapping[str, Source], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._sources = sources
        self._now = now
        self._calls: deque[JsonObject] = deque(maxlen=CALLS_KEPT)

    @property
    def calls(self) -> list[JsonObject]:
        """What is kept, oldest first."""
        return list(self._calls)

    async def follow(self) -> None:
        """Listen until cancelled."""
        async with asyncio.TaskGroup() as listeners:
            for name, source in self._sources.items():
                listeners.create_task(self._listen(name, source))

    async def _listen(self, name: str, source: Source) -> None:
        async for event in source(IDLE_SECONDS):
            if event is not None and event["type"] == "call":
                self._calls.append({"source": name, "at": self._now().isoformat(), **event})


def wire_router(log: WireLog) -> APIRouter:
    """Return the route `/wire`: the calls that `log` keeps."""
    router = APIRouter()

    @router.get("/wire")
    def wire() -> list[JsonObject]:
        return log.calls

    return router
