from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Final

from num2words import num2words

from agents.rules.language import CODES
from agents.rules.tokens import fold

MARKS: Final = ".,'"
MOST_DIGITS: Final = 15
"""Digits of the longest number that can be money."""

_GROUP: Final = 3
_THOUSAND: Final = 1000
_RUSSIAN_FORMS: Final = tuple(product("ngdai", "mfn"))


def read_digits(text: str, group_mark: str) -> tuple[Decimal, ...]:
    """What written digits can mean: one number, two when a separator is ambiguous, none when unreadable.

    >>> read_digits("1.250,50", ",")
    (Decimal('1250.50'),)
    >>> read_digits("1.250", ",")
    (Decimal('1250'), Decimal('1.250'))
    """
    text = text.replace("’", "'")
    if sum(char.isdecimal() for char in text) > MOST_DIGITS:
        return ()
    marks = [char for char in text if char in MARKS]
    if not marks:
        return (_decimal(text),)
    last = marks[-1]
    whole, _, rest = text.rpartition(last)
    if last == "'" or marks.count(last) > 1:
        return (_decimal(text),) if len(set(marks)) == 1 and _is_grouped(text, last) else ()
    if len(marks) > 1:
        other = marks[0]
        is_sound = marks.count(other) == len(marks) - 1 and _is_grouped(whole, other)
        return (_decimal(whole, rest),) if is_sound else ()
    if len(rest) == _GROUP and _is_grouped(text, last):
        return (_decimal(text),) if last == group_mark else (_decimal(text), _decimal(whole, rest))
    return (_decimal(whole, rest),)


def _is_grouped(text: str, mark: str) -> bool:
    """Whether digits are grouped by a mark, in threes or as in India (`1,00,000`)."""
    first, *groups = text.split(mark)
    if not first or len(first) > _GROUP or first.startswith("0") or not groups:
        return False
    return len(groups[-1]) == _GROUP and all(len(group) in (2, _GROUP) for group in groups[:-1])


def _decimal(whole: str, rest: str = "") -> Decimal:
    digits = "".join(char for char in whole if char.isdecimal()) or "0"
    return Decimal(f"{digits}.{rest}") if rest else Decimal(digits)


def read_words(words: Sequence[str]) -> tuple[Decimal, int]:
    """The number that some words begin with, and how many of them say it; `(0, 0)` when none does.

    >>> read_words(["четыреста", "пятьдесят", "рублей"])
    (Decimal('450'), 2)
    """
    table = number_words()
    total, part, room, scale_room = Decimal(0), Decimal(0), Decimal(_THOUSAND), Decimal(10**12)
    used = 0
    for index, word in enumerate(words):
        value = table.get(word)
        if value is None:
            if word == "and" and used and words[index + 1 : index + 2] and words[index + 1] in table:
                continue
            break
        if value == 100 and 1 <= part < 100:  # noqa: PLR2004 — "two hundred": the word multiplies
            part, room = part * 100, Decimal(100)
        elif value >= _THOUSAND:
            if value >= scale_room:
                break
            total, part = total + (part or 1) * value, Decimal(0)
            room, scale_room = Decimal(_THOUSAND), value
        elif value >= room or (value == 0 and used):
            break
        else:
            part, room = part + value, _below(value)
        used = index + 1
    return (total + part, used) if used else (Decimal(0), 0)


def _below(value: Decimal) -> Decimal:
    """What may still be added after a number word: units after tens, nothing after units."""
    for step in (100, 10):
        if value >= step and value % step == 0 and value != step * (step == 10):  # noqa: PLR2004 — ten is no tens
            return Decimal(step)
    return Decimal(0)


@cache
def number_words() -> dict[str, Decimal]:
    """Every single word that says a number, such as `сорок`, `двухсот` or `forty`, in all languages."""
    values = [*range(20), *range(20, 100, 10), *range(100, 1000, 100), _THOUSAND, 10**6]
    table: dict[str, Decimal] = {}
    for code in CODES:
        for value in values:
            for phrase in _forms(value, code):
                word = fold(phrase).split()[-1]
                if len(phrase.split()) == 1 or value in (100, _THOUSAND, 10**6):
                    table.setdefault(word, Decimal(value))
    return table


def _forms(value: int, code: str) -> set[str]:
    if code != "ru":
        return {num2words(value, lang=code)}
    scales = {num2words(value * times, lang=code) for times in (1, 2, 5)} if value >= _THOUSAND else set()
    cased = {num2words(value, lang=code, case=case, gender=gender) for case, gender in _RUSSIAN_FORMS}
    return scales | cased


@cache
def ordinal_words() -> dict[str, int]:
    """Days of a month in words, such as `двенадцатого` or `twenty-first`, to their numbers."""
    table: dict[str, int] = {}
    for day in range(1, 32):
        table[fold(num2words(day, lang="en", to="ordinal"))] = day
        table[fold(num2words(day, lang="ru", to="ordinal", case="g"))] = day
        table[fold(num2words(day, lang="ru", to="ordinal", gender="n"))] = day
    return table
