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


def _is_taken_back(page: Page, thing: Placed, others: Iterable[Placed]) -> bool:
    """Whether a slip of the tongue stands between a thing and the next: `cash... I mean the card`."""
    after = min((other.first for other in others if other.first > thing.last), default=thing.last)
    between = range(thing.last + 1, after)
    is_slip = any(page.hits.over("oops", index) or _is_no(page, index) for index in between)
    return is_slip and all(
        page.tokens[index].kind == "sign"
        or any(page.hits.over(role, index) for role in ("oops", "no", *_SMALL))
        for index in between
    )


def _is_no(page: Page, index: int) -> bool:
    """Whether a "no" stands between signs, and negates nothing behind it: `card, no, cash`."""
    is_apart = page.tokens[index - 1].kind == "sign" and page.word(index + 1) in (
        ",",
        ".",
        ";",
        "-",
        "—",
        "–",
    )
    return page.hits.over("no", index) is not None and (is_apart or page.hits.over("not", index) is None)


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
    meant = [thing for thing in things if not is_negated(page, thing.first, thing.last)]
    return tuple(thing for thing in meant if not _is_taken_back(page, thing, meant))
