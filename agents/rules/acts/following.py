"""A reply to an answer: the question before, with what is said anew, as in `and in September?`."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from agents.reading import Setting
from agents.rules.acts.queries import limit_of, query_of
from agents.rules.acts.questions import has_amount
from agents.rules.acts.stretches import first_period
from agents.rules.page import Page
from manager import Period, Query

_METRICS: Final = (
    "how_many",
    "average",
    "maximum",
    "minimum",
    "net",
    "list",
    "balance_question",
    "top",
    "lately",
)
_KINDS: Final = ("spent_noun", "earned_noun", "moved_noun")


def follow_up(page: Page, setting: Setting) -> Query | None:
    """The question that a reply to an answer asks; None where it is none, or asks something of its own."""
    thread = setting.thread
    if thread is None or thread.agent != "InformationAgent" or has_amount(page):
        return None
    alone, asked = replace(setting, thread=None), None
    for words in _asked(setting):
        asked = _merged(asked, Page.of(words, setting.language), alone)
    said = query_of(page.part(0, len(page.tokens) - 1), alone)
    if asked is None or not _says_anything(page, said):
        return None
    return _merged(asked, page, alone)


def _asked(setting: Setting) -> Iterator[str]:
    """What the person has asked in this conversation, oldest first."""
    return (one.content for one in setting.history if one.sender == "user" and one.content)


def _merged(asked: Query | None, page: Page, setting: Setting) -> Query:
    """A question with all that another one leaves out."""
    is_limited = bool(limit_of(page.part(0, len(page.tokens) - 1)))
    said = query_of(page, setting)
    if asked is None or _is_whole(page, said):
        return said
    is_about = bool(said.category or said.words)
    period, than = _periods(asked, said, page, setting)
    return replace(
        asked,
        metric=said.metric if page.hits.has(*_METRICS) else asked.metric,
        type=said.type if page.hits.has(*_KINDS) else asked.type,
        category=said.category if is_about else asked.category,
        words=said.words if is_about else asked.words,
        also=said.also if is_about else asked.also,
        account=said.account or asked.account,
        period=period,
        than=than,
        each=said.each or asked.each,
        by=said.by or asked.by,
        limit=said.limit if is_limited or page.hits.has(*_METRICS) else asked.limit,
    )


def _periods(asked: Query, said: Query, page: Page, setting: Setting) -> tuple[Period | None, Period | None]:
    """The period of the new question, and what it is compared with: `compared to September?`."""
    other = first_period(page, setting) if page.hits.has("against") else None
    if other is not None and asked.period is not None and other != asked.period:
        earlier, later = sorted((asked.period, other))
        return later, earlier
    return (said.period, said.than) if said.period else (asked.period, said.than or asked.than)


def _is_whole(page: Page, said: Query) -> bool:
    """Whether a question needs nothing of the one before: `how much did I earn in May?`."""
    is_about = bool(said.category or said.words or said.account) or page.hits.has(*_KINDS)
    return page.hits.has("how_much", "how_many", "balance_question") and is_about


def _says_anything(page: Page, said: Query) -> bool:
    """Whether words ask something anew; a name alone only as a question: `and coffee?`."""
    if said.period or said.than or said.each or said.by or said.account:
        return True
    is_asked = any(token.word == "?" for token in page.tokens) or page.hits.over("so", 0) is not None
    return page.hits.has(*_METRICS) or (bool(said.words or said.category) and is_asked)
