"""A clock for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class ManualClock:
    """Stands still until it is moved; pass it as `now`."""

    present: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.present

    def advance(self, **span: float) -> None:
        """Move forward by a `timedelta` given in its own words, such as `hours=25`."""
        self.present += timedelta(**span)
