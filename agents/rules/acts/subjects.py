"""What a question is about: a category of the person's list, or words that a description must contain."""

from typing import Final

from agents.rules.acts.stretches import MEASURES
from agents.rules.names.finding import Found
from agents.rules.operations.describing import content_runs
from agents.rules.page import Page
from agents.rules.writing.stems import stem
from agents.rules.writing.tokens import fold
from manager import Topic

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


def subjects_of(page: Page, categories: tuple[Found, ...]) -> tuple[Topic, ...]:
    """What a question is about, the first thing first: `taxi and coffee` are two; none is an empty topic."""
    meant = [found for found in categories if _is_meant(page, found)]
    if not meant:
        return (Topic(words=_words(page)),)
    told = [meant[0]]
    for found in meant[1:]:
        if _is_joined(page, told[-1].last + 1, found.first - 1):
            told.append(found)
    return tuple(dict.fromkeys(_topic(page, found) for found in told))


def _is_meant(page: Page, found: Found) -> bool:
    """Whether a word of a list is what is asked about, and no word that asks."""
    is_measure = any(page.hits.over(role, found.first) for role in MEASURES)
    return not is_measure and not (found.how == "typo" and _is_asking(page, found.first))


def _is_joined(page: Page, first: int, last: int) -> bool:
    """Whether nothing but small words, an `and` or a comma among them, stands between two things."""
    between = range(first, last + 1)
    is_and = [page.word(index) == "," or page.hits.over("and", index) is not None for index in between]
    is_small = [
        one or page.hits.over("filler", index) is not None for one, index in zip(is_and, between, strict=True)
    ]
    return any(is_and) and all(is_small)


def _topic(page: Page, found: Found) -> Topic:
    is_general = page.hits.over("general", found.first) is not None
    if found.how == "name" or is_general:
        return Topic(found.name)
    if found.first == found.last:
        is_entry = fold(found.entry) == page.word(found.first)
        return Topic(words=_root(page.word(found.first), is_entry=is_entry))
    return Topic(words=page.said(found.first, found.last))


def _words(page: Page) -> str:
    """The words a question is about, where it names nothing of a list."""
    for first, last in content_runs(page, 0, len(page.tokens) - 1):
        rest = [index for index in range(first, last + 1) if _is_subject(page, index)]
        if rest:
            return _root(page.word(rest[-1]))
    return ""


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
