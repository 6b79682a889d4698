"""What a price was before, and what is paid of it: `was 120, 25 % off, paid 90`, `80 in half, 40`."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from typing import Final

from agents.rules.money.additions import cents
from agents.rules.money.neighbours import announcing, beside, naming
from agents.rules.numbers.number import Number
from agents.rules.page import Page

_HUNDRED: Final = Decimal(100)
_MOST_PEOPLE: Final = 12
_ABLATIVE: Final = frozenset({"den", "dan", "ten", "tan"})
"""How a Turkish number ends from which a price fell: `1500'den 990'a`."""
_DIFFERENCE: Final = 3
"""Amounts of which one is the difference of the others: a price, what is off, and what is paid."""


def with_reductions(page: Page, numbers: list[Number]) -> list[Number]:
    """The numbers, those set aside that only explain how the price came about."""
    amounts = [number for number in numbers if number.role == "amount" and len(number.readings) == 1]
    if len(amounts) < 2:  # noqa: PLR2004 — a price before and one that is paid
        return numbers
    set_aside = set(_explaining(page, amounts, numbers))
    return [number.as_role("part") if number in set_aside else number for number in numbers]


def _explaining(page: Page, amounts: list[Number], numbers: list[Number]) -> Iterator[Number]:
    """The amounts that were not paid."""
    shares = [number.value for number in numbers if number.role == "percent"]
    for before, paid in permutations(amounts, 2):
        if before.value <= paid.value:
            continue
        is_reduced = any(_is_less(before.value, paid.value, share) for share in shares)
        if is_reduced or _is_old(page, before, paid) or _is_shared(page, before, paid):
            yield before
    if len(amounts) == _DIFFERENCE and page.hits.has("discount"):
        for before, off, paid in permutations(amounts, _DIFFERENCE):
            if before.value - off.value == paid.value and before.first < paid.first and _is_off(page, off):
                yield from (before, off)


def _is_less(before: Decimal, paid: Decimal, share: Decimal) -> bool:
    """Whether a price less so many percent is what was paid, perhaps without its cents."""
    rest = before * (_HUNDRED - share) / _HUNDRED
    return paid in (cents(rest), rest.to_integral_value())


def _is_old(page: Page, before: Number, paid: Number) -> bool:
    """Whether a price is said to be that of before: `was 80`, `instead of 80`, `reduced from 80 to 55`."""
    if announcing(page, before, "old_price") or naming(page, before, "old_price_after"):
        return True
    is_from = page.hits.before("old_from", before.first) is not None or page.word(before.last) in _ABLATIVE
    if not is_from or before.last > paid.first:
        return False
    is_direct = page.hits.at("for_price", before.last + 1) is not None and paid.first == before.last + 2
    return page.hits.has("reduced", "discount") or (is_direct and "pt" in page.codes)


def _is_shared(page: Page, before: Number, paid: Number) -> bool:
    """Whether what was paid is an even part of a price that people shared."""
    if not page.hits.has("shared", "my_part") or not before.is_whole:
        return False
    parts = before.value / paid.value
    return parts == parts.to_integral_value() and 1 < parts <= _MOST_PEOPLE


def _is_off(page: Page, number: Number) -> bool:
    """Whether an amount is what a price was less: `a 5 off coupon`."""
    return beside(page, number, "discount") is not None
