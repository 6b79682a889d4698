"""What comes on top of a price: `60 plus 10 % tip`, `18 + 4 tip = 22`."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from agents.rules.money.neighbours import announcing, beside, naming
from agents.rules.numbers.number import Number
from agents.rules.page import Page

_HUNDRED: Final = Decimal(100)
_CENT: Final = Decimal("0.01")


def with_additions(page: Page, numbers: list[Number]) -> list[Number]:
    """The numbers, with one sum in the place of a price and what was given on top of it."""
    for step in (_equalled, _with_percent, _with_tip):
        numbers = list(step(page, numbers))
    return numbers


def _equalled(page: Page, numbers: list[Number]) -> Iterator[Number]:
    """`54 + 6 tip = 60`: where a sum is told behind what it sums, it stands alone."""
    whole = next((number for number in numbers if _is_sum(page, numbers, number)), None)
    if whole is not None:
        page.claim(whole.first - 1, whole.first - 1, "number")
    for number in numbers:
        is_part = whole is not None and number is not whole and number.role == "amount"
        if is_part:
            _claim(page, number)
        yield number.as_role("part") if is_part else number


def _is_sum(page: Page, numbers: list[Number], number: Number) -> bool:
    if number.role != "amount" or page.word(number.first - 1) != "=":
        return False
    amounts = [one for one in numbers if one.role == "amount"]
    parts = amounts[: amounts.index(number)]
    return number is amounts[-1] and bool(parts) and sum(one.value for one in parts) == number.value


def _with_percent(page: Page, numbers: list[Number]) -> Iterator[Number]:
    """`60 plus 10 % tip` is 66."""
    amounts = [number for number in numbers if number.role == "amount"]
    shares = (number for number in numbers if number.role == "percent" and _is_on_top(page, number))
    share, price = next(shares, None), amounts[0] if amounts else None
    if share is None or price is None or price.first > share.first or len(price.readings) != 1:
        yield from numbers
        return
    whole = cents(price.value * (_HUNDRED + share.value) / _HUNDRED)
    is_told = whole in {one.value for one in amounts}
    for number in numbers:
        if number is price and not is_told:
            yield replace(number, readings=(whole,), is_scaled=True)
        else:
            yield number.as_role("part" if number is price else "tip" if number is share else number.role)
    _claim(page, _with_mark(page, share))


def _with_mark(page: Page, share: Number) -> Number:
    """A percentage with the sign or word that makes it one."""
    mark, led = page.hits.at("percent", share.last + 1), page.hits.before("percent", share.first)
    behind = replace(share, last=mark.last) if mark is not None else share
    return replace(behind, first=led.first) if led is not None else behind


def _is_on_top(page: Page, share: Number) -> bool:
    """Whether a percentage is added: a plus in front of it, or a tip behind."""
    whole = _with_mark(page, share)
    if _is_within(page, whole) or page.hits.has("earn", "got"):
        return False
    is_plus = page.word(whole.first - 1) == "+" or announcing(page, whole, "plus") is not None
    return is_plus or naming(page, whole, "tip") is not None


def _claim(page: Page, number: Number) -> None:
    """Take the words around what was added for explained."""
    page.claim(number.first, number.last, "number")
    for hit in (announcing(page, number, "plus"), beside(page, number, "tip")):
        if hit is not None and hit.first > number.last:
            page.claim(number.last + 1, hit.last, "number")
        elif hit is not None:
            page.claim(hit.first, number.first - 1, "number")


def _with_tip(page: Page, numbers: list[Number]) -> Iterator[Number]:
    """`dinner 40, tip 5` is 45; of `45 including 5 tip` the five are a part."""
    amounts = [number for number in numbers if number.role == "amount" and len(number.readings) == 1]
    tip = next((number for number in amounts if beside(page, number, "tip")), None)
    is_one = len(amounts) == 2 and len({one.currency for one in amounts} - {None}) <= 1  # noqa: PLR2004 — a price and its tip
    if tip is None or not is_one or page.hits.has("earn", "got"):
        if tip is not None and _is_added(page, tip):
            _claim(page, tip)
        yield from numbers
        return
    price = amounts[1] if tip is amounts[0] else amounts[0]
    is_within = _is_within(page, tip)
    _claim(page, tip)
    for number in numbers:
        if number is tip:
            yield number.as_role("tip")
        elif number is price and not is_within:
            whole, currency = price.value + tip.value, price.currency or tip.currency
            yield replace(price, readings=(whole,), is_scaled=True, currency=currency)
        else:
            yield number


def _is_added(page: Page, number: Number) -> bool:
    """Whether an amount is a sum already, of a price and what was given on top: `400 + 40 tip`."""
    return any(page.word(index) == "+" for index in range(number.first, number.last))


def _is_within(page: Page, number: Number) -> bool:
    """Whether a number is part of what was told before: `including 5 tip`."""
    return beside(page, number, "included") is not None


def cents(value: Decimal) -> Decimal:
    """A computed amount, rounded to the hundredth as tills do, without needless noughts."""
    exact = value.quantize(_CENT, ROUND_HALF_UP)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
