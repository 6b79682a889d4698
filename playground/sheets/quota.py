import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Literal

from playground.sheets.errors import quota_exceeded

Kind = Literal["read", "write"]

PER_MINUTE: Final = 60
_MINUTE: Final = timedelta(minutes=1)


class Quota:
    """Google's limit of 60 reads and 60 writes a minute for one account; a batch counts as one."""

    def __init__(self, now: Callable[[], datetime], *, is_on: bool, per_minute: int = PER_MINUTE) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._taken: dict[tuple[str, Kind], deque[datetime]] = {}
        self.is_on = is_on
        self.per_minute = per_minute

    def take(self, email: str, kind: Kind) -> None:
        """Count one call.

        Raises:
            GoogleError: the minute is used up; a refused call is not counted.
        """
        if not self.is_on:
            return
        now = self._now()
        with self._lock:
            taken = self._taken.setdefault((email, kind), deque())
            while taken and taken[0] <= now - _MINUTE:
                taken.popleft()
            if len(taken) >= self.per_minute:
                raise quota_exceeded(kind.capitalize())
            taken.append(now)
