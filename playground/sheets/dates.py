"""Serial dates: days since 1899-12-30, the time of day as the fraction."""

import math
from datetime import date, datetime, time, timedelta
from typing import Final

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's clock has no zone
_DAY_SECONDS: Final = 86_400
_MICROSECONDS: Final = 1_000_000


def serial(moment: date | datetime) -> float:
    """The serial number of a day, or of a moment of a clock without a zone."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    since = moment.replace(tzinfo=None) - _EPOCH
    return since.days + (since.seconds + since.microseconds / _MICROSECONDS) / _DAY_SECONDS


def moment(number: float) -> datetime:
    """The moment of a serial number, to the millisecond: finer than that a double has no room.

    Raises:
        OverflowError: it lies outside the years 1 to 9999.
    """
    days = math.floor(number)
    milliseconds = round((number - days) * _DAY_SECONDS * 1000)
    return _EPOCH + timedelta(days=days, milliseconds=milliseconds)
