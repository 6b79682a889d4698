"""Numbers that are a whole message, the answer to "how much?": `two dozen`, `point 77`, `45 (forty five)`."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from agents.rules.numbers.number import Number
from agents.rules.page import Page

_SMALL: Final = ("one", "of", "filler")
_MOST_DECIMALS: Final = 4


def as_whole_answer(page: Page, numbers: list[Number]) -> list[Number]:
    """The numbers of a message, or the one that all its words say together."""
    said = _collective(page, numbers) or _decimals(page, numbers) or _said_twice(page, numbers)
    return numbers if said is None else [said]


def _collective(page: Page, numbers: Sequence[Number]) -> Number | None:
    """`a dozen`, `two hundred dozens`, `五对`."""
    hit = next(iter(page.hits.all("collective")), None)
    if (
        hit is None
        or page.hits.has("vague")
        or len(numbers) > 1
        or not _is_all(page, hit.first, hit.last, numbers)
    ):
        return None
    count = numbers[0].value if numbers and numbers[0].last < hit.first else Decimal(1)
    first = min(hit.first, *(number.first for number in numbers)) if numbers else hit.first
    return Number((count * Decimal(hit.value),), first, hit.last, is_scaled=True)


def _decimals(page: Page, numbers: Sequence[Number]) -> Number | None:
    """`point 77`, `coma cinco`: the decimals of nought."""
    point = page.hits.at("point", 0)
    if point is None or len(numbers) != 1 or not _is_all(page, 0, point.last, numbers):
        return None
    digits = f"{numbers[0].value:f}"
    if not digits.isdecimal() or len(digits) > _MOST_DECIMALS:
        return None
    return replace(numbers[0], readings=(Decimal(f"0.{digits}"),), first=0)


def _said_twice(page: Page, numbers: Sequence[Number]) -> Number | None:
    """`45 (forty five)`: the same number in digits and in words."""
    if len(numbers) != 2 or numbers[0].readings != numbers[1].readings:  # noqa: PLR2004 — said twice
        return None
    one, two = numbers
    is_bracketed = page.word(two.first - 1) == "(" and two.first == one.last + 2
    return replace(one, last=two.last) if is_bracketed and one.in_words != two.in_words else None


def _is_all(page: Page, first: int, last: int, numbers: Sequence[Number]) -> bool:
    """Whether nothing but some tokens, numbers and small words is written."""
    told = {
        *range(first, last + 1),
        *(at for number in numbers for at in range(number.first, number.last + 1)),
    }
    return all(
        index in told or token.kind == "sign" or any(page.hits.over(role, index) for role in _SMALL)
        for index, token in enumerate(page.tokens)
    )
