import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale

FOLDER: Final = Path(__file__).parent / "languages"
CODES: Final = ("en", "ru")
"""Languages the rules reader knows. All are tried on every message, for people mix them."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words for the reader, from its file, with months and weekdays from CLDR.

    `words` maps a role to patterns: `купил*` is any word that begins so; a phrase is matched word by word.
    """

    code: str
    words: Mapping[str, tuple[str, ...]]
    multipliers: Mapping[str, Decimal]
    numbers: Mapping[str, Decimal]
    vague: Mapping[str, Decimal]
    days: Mapping[str, int]
    spans: Mapping[str, tuple[str, ...]]
    types: Mapping[str, tuple[str, ...]]
    currencies: Mapping[str, tuple[str, ...]]
    minor: tuple[str, ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    group_mark: str
    decimal_mark: str


@cache
def language(code: str) -> Language:
    """The language of a code such as `ru` or `en-GB`; English when its file is missing."""
    known = code.replace("_", "-").split("-")[0].lower()
    return _load(known if known in CODES else "en")


@cache
def languages() -> tuple[Language, ...]:
    """Every language the reader knows."""
    return tuple(_load(code) for code in CODES)


@cache
def _load(code: str) -> Language:
    data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    locale = Locale.parse(code)
    symbols = locale.number_symbols["latn"]
    return Language(
        code,
        _tuples(data["words"]),
        _decimals(data["multipliers"]),
        _decimals(data["numbers"]),
        _decimals(data["vague"]),
        data["days"],
        _tuples(data["spans"]),
        _tuples(data["types"]),
        _tuples(data["currencies"]),
        tuple(data["minor"]["words"]),
        _names(locale.months),
        _names(locale.days),
        symbols["group"],
        symbols["decimal"],
    )


def _tuples(table: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
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
    }
