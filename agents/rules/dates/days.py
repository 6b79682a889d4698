"""The days that a message names, in whatever words."""

from collections.abc import Iterator
from datetime import date, timedelta

from agents.rules.dates.calendar_days import calendar_days
from agents.rules.dates.calendars import WEEK, shift, small_number, weekday_at
from agents.rules.dates.numeric_dates import DaySaid
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
    yield from _ago(page, index, today)
    yield from _weekday(page, index, today)
    hit = page.hits.at("day", index)
    if hit is not None and isinstance(hit.value, int):
        yield DaySaid(today + timedelta(hit.value), hit.first, hit.last)


def _ago(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`3 days ago`, `неделю назад`, `hace 3 días`, `vor einer Woche`."""
    if page.hits.before("vague", index):
        return
    before = page.hits.at("ago_before", index)
    found: date | None = today
    at = before.last + 1 if before else index
    end = -1
    while found is not None and (spell := _spell(page, at)) is not None:
        unit, count, end = spell
        found = shift(found, unit, -count)
        at = end + 1 + (page.word(end + 1) == "," or page.hits.at("and", end + 1) is not None)
    after = page.hits.at("ago", end + 1) if end >= 0 else None
    if end >= 0 and found is not None and (before or after):
        yield DaySaid(found, index, after.last if after else end)


def _spell(page: Page, index: int) -> tuple[str, int, int] | None:
    """A length of time at a token, such as `3 days` or `a week`: its unit, how many, and its last token."""
    count = small_number(page, index)
    if count is None and page.hits.at("one", index) is not None:
        count = 1
    span = page.hits.at("span", index + (count is not None))
    return (str(span.value), 1 if count is None else count, span.last) if span else None


def _weekday(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`в пятницу`, `lunes pasado`: the latest strictly before today; `next Friday` is to come."""
    number = weekday_at(page, index)
    if number is None:
        return
    hit = page.hits.at("weekday", index)
    first, last = index, hit.last if hit else index
    back = (today.weekday() - number - 1) % WEEK + 1
    for role in ("next", "last", "this"):
        before, after = page.hits.before(role, index), page.hits.at(role, last + 1)
        if before is None and after is None:
            continue
        back = back - WEEK if role == "next" else back % WEEK if role == "this" else back
        first, last = before.first if before else first, after.last if after and not before else last
        break
    yield DaySaid(today - timedelta(back), first, last, is_weekday=True)
