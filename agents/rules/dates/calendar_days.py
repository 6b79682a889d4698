"""Days as the calendar names them: `12 November`, `12.11.2026`, `the 15th`."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from agents.rules.dates.calendars import (
    day_number,
    latest,
    latest_of_month,
    month_at,
    nth_of_month,
    ordinal_at,
    safe_date,
    shift,
    small_number,
    weekday_at,
    year_at,
)
from agents.rules.dates.numeric_dates import DaySaid, has_other_number, is_money, marked, numeric_days
from agents.rules.page import Page

_MOST_WEEKS: Final = 5
_SUFFIXES: Final = frozenset(
    {
        "st",
        "nd",
        "rd",
        "th",
        "го",
        "его",
        "ое",
        "е",
        "er",
        "º",
        "ª",
        "o",
        "e",
        "eme",
        "ro",
        "do",
        "de",
        "ci",
        "cu",
        "go",
        "ego",
        "tego",
        "szy",
        "gi",
        "te",
        "ste",
    }
)
_ENGLISH: Final = frozenset({"st", "nd", "rd", "th"})
_SURE: Final = frozenset({"го", "ego"})


def calendar_days(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """The day of the calendar that begins at a token; without a year the latest not after today."""
    yield from _year_first(page, index)
    yield from _nth_weekday(page, index, today)
    yield from _day_first(page, index, today)
    yield from _month_first(page, index, today)
    yield from numeric_days(page, index, today, is_reply=is_reply)
    yield from _day_of_month(page, index, today, is_reply=is_reply)


def _nth_weekday(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`the third Tuesday of September 2014`; without a month, of this one or the one before."""
    nth, last = ordinal_at(page, index), page.hits.at("last", index)
    at = last.last + 1 if last else index + 1
    weekday = weekday_at(page, at)
    if weekday is None or not (last or (nth is not None and nth <= _MOST_WEEKS)):
        return
    end = at
    for role in ("of", "in_year", "on_day"):
        if hit := page.hits.at(role, end + 1):
            end = hit.last
    if (named := _last_month(page, end, today)) is not None:
        found = nth_of_month(named[0].year, named[0].month, weekday, -1 if last else nth or 1)
        if found is not None:
            yield DaySaid(found, index, named[1])
        return
    month = month_at(page, end + 1)
    if month is None:
        if nth is not None and (found := _latest_nth(today, weekday, nth)):
            yield DaySaid(found, index, at)
        return
    year, end = _year_after(page, _skip_dot(page, end + 1))
    chosen = year or (today.year if month <= today.month else today.year - 1)
    found = nth_of_month(chosen, month, weekday, -1 if last else nth or 1)
    if found is not None:
        yield DaySaid(found, index, end)


def _last_month(page: Page, end: int, today: date) -> tuple[date, int] | None:
    """The first day and the last token of `last month`, small words before it, behind a token."""
    at = end + 1
    while page.hits.over("command", at) and page.hits.at("last", at) is None:
        at += 1
    last = page.hits.at("last", at)
    span = page.hits.at("span", last.last + 1) if last else None
    start = shift(today.replace(day=1), "month", -1) if span is not None and span.value == "month" else None
    return (start, span.last) if start is not None and span is not None else None


def _latest_nth(today: date, weekday: int, nth: int) -> date | None:
    """The latest such weekday of a month which is not after today."""
    for back in (0, 1):
        month = shift(today.replace(day=1), "month", -back)
        found = nth_of_month(month.year, month.month, weekday, nth) if month else None
        if found is not None and found <= today:
            return found
    return None


def _day_first(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`12 ноября`, `12th of November 2025`, `3 de octubre de 2025`, `2-Oct`."""
    day, end = _day_at(page, index)
    if day is None:
        return
    for role in ("day_mark", "of"):
        if hit := page.hits.at(role, end + 1):
            end = hit.last
    end += page.word(end + 1) in ("-", "/") and page.glued(end + 1) and page.glued(end + 2)
    if page.word(end + 1) == "'":
        return
    month = month_at(page, end + 1)
    if month is None or _is_day_behind(page, end + 1):
        return
    yield from _in_year(page, today, month, day, index, _skip_dot(page, end + 1))


def _day_at(page: Page, index: int) -> tuple[int | None, int]:
    """The day's number and its last token; `twenty second` and `тридцать первое` are two words."""
    day = day_number(page, index)
    joined = page.hits.at("number_and", index + 1)
    at = joined.last + 1 if joined else index + 1
    is_word = at < len(page.tokens) and page.tokens[at].kind == "word" and page.tokens[index].kind == "word"
    unit = (small_number(page, at) or ordinal_at(page, at)) if is_word else None
    if day in (20, 30) and unit is not None and unit < 10 and day + unit <= 31:  # noqa: PLR2004 — tens and units of days
        return day + unit, at
    return day, _skip_suffix(page, index)


def _is_day_behind(page: Page, index: int) -> bool:
    """Whether `4 Nov 12` is an amount and November 12th: so in English, where a day follows the month."""
    if "en" not in page.codes or not page.word(index).isascii() or page.glued(index):
        return False
    return day_number(page, index + 1) is not None and not is_money(page, index + 1)


def _month_first(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`Nov 12`, `November 12th, 2025`, `marzec 3`."""
    month = month_at(page, index)
    if month is None or not page.word(index).isascii():
        return
    at = _skip_dot(page, index) + 1
    at += page.word(at) in ("-", "/") and page.glued(at) and page.glued(at + 1)
    day, end = _day_at(page, at)
    if day is None or is_money(page, at):
        return
    is_alone = not has_other_number(page, index, at)
    if is_alone and page.hits.has("spend", "earn", "transfer", "deed") and "en" not in page.codes:
        return
    yield from _in_year(page, today, month, day, index, end)


def _year_first(page: Page, index: int) -> Iterator[DaySaid]:
    """`2025年11月12日`."""
    year = year_at(page, index)
    mark = page.hits.at("year_word", index + 1)
    if year is None or mark is None:
        return
    day, month, end = marked(page, mark.last + 1)
    found = safe_date(year, month, day) if month and day else None
    if found is not None:
        yield DaySaid(found, index, end)


def _in_year(page: Page, today: date, month: int, day: int, first: int, last: int) -> Iterator[DaySaid]:
    year, last = _year_after(page, last)
    found = safe_date(year, month, day) if year else latest(today, month, day)
    if found is not None:
        yield DaySaid(found, first, last)


def _skip_dot(page: Page, index: int) -> int:
    is_dot = page.word(index + 1) == "." and page.glued(index + 1)
    return index + 1 if is_dot and page.is_free(index + 2) else index


def _skip_suffix(page: Page, index: int) -> int:
    """Where `12th`, `12-го`, `3.` and `15'inde` end."""
    after = page.word(index + 1)
    if after in _SUFFIXES and page.glued(index + 1):
        return index + 1
    if after == "-" and page.word(index + 2) in _SUFFIXES and page.glued(index + 2):
        return index + 2
    if after == "'" and "tr" in page.codes and page.glued(index + 2):
        return index + 2
    if after == "." and page.glued(index + 1) and month_at(page, index + 2) is not None:
        return index + 1
    return index


def _year_after(page: Page, index: int) -> tuple[int | None, int]:
    at = index + 1
    at += page.word(at) in (",", ".")
    if hit := page.hits.at("of", at):
        at = hit.last + 1
    year = year_at(page, at)
    if year is None or is_money(page, at):
        return None, index
    mark = page.hits.at("year_word", at + 1)
    return year, mark.last if mark else at


def _named_weekday(page: Page, index: int, today: date, day: int) -> date | None:
    """The day of `Friday 15`, where the latest 15th really was a Friday."""
    led = page.hits.before("on_date", index)
    weekday = weekday_at(page, (led.first if led else index) - 1)
    found = latest_of_month(today, day) if weekday is not None else None
    return found if found is not None and found.weekday() == weekday else None


def _day_of_month(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """`15-го`, `15 числа`, `on the 15th`, `el día 15`, `le 15`, `Friday 15`."""
    day, end = _day_at(page, index)
    if day is None:
        return
    led = page.hits.at("of", end + 1)
    if led is not None and (named := _last_month(page, led.last, today)) is not None:
        found = safe_date(named[0].year, named[0].month, day)
        if found is not None:
            yield DaySaid(found, index, named[1])
        return
    found = _named_weekday(page, index, today, day)
    if hit := page.hits.at("day_mark", end + 1):
        end, found = hit.last, latest_of_month(today, day)
    elif found is None and _is_day_led(page, index, end, is_reply=is_reply):
        end += page.word(end + 1) == "." and page.glued(end + 1)
        found = latest_of_month(today, day)
    if found is not None:
        yield DaySaid(found, index, end)


def _is_day_led(page: Page, index: int, end: int, *, is_reply: bool) -> bool:
    """Whether the ending of a number, or the words in front of it, make it the day of a month."""
    led = page.hits.before("on_date", index) or page.hits.before("day_word", index)
    suffix = page.word(end) if end > index else ""
    if suffix in _ENGLISH:
        return led is not None or (page.glued(end) and weekday_at(page, index - 2) is not None)
    if suffix in _SURE:
        return True
    if is_money(page, index) or page.hits.at("percent", index + 1):
        return False
    if led is None and (page.word(index + 1) != "'" or page.word(index - 1) == ":"):
        return False
    is_english = led is not None and led.code == "en"
    is_told = is_reply or page.hits.has("date_word")
    return is_told or (not is_english and has_other_number(page, index, end))
