from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present as aware UTC; injected everywhere, so that a test can live three days in a second."""


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The one text form of a time in the database: `2026-11-21T14:05:07.123Z`; it sorts as the time does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def moment(text: str) -> datetime:
    """The aware time that `stamp` wrote."""
    return datetime.fromisoformat(text)
