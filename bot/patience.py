import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from itertools import chain, repeat
from typing import Final, TypeVar

from manager import StoreError

log = logging.getLogger(__name__)

PAUSES: Final = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds between attempts while the disk refuses, the last for ever: no hot loop, no full log."""

Result = TypeVar("Result")


async def patiently(ask: Callable[[], Awaitable[Result]], who: str) -> Result:
    """What `ask` gives, asked again and again while the disk refuses: no job of the bot ends for that."""
    waits = pauses()
    while True:
        try:
            return await ask()
        except StoreError as error:
            seconds = next(waits)
            log.warning("%s waits %g s for the disk: %s", who, seconds, error)
            await asyncio.sleep(seconds)


def pauses() -> Iterator[float]:
    """How long to wait after the first failure, the second, and so on, without end."""
    return chain(PAUSES, repeat(PAUSES[-1]))
