"""Whether a number counts things or people rather than money: `3 coffees 12`, `for 2 60`."""

from typing import Final

from agents.rules.numbers.number import Number
from agents.rules.page import Page
from agents.rules.writing.tokens import Token

FEW: Final = 20
"""No more things than this are counted."""

_PLURAL_S: Final = frozenset({"en", "es", "fr", "pt"})
"""Languages whose plurals end in `s`."""
_OPERATORS: Final = frozenset({"+", "*", "x", "х", "×"})


def is_count(page: Page, number: Number, *, has_price: bool) -> bool:
    """Whether a small number counts the thing behind it, or the people: `3 coffees 12`, `for 2 60`."""
    if number.in_words and number.value == 1 and not number.is_scaled:
        return True
    if page.word(number.first - 1) in _OPERATORS or page.word(number.last + 1) in _OPERATORS:
        return False
    is_few = number.is_whole and number.value <= FEW and not number.is_scaled and not number.sign
    is_written = number.in_words or page.word(number.first).isdecimal()
    if not is_few or not is_written or number.first != number.last:
        return False
    if number.in_words and _is_thing(page, number.last + 1) and any(map(_is_exact, page.tokens)):
        return True
    if counts_thing(page, number) and (has_price or number.in_words or _counts(page, number)):
        return True
    return has_price and _is_shared(page, number)


def _is_shared(page: Page, number: Number) -> bool:
    """Whether a number says how many shared a price: `for 2 60`, `420 entre 6`, `in tre, in totale 14.40`."""
    led = page.hits.before("shared_by", number.first)
    if led is None:
        return False
    is_behind = page.is_number(led.first - 1) or page.hits.over("currency", led.first - 1) is not None
    return is_behind or page.is_number(number.last + 1) or (number.in_words and page.hits.has("total"))


def _is_exact(token: Token) -> bool:
    """Whether a token is digits: beside them a small number in words counts."""
    return token.kind == "number"


def counts_thing(page: Page, number: Number) -> bool:
    """Whether a thing stands behind a number and none in front: `3 beers`, but not `pizza 3 beers`."""
    return _is_thing(page, number.last + 1) and not _is_thing(page, number.first - 1)


def _counts(page: Page, number: Number) -> bool:
    """Whether a lone small number counts the word behind it: `3 glasses`, `2 кофе`."""
    word = page.word(number.last + 1)
    if page.codes & _PLURAL_S and word.isascii():
        return word.endswith("s") and not word.endswith("ss") and number.value > 1
    return number.value < FEW // 2


def _is_thing(page: Page, index: int) -> bool:
    """Whether a token is a word that may name a thing, with nothing between it and the number."""
    if not page.is_free(index) or page.tokens[index].kind != "word":
        return False
    roles = (
        "filler",
        "and",
        "each",
        "currency",
        "multiplier",
        "spend",
        "earn",
        "account_noun",
        "from",
        "to",
        "not",
        "numeral",
        "qualifier",
        "tip",
        "change",
    )
    return not any(page.hits.over(role, index) for role in roles)
