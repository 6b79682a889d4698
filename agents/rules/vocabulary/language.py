import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from agents.rules.vocabulary.currency_names import full_names, nouns, qualifiers
from agents.rules.writing.tokens import fold

FOLDER: Final = Path(__file__).parents[1] / "languages"
EVERYWHERE: Final = "everywhere"
"""The file of what is written alike in every language: signs and codes of currencies, well-known shops."""

CODES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != EVERYWHERE))
"""Languages the rules reader knows by a file of their own."""

DayOrder = Literal["dmy", "mdy", "ymd"]
Table = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one file, by role: `купил*` is any word that begins so, a phrase several words."""

    words: Table
    multipliers: Mapping[str, Decimal]
    numbers: Mapping[str, Decimal]
    numerals: Mapping[str, Decimal]
    vague: Mapping[str, Decimal]
    collectives: Mapping[str, Decimal]
    days: Mapping[str, int]
    weekdays: Mapping[str, int]
    spans: Table
    types: Table
    currencies: Table
    minor: tuple[str, ...]
    tenths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers and days, from CLDR; `vocabulary` is its file, if it has one.

    `ago` holds the words around the number and unit of "3 days ago", before and behind; `marks` the signs
    behind year, month and day where a language writes such, as in `2025年11月12日`. `nouns` are the names of
    currencies without what qualifies them, `qualifiers` what does; a language with a file has its own words.
    """

    code: str
    script: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ago: tuple[tuple[str, str], ...]
    units: Table
    marks: Mapping[str, str]
    currencies: Table
    nouns: Table
    qualifiers: Table
    group_mark: str
    decimal_mark: str
    day_order: DayOrder
    vocabulary: Vocabulary | None


@cache
def language(code: str) -> Language:
    """The language of a code such as `ru` or `en-GB`; English where nothing is known of it."""
    try:
        locale = Locale.parse(code.replace("-", "_").replace(" ", ""))
    except (UnknownLocaleError, ValueError, TypeError):
        locale = Locale.parse("en")
    return _of(locale)


@cache
def languages() -> tuple[Language, ...]:
    """Every language that has a file."""
    return tuple(language(code) for code in CODES)


@cache
def everywhere() -> Vocabulary:
    """What is written alike in every language."""
    return _vocabulary(EVERYWHERE)


def _of(locale: Locale) -> Language:
    code = locale.language
    symbols = locale.number_symbols["latn"]
    before_after, units = _ago(locale)
    return Language(
        code,
        _script(locale),
        _names(locale.months),
        _names(locale.days),
        before_after,
        units,
        _marks(locale),
        full_names(locale),
        {} if code in CODES else nouns(locale),
        {} if code in CODES else qualifiers(locale),
        symbols["group"],
        symbols["decimal"],
        _day_order(locale.date_formats["short"].pattern),
        _vocabulary(code) if code in CODES else None,
    )


@cache
def _vocabulary(name: str) -> Vocabulary:
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        _tuples(data["words"]),
        _decimals(data.get("multipliers", {})),
        _decimals(data.get("numbers", {})),
        _decimals(data.get("numerals", {})),
        _decimals(data.get("vague", {})),
        _decimals(data.get("collectives", {})),
        data.get("days", {}),
        data.get("weekdays", {}),
        _tuples(data.get("spans", {})),
        _tuples(data.get("types", {})),
        _tuples(data["currencies"]),
        tuple(data.get("minor", {}).get("words", ())),
        tuple(data.get("minor", {}).get("tenths", ())),
    )


def _tuples(table: Mapping[str, list[str]]) -> Table:
    return {key: tuple(words) for key, words in table.items()}


def _decimals(table: Mapping[str, float]) -> Mapping[str, Decimal]:
    return {word: Decimal(str(value)) for word, value in table.items()}


def _names(forms: Mapping[str, Any]) -> Mapping[str, int]:
    """Names in every form CLDR has (`ноябрь`, `ноября`, `нояб.`), to the number CLDR gives them."""
    return {
        str(name).rstrip("."): int(number)
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated", "short")
        for number, name in forms[form].get(width, {}).items()
        if not str(name).isdecimal() and len(str(name)) > 1
    }


def _script(locale: Locale) -> str:
    likely = get_global("likely_subtags").get(locale.language, "")
    return next((part for part in likely.split("_") if len(part) == 4), "Latn")  # noqa: PLR2004 — a script's code


def _day_order(pattern: str) -> DayOrder:
    first = next(letter for letter in pattern if letter in "dMy")
    return "ymd" if first == "y" else "mdy" if first == "M" else "dmy"


def _marks(locale: Locale) -> Mapping[str, str]:
    roles = {"y": "year_word", "M": "month_mark", "d": "day_mark"}
    found = re.findall(r"([yMd])([^\W\d_a-zA-Z])", locale.date_formats["long"].pattern)
    numbered = re.fullmatch(r"\d+([^\W\d_])", str(locale.months["format"]["wide"][1]))
    marks = {roles[letter]: mark for letter, mark in found}
    return marks | {"month_mark": numbered[1]} if numbered else marks


def _ago(locale: Locale) -> tuple[tuple[tuple[str, str], ...], Table]:
    """What stands around "3 days" in "3 days ago", and the names of the units there."""
    frames: dict[tuple[str, str], None] = {}
    units: dict[str, list[str]] = {}
    for unit in ("day", "week", "month", "year"):
        for pattern in dict(locale._data["date_fields"][unit].get("past", {})).values():  # noqa: SLF001 — Babel has no public door to CLDR's relative times
            before, _, after = fold(str(pattern)).partition("{0}")
            first, _, rest = after.strip().partition(" ")
            frames.setdefault((before.strip(), rest))
            units.setdefault(unit, []).append(first)
    sound = tuple(frame for frame in frames if any(frame))
    return sound, {unit: tuple(dict.fromkeys(filter(None, names))) for unit, names in units.items()}
