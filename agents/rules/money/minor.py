"""The hundredths of an amount that are said behind it: `20 euro 50`, `three fifty`, `三块五`, `50 cents`."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from agents.rules.numbers.number import Number
from agents.rules.page import Page
from agents.rules.writing.tokens import HAN

_CENT: Final = Decimal(100)
_TENTH: Final = 10
_REACH: Final = 2
_FEW: Final = 2
_SAY_AND: Final = frozenset({"en", "ru", "uk", "pl", "de", "fr"})
"""Languages in which "12 and 50" are two numbers."""
_SAY_PRICES: Final = frozenset({"en", "es", "de", "fr", "it", "pt"})
"""Languages in which "three fifty" is a price."""
_THOUSAND: Final = 1000
_SMALL: Final = ("filler", "at", "link", "from", "to", "by_means")


def with_minor(page: Page, numbers: list[Number]) -> list[Number]:
    """The numbers, each with the hundredths that are said behind it; `50 cents` is half of one."""
    found: list[Number] = []
    for number in numbers:
        before, minor = found[-1] if found else None, _minor_at(page, number)
        if minor is not None:
            part = number.value / minor[0]
            if before is not None and _is_joined(before, number) and _is_finer(before, part):
                found[-1] = replace(before, readings=(before.value + part,), last=minor[1])
            else:
                found.append(replace(number, readings=(part,), last=minor[1], role="amount"))
        elif before is not None and (unit := _bare_unit(page, before, number)):
            value = before.value + number.value / unit
            found[-1] = replace(before, readings=(value,), last=number.last, role="amount")
        else:
            found.append(number)
    return found


def _minor_at(page: Page, number: Number) -> tuple[Decimal, int] | None:
    """How many of the unit behind a number make one, and where it ends; None where none stands there."""
    hit = page.hits.at("minor", number.last + 1)
    is_counted = number.role in ("amount", "unit", "quantity") and number.is_whole
    return (Decimal(hit.value), hit.last) if hit is not None and is_counted else None


def _is_joined(whole: Number, part: Number) -> bool:
    return whole.currency is not None and part.first - whole.last <= _REACH


def _is_finer(whole: Number, part: Decimal) -> bool:
    """Whether a part is smaller than the last place of a number: cents behind euros, 分 behind 角."""
    if len(whole.readings) != 1:
        return False
    return part < 1 if whole.is_whole else whole.value * _TENTH % 1 == 0 and part < Decimal("0.1")


def _bare_unit(page: Page, whole: Number, part: Number) -> Decimal | None:
    """How many of what a bare number counts make one of the number before; None where it counts none."""
    roles = ("amount", "quantity")
    if (
        whole.role not in roles
        or part.role not in roles
        or part.currency
        or not (whole.is_whole and part.is_whole)
    ):
        return None
    if _is_tenth(page, whole, part):
        return Decimal(_TENTH)
    if not _TENTH <= part.value < _CENT or whole.is_scaled:
        return None
    is_near = _is_spoken(page, whole, part) or _is_behind(page, whole, part) or _is_all(page, whole, part)
    return _CENT if is_near else None


def _is_behind(page: Page, whole: Number, part: Number) -> bool:
    """Whether two digits stand behind a currency or a spoken point: `20 euro 50`, `71€40`, `12 e 50`."""
    if whole.currency is not None and part.first == whole.last + 1 and page.glued(part.first):
        return True
    joins = ("number_and", "point", *(("with_minor",) if whole.currency is not None else ()))
    joined = next(filter(None, (page.hits.at(role, whole.last + 1) for role in joins)), None)
    at = joined.last + 1 if joined else whole.last + 1
    if part.first != at or page.hits.at("each", part.last + 1):
        return False
    is_led = whole.currency is not None or (joined is not None and joined.code not in _SAY_AND)
    return is_led and not _is_thing(page, part.last + 1)


def _is_spoken(page: Page, whole: Number, part: Number) -> bool:
    """Whether two numbers in words are a price as it is said: `three fifty`, `eleven ninety nine`."""
    if not (whole.in_words and part.in_words) or part.first != whole.last + 1:
        return False
    is_usual = not page.codes.isdisjoint(_SAY_PRICES) or len(page.tokens) == _FEW
    return whole.value < _THOUSAND and is_usual


def _is_all(page: Page, whole: Number, part: Number) -> bool:
    """Whether a message is nothing but `2 dolari și 23 de cenți`, in a language whose cents are not known."""
    is_known = page.language.vocabulary is not None or whole.currency is None
    is_alone = whole.first == 0 and part.first - whole.last <= _REACH
    return not is_known and is_alone and len(page.tokens) - part.last <= _FEW + 1


def _is_tenth(page: Page, whole: Number, part: Number) -> bool:
    """Whether a digit behind a Chinese currency says tenths: `三块五`, `5块5`."""
    is_han = whole.currency is not None and HAN.fullmatch(page.word(whole.last)) is not None
    return is_han and part.first == whole.last + 1 and 0 < part.value < _TENTH


def _is_thing(page: Page, index: int) -> bool:
    """Whether a word stands at a token that is no preposition or other small word."""
    if not page.is_free(index) or page.tokens[index].kind not in ("word", "mixed"):
        return False
    return not any(page.hits.over(role, index) for role in _SMALL)
