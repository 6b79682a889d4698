"""How a language names currencies, from CLDR."""

from collections.abc import Iterator, Mapping
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from ledger import is_currency

_TRADED: Final = (
    *(
        "USD",
        "EUR",
        "JPY",
        "GBP",
        "CNY",
        "AUD",
        "CAD",
        "CHF",
        "HKD",
        "SGD",
        "SEK",
        "KRW",
        "NOK",
        "NZD",
        "INR",
        "MXN",
    ),
    *(
        "TWD",
        "ZAR",
        "BRL",
        "DKK",
        "PLN",
        "THB",
        "ILS",
        "IDR",
        "CZK",
        "AED",
        "TRY",
        "HUF",
        "CLP",
        "SAR",
        "PHP",
        "MYR",
    ),
    *("COP", "RUB", "RON", "PEN", "UAH", "EGP"),
)
"""The most traded currencies, the first first: what a noun such as `dollar` or `rupie` means by itself."""

_SHARED: Final = ("XAF", "XCD", "XCG", "XOF", "XPF")
"""Currencies of several countries. Other codes with an X are metals and tests: `plata` is not silver."""


def full_names(locale: Locale) -> Mapping[str, tuple[str, ...]]:
    """The names of all currencies, in the singular and the plural: `norsk krone`, `norske kroner`."""
    codes = [code for code in map(str, locale.currencies) if not code.startswith("X") or code in _SHARED]
    return {code: tuple(dict.fromkeys(_forms(locale, code))) for code in codes}


def nouns(locale: Locale) -> Mapping[str, tuple[str, ...]]:
    """The nouns of the names alone, with the currency that each means: `kroner` is the home country's own.

    A noun stands at one end of the names, in some languages the first, in others the last.
    """
    known, place = _words(locale)
    found: dict[str, str] = {}
    for forms in known.values():
        for noun in (words[place] for words in forms):
            found.setdefault(noun, next(code for code in known if _ends(known[code], noun, place)))
    symbol = str(locale.currency_symbols.get(_home(locale), "")).rstrip(".")
    if symbol.isalpha():
        found.setdefault(symbol, _home(locale))
    return {code: tuple(noun for noun, of in found.items() if of == code) for code in set(found.values())}


def qualifiers(locale: Locale) -> Mapping[str, tuple[str, ...]]:
    """The words beside the nouns that belong to one currency alone: `danske` of `danske kroner`."""
    known, place = _words(locale)
    owners: dict[str, set[str]] = {}
    for code, forms in known.items():
        for words in forms:
            for word in words[1:] if place == 0 else words[:-1]:
                owners.setdefault(word, set()).add(code)
    for forms in known.values():
        for words in forms:
            owners.pop(words[place], None)
    return {code: tuple(word for word, of in owners.items() if of == {code}) for code in known}


def _words(locale: Locale) -> tuple[Mapping[str, list[list[str]]], int]:
    """The words of the names of currencies in use, by rank, and where their nouns stand: 0 first, -1 last."""
    known = {
        code: [form.split() for form in _forms(locale, code) if "(" not in form] for code in _by_rank(locale)
    }
    long = [words for forms in known.values() for words in forms if len(words) > 1]
    repeated = {place: len(long) - len({words[place] for words in long}) for place in (0, -1)}
    return known, max(repeated, key=lambda place: repeated[place])


def _ends(forms: list[list[str]], noun: str, place: int) -> bool:
    """Whether a name has a noun at its end, with or without a space: `米ドル` has `ドル`."""
    if place == 0:
        return any(words[0] == noun for words in forms)
    return any(words[-1].endswith(noun) for words in forms)


def _forms(locale: Locale, code: str) -> Iterator[str]:
    yield str(locale.currencies.get(code, code))
    yield from map(str, dict(locale._data["currency_names_plural"].get(code, {})).values())  # noqa: SLF001 — Babel has no public door to CLDR's plural names


def _by_rank(locale: Locale) -> tuple[str, ...]:
    """The currencies in use that have a name here: the home country's own, then the most traded."""
    named = {str(code) for code in locale.currencies if is_currency(str(code))}
    ranked = dict.fromkeys((_home(locale), *_TRADED, *sorted(named)))
    return tuple(code for code in ranked if code in named)


def _home(locale: Locale) -> str:
    """The currency of the country where a language is spoken most; none where that is unknown."""
    likely = get_global("likely_subtags").get(locale.language, "").split("_")
    territory = locale.territory or next((part for part in likely[1:] if len(part) == 2), "")  # noqa: PLR2004 — a country's code
    current = get_territory_currencies(territory) if territory else []
    return current[0] if current else ""
