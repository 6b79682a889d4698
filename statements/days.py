"""Days as banks write them: `25.11.2026`, `11/25/26`, `2026-11-25T14:05`, `25 Nov 2026`, `2026年11月25日`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from babel import Locale

from statements.table import Cell

DayOrder = Literal["dmy", "mdy"]
"""Which comes first where the year does not."""

TIME: Final = r"(?:[T ,].*)?$"
YEAR_FIRST: Final = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})日?" + TIME)
YEAR_LAST: Final = re.compile(r"(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{4}|\d{2})\.?" + TIME)
TOGETHER: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})" + TIME)
NAMED: Final = re.compile(r"(\d{1,2})\.?[\s\-/]+(?:de )?([^\W\d_]+)\.?[\s\-/,]+(?:de )?(\d{4}|\d{2})" + TIME)
NAME_FIRST: Final = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})" + TIME)
LANGUAGES: Final = ("en", "ru", "uk", "es", "de", "fr", "pt", "it", "pl", "tr")
EARLIEST: Final = 1990
LATEST: Final = 2100


def read_day(cell: Cell, order: DayOrder) -> date | None:
    """The day in a cell; None where there is none, or none that can be."""
    if isinstance(cell, date):
        return cell if EARLIEST <= cell.year < LATEST else None
    if not isinstance(cell, str):
        return None
    said = cell.strip()
    if found := YEAR_FIRST.match(said) or TOGETHER.match(said):
        return _day(*found.groups())
    if found := YEAR_LAST.match(said):
        first, second, year = found.groups()
        return _day(year, second, first) if order == "dmy" else _day(year, first, second)
    if found := NAMED.match(said):
        day, month, year = found.groups()
        return _day(year, _months().get(month.casefold()[:8], ""), day)
    if found := NAME_FIRST.match(said):
        month, day, year = found.groups()
        return _day(year, _months().get(month.casefold()[:8], ""), day)
    return None


def order_of(cells: Sequence[Cell], usual: DayOrder) -> DayOrder:
    """The order in which most cells are days; where both are, the one in which lines follow closer."""

    def fitness(order: DayOrder) -> tuple[int, int, bool]:
        days = [day for cell in cells if (day := read_day(cell, order)) is not None]
        return len(days), -_leaps(days), order == usual

    return max(("dmy", "mdy"), key=fitness)


def _leaps(days: Iterable[date]) -> int:
    """How far apart neighbouring lines are, all in all: a statement goes day by day."""
    return sum(abs((after - before).days) for before, after in pairwise(days))


def _day(year: str, month: str | int, day: str) -> date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004  # digits of a short year
    try:
        return date(number, int(month or 0), int(day)) if EARLIEST <= number < LATEST else None
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """The names of months and their abbreviations, by their first eight letters."""
    names: dict[str, int] = {}
    for code in LANGUAGES:
        months = Locale(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(name.casefold().rstrip(".")[:8], number)
                    names.setdefault(name.casefold()[:3], number)
    return names
