"""What makes a number larger or exacter: `2 тысячи 500`, `5 hundred thousand`, `two point five million`."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import Final

from agents.rules.numbers.number import LARGEST, Number, plain
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from agents.rules.vocabulary.numerals import read_words

_LONGEST_WORDS: Final = 20
_SHORT: Final = 2
_GROUP: Final = 3
_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_MILLION: Final = Decimal(10**6)
_MOST_DECIMALS: Final = 4


def scaled(page: Page, number: Number) -> Number:
    """The number with the words behind it that belong to it."""
    number = _with_half(page, _with_point(page, number), _scale_of(number))
    while (hit := _multiplier(page, number)) is not None:
        value = number.readings[-1] * Decimal(hit.value) if number.readings else Decimal(0)
        if not 0 < value < LARGEST:
            return replace(number, readings=(), last=hit.last, role="unreadable")
        number = replace(number, readings=(plain(value),), last=hit.last, is_scaled=True)
        number = _with_half(page, number, Decimal(hit.value))
        if hit.code == "zh":
            number = _with_short_rest(page, number, Decimal(hit.value))
        elif len(page.word(hit.first)) > _SHORT and value >= _THOUSAND:
            number = with_rest(page, number, Decimal(hit.value))
        elif page.word(hit.last + 1) == "." and page.hits.at("currency", hit.last + 2):
            number = replace(number, last=hit.last + 1)
    return number


def _scale_of(number: Number) -> Decimal:
    """What half a more means behind a number word: half a million behind a million."""
    scales = (Decimal(10**6), Decimal(_THOUSAND))
    said = (scale for scale in scales if number.in_words and number.value and number.value % scale == 0)
    return next(said, Decimal(1))


def _multiplier(page: Page, number: Number) -> Hit | None:
    """The word or letter behind a number that multiplies it; a letter apart counts at the end alone."""
    at = number.last + 1
    if page.glued(at) and page.tokens[at].text in ("M", "М"):
        return Hit("multiplier", _MILLION, at, at)
    hit = page.hits.at("multiplier", at) or _scale_word(page, at, number)
    if hit is None or not page.is_free(at):
        return None
    if page.hits.at("minor", at) and page.hits.has("currency"):
        return None
    is_letter = len(page.word(at)) < _SHORT and hit.code != "zh"
    is_apart = is_letter and not page.glued(at)
    return None if is_apart and page.is_free(hit.last + 1) and _is_word(page, hit.last + 1) else hit


def _scale_word(page: Page, at: int, number: Number) -> Hit | None:
    """A number word that multiplies digits in a language without a file: `5 duizend`."""
    if page.language.vocabulary is not None or number.in_words:
        return None
    value = page.numerals.value(page.word(at))
    is_scale = value is not None and value >= _HUNDRED and value in (_HUNDRED, _THOUSAND, _MILLION)
    return Hit("multiplier", value, at, at) if value is not None and is_scale else None


def _is_word(page: Page, index: int) -> bool:
    return page.tokens[index].kind == "word" and page.hits.at("currency", index) is None


def _with_half(page: Page, number: Number, unit: Decimal) -> Number:
    """`two and a half`, `un millón y medio`."""
    half = page.hits.at("and_a_half", number.last + 1)
    if half is None or not number.is_whole:
        return number
    return replace(number, readings=(plain(number.value + unit / 2),), last=half.last)


def _with_point(page: Page, number: Number) -> Number:
    """`two point five`, `dos coma 75`: the decimals in words or digits behind a spoken point."""
    point = page.hits.at("point", number.last + 1)
    if point is None or not number.is_whole or not page.is_free(point.last + 1):
        return number
    digits, last = page.word(point.last + 1), point.last + 1
    if not digits.isdecimal():
        words = words_from(page, point.last + 1)
        below = takewhile(lambda said: (page.numerals.value(said[0]) or 0) < _HUNDRED, words)
        value, count = read_words([word for word, _ in below], page.numerals)
        if not count:
            return number
        digits, last = f"{value:f}", words[count - 1][1]
    if not digits.isdecimal() or len(digits) > _MOST_DECIMALS:
        return number
    return replace(number, readings=(Decimal(f"{number.value:f}.{digits}"),), last=last)


def _with_short_rest(page: Page, number: Number, unit: Decimal) -> Number:
    """`3万5` is 35000, and so is `3万5千`."""
    word = page.word(number.last + 1)
    if not page.is_free(number.last + 1) or len(word) != 1 or not word.isdecimal() or word == "0":
        return number
    own = page.hits.at("multiplier", number.last + 2)
    part = Decimal(own.value) if own is not None else unit / 10
    last = own.last if own is not None else number.last + 1
    return replace(number, readings=(plain(number.value + Decimal(word) * part),), last=last)


def with_rest(page: Page, number: Number, unit: Decimal = Decimal(_THOUSAND)) -> Number:
    """`5 тысяч 300`, `3 crore 12 lakh`: what follows a spelled scale and is smaller belongs to it."""
    at = number.last + 1
    if not page.is_free(at) or number.value < _THOUSAND or number.value % (_THOUSAND // 2):
        return number
    value, last = _rest_at(page, at)
    own = page.hits.at("multiplier", last + 1) if value else None
    if own is not None and Decimal(own.value) >= _THOUSAND:
        part = value * Decimal(own.value)
        if part >= unit or len(page.word(own.first)) <= _SHORT:
            return number
        return with_rest(
            page, replace(number, readings=(number.value + part,), last=own.last), Decimal(own.value)
        )
    is_whole_group = page.tokens[at].kind == "word" or len(page.word(at)) == _GROUP
    if not value or value >= _THOUSAND or not is_whole_group:
        return number
    return replace(number, readings=(number.value + value,), last=last)


def _rest_at(page: Page, index: int) -> tuple[Decimal, int]:
    """The whole number that stands at a token, in digits or words, and its last token; 0 where none does."""
    if page.tokens[index].kind == "number" and page.word(index).isdecimal():
        return Decimal(page.word(index)), index
    words = words_from(page, index)
    value, count = read_words([word for word, _ in words], page.numerals)
    return (value, words[count - 1][1]) if count else (Decimal(0), index)


def words_from(page: Page, index: int) -> list[tuple[str, int]]:
    """The next words with the index of their token; `twenty-five` gives two."""
    return list(_split_words(page, index))


def _split_words(page: Page, index: int) -> Iterator[tuple[str, int]]:
    for at in range(index, min(index + _LONGEST_WORDS, len(page.tokens))):
        if not page.is_free(at) or page.tokens[at].kind != "word":
            return
        for part in page.word(at).split("-"):
            yield part, at
