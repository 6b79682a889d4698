"""The days that a message names, in whatever words."""

from collections.abc import Iterator
from datetime import date

from agents.rules.dates.calendar_days import calendar_days
from agents.rules.dates.numeric_dates import DaySaid
from agents.rules.dates.relative_days import relative_days
from agents.rules.page import Page

_LEADING = ("on_day", "in_year", "on_date", "day_word", "of")


def find_days(page: Page, today: date, *, is_reply: bool = False) -> tuple[DaySaid, ...]:
    """The days that a message names; claims their tokens. Without a year it is the latest not after today.

    `is_reply` says that the text corrects or answers, so that `12.11` alone is a day. A weekday beside a date
    only repeats it: `Friday, 12 September`.
    """
    found: list[DaySaid] = []
    for index in range(len(page.tokens)):
        said = next(_readings(page, index, today, is_reply=is_reply), None)
        if said is not None:
            page.claim(_start(page, said.first), said.last, "day")
            found.append(said)
    for hit in page.free_hits("day_part"):
        page.claim(hit.first, hit.last, "day")
    dates = [said for said in found if not said.is_weekday]
    return tuple(dates or found)


def _start(page: Page, first: int) -> int:
    """Where a day begins with its small words: `on the`, `за`, `vom`."""
    while led := next(filter(None, (page.hits.before(role, first) for role in _LEADING)), None):
        if not page.is_free(led.first):
            break
        first = led.first
    return first


def _readings(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    if not page.is_free(index):
        return
    yield from calendar_days(page, index, today, is_reply=is_reply)
    yield from relative_days(page, index, today, is_reply=is_reply)
