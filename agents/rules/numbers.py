import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from agents.rules.numerals import read_digits, read_words
from agents.rules.page import Page

Role = Literal[
    "amount",
    "quantity",
    "percent",
    "label",
    "tail",
    "unit",
    "negated",
    "balance",
    "total",
    "discount",
    "year",
    "item",
    "time",
    "range",
    "ordinal",
    "glued",
    "vague",
    "unreadable",
]
"""What a number is there for. Only an `amount` was moved; a `balance` is what an account holds."""

LARGEST: Final = Decimal(10) ** 13
_SPACES: Final = (" ", "\u00a0", "\u202f", "\u2009")
_TAIL_GROUP: Final = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_LONGEST_WORDS: Final = 12
_SHORT: Final = 2
_HUNDRED: Final = 100
_GROUP: Final = 3
_THOUSAND: Final = 1000
_GLUE_ROLES: Final = ("currency", "multiplier", "unit", "hour", "minor")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the tokens `first` to `last` say it: its readings, more than one when it is ambiguous."""

    readings: tuple[Decimal, ...]
    first: int
    last: int
    role: Role = "amount"
    in_words: bool = False
    is_scaled: bool = False
    currency: str | None = None
    sign: str = ""

    @property
    def value(self) -> Decimal:
        """Its only or likeliest reading; zero when it cannot be read."""
        return self.readings[0] if self.readings else Decimal(0)

    @property
    def is_whole(self) -> bool:
        """Whether it counts things: one reading, without a fraction."""
        return len(self.readings) == 1 and self.value == self.value.to_integral_value()

    def as_role(self, role: Role) -> "Number":
        """The same number in another role."""
        return replace(self, role=role)


def plain(value: Decimal) -> Decimal:
    """A computed number without a needless fraction: 1500, not 1500.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


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
    return found


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
        scaled = _multiplied(page, Number((Decimal(2),), index, vague.last))
        of = page.hits.at("of", vague.last + 1) is not None
        scaled = _multiplied(page, Number((Decimal(2),), index, vague.last + of)) if of else scaled
        return replace(scaled, readings=(), role="vague") if scaled.is_scaled else None
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
    if not is_sure and page.hits.at("currency", last + 1) is None:
        apart = tuple(Decimal(page.tokens[at].word.replace(",", ".")) for at in range(index, last + 1))
        readings = (*readings, *apart)
    readings = tuple(value for value in dict.fromkeys(readings) if 0 < value < LARGEST)
    if not readings:
        return Number((), index, last, "unreadable")
    if _is_glued(page, index, last):
        return Number(readings, index, last, "glued")
    return _multiplied(page, Number(readings, index, last))


def _continues(page: Page, index: int) -> bool:
    """Whether the next token is a group of thousands: one space, three digits."""
    if not page.is_number(index + 1) or page.tokens[index + 1].is_glued:
        return False
    gap = page.text[page.tokens[index].end : page.tokens[index + 1].start]
    return gap in _SPACES and _TAIL_GROUP.fullmatch(page.tokens[index + 1].text) is not None


def _is_glued(page: Page, first: int, last: int) -> bool:
    """Whether letters stick to the digits that are no currency, multiplier or unit: `B12`, `1e5`."""
    before = page.glued(first) and page.tokens[first - 1].kind in ("word", "mixed", "tag", "link")
    if before and page.hits.before("currency", first) is None:
        return True
    if page.glued(first) and page.word(first - 1) in ("_", "\\"):
        return True
    if not page.glued(last + 1) or page.tokens[last + 1].kind not in ("word", "mixed"):
        return False
    return not any(page.hits.at(role, last + 1) for role in _GLUE_ROLES)


def _multiplied(page: Page, number: Number) -> Number:
    """The number with the words behind it that make it larger: `2 тысячи 500`, `5 hundred thousand`."""
    half = page.hits.at("and_a_half", number.last + 1)
    if half is not None and number.is_whole:
        number = replace(number, readings=(number.value + Decimal("0.5"),), last=half.last)
    while (hit := page.hits.at("multiplier", number.last + 1)) is not None:
        is_letter = len(page.word(hit.first)) < _SHORT
        if (
            is_letter
            and not page.glued(hit.first)
            and page.is_free(hit.last + 1)
            and _is_word(page, hit.last + 1)
        ):
            break
        value = number.readings[-1] * Decimal(hit.value) if number.readings else Decimal(0)
        if not 0 < value < LARGEST:
            return replace(number, readings=(), last=hit.last, role="unreadable")
        number = replace(number, readings=(plain(value),), last=hit.last, is_scaled=True)
        if len(page.word(hit.first)) > _SHORT and value >= _THOUSAND:
            number = _with_rest(page, number)
        elif page.word(hit.last + 1) == "." and page.hits.at("currency", hit.last + 2):
            number = replace(number, last=hit.last + 1)
    return number


def _is_word(page: Page, index: int) -> bool:
    return page.tokens[index].kind == "word" and page.hits.at("currency", index) is None


def _with_rest(page: Page, number: Number) -> Number:
    """`5 тысяч 300`: what follows a spelled thousand and is smaller belongs to it."""
    token = page.tokens[number.last + 1] if page.is_free(number.last + 1) else None
    if token is None or number.value < _THOUSAND or number.value % (_THOUSAND // 2):
        return number
    if token.kind == "number" and token.text.isdecimal() and len(token.text) == _GROUP:
        return replace(number, readings=(number.value + Decimal(token.word),), last=number.last + 1)
    rest, count = read_words([word for word, _ in _words_from(page, number.last + 1)], page.numerals)
    if count and rest < _THOUSAND:
        last = _words_from(page, number.last + 1)[count - 1][1]
        return replace(number, readings=(number.value + rest,), last=last)
    return number


def _in_words(page: Page, index: int) -> Number | None:
    slang = page.hits.at("slang", index)
    if slang is not None:
        said = Number((Decimal(slang.value),), index, slang.last, in_words=True, is_scaled=True)
        return _with_rest(page, _multiplied(page, said))
    half = page.hits.at("half", index)
    if half is not None and (hit := page.hits.at("multiplier", half.last + 1)) is not None:
        value = Decimal(hit.value) / 2
        return Number((value,), index, hit.last, in_words=True, is_scaled=True)
    if page.numerals.value(page.word(index)) is None and not _is_phrase(page, index):
        return None
    words = _words_from(page, index)
    value, count = read_words([word for word, _ in words], page.numerals)
    if not count:
        return None
    last = words[count - 1][1]
    if count < len(words) and words[count][1] == last:
        return None
    if not 0 < value < LARGEST:
        return Number((), index, last, "unreadable", in_words=True)
    is_scaled = value >= _HUNDRED
    return _multiplied(page, Number((value,), index, last, in_words=True, is_scaled=is_scaled))


def _is_phrase(page: Page, index: int) -> bool:
    """Whether a word may begin a number of several words: `twenty-five`, `quatre-vingts`."""
    return "-" in page.word(index) or any(said[0] == page.word(index) for said in page.numerals.phrases)


def _words_from(page: Page, index: int) -> list[tuple[str, int]]:
    """The next words with the index of their token; `twenty-five` gives two."""
    return list(_split_words(page, index))


def _split_words(page: Page, index: int) -> Iterator[tuple[str, int]]:
    for at in range(index, min(index + _LONGEST_WORDS, len(page.tokens))):
        if not page.is_free(at) or page.tokens[at].kind != "word":
            return
        for part in page.word(at).split("-"):
            yield part, at
