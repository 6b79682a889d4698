"""What the page is told of, as streams of one shape: an event, or `None` when all is quiet."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

from playground.sheets import Google, Spreadsheet
from playground.telegram import World
from playground.telegram.wire import JsonObject

Events: TypeAlias = AsyncIterator[JsonObject | None]
Source: TypeAlias = Callable[[float], Events]


def sheet_events(google: Google, sheet: Spreadsheet) -> Source:
    """Return the stream of changes of `sheet`, and of the calls and faults of `google`."""

    async def events(idle_seconds: float) -> Events:
        loop, waiting = asyncio.get_running_loop(), asyncio.Queue[JsonObject]()

        def put(event: JsonObject) -> None:
            with contextlib.suppress(RuntimeError):  # its loop has just closed: nobody waits there any more
                loop.call_soon_threadsafe(waiting.put_nowait, event)

        def changed(sheet_ids: frozenset[int]) -> None:
            put({"type": "changed", "sheet_ids": sorted(sheet_ids)})

        with google.listening(put), sheet.listening(changed):
            yield None
            while True:
                try:
                    async with asyncio.timeout(idle_seconds):
                        event = await waiting.get()
                except TimeoutError:
                    yield None
                else:
                    yield event

    return events


def vitals(world: World) -> Source:
    """Return the stream, now and after each difference, of what in `world` is told by no event of its own.

    These are the updates that wait for the bot, the faults in force, and the bot's lists of commands.
    """

    async def events(idle_seconds: float) -> Events:
        told: JsonObject | None = None
        with world.changes.listening() as changed:
            while True:
                changed.clear()
                seen = _vitals_of(world)
                if seen != told:
                    told = seen
                    yield {"type": "vitals", **seen}
                else:
                    yield None
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(idle_seconds):
                        await changed.wait()

    return events


def _vitals_of(world: World) -> JsonObject:
    with world.lock:
        return {
            "pending": len(world.pending_updates),
            "faults": [
                {
                    "method": fault.method,
                    "kind": fault.kind,
                    "retry_after": fault.retry_after,
                    "count": fault.count,
                }
                for fault in world.faults.listed
            ],
            "commands": [
                {"scope": json.loads(scope), "language_code": language, "commands": commands}
                for (scope, language), commands in world.profile.commands.items()
            ],
        }
