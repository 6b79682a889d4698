"""One stream for everything the page follows.

A browser opens at most six connections to a server. With a stream for each far end, two windows of the page
would use them all up and the page would stand still.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from playground.page.sources import Source

IDLE_SECONDS = 15.0


def stream_router(sources: Mapping[str, Source]) -> APIRouter:
    """Return the route `/events`: server-sent events of all `sources`, each with the name of its `source`."""
    router = APIRouter()

    @router.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(
            _lines(sources), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    return router


async def _lines(sources: Mapping[str, Source]) -> AsyncIterator[str]:
    waiting: asyncio.Queue[str] = asyncio.Queue()

    async def tell(name: str, source: Source) -> None:
        async for event in source(IDLE_SECONDS):
            line = json.dumps({"source": name, **event}, ensure_ascii=False) if event else None
            waiting.put_nowait(f"data: {line}\n\n" if line else ": still here\n\n")

    tellers = [asyncio.create_task(tell(name, source)) for name, source in sources.items()]
    try:
        while True:
            yield await waiting.get()
    finally:
        for teller in tellers:
            teller.cancel()
        await asyncio.gather(*tellers, return_exceptions=True)
