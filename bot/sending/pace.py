import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

ROOM: Final = 20
"""Calls within a second up to which there is room for what nobody waits for. Telegram lets 30 through."""

WINDOW_SECONDS: Final = 1.0
SHORTEST_SECONDS: Final = 0.001
"""A wait that a clock can show: a shorter one could be waited for again and again."""


class Pace:
    """Whose call to Telegram comes first: an answer goes at once, a change of what was said waits for room.

    Without it a busy minute is spent on "in the sheet, row 58" while people wait to hear "saved".
    `clock` counts seconds; usually those of the running loop.
    """

    def __init__(self, clock: Callable[[], float] = lambda: asyncio.get_running_loop().time()) -> None:
        self._clock = clock
        self._calls: deque[float] = deque()

    async def turn(self, *, is_awaited: bool) -> None:
        """Wait until a call may be made, and count it."""
        while not is_awaited and (seconds := self._seconds_to_room()) > 0:  # noqa: ASYNC110  # time it is
            await asyncio.sleep(max(seconds, SHORTEST_SECONDS))
        self._calls.append(self._clock())

    def _seconds_to_room(self) -> float:
        since = self._clock() - WINDOW_SECONDS
        while self._calls and self._calls[0] <= since:
            self._calls.popleft()
        return self._calls[-ROOM] - since if len(self._calls) >= ROOM else 0.0
