"""Words beside an amount that say what it is there for: change, a tip, the price before."""

from typing import Final

from agents.rules.numbers.number import Number
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit

_SMALL: Final = (
    "filler",
    "link",
    "of",
    "is",
    "was",
    "from",
    "to",
    "at",
    "by_means",
    "spend",
    "earn",
    "got",
    "give",
    "to_me",
    "pronoun",
    "currency",
    "cash",
)
"""Roles of what may stand between an amount and the word that explains it."""
_MARKS: Final = frozenset({":", "=", "-", "–", "(", ")", "."})
_REACH: Final = 3


def announcing(page: Page, number: Number, role: str) -> Hit | None:
    """The word of a role before an amount, nothing but small words between: `change: 12.30`."""
    return _near(page, number.first - 1, -1, role)


def naming(page: Page, number: Number, role: str) -> Hit | None:
    """The word of a role behind an amount, nothing but small words between: `12 in change`."""
    return _near(page, number.last + 1, 1, role)


def beside(page: Page, number: Number, role: str) -> Hit | None:
    """The word of a role behind or before an amount."""
    return naming(page, number, role) or announcing(page, number, role)


def _near(page: Page, index: int, step: int, role: str) -> Hit | None:
    for at in range(index, index + step * _REACH, step):
        if not 0 <= at < len(page.tokens) or _is_line_end(page, at if step > 0 else at + 1):
            return None
        if hit := page.hits.over(role, at):
            return hit
        if not _is_small(page, at):
            return None
    return None


def _is_small(page: Page, index: int) -> bool:
    if page.tokens[index].kind == "number" or page.owners[index] == "day":
        return False
    return page.word(index) in _MARKS or any(page.hits.over(role, index) for role in _SMALL)


def _is_line_end(page: Page, index: int) -> bool:
    """Whether a line ends right before a token."""
    if not 0 < index < len(page.tokens):
        return False
    return "\n" in page.text[page.tokens[index - 1].end : page.tokens[index].start]
