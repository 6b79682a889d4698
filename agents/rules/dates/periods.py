from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agents.rules.dates.calendars import month_at, safe_date, shift, small_number, year_at
from agents.rules.dates.days import find_days
from agents.rules.dates.numeric_dates import DaySaid
from agents.rules.page import Page

_DAY: Final = timedelta(1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends inclusive."""

    start: date
    end: date


def find_period(page: Page, today: date) -> Period | None:
    """The period a question is about, and claims its tokens; None when none is said."""
    for index in range(len(page.tokens)):
        for period, first, last in _readings(page, index, today):
            page.claim(first, last, "day")
            _claim_led(page, first)
            return period
    days = find_days(page, today, is_reply=True)
    if not days:
        return None
    if len(days) > 1:
        return Period(min(day.day for day in days), max(day.day for day in days))
    start = _range_start(page, days[0])
    if start is not None:
        return Period(start, days[0].day)
    since = page.hits.before("since", days[0].first)
    if since is not None:
        page.claim(since.first, since.last, "day")
    return Period(days[0].day, today if since is not None else days[0].day)


def _range_start(page: Page, end: DaySaid) -> date | None:
    """The first day of `с 1 по 15 ноября`."""
    until = page.hits.before("until", end.first)
    number = small_number(page, until.first - 1) if until else None
    led = page.hits.before("since", until.first - 1) if until else None
    if until is None or number is None or led is None:
        return None
    page.claim(led.first, until.last, "day")
    return safe_date(end.day.year, end.day.month, number)


def _claim_led(page: Page, first: int) -> None:
    for role in ("in_year", "on_day", "since"):
        hit = page.hits.before(role, first)
        if hit is not None and page.is_free(hit.first):
            page.claim(hit.first, hit.last, "day")


def _readings(page: Page, index: int, today: date) -> Iterator[tuple[Period, int, int]]:
    yield from _span(page, index, today)
    yield from _month(page, index, today)
    year = year_at(page, index)
    if year is not None and not month_at(page, index - 1):
        yield Period(date(year, 1, 1), date(year, 12, 31)), index, index


def _span(page: Page, index: int, today: date) -> Iterator[tuple[Period, int, int]]:
    """`this month`, `прошлый год`, `за неделю`, `last 30 days`, `le mois dernier`, `les 3 derniers mois`."""
    last, this = page.hits.at("last", index), page.hits.at("this", index)
    lead = last or this
    at = lead.last + 1 if lead else index
    count = small_number(page, at)
    at += count is not None
    between = page.hits.at("last", at) if count is not None else None
    span = page.hits.at("span", between.last + 1 if between else at)
    if span is None or page.hits.at("ago", span.last + 1):
        return
    name, end = str(span.value), span.last
    if count is not None:
        start = shift(today, name, -count)
        if start is not None:
            yield Period(start + _DAY, today), index, end
        return
    if lead is None:
        last, this = page.hits.at("last", end + 1), page.hits.at("this", end + 1)
        behind = last or this
        end = behind.last if behind else end
    if last is not None:
        start = shift(_start_of(name, today), name, -1)
        if start is not None:
            yield Period(start, _start_of(name, today) - _DAY), index, end
    elif this is not None or (page.hits.before("per", index) and name != "day"):
        yield Period(_start_of(name, today), today), index, end


def _has_day(page: Page, index: int) -> bool:
    """Whether a day stands beside a month: `21 ноября`, `am 1. November`, `el 1 de noviembre`."""
    if small_number(page, index + 1) is not None:
        return True
    is_led = page.word(index - 1) == "." or page.hits.over("of", index - 1) is not None
    return small_number(page, index - 2 if is_led else index - 1) is not None


def _start_of(span: str, day: date) -> date:
    match span:
        case "week":
            return day - timedelta(day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
    return day


def _month(page: Page, index: int, today: date) -> Iterator[tuple[Period, int, int]]:
    """`in October`, `за октябрь 2025`; a day beside it makes it no month."""
    month = month_at(page, index)
    if month is None or _has_day(page, index):
        return
    is_led = any(page.hits.before(role, index) for role in ("in_year", "of", "last", "this", "per"))
    if page.hits.at("month_or_word", index) and not is_led:
        return
    behind = index + 1 + (page.hits.at("of", index + 1) is not None)
    year = year_at(page, behind)
    last = index if year is None else behind
    chosen = year or (today.year if month <= today.month else today.year - 1)
    start = safe_date(chosen, month, 1)
    end = shift(start, "month", 1) if start else None
    if start is not None and end is not None:
        yield Period(start, end - _DAY), index, last
