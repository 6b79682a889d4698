from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from agents.rules.money.additions import with_additions
from agents.rules.money.change import with_change
from agents.rules.money.currencies import with_currencies, with_far_currency
from agents.rules.money.minor import with_minor
from agents.rules.money.reductions import with_reductions
from agents.rules.numbers.counting import counts_thing
from agents.rules.numbers.number import LARGEST, TIMES, Number
from agents.rules.page import Page
from agents.rules.writing.tokens import HAN

_PLUS: Final = "+"
_MINUSES: Final = frozenset({"-", "−", "–"})
_MOST: Final = 1000
_REACH: Final = 4
_HAN_REACH: Final = 10
_MONTH_DAYS: Final = 31
_CENT: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of a message, and the numbers beside them by role."""

    amounts: tuple[Number, ...]
    others: tuple[Number, ...]


def find_money(page: Page, numbers: list[Number], book_currency: str) -> Money:
    """Amounts with their signs and currencies, after arithmetic; claims the tokens of every number."""
    numbers = with_currencies(page, numbers, book_currency)
    numbers = with_minor(page, numbers)
    for number in numbers:
        page.claim(number.first, number.last, "number")
    for combine in (_times, _each, _price_first, _sums):
        numbers = _combined(page, numbers, combine)
    for settle in (with_change, with_additions, with_reductions):
        numbers = settle(page, numbers)
    numbers = [_signed(page, number) for number in numbers]
    amounts = tuple(number for number in numbers if number.role == "amount")
    if len(amounts) == 1 and amounts[0].currency is None:
        amounts = (with_far_currency(page, amounts[0], book_currency),)
    return Money(amounts, tuple(number for number in numbers if number.role != "amount"))


Combine = Callable[[Page, Number, Number], Decimal | None]


def _combined(page: Page, numbers: list[Number], combine: Combine) -> list[Number]:
    """The numbers with each pair that a rule computes replaced by its result."""
    found: list[Number] = []
    for number in numbers:
        value = combine(page, found[-1], number) if found else None
        if value is None or not 0 < value < LARGEST:
            found.append(number)
            continue
        before = found[-1]
        currency = number.currency or before.currency
        for index in range(before.last + 1, number.first):
            if (
                page.tokens[index].kind == "sign"
                or page.word(index) in TIMES
                or page.hits.over("each", index)
            ):
                page.claim(index, index, "number")
        found[-1] = replace(
            number, readings=(value,), first=before.first, role="amount", currency=currency, is_scaled=True
        )
    return found


def _between(page: Page, one: Number, two: Number) -> list[str]:
    return [page.word(index) for index in range(one.last + 1, two.first)]


def _times(page: Page, one: Number, two: Number) -> Decimal | None:
    """`2*150`, `2 x 150`, `3000/3`."""
    if len(one.readings) != 1 or len(two.readings) != 1:
        return None
    between = _between(page, one, two)
    if len(between) == 1 and between[0] in TIMES and one.role == two.role == "amount":
        return one.value * two.value
    is_division = between == ["/"] and one.value > _MONTH_DAYS and two.is_whole
    if is_division and (one.value / two.value * _CENT) % 1 == 0:
        return one.value / two.value
    return None


def _each(page: Page, one: Number, two: Number) -> Decimal | None:
    """`2 по 280`, `3 coffees at 4`, `3 tickets 150 each`."""
    if not one.is_whole or one.value > _MOST or one.currency or len(two.readings) != 1:
        return None
    if one.role not in ("amount", "quantity", "unit") or two.role != "amount":
        return None
    if two.first - one.last > (
        _HAN_REACH if "zh" in page.codes and HAN.match(page.word(two.first - 1)) else _REACH + 1
    ):
        return None
    words = range(one.last + 1, two.first)
    is_led = any(page.hits.over("each", index) and index >= two.first - 2 for index in words)
    trailing = page.hits.at("apiece", two.last + 1)
    if trailing is not None:
        page.claim(trailing.first, trailing.last, "number")
        is_led = True
    is_apart = trailing is None and not page.hits.before("each", two.first)
    breaks = (";",) if not is_apart else (",", ";")
    if not is_led or any(page.word(index) in breaks or page.owners[index] == "day" for index in words):
        return None
    is_count = one.role in ("unit", "quantity") or counts_thing(page, one)
    if page.hits.over("at_time", two.first - 1) and not is_count:
        return None
    if page.hits.before("old_from", one.first) and not is_count and one.value > two.value:
        return None
    for index in words:
        if page.hits.over("unit", index):
            page.claim(index, index, "number")
    return one.value * two.value


def _price_first(page: Page, one: Number, two: Number) -> Decimal | None:
    """`по 150 2 штуки`."""
    led = page.hits.before("each", one.first)
    if led is None or two.role not in ("unit", "quantity") or two.first - one.last > 1 or not two.is_whole:
        return None
    page.claim(led.first, led.last, "number")
    return one.value * two.value if len(one.readings) == 1 else None


def _sums(page: Page, one: Number, two: Number) -> Decimal | None:
    """`150 + 200`, and `2*150 = 300` where it is true."""
    if one.role != "amount" or two.role != "amount" or len(one.readings) != 1 or len(two.readings) != 1:
        return None
    between = _between(page, one, two)
    if between == [_PLUS] and (not one.currency or not two.currency or one.currency == two.currency):
        return one.value + two.value
    if between == ["="] and one.value == two.value:
        return two.value
    return None


def _signed(page: Page, number: Number) -> Number:
    """The number with a plus or minus that stands right in front of it, behind a space."""
    before = number.first - 1
    if number.role != "amount" or before < 0 or not page.is_free(before):
        return number
    sign = page.word(before)
    is_plus = sign == _PLUS and (before == 0 or not page.glued(before))
    is_minus = sign in _MINUSES and page.glued(number.first) and not page.glued(before)
    if is_plus or is_minus:
        page.claim(before, before, "number")
        return replace(number, first=before, sign=_PLUS if is_plus else "-")
    return number
