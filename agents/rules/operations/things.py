"""Whether a message without an amount names something that people pay for: it is asked how much that was."""

from typing import Final

from agents.rules.names.usual import is_usual_thing
from agents.rules.operations.describing import MOODS, is_content
from agents.rules.operations.findings import Findings
from agents.rules.page import Page

_MOST: Final = 5
"""Words of content in a note of a thing: more of them, with no sum among them, tell something else."""
_SMALL: Final = (
    "filler",
    "and",
    "link",
    "for_person",
    "numeral",
    "counted",
    "merchant",
    "family",
    "currency",
)
_TALK: Final = (
    *MOODS,
    "greeting",
    "stall",
    "asks",
    "plan",
    "not_done",
    "condition",
    "remind",
    "chatter",
    "advert",
)
_SAID: Final = ("you", "state", "opinion", "plan", "not_done", "condition", "usually")
"""Roles that make a sentence even of small words: `mum's birthday is on the 14th`."""
_FREE: Final = frozenset({"quantity", "vague"})


def names_thing(findings: Findings, words: list[int]) -> bool:
    """Whether nothing is named but what people buy: `cat food`, `flowers for gran`, `pierogi i kompot`.

    `words` are the places of the words of content.
    """
    page = findings.page
    if any(hit.last > hit.first for hit in page.hits.all("greeting")):
        return False
    if not words or len(words) > _MOST or any(number.role not in _FREE for number in findings.numbers):
        return False
    if not all(_is_of_note(page, index, words) for index in range(findings.first, findings.last + 1)):
        return False
    return _is_thing(page, words) or _is_for_family(page, words) or _is_counted(findings, words)


def _is_of_note(page: Page, index: int, words: list[int]) -> bool:
    """Whether a token is a word of content, a small one, or explained; talk is none of these."""
    if page.owners[index] or page.tokens[index].kind == "sign":
        return page.tokens[index].text not in ("?", "!", '"', "%")
    if index in words:
        return not any(page.hits.over(role, index) for role in _TALK)
    is_said = any(page.hits.over(role, index) for role in _SAID)
    return not is_said and any(page.hits.over(role, index) for role in _SMALL)


def _is_thing(page: Page, words: list[int]) -> bool:
    """Whether one of the words, or all of them together, is what people buy."""
    whole = page.said(words[0], words[-1])
    parts = [part for index in words for part in (page.word(index), *page.word(index).split("-"))]
    return any(is_usual_thing(part, page.latin) for part in (whole, *parts))


def _is_counted(findings: Findings, words: list[int]) -> bool:
    """Whether a note begins with "a" or a small number: `zwei Kinokarten`, `a bunch of tulips`."""
    page, first = findings.page, findings.first
    is_one = page.hits.at("one", first) is not None or page.hits.at("numeral", first) is not None
    return is_one and first not in words and len(words) < _MOST and not page.hits.has("greeting", "day_part")


def _is_for_family(page: Page, words: list[int]) -> bool:
    """Whether something is for one of the family: `present for mum`."""
    led = any(page.hits.before("for_person", hit.first) for hit in page.hits.all("family"))
    return led and any(not page.hits.over("family", index) and is_content(page, index) for index in words)
