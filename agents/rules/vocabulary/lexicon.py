import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from agents.rules.vocabulary.language import Language, Vocabulary, everywhere, language, languages
from agents.rules.vocabulary.numerals import numerals_of
from agents.rules.writing.tokens import Token, fold, tokenize
from ledger import is_currency

Value = Decimal | int | str

_LETTERS: Final = re.compile(r"[a-z]+(?: [a-z]+)*|[а-я]+(?: [а-я]+)*", re.IGNORECASE)
"""Words that are tokens as they stand: most names of currencies."""

_ANY: Final = ""
"""The code of patterns that belong to every language."""
_LONGEST_START: Final = 14
_SHORTEST_START: Final = 1
_SHORTEST_CURRENCY: Final = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word or phrase: the tokens `first` to `last`, inclusive, play a role, perhaps with a value."""

    role: str
    value: Value
    first: int
    last: int
    code: str = _ANY

    def moved(self, by: int) -> "Hit":
        """The same hit so many tokens further."""
        return replace(self, first=self.first + by, last=self.last + by)


Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Hits:
    """Every known word of a message by role; of hits that overlap in one role only the longest is kept."""

    by_role: Mapping[str, tuple[Hit, ...]]
    starts: Mapping[Place, Hit]
    covers: Mapping[Place, Hit]
    ends: Mapping[Place, Hit]
    roles: Mapping[int, set[str]]

    @classmethod
    def of(cls, found: Iterable[Hit]) -> "Hits":
        """Hits that can be asked for by their place."""
        grouped: dict[str, list[Hit]] = {}
        for hit in found:
            grouped.setdefault(hit.role, []).append(hit)
        by_role = {role: tuple(_longest(hits)) for role, hits in grouped.items()}
        hits = [hit for kept in by_role.values() for hit in kept]
        covers = {(hit.role, index): hit for hit in hits for index in range(hit.first, hit.last + 1)}
        roles: dict[int, set[str]] = {}
        for role, index in covers:
            roles.setdefault(index, set()).add(role)
        return cls(
            by_role,
            {(hit.role, hit.first): hit for hit in hits},
            covers,
            {(hit.role, hit.last): hit for hit in hits},
            roles,
        )

    def all(self, *roles: str) -> tuple[Hit, ...]:
        """The hits of some roles, in the message's order."""
        found = [hit for role in roles for hit in self.by_role.get(role, ())]
        return tuple(sorted(found, key=lambda hit: hit.first)) if len(roles) > 1 else tuple(found)

    def has(self, *roles: str) -> bool:
        """Whether any of the roles occurs."""
        return any(role in self.by_role for role in roles)

    def at(self, role: str, index: int) -> Hit | None:
        """The hit of a role that begins at a token."""
        return self.starts.get((role, index))

    def over(self, role: str, index: int) -> Hit | None:
        """The hit of a role that covers a token."""
        return self.covers.get((role, index))

    def is_any(self, roles: frozenset[str], index: int) -> bool:
        """Whether a hit of any of the roles covers a token."""
        return not roles.isdisjoint(self.roles.get(index, ()))

    def before(self, role: str, index: int) -> Hit | None:
        """The hit of a role that ends just before a token."""
        return self.ends.get((role, index - 1))


class _Pattern(NamedTuple):
    rest: tuple[str, ...]
    role: str
    value: Value
    code: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns of many roles and languages, found in one pass over a message."""

    exact: dict[str, list[_Pattern]] = field(default_factory=dict)
    prefixes: dict[str, list[_Pattern]] = field(default_factory=dict)

    def add(self, role: str, pattern: str, value: Value = "", code: str = _ANY) -> None:
        """Learn one pattern: words, each of which may end in `*`."""
        first, *rest = fold(pattern).split()
        table = self.prefixes if first.endswith("*") else self.exact
        table.setdefault(first.rstrip("*"), []).append(_Pattern(tuple(rest), role, value, code))

    def find(self, tokens: tuple[Token, ...]) -> Iterator[Hit]:
        """Every known word and phrase of a message, in every language that has it."""
        for index, token in enumerate(tokens):
            for pattern in self._candidates(token.word):
                last = index + len(pattern.rest)
                if last == index or (
                    last < len(tokens) and all(map(_fits, pattern.rest, tokens[index + 1 : last + 1]))
                ):
                    yield Hit(pattern.role, pattern.value, index, last, pattern.code)

    def _candidates(self, word: str) -> Iterator[_Pattern]:
        yield from self.exact.get(word, ())
        if "'" in word:
            yield from self.exact.get(_without_article(word), ())
        for length in range(_SHORTEST_START, min(len(word), _LONGEST_START) + 1):
            yield from self.prefixes.get(word[:length], ())


@cache
def lexicon() -> Lexicon:
    """The words of all languages that have a file."""
    built = Lexicon()
    _learn_words(built, everywhere(), _ANY)
    for known in languages():
        _learn(built, known)
    return built


@cache
def own_lexicon(code: str) -> Lexicon:
    """The months, weekdays and currencies of a language without a file; empty for the others."""
    built = Lexicon()
    if (known := language(code)).vocabulary is None:
        _learn(built, known)
    return built


def _learn(built: Lexicon, known: Language) -> None:
    code = known.code
    if known.vocabulary is not None:
        _learn_words(built, known.vocabulary, code)
    _add_all(built, "month", known.months.items(), code)
    counted = numerals_of(frozenset((code,))).words
    # A short name such as Norwegian `ti` is first of all a number.
    named = ((name, day) for name, day in known.weekdays.items() if fold(name) not in counted)
    _add_all(built, "weekday", named, code)
    _add_all(built, "span", ((name, unit) for unit, names in known.units.items() for name in names), code)
    _add_all(
        built,
        "numeral",
        counted.items(),
        code,
    )
    for role, mark in known.marks.items():
        _add_all(built, role, ((mark, ""), (f"{mark}*", "")), code)
    for before, after in known.ago:
        _add_all(built, "ago", ((after, ""),) if after and not before else (), code)
        _add_all(built, "ago_before", ((before, ""),) if before else (), code)
    for currency, names in known.currencies.items():
        if is_currency(currency):
            sound = (name for name in names if len(name) >= _SHORTEST_CURRENCY)
            _add_all(built, "currency", ((_spaced(name), currency) for name in sound), code)
    for role, table in (("currency", known.nouns), ("qualifier", known.qualifiers)):
        for currency, names in table.items():
            _add_all(built, role, ((_spaced(name), currency) for name in names), code)


def _learn_words(built: Lexicon, known: Vocabulary, code: str) -> None:
    for role, patterns in known.words.items():
        _add_all(built, role, ((pattern, "") for pattern in patterns), code)
    _add_all(built, "multiplier", known.multipliers.items(), code)
    _add_all(built, "slang", known.numbers.items(), code)
    _add_all(built, "vague", known.vague.items(), code)
    _add_all(built, "collective", known.collectives.items(), code)
    _add_all(built, "day", known.days.items(), code)
    _add_all(built, "weekday", known.weekdays.items(), code)
    _add_all(built, "minor", ((pattern, 100) for pattern in known.minor), code)
    _add_all(built, "minor", ((pattern, 10) for pattern in known.tenths), code)
    for role, table in (("span", known.spans), ("type", known.types), ("currency", known.currencies)):
        _add_all(
            built, role, ((pattern, key) for key, patterns in table.items() for pattern in patterns), code
        )


def _add_all(built: Lexicon, role: str, patterns: Iterable[tuple[str, Value]], code: str) -> None:
    for pattern, value in patterns:
        built.add(role, pattern, value, code)


def _without_article(word: str) -> str:
    """`episode` of `l'episode`, and `yesterday` of `yesterday's`."""
    head, _, tail = word.partition("'")
    return head if tail == "s" else tail


def _spaced(name: str) -> str:
    """A name of CLDR as its tokens stand in a message: signs apart from letters."""
    if _LETTERS.fullmatch(name):
        return name
    return " ".join(token.word for token in tokenize(name)) or name


def _fits(pattern: str, token: Token) -> bool:
    return token.word.startswith(pattern[:-1]) if pattern.endswith("*") else token.word == pattern


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Hits from left to right without those that overlap a longer one."""
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last)):
        if hit.first > end:
            yield hit
            end = hit.last
