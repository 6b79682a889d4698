from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product
from typing import Final

from num2words import CONVERTER_CLASSES, num2words

from agents.rules.vocabulary.han_numbers import NUMERAL, han_value
from agents.rules.vocabulary.language import CODES, language
from agents.rules.writing.tokens import fold

MARKS: Final = ".,'"
MOST_DIGITS: Final = 15
"""Digits of the longest number that can be money."""

REMEMBERED: Final = 4096
"""Words of which is remembered what they say: those of a message are looked at again and again."""

_GROUP: Final = 3
_THOUSAND: Final = 1000
_SCALES: Final = frozenset({1000, 10**6, 10**9})
_LONGEST_PHRASE: Final = 5
_GLUING: Final = 800
"""More single words than this: a language that writes its numbers together."""
_OTHER_NAMES: Final = {"nb": "no", "nn": "no", "hr": "sr", "bs": "sr"}
"""Languages whose number words num2words keeps under another code; Croatian ones are the Serbian ones."""
_RUSSIAN_FORMS: Final = tuple(product("ngdaip", "mfn"))


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


@dataclass(frozen=True, slots=True)
class Numerals:
    """The number words of some languages: single words, and phrases such as `quatre-vingt-dix`.

    `joins` are words inside a number, such as `and`; `marks` are the words that glue the parts of a number
    in one word, such as `tausend` in `zweitausend`, with their values, the largest first; `halves` end a word
    by half a one, as in `üçbuçuk`.
    """

    words: Mapping[str, Decimal]
    phrases: Mapping[tuple[str, ...], Decimal]
    joins: frozenset[str]
    marks: tuple[tuple[str, Decimal], ...]
    halves: frozenset[str] = frozenset()

    def value(self, word: str) -> Decimal | None:
        """The number that one word says; None when it says none."""
        value = self.words.get(word)
        if value is None and NUMERAL.fullmatch(word):
            return han_value(word)
        return self._glued(word) or self._with_half(word) if value is None else value

    def _glued(self, word: str) -> Decimal | None:
        """`zweitausendfünfhundert`, `duemilacinquecento`: a number of thousands and a rest, in one word."""
        for mark, scale in self.marks:
            left, found, right = word.partition(mark)
            right = next((right.removeprefix(join) for join in self.joins if right.startswith(join)), right)
            count, rest = self.words.get(left) if left else Decimal(1), self.words.get(right)
            if found and count is not None and (rest is not None or not right) and len(word) > len(mark):
                return count * scale + (rest or 0) if count < _THOUSAND else None
        return None

    def _with_half(self, word: str) -> Decimal | None:
        """`beşbuçuk`: a number and a half in one word."""
        half = next((half for half in self.halves if word.endswith(half) and len(word) > len(half)), None)
        value = self.words.get(word.removesuffix(half)) if half is not None else None
        return value + Decimal("0.5") if value is not None else None


def read_words(words: Sequence[str], numerals: Numerals | None = None) -> tuple[Decimal, int]:
    """The number that some words begin with, and how many of them say it; `(0, 0)` when none does.

    >>> read_words(["четыреста", "пятьдесят", "рублей"])
    (Decimal('450'), 2)
    """
    known = numerals or numerals_of(frozenset(CODES))
    total, part, room, scale_room = Decimal(0), Decimal(0), Decimal(10**12), Decimal(10**12)
    used, index = 0, 0
    while index < len(words):
        value, length = _next(words, index, known)
        if value is None:
            is_join = words[index] in known.joins and used and _next(words, index + 1, known)[0] is not None
            if not is_join:
                break
            index += 1
            continue
        if value == 100 and 1 <= part < 100:  # noqa: PLR2004 — "two hundred": the word multiplies
            part, room = part * 100, Decimal(100)
        elif value >= _THOUSAND and value in _SCALES:
            if value >= scale_room:
                break
            total, part = total + (part or 1) * value, Decimal(0)
            room, scale_room = value, value
        elif value >= room or (value == 0 and used):
            break
        else:
            part, room = part + value, _below(value)
        index += length
        used = index
    return (total + part, used) if used else (Decimal(0), 0)


def _next(words: Sequence[str], index: int, known: Numerals) -> tuple[Decimal | None, int]:
    """The number word or phrase at a place, and how many words it has."""
    for length in range(_LONGEST_PHRASE, 1, -1) if known.phrases else ():
        value = known.phrases.get(tuple(words[index : index + length]))
        if value is not None and index + length <= len(words):
            return value, length
    return (known.value(words[index]) if index < len(words) else None), 1


def _below(value: Decimal) -> Decimal:
    """What may still be added after a number word: units after tens, nothing after units."""
    if value >= _THOUSAND:
        return Decimal(_THOUSAND) if value % _THOUSAND == 0 else Decimal(0)
    if value == 0:
        return Decimal(10)
    for step in (100, 10):
        if value >= step and value % step == 0 and value != step * (step == 10):  # noqa: PLR2004 — ten is no tens
            return Decimal(step)
    return Decimal(0)


@lru_cache(maxsize=64)
def numerals_of(codes: frozenset[str]) -> Numerals:
    """The number words of some languages together."""
    tables = [_numerals(code) for code in sorted(codes)]
    return Numerals(
        {word: value for table in tables for word, value in table.words.items()},
        {phrase: value for table in tables for phrase, value in table.phrases.items()},
        frozenset(word for table in tables for word in table.joins),
        tuple(mark for table in tables for mark in table.marks),
        frozenset(half for table in tables for half in table.halves),
    )


@lru_cache(maxsize=REMEMBERED)
def number_said(word: str, codes: frozenset[str]) -> Decimal | None:
    """The number that one word says in some languages; None when it says none."""
    return numerals_of(codes).value(word)


@cache
def _numerals(code: str) -> Numerals:
    """The number words of a language: from num2words, in every case the file adds."""
    words: dict[str, Decimal] = {}
    phrases: dict[tuple[str, ...], Decimal] = {}
    vocabulary = language(code).vocabulary
    code = _OTHER_NAMES.get(code, code)
    if code in CONVERTER_CLASSES:
        for value in (*_telling(code), _THOUSAND, 10**6, 10**9):
            for phrase in _forms(value, code):
                said = tuple(fold(phrase).replace("-", " ").split())
                if len(said) == 1 or value in _SCALES or value == 100:  # noqa: PLR2004 — "one hundred"
                    words.setdefault(said[-1], Decimal(value))
                elif value < 100:  # noqa: PLR2004 — larger ones are sums of their words
                    phrases.setdefault(said, Decimal(value))
                    phrases.setdefault((*said[:-1], said[-1].removesuffix("s")), Decimal(value))
    joins = frozenset(vocabulary.words["number_and"]) if vocabulary else frozenset[str]()
    if vocabulary is not None:
        words.update({fold(word): value for word, value in vocabulary.numerals.items()})
    plain = Numerals(words, {}, joins, ())
    odd = {said: value for said, value in phrases.items() if read_words(said, plain) != (value, len(said))}
    marks = _marks(words) if len(words) > _GLUING else ()
    said = vocabulary.words["and_a_half"] if vocabulary is not None else ()
    halves = frozenset(fold(word) for word in said if " " not in word)
    return Numerals(words, {**odd, **_joined(odd, joins), **_teens(words)}, joins, marks, halves)


def _telling(code: str) -> tuple[int, ...]:
    """The numbers below a thousand that may bring new words.

    Where a hundred and eleven is several words, the larger numbers are made of those of the smaller ones.
    """
    is_glued = len(fold(num2words(111, lang=code)).replace("-", " ").split()) == 1
    return tuple(range(1000)) if is_glued else (*range(101), *range(200, 1000, 100))


def _joined(
    phrases: Mapping[tuple[str, ...], Decimal], joins: frozenset[str]
) -> Mapping[tuple[str, ...], Decimal]:
    """Phrases without the words that join their parts: `soixante onze` beside `soixante et onze`."""
    shorter = ((tuple(word for word in said if word not in joins), value) for said, value in phrases.items())
    return {said: value for said, value in shorter if len(said) > 1}


def _teens(words: Mapping[str, Decimal]) -> Mapping[tuple[str, ...], Decimal]:
    """`on iki`, where the language writes `oniki`: ten and a unit apart."""
    tens = [word for word, value in words.items() if value == 10]  # noqa: PLR2004 — what teens begin with
    units = [(word, value) for word, value in words.items() if 0 < value < 10]  # noqa: PLR2004 — what they end with
    pairs = (((ten, unit), value + 10) for ten in tens for unit, value in units)
    return {said: value for said, value in pairs if words.get("".join(said)) == value}


def _marks(words: Mapping[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    found = [(word, value) for word, value in words.items() if value in (100, _THOUSAND)]
    return tuple(sorted(found, key=lambda mark: (-mark[1], -len(mark[0]))))


def _forms(value: int, code: str) -> Iterator[str]:
    yield num2words(value, lang=code)
    if value >= _THOUSAND:
        several = (num2words(value * times, lang=code) for times in (2, 5))
        yield from (phrase for phrase in several if " " in phrase)
    if code == "ru" and (value <= 20 or value % 100 == 0 or (value < 100 and value % 10 == 0)):  # noqa: PLR2004 — the words that larger numbers are made of
        yield from (num2words(value, lang=code, case=case, gender=gender) for case, gender in _RUSSIAN_FORMS)


@lru_cache(maxsize=64)
def ordinals_of(codes: frozenset[str]) -> Mapping[str, int]:
    """Days of a month in words, such as `двенадцатого` or `twenty-first`, to their numbers.

    Each stands also without its last letters, where gender and case are, as `перв-` or `terz-`.
    """
    table: dict[str, int] = {}
    for code in sorted(codes):
        for day in range(1, 32):
            for word in map(fold, _ordinal_forms(day, code)):
                table.setdefault(word, day)
                for ending in (1, 2):
                    table.setdefault(f"{word[:-ending]}-", day)
    return table


@cache
def _ordinal_forms(day: int, code: str) -> tuple[str, ...]:
    try:
        said = [num2words(day, lang=code, to="ordinal")] if code in CONVERTER_CLASSES else []
        if code == "ru":
            said += [
                num2words(day, lang="ru", to="ordinal", case="g"),
                num2words(day, lang="ru", to="ordinal", gender="n"),
            ]
    except (NotImplementedError, LookupError, TypeError, ValueError):  # some of num2words' tables have holes
        return ()
    return tuple(map(str, said))


def number_words() -> Mapping[str, Decimal]:
    """Every single word that says a number, such as `сорок`, `двухсот` or `forty`, in all languages."""
    return numerals_of(frozenset(CODES)).words
