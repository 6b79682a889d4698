"""Which currency an amount is in: signs, codes, everyday words, and what the book's own words mean."""

from dataclasses import replace
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.languages import get_territory_language_info
from babel.localedata import exists
from babel.numbers import get_currency_name, get_currency_symbol

from agents.rules.numbers.number import Number
from agents.rules.page import Page
from agents.rules.vocabulary.language import CODES
from agents.rules.vocabulary.lexicon import Hit, lexicon
from agents.rules.writing.tokens import fold, tokenize
from ledger import is_currency

_CODE: Final = 3

_ALSO_WORDS: Final = frozenset(
    {
        "ALL",
        "TRY",
        "TOP",
        "MAD",
        "COP",
        "MOP",
        "PEN",
        "SOS",
        "BAM",
        "ANG",
        "BOB",
        "CUP",
        "CAD",
        "SIT",
        "GIP",
        "BEC",
    }
)
"""Codes that are also words: they count only in capitals, beside words that are not."""
_ALSO_NAMES: Final = frozenset(
    {"RON", "GEL", "LAK", "NAD", "AMD", "PAB", "SAR", "LSL", "FIM", "ARS", "MUR", "DOP", "HUF", "DEM", "ADP"}
)
"""Codes that are names, or words of fewer languages: they count also where they stand alone: `29 RON`."""


def currency_of(page: Page, hit: Hit, book_currency: str) -> str:
    """The code that a currency word means; `$` and `pounds` are the book's own where it keeps such."""
    code = str(hit.value)
    sign = hit.last if _is_apart(page, hit) else hit.first
    if page.said(sign, hit.last) == _home_symbol(book_currency):
        return book_currency
    if sign == hit.first and hit.last > hit.first and page.tokens[hit.last].kind == "word":
        return code  # a qualified name, such as "US dollars", means no other
    if sign != hit.first:
        return str(hits.value) if (hits := _sign_alone(page.word(sign))) else code
    is_code = page.word(hit.first).upper() == code
    return book_currency if code in _family(book_currency) and not is_code else code


def _is_apart(page: Page, hit: Hit) -> bool:
    """Whether `a $` is an article and a sign rather than the Australian dollar."""
    is_sign = hit.last == hit.first + 1 and page.tokens[hit.last].kind == "sign" and not page.glued(hit.last)
    return is_sign and page.hits.over("filler", hit.first) is not None


@cache
def _sign_alone(sign: str) -> Hit | None:
    return next((hit for hit in lexicon().find(tokenize(sign)) if hit.role == "currency"), None)


@cache
def _family(book_currency: str) -> frozenset[str]:
    """Codes whose everyday word also names the book's currency: a dollar may be Australian."""
    words = {
        word: code
        for code, names in (("USD", "dollar доллар"), ("GBP", "pound фунт"), ("RUB", "рубль ruble"))
        for word in names.split()
    } | {
        "peso": "MXN",
        "песо": "MXN",
        "franc": "CHF",
        "франк": "CHF",
        "dinar": "RSD",
        "krona": "SEK",
        "крона": "CZK",
    }
    if not is_currency(book_currency):
        return frozenset()
    said = " ".join(fold(get_currency_name(book_currency, locale=code)) for code in CODES)
    return frozenset(code for word, code in words.items() if word in said.split())


def with_currencies(page: Page, numbers: list[Number], book_currency: str) -> list[Number]:
    """The numbers with the currencies beside them, read as those currencies' countries write numbers.

    A currency belongs to one number: in `20 dollars 43` to the first.
    """
    found: list[Number] = []
    for bare in numbers:
        number = _beside(page, bare, book_currency, taken=found[-1].last if found else -1)
        found.append(_in_habit(page, number, number.currency or book_currency))
    return found


def _in_habit(page: Page, number: Number, currency: str) -> Number:
    """`$10,000` is ten thousand in any language, for so dollars are written where they are at home."""
    if len(number.readings) != 2 or number.readings[1].as_tuple().exponent != -_CODE:  # noqa: PLR2004 — grouped, or a fraction of three
        return number
    said = "".join(page.word(index) for index in range(number.first, number.last + 1))
    mark = _group_mark(currency)
    # Nobody writes a fraction with noughts behind it: 45.000 is no 45.
    is_grouped = bool(mark and mark in said) or str(number.readings[1]).endswith("00")
    return replace(number, readings=number.readings[:1]) if is_grouped else number


@cache
def _home(currency: str) -> Locale | None:
    """How people write in a currency's country; None where it is shared by many or unknown."""
    spoken = get_territory_language_info(currency[:2])
    by_speakers = sorted(spoken, key=lambda code: -float(spoken[code]["population_percent"] or 0))
    names = [f"{code}_{currency[:2]}" for code in by_speakers[:1]]
    found = next((name for name in (*names, *by_speakers[:1]) if exists(name)), None)
    return Locale.parse(found) if found else None


def _group_mark(currency: str) -> str:
    home = _home(currency)
    return str(home.number_symbols["latn"]["group"]) if home else ""


@cache
def _home_symbol(currency: str) -> str:
    """The sign of a currency in its own country, such as `$` of the Mexican peso."""
    home = _home(currency)
    return get_currency_symbol(currency, locale=home) if home and is_currency(currency) else ""


def _beside(page: Page, number: Number, book_currency: str, taken: int) -> Number:
    qualified = _qualified(page, number)
    if qualified is not None:
        return qualified
    after = page.hits.at("currency", number.last + 1)
    if after is not None and page.is_free(after.first) and not (code := _code_before(page, number, taken)):
        last = after.last
        if page.word(last + 1) == "." and page.glued(last + 1) and last + 2 < len(page.tokens):
            last += 1
        code = currency_of(page, after, book_currency)
        return replace(number, currency=code, last=last)
    mark = number.first - (page.word(number.first - 1) == ":")
    before = page.hits.before("currency", mark)
    if (
        before is not None
        and before.first > taken
        and all(page.is_free(index) for index in range(before.first, before.last + 1))
    ):
        return replace(number, currency=currency_of(page, before, book_currency), first=before.first)
    for index in (number.last + 1, *((number.first - 1,) if number.first - 1 > taken else ())):
        code = _code_at(page, index)
        if code:
            first, last = min(number.first, index), max(number.last, index)
            return replace(number, currency=code, first=first, last=last)
    return number


def _code_before(page: Page, number: Number, taken: int) -> str:
    """The code in front of a number, which says more than a sign behind it: `SGD4.90 $`."""
    hit = page.hits.before("currency", number.first)
    is_code = hit is not None and hit.first > taken and page.word(hit.first).upper() == hit.value
    return str(hit.value) if hit is not None and is_code else ""


def _qualified(page: Page, number: Number) -> Number | None:
    """A number with a noun and its country's adjective, in either order: `10 danske kr`, `42 lire turce`."""
    at = number.last + 1
    for first, second in (("qualifier", "currency"), ("currency", "qualifier")):
        one, two = page.hits.at(first, at), page.hits.at(second, at + 1)
        if one is not None and two is not None and page.is_free(one.first) and page.is_free(two.first):
            code = str((one if first == "qualifier" else two).value)
            return replace(number, currency=code, last=two.last)
    return None


def with_far_currency(page: Page, number: Number, book_currency: str) -> Number:
    """The only amount with the only currency that is named elsewhere: `100 hotel USD`."""
    for index, token in enumerate(page.tokens):
        code = _code_at(page, index) if token.text.isupper() and not page.text.isupper() else ""
        hit = page.hits.at("currency", index)
        if (
            not code
            and hit is not None
            and page.is_free(index)
            and (len(token.word) > _CODE or token.kind == "sign")
        ):
            code = currency_of(page, hit, book_currency)
        if code:
            page.claim(index, index, "number")
            return replace(number, currency=code)
    return number


def _code_at(page: Page, index: int) -> str:
    """The ISO 4217 code that a token is, unless it is an everyday word in small letters."""
    if not page.is_free(index) or len(page.word(index)) != _CODE or not page.word(index).isascii():
        return ""
    code = page.word(index).upper()
    if not code.isalpha() or not is_currency(code):
        return ""
    is_word = any(page.hits.over(role, index) for role in ("filler", "link", "at", "to", "from"))
    is_loud = page.tokens[index].text.isupper() and not page.text.isupper()
    is_doubtful = code in _ALSO_WORDS or (code in _ALSO_NAMES and not _is_only_word(page, index))
    is_doubtful = is_doubtful or code not in _current()
    return code if is_loud or not (is_word or is_doubtful) else ""


@cache
def _current() -> frozenset[str]:
    """The currencies that some country uses today; those of the past are often words, as Turkish `ara` is."""
    used = get_global("territory_currencies").values()
    return frozenset(
        code for periods in used for code, _, until, is_tender in periods if is_tender and not until
    )


def _is_only_word(page: Page, index: int) -> bool:
    """Whether nothing but numbers and signs stands beside a word: `29 RON`."""
    return all(token.kind != "word" for at, token in enumerate(page.tokens) if at != index)
