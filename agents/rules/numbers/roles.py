from dataclasses import replace
from decimal import Decimal
from typing import Final

from agents.rules.dates.calendars import month_at, year_at
from agents.rules.numbers.counting import FEW, counts_thing, is_count
from agents.rules.numbers.number import Number, Role
from agents.rules.page import Page

_TAIL_SIGNS: Final = frozenset({"*", "•", "·", "x", "х", "…"})
_ARROWS: Final = frozenset({"→", "⇒", "➡"})
_TAIL_DIGITS: Final = 4
_PHONE_DIGITS: Final = 6
_OLDEST_YEAR: Final = 1950
_LAST_HOUR: Final = 24
_LAST_MINUTE: Final = 59
_MOST_ITEMS: Final = 20
_REACH: Final = 2
_SCALES: Final = (Decimal(1000), Decimal(10**6))
_SIZE: Final = 20
"""How many times a right number may be the wrong one."""
_ORDINALS: Final = frozenset(
    {"st", "nd", "rd", "th", "го", "й", "я", "е", "ый", "ой", "ая", "ое", "ми", "х", "му", "ю"}
)


def give_roles(page: Page, numbers: list[Number], *, is_reply: bool = False) -> list[Number]:
    """The numbers, each with the role its neighbours give it; one that none explains stays an amount."""
    given = [_with_role(page, number, numbers) for number in numbers]
    for place in range(len(given) - 1):
        one, two = given[place], given[place + 1]
        between = page.word(one.last + 1)
        if two.first == one.last + 2 and between in ("-", "–", "—") and page.glued(two.first):
            is_range = page.glued(one.last + 1) and one.role == two.role == "amount"
            if is_range:
                given[place : place + 2] = [one.as_role("range"), two.as_role("range")]
        if _is_replaced(page, one, two, is_reply=is_reply) or _is_taken_back(page, one, two):
            given[place : place + 2] = [one.as_role("negated"), two.as_role("amount")]
    return _with_scale(_at_least_one(page, _after_slip(page, _after_mark(page, given))))


def _after_mark(page: Page, numbers: list[Number]) -> list[Number]:
    """`48? no 47.90`: the person asks after a number and answers with another."""
    if [number.role for number in numbers] != ["amount", "negated"]:
        return numbers
    one, two = numbers
    is_asked = page.word(one.last + 1) == "?" and page.hits.over("no", two.first - 1) is not None
    return [one.as_role("negated"), two.as_role("amount")] if is_asked else numbers


def _after_slip(page: Page, numbers: list[Number]) -> list[Number]:
    """`I wrote 31 but it was 13`: what was written by mistake, and what it should be."""
    if [number.role for number in numbers] != ["amount", "amount"]:
        return numbers
    one, two = numbers
    is_wrote = page.hits.before("wrote", one.first) or any(
        page.hits.over("wrote", index) for index in range(one.last + 1, two.first)
    )
    turns = ("was", "oops", "really", "that", "no")
    is_turned = any(
        page.hits.over(role, index) for role in turns for index in range(one.last + 1, two.last + 3)
    )
    return [one.as_role("negated"), two] if is_wrote and is_turned else numbers


def _with_scale(numbers: list[Number]) -> list[Number]:
    """`no fueron 30 lucas, fueron 35`: the right number is meant in the thousands of the wrong one."""
    wrong = next((number for number in numbers if number.role == "negated" and number.is_scaled), None)
    amounts = [number for number in numbers if number.role == "amount"]
    if wrong is None or len(amounts) != 1 or amounts[0].is_scaled or len(amounts[0].readings) != 1:
        return numbers
    scale = next((one for one in _SCALES if _is_alike(wrong.value, amounts[0].value * one)), None)
    if scale is None:
        return numbers
    meant = replace(amounts[0], readings=(amounts[0].value * scale,), is_scaled=True)
    return [meant if number is amounts[0] else number for number in numbers]


def _is_alike(wrong: Decimal, right: Decimal) -> bool:
    """Whether a number may be told instead of another: they are of one size."""
    return wrong / _SIZE < right < wrong * _SIZE


def _at_least_one(page: Page, numbers: list[Number]) -> list[Number]:
    """An only number that looked like something else: `no, it was 25`, `council tax 168`."""
    if len(numbers) != 1:
        return numbers
    only = numbers[0]
    is_no = only.role == "negated" and any(page.hits.over("no", hit.first) for hit in page.hits.all("not"))
    is_tax = only.role == "discount" and page.hits.has("spend", "tax")
    return [only.as_role("amount")] if is_no or is_tax else numbers


def _with_role(page: Page, number: Number, numbers: list[Number]) -> Number:
    if number.role != "amount":
        return number
    role = (
        _shaped(page, number)
        or _labelled(page, number)
        or _negated(page, number)
        or _measured(page, number, numbers)
        or _timed(page, number, numbers)
    )
    return number.as_role(role) if role else number


def _shaped(page: Page, number: Number) -> Role | None:
    """Roles that the writing itself shows: 10 %, 2-й, 15:30, *1234."""
    after, before = page.word(number.last + 1), page.word(number.first - 1)
    if _is_percent(page, number):
        return "percent"
    is_hour = page.hits.at("hour", number.last + 1) is not None and not number.is_scaled
    if is_hour and number.value <= _LAST_HOUR:
        return "time"
    if after == ":" and page.glued(number.last + 1) and page.glued(number.last + 2):
        return "time"
    if before == ":" and page.glued(number.first) and page.glued(number.first - 1):
        is_clock = page.tokens[number.first - 2].kind == "number"
        return "time" if is_clock else None
    if after == "-" and page.glued(number.last + 2) and page.word(number.last + 2) in _ORDINALS:
        return "ordinal"
    is_four_digits = page.word(number.first).isdecimal() and len(page.word(number.first)) == _TAIL_DIGITS
    if is_four_digits and before in _TAIL_SIGNS and page.glued(number.first):
        return "tail" if before != "*" or not _is_digit(page, number.first - 2) else None
    is_card = page.hits.before("card_tail", number.first) or page.hits.at("card_tail", number.last + 1)
    if is_four_digits and (is_card or _is_card_name(page, number.first)):
        return "tail"
    if _is_card_name(page, number.first) and number.is_whole:
        return "label"
    return None


def _is_percent(page: Page, number: Number) -> bool:
    """Whether a sign or word of percent belongs to a number; in Turkish it stands in front: `yüzde 30`."""
    behind, led = page.hits.at("percent", number.last + 1), page.hits.before("percent", number.first)
    if behind is not None and behind.code != "tr" and not _is_led(page, behind.last + 1):
        return True
    is_others = led is not None and page.glued(led.first) and page.tokens[led.first - 1].kind == "number"
    return led is not None and (led.code == "tr" or (_is_led(page, number.first) and not is_others))


def _is_led(page: Page, index: int) -> bool:
    """Whether a number stands right behind a sign that itself has a space before it."""
    is_number = index < len(page.tokens) and page.tokens[index].kind == "number"
    return is_number and page.glued(index) and not page.glued(index - 1)


def _is_card_name(page: Page, index: int) -> bool:
    """`MIR-1234`, `VISA1234`: how banks name a card."""
    is_joined = page.word(index - 1) in ("-", "–") and page.glued(index) and page.glued(index - 1)
    return is_joined and page.tokens[index - 2].text.isupper() and page.tokens[index - 2].kind == "word"


def _is_digit(page: Page, index: int) -> bool:
    return index >= 0 and page.tokens[index].kind == "number"


def _labelled(page: Page, number: Number) -> Role | None:
    """Roles that a word in front gives: code 4821, №12, 1. in a list, 2: in a reply, balance 500."""
    before = number.first - 1
    if page.word(before) in ("№", "#") or _is_of_thing(page, number):
        return "label"
    if (item := _item(page, number)) is not None:
        return item
    if money := page.hits.before("currency", number.first):
        before = money.first - 1
    if page.word(before) in (":", "=", "-", "–") or page.hits.over("is", before):
        before -= 1
    if _is_label(page, number, before):
        return "label"
    return _of_sum(page, before)


def _is_of_thing(page: Page, number: Number) -> bool:
    """Whether a number belongs to a name or a telephone: `iPhone 15` beside a price, `call 18002586161`."""
    before = number.first - 1
    if page.hits.over("model", before) and number.is_whole and _is_beside_amount(page, number):
        return True
    return page.hits.over("call", before) is not None and len(page.word(number.first)) >= _PHONE_DIGITS


def _item(page: Page, number: Number) -> Role | None:
    """The number of a line: `1. bread 60`, and `2: card` in a reply to a list."""
    before = page.tokens[number.first - 1].end if number.first else 0
    starts_line = number.first == 0 or "\n" in page.text[before : page.tokens[number.first].start]
    is_short = number.is_whole and number.value <= _MOST_ITEMS and number.first == number.last
    is_marked = page.word(number.last + 1) in (".", ")", ":") and page.glued(number.last + 1)
    if not starts_line or not is_short or not is_marked or page.glued(number.last + 2):
        return None
    return "item" if number.last + 2 < len(page.tokens) else None


def _is_label(page: Page, number: Number, before: int) -> bool:
    if before < 0 or _has_currency(page, number) or number.is_scaled or not number.is_whole:
        return False
    is_said = page.hits.over("label", before) is not None and page.owners[before] == ""
    return is_said and not _is_verb_before(page, before)


def _of_sum(page: Page, before: int) -> Role | None:
    """What kind of sum the word at a token announces."""
    if page.hits.over("discount", before) or page.hits.over("tax", before):
        return "discount"
    for role in ("balance", "total"):
        hit = page.hits.over(role, before) or page.hits.over(role, before - 1)
        if hit is not None and before - hit.last < _REACH:
            return "balance" if role == "balance" else "total"
    return None


def _is_beside_amount(page: Page, number: Number) -> bool:
    """Whether another number stands further on, so that `iPhone 15 case 20` keeps its price."""
    return any(page.is_number(index) for index in range(number.last + 1, len(page.tokens)))


def _is_verb_before(page: Page, index: int) -> bool:
    return page.hits.over("spend", index) is not None


def _negated(page: Page, number: Number) -> Role | None:
    """`не 300`, `instead of 300`."""
    index = number.first
    if page.hits.before("currency", index):
        index -= 1
    if page.hits.at("not_after", number.last + 1):
        return "negated"
    hit = page.hits.before("not", index)
    if hit is None and page.hits.over("filler", index - 1):
        hit = page.hits.before("not", index - 1)
    return "negated" if hit else None


def _is_replaced(page: Page, old: Number, new: Number, *, is_reply: bool) -> bool:
    """`300 → 350`, and in a reply `с 300 на 350`."""
    if old.role != "amount" or new.role != "amount":
        return False
    between = [page.word(index) for index in range(old.last + 1, new.first)]
    between = [
        word for index, word in enumerate(between, old.last + 1) if not page.hits.over("currency", index)
    ]
    if any(word in _ARROWS for word in between) or between in (["-", ">"], ["=", ">"]):
        return True
    is_from = page.hits.before("from", old.first) is not None
    to = page.hits.before("to", new.first)
    return is_reply and is_from and len(between) == 1 and to is not None


def _is_taken_back(page: Page, old: Number, new: Number) -> bool:
    """`130, ой нет, 150`: nothing but a slip of the tongue stands between."""
    between = [index for index in range(old.last + 1, new.first) if page.tokens[index].kind != "sign"]
    roles = ("oops",) if new.role == "negated" else ("oops", "no")
    is_slip = any(page.hits.over(role, index) for index in between for role in roles)
    is_all = all(
        any(page.hits.over(role, index) for role in ("oops", "no", "filler", "currency")) for index in between
    )
    return old.role == "amount" and new.role in ("amount", "negated") and is_slip and is_all


def _has_currency(page: Page, number: Number) -> bool:
    after = page.hits.at("currency", number.last + 1) or page.hits.at("qualifier", number.last + 1)
    return after is not None or page.hits.before("currency", number.first) is not None


def _measured(page: Page, number: Number, numbers: list[Number]) -> Role | None:
    """2 kg, минут на 20, 500 left, в 2025 году, три кофе beside a price."""
    if _has_currency(page, number):
        return None
    if page.hits.at("balance", number.last + 1) and not number.in_words:
        return "balance"
    unit = page.hits.at("unit", number.last + 1)
    if unit is not None and not number.is_scaled:
        page.claim(unit.first, unit.last, "number")
        return "unit"
    if page.hits.over("unit", number.first - 2) and page.hits.before("shared_by", number.first):
        return "unit"
    if page.hits.at("counted", number.last + 1) and not number.is_scaled and number.is_whole:
        return "quantity"
    others = [other for other in numbers if other is not number and other.role == "amount"]
    if _is_year(page, number, others):
        return "year"
    return "quantity" if is_count(page, number, has_price=bool(others)) else None


def _is_year(page: Page, number: Number, others: list[Number]) -> bool:
    if number.first != number.last or year_at(page, number.first) is None:
        return False
    if page.hits.at("year_word", number.last + 1):
        page.claim(number.last + 1, number.last + 1, "number")
        return True
    is_model = _begins(page, number.first) and page.tokens[number.last + 1].text[:1].isupper()
    is_priced = any(_has_currency(page, other) or not other.is_whole for other in others)
    is_led = page.hits.before("in_year", number.first) or month_at(page, number.first - 1) or is_model
    is_led = is_led or (is_priced and number.value >= _OLDEST_YEAR)
    return bool(is_led) and any(other.value != number.value for other in others)


def _begins(page: Page, index: int) -> bool:
    """Whether nothing but signs and greetings stands before a token, and something behind it."""
    before = range(index)
    is_first = all(page.tokens[at].kind == "sign" or page.hits.over("greeting", at) for at in before)
    return is_first and index + 1 < len(page.tokens)


def _timed(page: Page, number: Number, numbers: list[Number]) -> Role | None:
    """`at 5 pm`, `в 7 вечера`, `в 15.30`, and `at 5` beside an amount."""
    if number.is_scaled or _has_currency(page, number):
        return None
    if page.hits.before("at_time", number.first) is None or number.value > _LAST_HOUR:
        return None
    others = [other for other in numbers if other is not number and other.role == "amount"]
    if not others and page.hits.has("spend", "earn", "each"):
        return None
    text = page.word(number.first)
    earlier = [other for other in others if other.is_whole and other.last < number.first]
    has_quantity = any(other.value <= FEW and counts_thing(page, other) for other in earlier)
    if page.hits.at("apiece", number.last + 1) or has_quantity:
        return None
    if "." in text:
        hours, _, minutes = text.partition(".")
        is_clock = minutes.isdecimal() and len(minutes) == _REACH and int(minutes) <= _LAST_MINUTE
        return "time" if is_clock and int(hours) <= _LAST_HOUR else None
    return "time" if number.is_whole else None
