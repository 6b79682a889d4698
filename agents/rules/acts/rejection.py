"""What sounds like money and is no operation of the person: plans, prices, codes, offers, other people."""

from typing import Final

from agents.rules.acts.commands import first_word
from agents.rules.numbers.number import Number
from agents.rules.operations.findings import Findings
from agents.rules.page import Page

_CODE_DIGITS: Final = 4
_LONGEST_LINE: Final = 400
_MOST_TOKENS: Final = 80
_FEW_LABELS: Final = 2
_STROKES: Final = frozenset({"-", "–", ":"})
_DONE: Final = ("spend", "earn", "deed")


def is_overlong(text: str) -> bool:
    """Whether a text has a line that is too long to tell an operation, so that it need not be read at all.

    A bank's notice has some 200 characters; a list is long by its lines.
    """
    return any(len(line) > _LONGEST_LINE for line in text.split("\n"))


def is_crowded(page: Page) -> bool:
    """Whether a message has so many words and signs a line that no note of money can be among them."""
    return len(page.tokens) > _MOST_TOKENS * (1 + page.text.count("\n"))


def is_no_operation(findings: Findings) -> bool:
    """Whether a message is about what did not happen, or not to this person."""
    page = findings.page
    if page.is_titled:
        return False
    if page.hits.has("failed") or _is_secret(findings) or _is_offer(page) or _is_score(findings):
        return True
    if _is_unreal(page) or _is_of_others(page) or _is_address(findings) or _is_chatter(findings):
        return True
    first = first_word(page)
    is_told_to = bool(findings.amounts) and page.hits.has("write_down")
    if first is not None and page.hits.at("asks", first) and not is_told_to:
        return True
    return _is_price_talk(findings)


def is_refused(findings: Findings) -> bool:
    """Whether a bank or a till tells of what failed or is still to come; their other words reject nothing."""
    page = findings.page
    if page.hits.has("failed"):
        return True
    place = findings.amounts[0].first if findings.amounts else 0
    is_to_come = any(hit.first < place for hit in page.hits.all("plan", "remind"))
    return findings.form == "notice" and (is_to_come or _is_secret(findings) or page.hits.has("advert"))


def _is_unreal(page: Page) -> bool:
    """A plan, a wish, a condition, a reminder. What was bought before the plan is named did happen."""
    signs = [
        hit
        for hit in page.hits.all("not_done", "remind", "plan", "condition")
        if not page.hits.over("stall", hit.first)
    ]
    if page.hits.has("present") and page.hits.has("weekday") and not page.hits.has("last"):
        return True
    if not signs:
        return False
    done = next(iter(page.hits.all("spend", "earn")), None)
    is_only_plan = all(hit.role == "plan" for hit in signs)
    return not (is_only_plan and done is not None and done.last < signs[0].first)


def _is_secret(findings: Findings) -> bool:
    """`Your code is 558201`, `код 5531 для оплаты 1299р`, `call me at 612 345 678`."""
    bare = [number for number in (*findings.amounts, *findings.numbers) if number.currency is None]
    digits = [_digits(findings.page, number) for number in bare if not number.is_scaled]
    if findings.page.hits.has("secret"):
        return any(count >= _CODE_DIGITS for count in digits) or _is_split_code(findings)
    is_priced = any(amount.currency for amount in findings.amounts) or findings.page.hits.has("spend", "earn")
    return findings.page.hits.has("call") and not is_priced and sum(digits) > _CODE_DIGITS


def _is_split_code(findings: Findings) -> bool:
    """Whether a code is written in groups, `093 557`; an amount in thousands begins with no nought."""
    page, places = findings.page, range(len(findings.page.tokens) - 1)
    numbers = [
        index for index in places if page.tokens[index].kind == page.tokens[index + 1].kind == "number"
    ]
    return not any(map(_is_priced, findings.amounts)) and any(page.word(at).startswith("0") for at in numbers)


def _is_score(findings: Findings) -> bool:
    """`Inter-Juve 2-0`: two small numbers that a stroke joins behind a name, and no sign of money."""
    page = findings.page
    if page.hits.has("spend", "currency") or findings.accounts or findings.categories:
        return False
    return any(_is_result(page, index) for index in range(1, len(page.tokens) - 2))


def _is_result(page: Page, index: int) -> bool:
    """Whether a result begins at a token: `3-1`."""
    joined = page.word(index + 1) in _STROKES and page.glued(index + 1) and page.glued(index + 2)
    goals = (page.word(index), page.word(index + 2))
    is_named = any(token.text[:1].isupper() for token in page.tokens[:index]) or page.hits.has("earn")
    return joined and is_named and all(len(goal) == 1 and goal.isdecimal() for goal in goals)


def _digits(page: Page, number: Number) -> int:
    """How many digits a number is written with."""
    return sum(
        char.isdecimal() for index in range(number.first, number.last + 1) for char in page.word(index)
    )


def _is_offer(page: Page) -> bool:
    """Somebody sells: `only today 20 % off`; what the person says they bought on offer is another thing."""
    hit = next(iter(page.hits.all("advert")), None)
    done = next(iter(page.hits.all(*_DONE)), None)
    return hit is not None and not (done is not None and not page.hits.over("advert", done.first))


def _is_of_others(page: Page) -> bool:
    """`my brother earns 60k a year`, `сосед купил машину`: unless the person got something of it."""
    if page.hits.has("habit") and not page.hits.has("mine"):
        return True
    if _begins_with_others(page):
        return True
    for hit in page.hits.all("others"):
        is_subject = any(page.hits.at(role, hit.last + 1) for role in ("spend", "habit"))
        if is_subject and not any(page.hits.at(role, hit.last + 1) for role in ("give", "earn", "came_back")):
            return True
    return False


def _begins_with_others(page: Page) -> bool:
    """Whether a message begins with somebody else who bought or sold: `соседи квартиру продали`."""
    first = first_word(page)
    hit = page.hits.at("others", first) if first is not None else None
    if hit is None or page.hits.has("to_me", "give", "came_back", "debt", "my_part", "deed", "pronoun"):
        return False
    is_mine = any(mine.first > hit.last for mine in page.hits.all("mine"))
    return page.hits.has("spend", "earn") and not is_mine


def _is_address(findings: Findings) -> bool:
    """`Ленина 45, подъезд 2, этаж 6`: several labels, and nothing of money."""
    labels = [number for number in findings.numbers if number.role == "label"]
    return len(labels) >= _FEW_LABELS and not _has_money(findings)


def _is_chatter(findings: Findings) -> bool:
    """Weather, scores and such."""
    return findings.page.hits.has("chatter") and not _has_money(findings)


def _is_price_talk(findings: Findings) -> bool:
    """`it costs 300`, `tomatoes are 400 now`."""
    page = findings.page
    if page.hits.has("spend") or findings.accounts:
        return False
    is_told = any(page.hits.before("price_is", amount.first) for amount in findings.amounts)
    return page.hits.has("price_talk") or is_told


def _has_money(findings: Findings) -> bool:
    """Whether a verb, an account or a currency says that money moved."""
    has_verb = findings.page.hits.has("spend", "transfer", "withdraw", "deposit", "deed")
    return (
        (has_verb and bool(findings.amounts))
        or bool(findings.accounts)
        or any(map(_is_priced, findings.amounts))
    )


def _is_priced(number: Number) -> bool:
    return number.currency is not None
