"""A question in a form that can be counted."""

from dataclasses import replace
from typing import Final

from agents.reading import Setting
from agents.rules.acts.stretches import each_of, split_of, stretches_of, weighs_both
from agents.rules.acts.subjects import asks_for_nothing_else, subjects_of
from agents.rules.names.finding import Found, find_accounts, find_categories
from agents.rules.page import Page
from ledger import OperationType
from manager import BEGINNING, Metric, Query

_MOST: Final = 100
LEFT: Final = ("balance", "holds", "compare")
"""Roles of the words that ask for what an account still has."""
_ORDERED: Final[tuple[Metric, ...]] = ("max", "min")


def query_of(page: Page, setting: Setting) -> Query:
    """The question of a message, in the light of the operation it replies to."""
    limit = limit_of(page)
    said = stretches_of(page, setting)
    accounts = find_accounts(page, setting.book.accounts)
    categories = find_categories(page, setting.book.categories)
    by = split_of(page)
    metric = _metric(page, accounts, is_sum=by is not None or said.than is not None)
    first, *also = subjects_of(page, categories)
    query = Query(
        metric,
        type=_type(page, metric),
        category=first.category,
        account=accounts[0].name if accounts else None,
        words=first.words if metric != "balance" else "",
        period=said.period,
        limit=limit or (1 if metric in _ORDERED or page.hits.has("lately") else 10),
        than=said.than,
        each=each_of(page),
        by=by if metric in ("sum", "average") else None,
        also=tuple(also) if metric != "balance" else (),
    )
    return _about_operation(query, setting)


def _about_operation(query: Query, setting: Setting) -> Query:
    """A question that names nothing, asked of an operation, is about all that is like it: at any time."""
    booked = setting.thread.booked if setting.thread is not None else None
    is_bare = not (query.words or query.category or query.account)
    if booked is None or not is_bare or query.metric in ("balance", "net"):
        return query
    words = booked.operation.counterparty or booked.operation.description
    return replace(query, words=words, period=query.period or (BEGINNING, setting.today))


def limit_of(page: Page) -> int:
    """How many to list: `last 5`, `последние 10`, `top 3`, `5 biggest`."""
    for hit in page.hits.all("list", "last", "top", "maximum", "minimum", "entry"):
        for place in (hit.last + 1, hit.first - 1):
            is_span = page.hits.at("span", place + 1 if place > hit.last else hit.last + 1) is not None
            if not is_span and (count := _counted(page, place)):
                page.claim(place, place, "number")
                return min(count, _MOST)
    return 0


def _counted(page: Page, index: int) -> int:
    """A small number at a token, in digits or as a word; 0 where there is none."""
    word = page.word(index)
    if word.isdecimal():
        return int(word) if len(word) <= 3 else 0  # noqa: PLR2004 — nobody reads a thousand
    value = page.numerals.value(word) if page.hits.at("numeral", index) else None
    return int(value) if value is not None and 1 < value <= _MOST else 0


def _metric(page: Page, accounts: tuple[Found, ...], *, is_sum: bool) -> Metric:
    hits = page.hits
    if hits.has("how_many"):
        return "count"
    if hits.has("average"):
        return "average"
    if is_sum and (hits.has("maximum", "top") or not hits.has("list")):
        return "sum"
    if hits.has("maximum", "top"):
        return "max"
    if hits.has("minimum"):
        return "min"
    if hits.has("lately"):
        return "list"
    if not accounts and (hits.has("net") or weighs_both(page)):
        return "net"
    is_spent = hits.has("spent_noun", "earned_noun")
    is_held = hits.has("held") and bool(accounts) and hits.has("how_much")
    is_left = (
        bool(accounts) and hits.has("what", "how_much") and (hits.has(*LEFT) or asks_for_nothing_else(page))
    )
    if (hits.has("balance_question") or is_held or is_left) and not is_spent:
        return "balance"
    is_list = _asks_for_list(page)
    if hits.has("how_much") or (hits.has("report") and not is_list):
        is_bare = accounts and not is_spent and hits.has("how_much") and asks_for_nothing_else(page)
        return "balance" if is_bare else "sum"
    return "list" if is_list and not is_sum else "sum"


def _asks_for_list(page: Page) -> bool:
    """Whether operations are asked for: `show`, `what did I buy`, `did I pay the rent?`, `all taxis`."""
    hits = page.hits
    roles = ("list",) if hits.has("report") else ("list", "what")
    if any(page.owners[hit.first] != "day" for hit in hits.all(*roles)):
        return True
    is_asked = page.tokens[-1].word == "?" and hits.has("spent_noun")
    return (is_asked or hits.at("general", 0) is not None) and not hits.has("report")


def _type(page: Page, metric: Metric) -> OperationType | None:
    hits = page.hits
    if metric in ("balance", "net"):
        return None
    if hits.has("earned_noun") or (hits.has("earn_noun") and not hits.has("spent_noun")):
        return "income"
    if hits.has("moved_noun") and not hits.has("spent_noun"):
        return "transfer"
    return "expense" if hits.has("spent_noun") or metric in ("sum", "average", *_ORDERED) else None
