from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sheets.sheet import ErrorKind, SheetError

OUTAGE_SECONDS: Final = (1, 5, 30, 300, 900, 3600)
"""How long to wait after the first failure, the second, and so on; the last one repeats without end."""

PROBE_SECONDS: Final = 60
"""How often a sheet that refuses is asked again, and the longest a new operation waits for its first try."""

_JITTER: Final = 0.2


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing gets into the sheet now, since when, and when it is tried again."""

    kind: ErrorKind
    message: str
    since: datetime
    retry_at: datetime


class Backoff:
    """How long to leave a sheet alone that fails. `random` gives numbers from 0 to 1."""

    def __init__(self, *, now: Callable[[], datetime], random: Callable[[], float]) -> None:
        self._now = now
        self._random = random
        self._failures = 0
        self._quiet_until: datetime | None = None
        self.trouble: Trouble | None = None

    @property
    def quiet_until(self) -> datetime | None:
        """Until when nothing is tried at all; None when something may be tried now."""
        return self._quiet_until if self._quiet_until and self._quiet_until > self._now() else None

    def fail(self, error: SheetError) -> datetime:
        """Count a failure; returns when what failed is to be tried again."""
        now = self._now()
        if error.permanent:
            seconds: float = PROBE_SECONDS
        else:
            step = OUTAGE_SECONDS[min(self._failures, len(OUTAGE_SECONDS) - 1)]
            seconds = step * (1 + _JITTER * (2 * self._random() - 1))
            self._failures += 1
        retry_at = now + timedelta(seconds=seconds)
        self._quiet_until = now + timedelta(seconds=min(seconds, PROBE_SECONDS))
        since = self.trouble.since if self.trouble else now
        self.trouble = Trouble(error.kind, str(error), since, retry_at)
        return retry_at

    def succeed(self) -> bool:
        """The sheet does what it is asked again; returns whether there was trouble."""
        was_ill = self.trouble is not None
        self._failures, self._quiet_until, self.trouble = 0, None, None
        return was_ill

    def try_now(self) -> None:
        """Do not wait for the next try; the count of failures stays."""
        self._quiet_until = None
