"""What was handed over less what came back: `gave 50, got 12.30 change` was 37.70."""

from dataclasses import replace
from typing import Final

from agents.rules.money.neighbours import announcing, beside, naming
from agents.rules.numbers.number import Number
from agents.rules.page import Page

_WORDS: Final = ("change", "given_back")


def with_change(page: Page, numbers: list[Number]) -> list[Number]:
    """The numbers, with the price that was paid in the place of what was handed over for it.

    Where the price is told too, `spent 38.62, gave 40, 1.38 change`, it stays alone.
    """
    back = _change(page, numbers)
    others = [number for number in numbers if number.role == "amount" and number is not back]
    if back is None or any(len(number.readings) != 1 for number in others):
        return numbers
    told = {number.value for number in others}
    handed = next((one for one in others if one.value - back.value in told), None)
    if handed is not None:
        return [_aside(page, number) if number in (back, handed) else number for number in numbers]
    if len(others) != 1 or others[0].value <= back.value or not page.hits.has("handed"):
        return numbers
    return [
        _aside(page, number) if number is back else _paid(number, back) if number is others[0] else number
        for number in numbers
    ]


def _paid(handed: Number, back: Number) -> Number:
    """What was handed over, less what came back."""
    currency = handed.currency or back.currency
    return replace(handed, readings=(handed.value - back.value,), is_scaled=True, currency=currency)


def _aside(page: Page, number: Number) -> Number:
    """A number that was not paid; the word that says so describes nothing."""
    for role in _WORDS:
        if hit := beside(page, number, role):
            page.claim(hit.first, hit.last, "number")
    return number.as_role("change")


def _change(page: Page, numbers: list[Number]) -> Number | None:
    """The one amount that came back; words such as `back` say so only beside what was handed over."""
    amounts = [number for number in numbers if number.role == "amount" and len(number.readings) == 1]
    if len(amounts) < 2 or not page.hits.has(*_WORDS):  # noqa: PLR2004 — what was handed over, and what came back
        return None
    found = [number for number in amounts if _is_change(page, number)]
    if not found and any(beside(page, number, "handed") for number in amounts):
        most = max(number.value for number in amounts)
        found = [number for number in amounts if number.value < most and beside(page, number, "given_back")]
        found = [number for number in found if not _is_from_person(page, number)]
    return min(found, key=lambda number: number.value, default=None)


def _is_change(page: Page, number: Number) -> bool:
    """Whether an amount is called change; a message that begins with that word asks to change something."""
    is_first = page.hits.over("change", 0) is not None and not page.text.isupper()
    return bool(naming(page, number, "change") or (not is_first and announcing(page, number, "change")))


def _is_from_person(page: Page, number: Number) -> bool:
    """Whether a person gave a part back: `Pete gave me 40 of that back`."""
    given = (hit for hit in page.hits.all("earn", "came_back", "give") if hit.first < number.first)
    people = [hit.first - 1 for hit in given if hit.first > 0]
    return any(page.hits.over("family", at) or (page.tokens[at].text.istitle() and at > 0) for at in people)
