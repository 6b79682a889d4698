"""What a question is about: a category of the person's list, or words that a description must contain."""

from typing import Final

from agents.rules.acts.stretches import MEASURES
from agents.rules.names.finding import Found
from agents.rules.operations.describing import content_runs
from agents.rules.page import Page
from agents.rules.writing.stems import stem
from agents.rules.writing.tokens import fold

ASKING: Final = (
    "how_much",
    "how_many",
    "report",
    "list",
    "balance_question",
    "average",
    "maximum",
    "minimum",
    "net",
    "top",
    *MEASURES,
    "ever",
    "end_of",
    "start_of",
    "held",
    "spent_noun",
    "earned_noun",
    "moved_noun",
    "general",
    "this",
    "last",
)
"""Roles of the words that ask, which are never what is asked about."""

_BESIDE: Final = ("filler", "span", "money_only", "yes", "no", "entry", "compare", "mine", "since", "polite")
_PLURALS: Final = (
    ("ies", ""),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("sses", "ss"),
    ("ss", "ss"),
    ("us", "us"),
    ("s", ""),
)
"""How English plurals end, and what is left of the end."""


def subject_of(page: Page, categories: tuple[Found, ...]) -> tuple[str | None, str]:
    """The category a question names, or the words it asks about."""
    for found in categories:
        is_measure = any(page.hits.over(role, found.first) for role in MEASURES)
        if is_measure or (found.how == "typo" and _is_asking(page, found.first)):
            continue
        is_general = page.hits.over("general", found.first) is not None
        if found.how == "name" or is_general:
            return found.name, ""
        if found.first == found.last:
            return None, _root(page.word(found.first), is_entry=fold(found.entry) == page.word(found.first))
        return None, page.said(found.first, found.last)
    for first, last in content_runs(page, 0, len(page.tokens) - 1):
        rest = [index for index in range(first, last + 1) if _is_subject(page, index)]
        if rest:
            return None, _root(page.word(rest[-1]))
    return None, ""


def asks_for_nothing_else(page: Page) -> bool:
    """Whether a question has no words beside those that ask."""
    runs = content_runs(page, 0, len(page.tokens) - 1)
    return all(_is_asking(page, index) for first, last in runs for index in range(first, last + 1))


def _root(word: str, *, is_entry: bool = False) -> str:
    """The part of a word that its other forms share, so that it is found in descriptions."""
    if word.isascii():
        return next((word[: -len(end)] + rest for end, rest in _PLURALS if word.endswith(end)), word)
    root = stem(word)
    is_fixed = is_entry and word[-1] in "иеоу"
    return word if is_fixed or not word.startswith(root) else root


def _is_asking(page: Page, index: int) -> bool:
    return any(page.hits.over(role, index) for role in ASKING)


def _is_subject(page: Page, index: int) -> bool:
    if _is_asking(page, index) or any(page.hits.over(role, index) for role in _BESIDE):
        return False
    return page.is_free(index) and page.tokens[index].kind == "word"
