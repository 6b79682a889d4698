import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from agents.rules.page import Page
from agents.rules.vocabulary.language import language
from agents.rules.vocabulary.numerals import REMEMBERED, number_said, ordinals_of
from agents.rules.writing.stems import SHORTEST, stem
from agents.rules.writing.tokens import fold

_DOUBLED: Final = re.compile(r"(.)\1+")
WEEK: Final = 7
MONTHS: Final = 12
YEAR_DIGITS: Final = 4
_FIRST_YEAR: Final = 1950
_LAST_YEAR: Final = 2100
_LAST_DAY: Final = 31
_ALONE: Final = 2
_BEGINNING: Final = 5
_LONGEST_ENDING: Final = 3


def month_at(page: Page, index: int) -> int | None:
    """The month that a token names, in any case or short form."""
    hit = page.hits.at("month", index)
    if hit is not None:
        return int(hit.value)
    word = page.word(index)
    return _month(word, page.codes, page.latin) if len(word) >= SHORTEST else None


@lru_cache(maxsize=REMEMBERED)
def _month(word: str, codes: frozenset[str], latin: str) -> int | None:
    word = word.partition("'")[0]
    if len(word) < SHORTEST:
        return None
    return _stems("months", codes).get(_single(stem(word, latin))) or _cased(word, codes)


def weekday_at(page: Page, index: int) -> int | None:
    """The weekday that a token names, Monday as 0; a short Latin one counts behind a preposition or alone."""
    hit = page.hits.at("weekday", index)
    word = page.word(index)
    if hit is not None:
        is_short = word.isascii() and len(word) < SHORTEST
        is_led = any(page.hits.before(role, index) for role in ("on_day", "last", "this"))
        return int(hit.value) if is_led or not is_short or len(page.tokens) <= _ALONE else None
    return _weekday(word, page.codes, page.latin) if len(word) > SHORTEST else None


@lru_cache(maxsize=REMEMBERED)
def _weekday(word: str, codes: frozenset[str], latin: str) -> int | None:
    return _stems("weekdays", codes).get(_single(stem(word, latin)))


@lru_cache(maxsize=128)
def _stems(which: str, codes: frozenset[str]) -> dict[str, int]:
    """Stems of the full names, with each letter once: `пятниц` finds `пятницу`, and `суботу` is `субботу`."""
    return {
        _single(stem(name, known.code)): number
        for known in map(language, sorted(codes))
        for name, number in (known.months if which == "months" else known.weekdays).items()
        if len(name) >= SHORTEST
    }


def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def _cased(word: str, codes: frozenset[str]) -> int | None:
    """The month of a name whose case no stemmer knows: `listopadzie`, `листопаді`."""
    number, length = _beginnings(codes).get(word[:_BEGINNING], (None, 0))
    return number if length - 1 <= len(word) <= length + _LONGEST_ENDING else None


@lru_cache(maxsize=128)
def _beginnings(codes: frozenset[str]) -> dict[str, tuple[int, int]]:
    """How long names of months begin, with their number and length."""
    return {
        fold(name)[:_BEGINNING]: (number, len(name))
        for known in map(language, sorted(codes))
        for name, number in known.months.items()
        if len(name) > _BEGINNING
    }


def small_number(page: Page, index: int) -> int | None:
    """A whole number below a hundred, in digits or as one word."""
    word = page.word(index)
    if word.isdecimal() and len(word) <= 2:  # noqa: PLR2004 — two digits are below a hundred
        return int(word)
    value = number_said(word, page.codes)
    return int(value) if value is not None and value < 100 else None  # noqa: PLR2004 — see above


def day_number(page: Page, index: int) -> int | None:
    """The day of a month that a token says, as a number or an ordinal word."""
    day = small_number(page, index) or ordinal_at(page, index)
    return day if day is not None and 1 <= day <= _LAST_DAY else None


def ordinal_at(page: Page, index: int) -> int | None:
    """The number of an ordinal word in any gender: `terzo`, `druga`, `двенадцатого`."""
    return _ordinal(page.word(index), page.codes)


@lru_cache(maxsize=REMEMBERED)
def _ordinal(word: str, codes: frozenset[str]) -> int | None:
    known = ordinals_of(codes)
    shorter = (f"{word}-", f"{word[:-1]}-", f"{word[:-2]}-") if len(word) > SHORTEST else ()
    return known.get(word) or next(filter(None, map(known.get, shorter)), None)


def year_at(page: Page, index: int) -> int | None:
    """The year that a token of four digits says."""
    word = page.word(index)
    if len(word) == YEAR_DIGITS and word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
        return int(word)
    return None


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest(today: date, month: int, day: int) -> date | None:
    """The latest day of that name which is not after today."""
    for year in range(today.year, today.year - 5, -1):
        found = safe_date(year, month, day)
        if found is not None and found <= today:
            return found
    return None


def nth_of_month(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The first to fifth such weekday of a month, the last one for -1; None when there is no fifth."""
    if nth < 0:
        return nth_of_month(year, month, weekday, 5) or nth_of_month(year, month, weekday, 4)
    first = date(year, month, 1)
    return safe_date(year, month, 1 + (weekday - first.weekday()) % WEEK + WEEK * (nth - 1))


def latest_of_month(today: date, day: int) -> date | None:
    """The latest day with that number in its month which is not after today."""
    for back in range(3):
        start = shift(today.replace(day=1), "month", -back)
        found = safe_date(start.year, start.month, day) if start else None
        if found is not None and found <= today:
            return found
    return None


def shift(day: date, span: str, count: int) -> date | None:
    """A day moved by some days, weeks, months or years; a month that is too short gives its last day."""
    match span:
        case "day" | "week":
            return day + timedelta(count * (WEEK if span == "week" else 1))
        case "month":
            months = day.year * MONTHS + day.month - 1 + count
            year, month = divmod(months, MONTHS)
        case _:
            year, month = day.year + count, day.month - 1
    tries = (safe_date(year, month + 1, day.day - back) for back in range(4) if day.day > back)
    return next((found for found in tries if found), None)
