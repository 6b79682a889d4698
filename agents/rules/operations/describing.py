from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agents.rules.operations.findings import Findings
from agents.rules.page import Page

DROPPED: Final = (
    "spend",
    "earn",
    "transfer",
    "withdraw",
    "atm",
    "deposit",
    "put_aside",
    "came_back",
    "refund",
    "discount",
    "really",
    "greeting",
    "yes",
    "no",
    "not",
    "and",
    "each",
    "filler",
    "account_word",
    "category_word",
    "money_only",
    "total",
    "balance",
    "from",
    "to",
    "command",
    "oops",
    "that",
    "was",
    "fix",
    "holds",
    "recount",
    "reverse",
    "pronoun",
    "stall",
    "wrote",
)
"""Roles whose words say what happened, not to what: they never begin or end a description."""

MOODS: Final = ("you", "clause", "usually", "compare", "state", "opinion", "others")
"""Roles of the small words that make conversation: every language has few of them, and they can be listed."""

_DROPPED: Final = frozenset(DROPPED)
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Words:
    """The person's own words from the token `first` to `last`."""

    text: str
    first: int
    last: int
    start: int
    end: int


def describe(findings: Findings) -> Words | None:
    """What the operation is about: the words that no room explained, as they were written."""
    runs = list(content_runs(findings.page, findings.first, findings.last))
    if not runs:
        return None
    page = findings.page
    runs = [runs[0], *((_with_preposition(page, first, runs[0][1]), last) for first, last in runs[1:])]
    text = " ".join(page.said(first, last) for first, last in runs)[:_LONGEST]
    first, last = runs[0][0], runs[-1][1]
    return Words(text, first, last, page.tokens[first].start, page.tokens[last].end)


def _with_preposition(page: Page, first: int, after: int) -> int:
    """Where a later stretch begins with its preposition: `квартира … за октябрь`."""
    is_led = first - 1 > after and page.is_free(first - 1) and page.hits.over("link", first - 1)
    return first - 1 if is_led else first


def content_runs(page: Page, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Stretches of words with content; small words and commas inside a stretch belong to it."""
    start = end = None
    for index in range(first, last + 1):
        if is_content(page, index):
            start = index if start is None else start
            end = index
        elif page.owners[index] and start is not None and end is not None:
            yield start, end
            start = end = None
    if start is not None and end is not None:
        yield start, end


def is_content(page: Page, index: int) -> bool:
    """Whether a token is a word that may describe something."""
    if not page.is_free(index) or page.tokens[index].kind not in ("word", "mixed"):
        return False
    is_move = any(page.hits.over(role, index) for role in ("withdraw", "exchange"))
    is_deed = page.hits.over("deed", index) is not None and not is_move
    if is_deed or _is_way_back(page, index):
        return True
    return not page.hits.is_any(_DROPPED, index)


def _is_way_back(page: Page, index: int) -> bool:
    """Whether "back" names a second ride, with its price right behind: `taxi there 310, back 420`."""
    is_priced = index + 1 < len(page.tokens) and page.owners[index + 1] == "number"
    is_ride = is_priced and page.hits.over("way_back", index) is not None
    return is_ride and not page.hits.has("came_back", "transfer", "give", "earn", "refund")


def counterparty(findings: Findings, about: Words | None, *, is_person: bool) -> Words | None:
    """Who got or gave the money: a known merchant, one of the family, or a name behind `at`, `у`, `from`."""
    page = findings.page
    for role in ("merchant", "family"):
        for hit in page.free_hits(role):
            if findings.first <= hit.first and hit.last <= findings.last:
                return _words(page, hit.first, hit.last)
    for hit in page.free_hits("at", "for_person"):
        if findings.first <= hit.first and hit.last < findings.last and _is_proper(page, hit.last + 1):
            end = hit.last + 1
            while end < findings.last and _is_proper(page, end + 1):
                end += 1
            return _words(page, hit.last + 1, end)
    return about if is_person else None


def _is_proper(page: Page, index: int) -> bool:
    """Whether a word is written as a name, in a message that is not all capitals."""
    token = page.tokens[index]
    return is_content(page, index) and token.text[:1].isupper() and not page.text.isupper()


def _words(page: Page, first: int, last: int) -> Words:
    return Words(page.said(first, last), first, last, page.tokens[first].start, page.tokens[last].end)
