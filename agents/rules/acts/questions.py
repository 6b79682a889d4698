from typing import Final

from agents.reading import Setting
from agents.rules.acts.queries import LEFT, limit_of
from agents.rules.acts.stretches import RATES, count_periods, split_of
from agents.rules.acts.subjects import asks_for_nothing_else
from agents.rules.dates.calendars import month_at, year_at
from agents.rules.dates.periods import find_period
from agents.rules.names.finding import find_accounts, find_categories
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit

_STRONG: Final = ("how_much", "how_many")
_WEAK: Final = ("report", "list", "balance_question", "average", "maximum", "minimum")
_ORDER: Final = ("top", "maximum", "minimum")
_LEAD: Final = 3
_ANYWHERE: Final = "zh"
"""The language whose question words stand where the answer would."""
_LATE: Final = frozenset({"zh", "tr"})
"""Languages whose question words stand where the answer would."""
_FEW_WORDS: Final = 4
_DATED: Final = ("day", "weekday", "span", "month", "last", "this", "ago")
_HEADING: Final = (
    *("report", "entry", "general", "filler", "command", "polite", "list", "mine", "maximum", "per", "since"),
    *("of", "in_year", "from", "at", "spent_noun", "earned_noun", "category_word"),
)
"""Roles of the words that may stand in a heading, such as `expenses of yesterday`."""
_SHORT: Final = 6
"""Words of a message in which the largest or cheapest of something is asked for, wherever that stands."""


def is_question(page: Page, setting: Setting) -> bool:
    """Whether a message asks about the book rather than tells something."""
    has_mark = _is_marked(page)
    if page.is_titled or _is_of_type(page):
        return False
    lead = _lead(page)
    if _asks_price(page) or (setting.thread is not None and not has_mark and _names_a_type(page, lead)):
        return False
    if _asks_what(page, lead) or _asks_beyond_a_sum(page, lead, setting):
        return True
    if _asks_balance(page, setting, lead) or _asks_where(page, lead) or _is_heading(page):
        return True
    if any(hit.first < lead + _LEAD or hit.code == _ANYWHERE for hit in page.hits.all(*_STRONG)):
        return setting.thread is not None or _is_about_book(page, setting)
    return _is_asked(page, setting, lead) if has_mark else _asks_softly(page, setting, lead)


def _is_asked(page: Page, setting: Setting, lead: int) -> bool:
    """Whether a message with a question mark is about the book."""
    if page.hits.has("maximum", "average") and page.hits.has("spent_noun", "span", "month"):
        return not page.hits.has("others", "price_talk")
    if page.hits.has("plan", "condition"):
        return False
    return setting.thread is not None or (_asks(page, lead) and _is_about_book(page, setting))


def _asks_softly(page: Page, setting: Setting, lead: int) -> bool:
    """Whether a message without a question mark asks all the same: `balance`, `last 5`."""
    if has_amount(page) or page.hits.has("plan", "remind"):
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


def _is_marked(page: Page) -> bool:
    """Whether a question mark stands anywhere but before a better number: `48? no 47.90`."""
    marks = [index for index, token in enumerate(page.tokens) if token.word == "?"]
    return bool(marks) and not any(page.is_number(index) for index in range(marks[-1], len(page.tokens)))


def _is_of_type(page: Page) -> bool:
    """Whether one type is told instead of another: `income, not an expense`."""
    types = page.hits.all("type")
    return len(types) > 1 and page.hits.has("not", "not_after") and not has_amount(page)


def _asks_price(page: Page) -> bool:
    """Whether a message asks what something costs, which is not in the book."""
    is_price = page.hits.has("price_question") or (page.hits.has("how_much") and page.hits.has("price_talk"))
    return is_price and not page.hits.has("spent_noun", "earned_noun", "average")


def _asks_what(page: Page, lead: int) -> bool:
    """Whether a message asks what was bought, mark or no mark: `что я вчера покупал`."""
    is_asked = page.hits.at("what", lead) is not None or any(
        hit.code == "tr" for hit in page.hits.all("what")
    )
    is_mine = page.hits.has("mine") or _is_marked(page) or "tr" in page.codes
    is_of_book = page.hits.has("spent_noun", "earned_noun") and not page.hits.has("you", "price_question")
    return is_asked and is_mine and is_of_book and not has_amount(page)


def _asks_balance(page: Page, setting: Setting, lead: int) -> bool:
    """Whether a message asks what is left on an account: `was ist noch auf dem Tagesgeld`."""
    hits = page.hits
    is_asked = any(hit.first <= lead + _LEAD or hit.code in _LATE for hit in hits.all("what", "how_much"))
    is_left = hits.has(*LEFT, "balance_question") or _asks_nothing_else(page, setting)
    if not is_asked or not is_left or has_amount(page):
        return False
    if hits.has("spend", "spent_noun", "earned_noun", "moved_noun", "plan", "condition", "price_talk"):
        return False
    return bool(find_accounts(Page.of(page.text, page.language.code), setting.book.accounts))


def _asks_nothing_else(page: Page, setting: Setting) -> bool:
    """Whether but for a question word and small words only an account is named: `что там на копилке`."""
    probe = Page.of(page.text, page.language.code)
    found = find_accounts(probe, setting.book.accounts)
    roles = ("what", "filler", "holds", "account_word", "asks", "is", "state", "savings", "card", "cash")
    return bool(found) and all(
        token.kind == "sign" or probe.owners[index] or any(page.hits.over(role, index) for role in roles)
        for index, token in enumerate(page.tokens)
    )


def _asks_where(page: Page, lead: int) -> bool:
    """Whether a message asks where the money went: `на что вчера деньги ушли`."""
    roles = ("asks", "what", "list", "how_much")
    is_asked = any(hit.first <= lead + 1 or hit.code in _LATE for hit in page.hits.all(*roles))
    is_asked = is_asked or any(hit.code == _ANYWHERE for hit in page.hits.all("gone"))
    is_of_money = page.hits.has("general", "cash", "currency")
    is_gone = page.hits.has("gone") and is_of_money and not page.hits.has("others", "plan")
    return is_asked and is_gone and not has_amount(page)


def _is_heading(page: Page) -> bool:
    """Whether nothing but a period and what of the book is named: `dünkü harcamalar`, `alles von gestern`."""
    hits = page.hits
    named = hits.all("report", "entry")
    general = [hit for hit in hits.all("general") if hits.has("day", "weekday") and not hits.has("spend")]
    if not (named or general) or has_amount(page) or hits.has("greeting", "that") or not hits.has(*_DATED):
        return False
    return all(
        token.kind in ("sign", "number") or any(hits.over(role, index) for role in (*_DATED, *_HEADING))
        for index, token in enumerate(page.tokens)
    )


def _asks_beyond_a_sum(page: Page, lead: int, setting: Setting) -> bool:
    """Whether a message asks for an order, a comparison, or if something was paid."""
    return (
        _asks_for_order(page, lead, setting) or _compares(page, lead, setting) or _asks_whether(page, setting)
    )


def _asks_for_order(page: Page, lead: int, setting: Setting) -> bool:
    """Whether a message asks for the largest, for the smallest, or where money goes: `top 3 categories`."""
    if has_amount(page) or page.hits.has("plan", "remind", "condition"):
        return False
    if any(hit.first <= lead + 1 and _is_phrase(hit) for hit in page.hits.all("by_category", "by_party")):
        return True
    rates = any(hit.first <= lead + 1 for hit in page.hits.all(*RATES))
    if rates and page.hits.has("spent_noun", "earned_noun", "report", "average"):
        return True
    if page.hits.at("general", lead) and _names_category(page, setting) and _has_period(page, setting):
        return True
    if any(hit.first <= lead + 1 for hit in page.hits.all("lately")) and _names_something(page, setting):
        return True
    is_short = len(page.tokens) <= _SHORT and not page.hits.has("spend", "earn", "transfer")
    if is_short and page.hits.has("maximum", "minimum") and _names_something(page, setting):
        return True
    start = lead + 1 if page.hits.at("mine", lead) else lead
    begins = {hit.first for hit in page.hits.all(*_ORDER)} | {
        hit.first - 1 for hit in page.hits.all(*_ORDER[1:])
    }
    if start not in begins:
        return False
    return _speaks_of_money(page) or split_of(page) is not None or _names_something(page, setting)


def _compares(page: Page, lead: int, setting: Setting) -> bool:
    """Whether a message measures one period against another: `did I spend more in May than in June?`."""
    if not page.hits.has("against") or has_amount(page):
        return False
    is_asked = any(token.word == "?" for token in page.tokens) and _speaks_of_money(page)
    is_led = is_asked or page.hits.at("against", lead) is not None
    return count_periods(page, setting) >= (1 if is_led else 2)


def _is_phrase(hit: Hit) -> bool:
    """Whether a hit is more than one word; a Chinese one is one token however long it is."""
    return hit.last > hit.first or hit.code == _ANYWHERE


def _names_something(page: Page, setting: Setting) -> bool:
    """Whether a message names a category or a word of one, or a period."""
    return _has_period(page, setting) or _names_category(page, setting)


def _has_period(page: Page, setting: Setting) -> bool:
    return find_period(page.part(0, len(page.tokens) - 1), setting.today) is not None


def _names_category(page: Page, setting: Setting) -> bool:
    return bool(find_categories(page.part(0, len(page.tokens) - 1), setting.book.categories))


def _asks_whether(page: Page, setting: Setting) -> bool:
    """Whether a message asks if something was paid: `habe ich die Miete im November bezahlt?`."""
    is_spent = page.tokens[-1].word == "?" and page.hits.has("spent_noun")
    return (
        is_spent
        and not page.hits.has("plan", "condition")
        and not has_amount(page)
        and _names_something(page, setting)
    )


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
    return page.hits.has("spent_noun", "earned_noun", "moved_noun", "balance_question", "report", "net")


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
    if hits.has("how_much") and hits.has(*RATES) and (hits.has("mine") or asks_for_nothing_else(page)):
        return True
    if hits.has("list") and (limit_of(probe) or hits.has("entry") or (has_period and hits.has("general"))):
        return True
    if hits.has("how_much", "last"):
        return has_name or has_period
    return has_name and (is_mine or (hits.has("list") and hits.has("general")))


def has_amount(page: Page) -> bool:
    """Whether a message has a number that is no count of what to list, and no part of a date."""
    numbers = [index for index, token in enumerate(page.tokens) if token.kind == "number"]
    return any(not _is_count(page, index) for index in numbers)


def _is_count(page: Page, index: int) -> bool:
    near = [
        *(page.hits.over(role, index - 1) for role in ("list", "last", *_ORDER)),
        *(page.hits.at(role, index + 1) for role in ("span", "maximum", "minimum", "last", "list", "entry")),
    ]
    is_year = year_at(page, index) is not None
    is_day = month_at(page, index + 1) is not None or month_at(page, index - 1) is not None
    return any(near) or is_year or is_day
