import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

CallKind = Literal["read", "write"]

PER_MINUTE: Final = 50
"""Google allows a user 60 reads and 60 writes a minute; the rest is for people's own tools."""

_WINDOW_SECONDS: Final = 60.0


class Budget:
    """At most so many reads, and as many writes, in any sixty seconds. `clock` counts seconds, `sleep` waits.

    Meant for the sheet's own thread: `take` blocks it until the call is free.
    """

    def __init__(
        self,
        per_minute: int = PER_MINUTE,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._taken: dict[CallKind, deque[float]] = {"read": deque(), "write": deque()}

    def take(self, kind: CallKind) -> None:
        """Count a call of that kind, after waiting until it is allowed."""
        with self._lock:
            taken = self._taken[kind]
            while (seconds := self._seconds_until_free(taken)) > 0:
                self._sleep(seconds)
            taken.append(self._clock())

    def _seconds_until_free(self, taken: deque[float]) -> float:
        now = self._clock()
        while taken and taken[0] + _WINDOW_SECONDS <= now:
            taken.popleft()
        return taken[0] + _WINDOW_SECONDS - now if len(taken) >= self._per_minute else 0.0
