"""What is said not to be: `not card`, `не вчера, а сегодня`, `kart değil nakit`."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from agents.rules.operations.findings import Findings
from agents.rules.page import Page


class Placed(Protocol):
    """Something found in a message, by the tokens `first` to `last`."""

    @property
    def first(self) -> int:
        """Its first token."""

    @property
    def last(self) -> int:
        """Its last token."""


Thing = TypeVar("Thing", bound=Placed)

_SMALL = ("filler", "from", "to", "by_means", "on_day", "account_word", "category_word")
_REACH = 3


def without_negated(findings: Findings) -> Findings:
    """The findings without the days, accounts and categories that the person says it was not."""
    page = findings.page
    return replace(
        findings,
        days=_affirmed(page, findings.days),
        accounts=_affirmed(page, findings.accounts),
        categories=_affirmed(page, findings.categories),
    )


def is_negated(page: Page, first: int, last: int) -> bool:
    """Whether a "not" stands before the tokens `first` to `last`, small words between, or right behind."""
    if page.hits.at("not_after", last + 1) is not None:
        return True
    for index in range(first, max(first - _REACH, 0), -1):
        if page.hits.before("not", index) is not None:
            return True
        if not any(page.hits.over(role, index - 1) for role in _SMALL):
            return False
    return False


def _affirmed(page: Page, things: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple(thing for thing in things if not is_negated(page, thing.first, thing.last))
