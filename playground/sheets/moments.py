"""Date and time formats such as `dd.mm.yyyy hh:mm`."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

from playground.sheets import dates
from playground.sheets.locales import Locale

_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|(a/p|am/pm|y+|m+|d+|h+|s+|\.0+)|(.)', re.IGNORECASE)
_SHORT_YEAR, _SHORT_NAME, _LONG_NAME = 2, 3, 4
_NOON = 12

Part = Callable[[datetime, Locale], str]


@lru_cache(maxsize=256)
def _parts(pattern: str) -> tuple[Part, ...]:
    tokens = [
        (quoted or escaped or other, code.lower()) for quoted, escaped, code, other in _TOKEN.findall(pattern)
    ]
    codes = [code for _, code in tokens if code]
    is_half_day = any(code in ("am/pm", "a/p") for code in codes)
    parts: list[Part] = []
    position = -1
    for literal, code in tokens:
        if not code:
            parts.append(_literal(literal))
            continue
        position += 1
        before = codes[position - 1] if position else ""
        after = codes[position + 1] if position + 1 < len(codes) else ""
        is_minute = code[0] == "m" and (before[:1] == "h" or after[:1] == "s")
        parts.append(_minute(len(code)) if is_minute else _part(code, is_half_day=is_half_day))
    return tuple(parts)


def write(number: float, pattern: str, locale: Locale) -> str:
    """The serial number as a cell of that format shows it."""
    moment = dates.moment(number)
    return "".join(part(moment, locale) for part in _parts(pattern))


def _literal(text: str) -> Part:
    return lambda _moment, _locale: text


def _minute(width: int) -> Part:
    return lambda moment, _locale: _digits(moment.minute, width)


def _part(code: str, *, is_half_day: bool) -> Part:
    width = len(code)
    match code[0]:
        case "y":
            return lambda moment, _: f"{moment.year:04d}"[-2 if width <= _SHORT_YEAR else 0 :]
        case "m" | "d" if width >= _SHORT_NAME:
            return _name(code)
        case "m":
            return lambda moment, _: _digits(moment.month, width)
        case "d":
            return lambda moment, _: _digits(moment.day, width)
        case "h" if is_half_day:
            return lambda moment, _: _digits(moment.hour % _NOON or _NOON, width)
        case "h":
            return lambda moment, _: _digits(moment.hour, width)
        case "s":
            return lambda moment, _: _digits(moment.second, width)
        case "a":
            return lambda moment, _: "AM" if moment.hour < _NOON else "PM"
        case _:
            return lambda moment, _: f".{moment.microsecond:06d}"[:width]


def _name(code: str) -> Part:
    is_long = len(code) >= _LONG_NAME
    if code[0] == "m":
        return lambda moment, locale: (locale.months if is_long else locale.short_months)[moment.month - 1]
    return lambda moment, locale: (locale.days if is_long else locale.short_days)[moment.weekday()]


def _digits(number: int, width: int) -> str:
    return str(number).rjust(min(width, 2), "0")
