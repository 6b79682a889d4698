"""Number formats such as `#,##0.00;[Red]-#,##0.00`."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from playground.sheets.locales import Locale

_TOKEN: Final = re.compile(
    r'"([^"]*)"|\\(.)|\[([^\]]*)\]|_(.)|\*(.)|([#0?][#0?,]*(?:\.[#0?]*)?|\.[0#?]+)|(.)'
)


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a pattern between semicolons."""

    prefix: str
    suffix: str
    whole_digits: int
    least_decimals: int
    most_decimals: int
    is_grouped: bool
    is_percent: bool
    has_number: bool


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A number format, read. Colours and conditions in square brackets are not shown, as in the API."""

    sections: tuple[_Section, ...]

    def write(self, number: float, locale: Locale) -> str:
        """The number as the cell shows it."""
        section, magnitude, sign = self._choose(number)
        if not section.has_number:
            return section.prefix
        shown = Decimal(repr(magnitude)) * (100 if section.is_percent else 1)
        digits = f"{shown.quantize(Decimal(1).scaleb(-section.most_decimals), ROUND_HALF_UP):f}"
        whole, _, decimals = digits.partition(".")
        while len(decimals) > section.least_decimals and decimals.endswith("0"):
            decimals = decimals[:-1]
        if not (whole + decimals).strip("0"):
            sign = ""
        whole = whole.lstrip("0").rjust(section.whole_digits, "0")
        if section.is_grouped:
            whole = f"{int(whole or '0'):,}".replace(",", locale.group)
        fraction = locale.decimal + decimals if decimals else ""
        return f"{sign}{section.prefix}{whole}{fraction}{section.suffix}"

    def _choose(self, number: float) -> tuple[_Section, float, str]:
        """The section for the number, what it shows and the sign that it does not write itself."""
        if number < 0 and len(self.sections) > 1:
            return self.sections[1], -number, ""
        if number == 0 and len(self.sections) > 2:  # noqa: PLR2004 - the third section is for zero
            return self.sections[2], 0.0, ""
        return self.sections[0], abs(number), "-" if number < 0 else ""


@lru_cache(maxsize=256)
def number_pattern(text: str) -> NumberPattern:
    """Read a number format."""
    return NumberPattern(tuple(_section(part) for part in _split(text)))


def general(number: float, locale: Locale) -> str:
    """A number in a cell that has no format: up to ten digits after the point, none that are not needed."""
    if number.is_integer() and abs(number) < 1e15:  # noqa: PLR2004 - doubles are exact below
        return str(int(number))
    rounded = f"{number:.10g}" if abs(number) < 1e15 else f"{number:.5E}"  # noqa: PLR2004 - as above
    return rounded.replace(".", locale.decimal)


def _split(text: str) -> list[str]:
    """The sections of a pattern; a semicolon in quotes does not count."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;])+', text) or [""]


def _section(text: str) -> _Section:
    prefix, suffix, core, is_percent = "", "", "", False
    for quoted, escaped, bracket, space, fill, digits, other in _TOKEN.findall(text):
        if digits and not core:
            core = digits
            continue
        currency = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
        is_percent = is_percent or other == "%"
        literal = quoted or escaped or currency or (" " if space else "") or other
        if not fill and core:
            suffix += literal
        elif not fill:
            prefix += literal
    whole, _, decimals = core.partition(".")
    return _Section(
        prefix,
        suffix,
        whole.count("0"),
        decimals.count("0"),
        len(decimals),
        "," in whole,
        is_percent,
        bool(core),
    )
