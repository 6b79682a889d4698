import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from agents.rules.numbers.answers import as_whole_answer
from agents.rules.numbers.number import LARGEST, TIMES, Number
from agents.rules.numbers.scales import scaled, with_rest, words_from
from agents.rules.page import Page
from agents.rules.vocabulary.numerals import number_said, read_digits, read_words
from agents.rules.writing.tokens import HAN

_SPACES: Final = (" ", "\u00a0", "\u202f", "\u2009")
_TAIL_GROUP: Final = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_LONGEST_WORDS: Final = 12
_SHORT: Final = 2
_HUNDRED: Final = 100
_GROUP: Final = 3
_THOUSAND: Final = 1000
_COUNTING: Final = (
    "unit",
    "counted",
    "collective",
    "currency",
    "minor",
    "multiplier",
    "span",
    "month_mark",
    "day_mark",
    "year_word",
    "hour",
    "percent",
    "point",
    "numeral",
    "and_a_half",
    "weekday",
    "account_word",
)
"""Roles of what stands right behind a Chinese digit that counts."""
_TURKISH_ENDINGS: Final = frozenset(
    [
        "e",
        "a",
        "ye",
        "ya",
        "i",
        "u",
        "yi",
        "yu",
        "de",
        "da",
        "te",
        "ta",
        "den",
        "dan",
        "ten",
        "tan",
        "in",
        "un",
        "nin",
        "nun",
        "lik",
        "luk",
        "le",
        "la",
        "yle",
        "yla",
        "si",
        "su",
    ]
)
"""Endings that a number takes in Turkish, without accents."""
_SEVERAL_TENS: Final = 20
"""What is called so many, more or less, is money: `几百`, `kilkaset`."""
_SMALL: Final = ("filler", "from", "to", "at", "link", "for_price", "to_me", "by_means", "each")
"""Roles of small words, to which a number sticks by haste alone: `за300`."""
_GLUE_ROLES: Final = ("currency", "multiplier", "unit", "hour", "minor")


def find_numbers(page: Page) -> list[Number]:
    """Every number of a message that no room has explained, with its multipliers, in order."""
    found: list[Number] = []
    index = 0
    while index < len(page.tokens):
        number = _number_at(page, index)
        if number is None:
            index += 1
            continue
        found.append(number)
        index = number.last + 1
    return as_whole_answer(page, found)


def _number_at(page: Page, index: int) -> Number | None:
    if not page.is_free(index):
        return None
    token = page.tokens[index]
    if token.kind == "number":
        return _digits(page, index)
    if token.kind != "word":
        return None
    vague = page.hits.at("vague", index)
    if vague is not None:
        found = scaled(page, Number((Decimal(2),), index, vague.last))
        of = page.hits.at("of", vague.last + 1) is not None
        found = scaled(page, Number((Decimal(2),), index, vague.last + of)) if of else found
        is_money = (
            page.hits.at("currency", found.last + 1) is not None or Decimal(vague.value) >= _SEVERAL_TENS
        )
        return replace(found, readings=(), role="vague") if found.is_scaled or is_money else None
    return _in_words(page, index)


def _digits(page: Page, index: int) -> Number:
    text, last, is_sure = page.tokens[index].text, index, True
    if text.isdecimal() and len(text) <= _GROUP and not text.startswith("0"):
        while _continues(page, last):
            gap = page.text[page.tokens[last].end]
            last += 1
            is_short = len(page.tokens[index].text) < _GROUP
            is_sure = is_sure and (gap != " " or is_short or page.word(last) == "000")
            text += page.tokens[last].text
            if not text.isdecimal():
                break
    readings = read_digits(text, page.language.group_mark)
    last = _behind_ending(page, last)
    if _has_dash(page, last):
        readings, last = readings[:1], last + 2
    if not is_sure and page.hits.at("currency", last + 1) is None:
        apart = tuple(Decimal(page.tokens[at].word.replace(",", ".")) for at in range(index, last + 1))
        readings = (*readings, *apart)
    readings = tuple(value for value in dict.fromkeys(readings) if 0 < value < LARGEST)
    if not readings:
        return Number((), index, last, "unreadable")
    if _is_glued(page, index, last):
        return Number(readings, index, last, "glued")
    return scaled(page, Number(readings, index, last))


def _behind_ending(page: Page, last: int) -> int:
    """Where a number ends with its Turkish case: `1500'e`, `1500e`."""
    if "tr" not in page.codes:
        return last
    at = last + 1 + (page.word(last + 1) == "'" and page.glued(last + 1))
    is_ending = page.glued(at) and page.word(at) in _TURKISH_ENDINGS
    return at if is_ending else last


def _has_dash(page: Page, last: int) -> bool:
    """Whether a dash stands for the hundredths: `50,-`."""
    is_mark = page.word(last + 1) in (",", ".") and page.glued(last + 1)
    return is_mark and page.word(last + 2) in ("-", "–", "—") and page.glued(last + 2)


def _continues(page: Page, index: int) -> bool:
    """Whether the next token is a group of thousands: one space, three digits."""
    if not page.is_number(index + 1) or page.tokens[index + 1].is_glued:
        return False
    gap = page.text[page.tokens[index].end : page.tokens[index + 1].start]
    return gap in _SPACES and _TAIL_GROUP.fullmatch(page.tokens[index + 1].text) is not None


def _is_glued(page: Page, first: int, last: int) -> bool:
    """Whether letters stick to the digits that are no currency, multiplier or unit: `B12`, `1e5`."""
    is_stuck = page.glued(first) and not _is_stuck_amount(page, first)
    before = is_stuck and page.tokens[first - 1].kind in ("word", "mixed", "tag", "link")
    if before and page.hits.before("currency", first) is None:
        return True
    if page.glued(first) and page.word(first - 1) in ("_", "\\"):
        return True
    if not page.glued(last + 1) or page.tokens[last + 1].kind not in ("word", "mixed"):
        return False
    if page.word(last + 1) in TIMES and page.is_number(last + 2):
        return False
    is_price = re.fullmatch(r"\d+[.,]\d\d", page.tokens[last].text) is not None
    if is_price and len(page.word(last + 1)) > _GROUP and page.tokens[last + 1].kind == "word":
        return False
    return not any(page.hits.at(role, last + 1) for role in _GLUE_ROLES)


def _in_words(page: Page, index: int) -> Number | None:
    slang = page.hits.at("slang", index)
    if slang is not None:
        said = Number((Decimal(slang.value),), index, slang.last, in_words=True, is_scaled=True)
        return with_rest(page, scaled(page, said))
    half = page.hits.at("half", index)
    if half is not None and (hit := page.hits.at("multiplier", half.last + 1)) is not None:
        value = Decimal(hit.value) / 2
        return Number((value,), index, hit.last, in_words=True, is_scaled=True)
    if page.hits.over("greeting", index):
        return None
    if number_said(page.word(index), page.codes) is None and not _is_phrase(page, index):
        return None
    if _is_in_name(page, index):
        return None
    words = words_from(page, index)
    value, count = read_words([word for word, _ in words], page.numerals)
    if not count:
        return None
    last = words[count - 1][1]
    if value == 1 and len(page.tokens) > 1 and _is_article(page, index):
        return None
    if count < len(words) and words[count][1] == last:
        return None
    number = scaled(page, Number((value,), index, last, in_words=True, is_scaled=value >= _HUNDRED))
    return number if 0 < number.value < LARGEST else replace(number, readings=(), role="unreadable")


def _is_in_name(page: Page, index: int) -> bool:
    """Whether a Chinese digit begins a word that is not known, as in `八达通` or `五花肉`."""
    is_digit = HAN.fullmatch(page.word(index)) is not None and len(page.word(index)) == 1
    if not is_digit or page.hits.before("currency", index) is not None:
        return False
    after = page.tokens[index + 1] if index + 1 < len(page.tokens) else None
    is_joined = after is not None and after.start == page.tokens[index].end and HAN.fullmatch(after.word)
    return bool(is_joined) and not any(page.hits.over(role, index + 1) for role in _COUNTING)


def _is_stuck_amount(page: Page, index: int) -> bool:
    """Whether a number sticks to a word by haste, as every number of the message does: `кофе300 булка95`.

    `B12` is a name.
    """
    word = page.tokens[index - 1]
    if word.kind != "word" or len(page.word(index)) == 1:
        return False
    if any(page.hits.over(role, index - 1) for role in _SMALL):
        return True
    is_loud = page.text.isupper() and len(word.text) > _GROUP
    if not is_loud and not (len(word.text) >= _GROUP and word.text[1:].islower()):
        return False
    numbers = [at for at, token in enumerate(page.tokens) if token.kind in ("number", "mixed")]
    return len(numbers) == 1 or all(page.glued(at) and page.tokens[at - 1].kind == "word" for at in numbers)


def _is_article(page: Page, index: int) -> bool:
    """Whether a word such as `un` or `ein` counts nothing: no currency, scale or spoken point follows."""
    roles = ("currency", "multiplier", "point", "and_a_half", "numeral")
    joined = page.hits.at("number_and", index + 1)
    is_counted = any(page.hits.at(role, index + 1) for role in roles)
    is_counted = is_counted or (joined is not None and page.hits.at("numeral", joined.last + 1) is not None)
    return page.hits.over("filler", index) is not None and not is_counted


def _is_phrase(page: Page, index: int) -> bool:
    """Whether a word may begin a number of several words: `twenty-five`, `quatre-vingts`."""
    return "-" in page.word(index) or any(said[0] == page.word(index) for said in page.numerals.phrases)
