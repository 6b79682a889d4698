"""What a bank writes of a payment: one amount among card numbers, times, references and what is left."""

import re
from dataclasses import replace
from typing import Final

from agents.rules.operations.findings import Findings
from agents.rules.page import Page

_ENOUGH: Final = 2
"""So many marks of a bank's writing make a notice: a person's message may have one by chance."""
_HEADER: Final = 6
_MASKED: Final = re.compile(
    r"[*•·…xх]{1,4}\d{2,4}|\d{1,2}[*•]{1,4}\d{2,4}|\d{1,4}[*•…]{1,8}\d{0,4}", re.IGNORECASE
)
_LEFT: Final = ("balance", "total")


def as_notice(findings: Findings) -> Findings:
    """The findings of a bank's notice with its one amount; those of any other message as they are."""
    priced = [amount for amount in findings.amounts if amount.currency]
    if not priced or _marks(findings) < _ENOUGH:
        return findings
    moved = next((amount for amount in priced if not _is_left(findings.page, amount.first)), priced[0])
    rest = tuple(amount.as_role("label") for amount in findings.amounts if amount is not moved)
    writer = tuple(
        account for account in findings.accounts if account.last < _HEADER and account.how == "name"
    )
    accounts = writer[:1] or findings.accounts
    return replace(findings, amounts=(moved,), numbers=(*findings.numbers, *rest), accounts=accounts)


def _marks(findings: Findings) -> int:
    """How many marks there are: a name in front, a masked card, a time, a date in digits, what is left."""
    page = findings.page
    is_dated = any(page.tokens[day.last].kind == "number" for day in findings.days)
    is_timed = any(number.role == "time" for number in findings.numbers)
    return sum((_has_header(page), _has_mask(page), is_timed, is_dated, page.hits.has("balance")))


def _has_header(page: Page) -> bool:
    """Whether a message begins with who writes it: `BBVA: …`, `【招商银行】…`."""
    begin = [token.text for token in page.tokens[:_HEADER]]
    return ":" in begin[1:] or begin[:1] == ["【"]


def _has_mask(page: Page) -> bool:
    """Whether a card or an account is written with some of its digits: `*4432`, `x7712`, `4*23`."""
    return any(_MASKED.fullmatch(word) for word in page.text.split())


def _is_left(page: Page, index: int) -> bool:
    """Whether an amount is what is left: a word of that stands in the same stretch before it."""
    for before in range(index - 1, max(index - _HEADER - 1, -1), -1):
        if any(page.hits.over(role, before) for role in _LEFT):
            return True
        if page.tokens[before].kind == "number":
            return False
    return False
