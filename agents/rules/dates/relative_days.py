"""Days told from another day: `3 days ago`, `last Friday`, `2 Thursdays back`, `the last day of October`."""

from collections.abc import Iterator
from datetime import date, timedelta

from agents.rules.dates.calendars import WEEK, month_at, safe_date, shift, small_number, weekday_at, year_at
from agents.rules.dates.numeric_dates import DaySaid
from agents.rules.page import Page


def relative_days(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """The day that begins at a token and is told from another; a weekday is the latest before today."""
    yield from _last_of_month(page, index, today)
    yield from _ago(page, index, today)
    yield from _weekdays_ago(page, index, today)
    yield from _weekday(page, index, today)
    hit = page.hits.at("day", index)
    if hit is not None and isinstance(hit.value, int):
        yield DaySaid(today + timedelta(hit.value), hit.first, hit.last)
    if is_reply:
        yield from _this_or_last(page, index, today)


def _ago(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`3 days ago`, `неделю назад`, `hace 3 días`, `vor einer Woche`, `two days before yesterday`."""
    named = page.hits.at("day", index)
    if page.hits.before("vague", index) or (named is not None and named.last > index):
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
    if end < 0 or found is None or not (before or after):
        return
    base = page.hits.at("day", after.last + 1) if after else None
    if base is not None and isinstance(base.value, int):
        yield DaySaid(found + timedelta(base.value), index, base.last)
    else:
        yield DaySaid(found, index, after.last if after else end)


def _spell(page: Page, index: int) -> tuple[str, int, int] | None:
    """A length of time at a token, such as `3 days` or `a week`: its unit, how many, and its last token."""
    count = small_number(page, index)
    if count is None and page.hits.at("one", index) is not None:
        count = 1
    span = page.hits.at("span", index + (count is not None))
    return (str(span.value), 1 if count is None else count, span.last) if span else None


def _weekdays_ago(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`2 Thursdays ago`."""
    count, number = small_number(page, index), weekday_at(page, index + 1)
    ago = page.hits.at("ago", index + 2)
    if count and number is not None and ago is not None:
        back = (today.weekday() - number - 1) % WEEK + 1 + WEEK * (count - 1)
        yield DaySaid(today - timedelta(back), index, ago.last)


def _weekday(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`в пятницу`, `lunes pasado`: the latest strictly before today; `next Friday` is to come."""
    number = weekday_at(page, index)
    if number is None:
        return
    hit = page.hits.at("weekday", index)
    first, last = index, hit.last if hit else index
    back = (today.weekday() - number - 1) % WEEK + 1
    if (week := _week_behind(page, last)) is not None:
        last_week = today - timedelta(today.weekday() + WEEK * week[0])
        yield DaySaid(last_week + timedelta(number), first, week[1], is_weekday=True)
        return
    for role in ("next", "last", "this"):
        before, after = page.hits.before(role, index), page.hits.at(role, last + 1)
        if before is None and after is None:
            continue
        back = back - WEEK if role == "next" else back % WEEK if role == "this" else back
        first, last = before.first if before else first, after.last if after and not before else last
        break
    yield DaySaid(today - timedelta(back), first, last, is_weekday=True)


def _week_behind(page: Page, last: int) -> tuple[int, int] | None:
    """How many weeks back and the last token of `of this week`, `of last week` behind a weekday."""
    led = page.hits.at("of", last + 1) or page.hits.at("in_year", last + 1)
    at = led.last + 1 if led else last + 1
    for role, back in (("this", 0), ("last", 1)):
        named = page.hits.at(role, at)
        span = page.hits.at("span", named.last + 1) if named else None
        if span is not None and span.value == "week":
            return back, span.last
    return None


def _last_of_month(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`the last day of October`, `letzter Tag im Oktober 2015`."""
    last = page.hits.at("last", index)
    span = page.hits.at("span", last.last + 1) if last else None
    if span is None or span.value != "day":
        return
    led = page.hits.at("of", span.last + 1) or page.hits.at("in_year", span.last + 1)
    at = led.last + 1 if led else span.last + 1
    month = month_at(page, at)
    if month is None:
        return
    year = year_at(page, at + 1)
    chosen = year or (today.year if month <= today.month else today.year - 1)
    start = safe_date(chosen, month, 1)
    end = shift(start, "month", 1) if start else None
    if end is not None:
        yield DaySaid(end - timedelta(1), index, at + (year is not None))


def _this_or_last(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`this day` and `the last day`, as an answer."""
    for role, back in (("this", 0), ("last", 1)):
        named = page.hits.at(role, index)
        span = page.hits.at("span", named.last + 1) if named else None
        if span is not None and span.value == "day":
            yield DaySaid(today - timedelta(back), index, span.last)
