from datetime import date, timedelta
from typing import Final

from agents.rules.dates.calendars import shift
from agents.rules.dates.periods import find_period
from agents.rules.page import Page
from manager import Period

_DAY: Final = timedelta(1)
_WEEK: Final = timedelta(7)


def period_of(words: str, language: str, today: date) -> Period | None:
    """The first and the last day of a period in words, such as `October`; None when they tell of none."""
    page = Page.of(words, language)
    found = find_period(page, today) if page.tokens else None
    return (found.start, found.end) if found else None


def before(period: Period, today: date) -> Period | None:
    """The week, month or year before one, as far as the one has come; None for other spans.

    >>> before((date(2026, 11, 1), date(2026, 11, 30)), today=date(2026, 11, 21))
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 21))
    """
    start, end = period
    for span in ("week", "month", "year"):
        following = _next(start, span)
        is_whole = _begins(start, span) and end == following - _DAY
        is_running = _begins(start, span) and start < today < following and end >= today
        if not (is_whole or is_running):
            continue
        earlier, last = shift(start, span, -1), shift(min(end, today), span, -1)
        if earlier is None or last is None:
            return None
        return earlier, last if is_running else start - _DAY
    return None


def _begins(day: date, span: str) -> bool:
    """Whether a week, month or year begins on a day."""
    match span:
        case "week":
            return not day.weekday()
        case "month":
            return day.day == 1
    return (day.month, day.day) == (1, 1)


def _next(day: date, span: str) -> date:
    """The same day a week, month or year later."""
    return shift(day, span, 1) or day + _WEEK
