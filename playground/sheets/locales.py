import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import babel
from babel.dates import get_date_format, get_day_names, get_month_names

DateOrder = Literal["dmy", "mdy", "ymd"]

_BOOLEANS: Final = {"ru": ("ИСТИНА", "ЛОЖЬ"), "uk": ("TRUE", "FALSE")}


@dataclass(frozen=True, slots=True)
class Locale:
    """How a spreadsheet's locale writes numbers and dates."""

    name: str
    decimal: str
    group: str
    date_pattern: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    true: str
    false: str

    @property
    def order(self) -> DateOrder:
        """In which order a date is typed."""
        letters = re.sub(r"[^dmy]", "", self.date_pattern)
        first = letters[:1]
        return "ymd" if first == "y" else "mdy" if first == "m" else "dmy"


@lru_cache
def locale(name: str) -> Locale:
    """The locale of that name (`ru_RU`, `en_US`).

    Raises:
        ValueError: there is none.
    """
    try:
        known = babel.Locale.parse(name)
    except babel.UnknownLocaleError as error:
        raise ValueError(f"Unsupported locale: {name}") from error
    symbols = known.number_symbols["latn"]
    true, false = _BOOLEANS.get(known.language, ("TRUE", "FALSE"))
    return Locale(
        name,
        symbols["decimal"],
        symbols["group"],
        _date_pattern(get_date_format("short", locale=known).pattern),
        _in_order(get_month_names("wide", locale=known)),
        _in_order(get_month_names("abbreviated", locale=known)),
        _in_order(get_day_names("wide", locale=known)),
        _in_order(get_day_names("abbreviated", locale=known)),
        true,
        false,
    )


def _in_order(names: Mapping[int, str]) -> tuple[str, ...]:
    """January first, Monday first, whatever the order of the mapping."""
    return tuple(names[number] for number in sorted(names))


def _date_pattern(short: str) -> str:
    """A sheet's default date: CLDR's short date with four digits of the year."""
    return re.sub(r"y+", "yyyy", re.sub(r"[^dmy./\- ]", "", short.lower()))
