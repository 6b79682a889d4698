from typing import Final

from agents.reading import Setting
from agents.rules.dates.calendars import month_at, year_at
from agents.rules.dates.periods import find_period
from agents.rules.names.finding import Found, find_accounts, find_categories
from agents.rules.operations.describing import content_runs
from agents.rules.page import Page
from agents.rules.writing.stems import stem
from agents.rules.writing.tokens import fold
from ledger import OperationType
from manager import Metric, Query

_STRONG: Final = ("how_much", "how_many")
_WEAK: Final = ("report", "list", "balance_question", "average", "maximum")
_LEAD: Final = 3
_ANYWHERE: Final = "zh"
"""The language whose question words stand where the answer would."""
_FEW_WORDS: Final = 4
_MOST: Final = 100
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


def is_question(page: Page, setting: Setting) -> bool:
    """Whether a message asks about the book rather than tells something."""
    has_mark = any(token.word == "?" for token in page.tokens)
    if page.is_titled:
        return False
    lead = _lead(page)
    if _asks_price(page) or (setting.thread is not None and not has_mark and _names_a_type(page, lead)):
        return False
    if _asks_what(page, lead):
        return True
    if any(hit.first < lead + _LEAD or hit.code == _ANYWHERE for hit in page.hits.all(*_STRONG)):
        return setting.thread is not None or _is_about_book(page, setting)
    if has_mark and not page.hits.has("plan", "condition"):
        return setting.thread is not None or (_asks(page, lead) and _is_about_book(page, setting))
    if has_mark or _has_amount(page) or page.hits.has("plan", "remind"):
        return False
    weak = [
        hit for hit in page.hits.all(*_WEAK) if hit.first == lead and not page.hits.over("day", hit.first)
    ]
    weak = [hit for hit in weak if hit.role != "list" or not page.hits.has("weekday") or hit.last > hit.first]
    if any(hit.role in ("report", "balance_question") for hit in weak):
        return True
    if page.hits.has("balance_question") and len(page.tokens) <= _FEW_WORDS:
        return True
    if page.hits.at("asks", _lead(page, polite=False)) is not None and _speaks_of_money(page):
        return True
    return bool(weak) and _is_about_book(page, setting)


def _asks_price(page: Page) -> bool:
    """Whether a message asks what something costs, which is not in the book."""
    is_price = page.hits.has("price_question") or (page.hits.has("how_much") and page.hits.has("price_talk"))
    return is_price and not page.hits.has("spent_noun", "earned_noun")


def _asks_what(page: Page, lead: int) -> bool:
    """Whether a message asks what was bought, mark or no mark: `что я вчера покупал`."""
    is_mine = page.hits.has("mine") and page.hits.has("spent_noun", "earned_noun")
    return page.hits.at("what", lead) is not None and is_mine and not _has_amount(page)


def _names_a_type(page: Page, lead: int) -> bool:
    """Whether a message is nothing but `income` or `расход`: an answer."""
    hit = page.hits.at("type", lead)
    return hit is not None and hit.last == len(page.tokens) - 1


def _lead(page: Page, *, polite: bool = True) -> int:
    """Where a message begins, behind greetings, small words and, unless told, `can you tell me`."""
    index = 0
    while index < len(page.tokens):
        hit = page.hits.at("polite", index) if polite else None
        is_question = page.hits.at("balance_question", index) or page.hits.at("list", index)
        if hit is not None and not is_question:
            index = hit.last + 1
        elif page.tokens[index].kind == "sign" or page.hits.over("greeting", index) or _is_small(page, index):
            index += 1
        else:
            return index
    return 0


def _is_small(page: Page, index: int) -> bool:
    return page.hits.over("so", index) is not None


def _asks(page: Page, lead: int) -> bool:
    return any(hit.first <= lead + 1 for hit in page.hits.all(*_WEAK, *_STRONG, "asks"))


def _speaks_of_money(page: Page) -> bool:
    return page.hits.has("spent_noun", "earned_noun", "moved_noun", "balance_question", "report")


def _is_about_book(page: Page, setting: Setting) -> bool:
    """Whether a question is about this person's money: of spending, of a list's name or of a period."""
    hits = page.hits
    if _speaks_of_money(page):
        return True
    probe = Page.of(page.text, page.language.code)
    has_period = find_period(probe, setting.today) is not None
    has_account = bool(find_accounts(probe, setting.book.accounts))
    has_name = has_account or bool(find_categories(probe, setting.book.categories))
    is_mine = hits.has("mine") or has_period
    if hits.has("list") and (_limit(probe) or hits.has("entry")):
        return True
    if hits.has("how_much", "last"):
        return has_name or has_period
    return has_name and is_mine


def _has_amount(page: Page) -> bool:
    """Whether a message has a number that is no count of what to list, and no part of a date."""
    numbers = [index for index, token in enumerate(page.tokens) if token.kind == "number"]
    return any(not _is_count(page, index) for index in numbers)


def _is_count(page: Page, index: int) -> bool:
    near = [
        page.hits.over("list", index - 1),
        page.hits.over("last", index - 1),
        page.hits.at("span", index + 1),
    ]
    is_year = year_at(page, index) is not None
    is_day = month_at(page, index + 1) is not None or month_at(page, index - 1) is not None
    return any(near) or is_year or is_day


def query_of(page: Page, setting: Setting) -> Query:
    """The question in a form that can be counted."""
    limit = _limit(page)
    period = find_period(page, setting.today)
    accounts = find_accounts(page, setting.book.accounts)
    categories = find_categories(page, setting.book.categories)
    metric = _metric(page, accounts)
    category, words = _subject(page, categories)
    return Query(
        metric,
        type=_type(page, metric),
        category=category,
        account=accounts[0].name if accounts else None,
        words=words if metric != "balance" else "",
        period=(period.start, period.end) if period else None,
        limit=limit or (1 if page.hits.has("maximum") else 10),
    )


def _limit(page: Page) -> int:
    """How many to list: `last 5`, `последние 10`."""
    for hit in page.hits.all("list", "last"):
        word = page.word(hit.last + 1)
        is_span = page.hits.at("span", hit.last + 2) is not None
        if word.isdecimal() and len(word) <= 3 and int(word) and not is_span:  # noqa: PLR2004 — nobody reads a thousand
            page.claim(hit.last + 1, hit.last + 1, "number")
            return min(int(word), _MOST)
    return 0


def _metric(page: Page, accounts: tuple[Found, ...]) -> Metric:
    hits = page.hits
    if hits.has("how_many"):
        return "count"
    if hits.has("average"):
        return "average"
    if hits.has("maximum"):
        return "max"
    is_spent = hits.has("spent_noun", "earned_noun")
    if hits.has("balance_question") and not is_spent:
        return "balance"
    is_list = any(page.owners[hit.first] != "day" for hit in hits.all("list", "what"))
    if hits.has("how_much") or (hits.has("report") and not is_list):
        return (
            "balance" if accounts and not is_spent and hits.has("how_much") and _only_account(page) else "sum"
        )
    return "list" if is_list else "sum"


def _only_account(page: Page) -> bool:
    runs = content_runs(page, 0, len(page.tokens) - 1)
    return all(_is_question_word(page, index) for first, last in runs for index in range(first, last + 1))


def _type(page: Page, metric: Metric) -> OperationType | None:
    hits = page.hits
    if metric == "balance":
        return None
    if hits.has("earned_noun") or hits.has("earn_noun"):
        return "income"
    if hits.has("moved_noun") and not hits.has("spent_noun"):
        return "transfer"
    return "expense" if hits.has("spent_noun") or metric in ("sum", "average", "max") else None


def _subject(page: Page, categories: tuple[Found, ...]) -> tuple[str | None, str]:
    """The category a question names, or the words it asks about."""
    for found in categories:
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


def _root(word: str, *, is_entry: bool = False) -> str:
    """The part of a word that its other forms share, so that it is found in descriptions."""
    if word.isascii():
        return next((word[: -len(end)] + rest for end, rest in _PLURALS if word.endswith(end)), word)
    root = stem(word)
    is_fixed = is_entry and word[-1] in "иеоу"
    return word if is_fixed or not word.startswith(root) else root


def _is_question_word(page: Page, index: int) -> bool:
    roles = (
        *_STRONG,
        *_WEAK,
        "spent_noun",
        "earned_noun",
        "moved_noun",
        "balance_question",
        "general",
        "this",
        "last",
    )
    return any(page.hits.over(role, index) for role in roles)


def _is_subject(page: Page, index: int) -> bool:
    roles = ("filler", "span", "money_only", "yes", "no", "entry")
    if _is_question_word(page, index) or any(page.hits.over(role, index) for role in roles):
        return False
    return page.is_free(index) and page.tokens[index].kind == "word"
