"""What becomes of a text that a person types into a cell."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from playground.sheets import dates
from playground.sheets.cell import Formula, Value, short
from playground.sheets.locales import Locale

_DATE: Final = re.compile(r"(\d{1,4})([./-])(\d{1,2})(?:\2(\d{1,4})|\2)?")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_AROUND: Final = "$€£₽₴¥₺ \u00a0\u202f"
_CENTURY_PIVOT: Final = 30
_YEAR_DIGITS: Final = 4
_HOURS, _MINUTES, _DAY_SECONDS = 24, 60, 86_400


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text became, and the number format that the cell takes on when it had none."""

    value: Value | None
    number_format: dict[str, Any] | None = None


def read(text: str, locale: Locale, now: datetime, *, is_text_cell: bool = False) -> Typed:
    """Read a text as the page of Google Sheets does: formula, number, date, truth value, else text.

    `now` gives the year of a date that has none. In a cell of the format "plain text" all stays text.
    """
    short(text)
    if is_text_cell:
        return Typed(text or None)
    if text.startswith("'"):
        return Typed(text[1:] or None)
    stripped = text.strip()
    if stripped.startswith("=") and len(stripped) > 1:
        return Typed(Formula(stripped))
    if stripped.upper() in ("TRUE", locale.true):
        return Typed(value=True)
    if stripped.upper() in ("FALSE", locale.false):
        return Typed(value=False)
    return _number(stripped, locale) or _moment(stripped, locale, now) or Typed(text or None)


@lru_cache
def _number_notation(locale: Locale) -> re.Pattern[str]:
    group = re.escape(locale.group) if locale.group.strip() else r"\s"
    whole = rf"\d{{1,3}}(?:{group}\d{{3}})+|\d*"
    return re.compile(rf"({whole})(?:{re.escape(locale.decimal)}(\d*))?(?:[eE]([+-]?\d{{1,3}}))?\s*(%?)")


def _number(text: str, locale: Locale) -> Typed | None:
    in_brackets = text.startswith("(") and text.endswith(")")
    body = (text[1:-1] if in_brackets else text).strip(_AROUND)
    is_negative = in_brackets or body.startswith("-")
    found = _number_notation(locale).fullmatch(body.removeprefix("-").removeprefix("+").strip(_AROUND))
    if found is None:
        return None
    whole, decimals, exponent, percent = found.groups()
    digits = re.sub(r"\D", "", whole)
    if not digits and not decimals:
        return None
    number = float(f"{digits or '0'}.{decimals or '0'}e{exponent or '0'}")
    if is_negative:
        number = -number
    if percent:
        return Typed(number / 100, {"type": "PERCENT", "pattern": "0.00%" if decimals else "0%"})
    return Typed(number)


def _moment(text: str, locale: Locale, now: datetime) -> Typed | None:
    day_text, _, time_text = text.partition(" ")
    if (clock := _clock(text)) is not None:
        return Typed(clock, {"type": "TIME"})
    day = _day(day_text, locale, now)
    if day is None:
        return None
    if not time_text:
        return Typed(day, {"type": "DATE"})
    clock = _clock(time_text.strip())
    return None if clock is None else Typed(day + clock, {"type": "DATE_TIME"})


def _clock(text: str) -> float | None:
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if hours >= _HOURS or minutes >= _MINUTES or seconds >= _MINUTES:
        return None
    return (hours * 3600 + minutes * 60 + seconds) / _DAY_SECONDS


def _day(text: str, locale: Locale, now: datetime) -> float | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    first, mark, second, third = found.groups()
    if len(first) == _YEAR_DIGITS:
        year, month, day = first, second, third
    elif mark not in (_mark(locale), "/", "-"):
        return None
    elif locale.order == "mdy":
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    if day is None:
        return None
    try:
        return dates.serial(datetime(_year(year, now), int(month), int(day)))  # noqa: DTZ001 - a sheet has no zone
    except ValueError:
        return None


def _year(text: str | None, now: datetime) -> int:
    if not text:
        return now.year
    number = int(text)
    if len(text) == _YEAR_DIGITS:
        return number
    return 2000 + number if number < _CENTURY_PIVOT else 1900 + number


def _mark(locale: Locale) -> str:
    return re.sub(r"[a-z ]", "", locale.date_pattern)[:1]
