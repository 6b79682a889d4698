"""The person's lists, ready to be found in whatever form, spelling or letters a name is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from agents.rules.names.sounds import sound
from agents.rules.names.usual import words_of
from agents.rules.names.variants import is_common, is_kind, shortenings, spellings
from agents.rules.vocabulary.segments import segmented
from agents.rules.writing.stems import stem
from agents.rules.writing.tokens import HAN
from ledger import Account, Category, CategoryKind

How = Literal["marked", "name", "word", "typo", "alias"]
"""Whether a name was said as such (`category groceries`), said, led to by a word, is one slip away, or was
learned from an answer."""

_FLEETING: Final = re.compile(r"(?<=[а-я]{3})[еоь](?=[кцн]$)")
"""A vowel of Slavic stems that comes and goes: `кошелек`, `кошельке`."""
_POLISH: Final = re.compile(r"(?<=[a-z]{4})cie$")
"""How Polish declines foreign names that end in a t: `na revolucie`."""
_TYPO_LENGTH: Final = 6
_TWO_SLIPS: Final = 9
_SHORTEST: Final = 4
_LONGEST_ENDING: Final = 3
_PARTS: Final = re.compile(r"\s*(?:[/,&]|\band\b|\bи\b|\bund\b|\bet\b|\by\b|\be\b|\bі\b|\bve\b|\bi\b)\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or word of a list, and the name it leads to."""

    name: str
    how: How
    word: str
    kind: CategoryKind | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """Names and words of one list by folded form, stems and sound; `code` is the language of Latin words."""

    code: str
    exact: dict[str, list[Entry]] = field(default_factory=dict)
    stems: dict[str, list[Entry]] = field(default_factory=dict)
    sounds: dict[str, Entry] = field(default_factory=dict)
    letters: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    names: list[tuple[tuple[str, ...], Entry]] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Learn one name or word; the earlier one wins where two lists share it."""
        words = [token.word for token in segmented(entry.word)]
        if not words:
            return
        self.exact.setdefault(" ".join(words), []).append(entry)
        self.stems.setdefault(self._stem(words), []).append(entry)
        if entry.how == "name":
            self.names.append((tuple(words), entry))
        if len(words) > 1:
            return
        if len(words[0]) >= _SHORTEST:
            for word in (words[0], self._stem(words)):
                self.sounds.setdefault(sound(word), entry)
        if len(words[0]) >= _TYPO_LENGTH - 1:
            self.letters.setdefault((words[0][0], len(words[0])), []).append(words[0])

    def find(self, words: Sequence[str]) -> tuple[Entry, ...]:
        """The entries that some words are, the surest first."""
        exact = self.exact.get(" ".join(words), ()) or self._compounded(words)
        return (*exact, *self.stems.get(self._stem(words), ()), *self._alike(words))

    def near(self, word: str) -> Entry | None:
        """The entry that a word misspells, if it begins alike and is one slip away, two when it is long."""
        slips = _slips(word)
        for length in range(len(word) - slips, len(word) + slips + 1):
            for known in self.letters.get((word[:1], length), ()):
                if is_near(word, known) and word != known:
                    return self.exact[known][0]
        return None

    def begun(self, word: str) -> Entry | None:
        """The only name that begins with a word, as people shorten them: `моно` of `Монобанк`."""
        found = [entry for words, entry in self.names if words[0].startswith(word)]
        return found[0] if len(found) == 1 and len(word) >= _SHORTEST else None

    def inflected(self, word: str) -> Entry | None:
        """The name that a word continues by an ending, as verbs of payment apps do: `yapeé` of `Yape`."""
        for length in range(len(word) - 1, max(_SHORTEST, len(word) - _LONGEST_ENDING) - 1, -1):
            if word[:length] in self.exact and not is_common(word[:length]):
                return self.exact[word[:length]][0]
        return None

    def shortened(self, word: str) -> Entry | None:
        """The only Chinese name that is short for a word: `招行` of `招商银行`."""
        found = [entry for _, entry in self.names if _is_short_for(entry.word, word)]
        return found[0] if len(found) == 1 else None

    def _stem(self, words: Sequence[str]) -> str:
        if self.code == "pl":
            words = [_POLISH.sub("t", word) for word in words]
        return " ".join([_root(word, self.code) for word in words])

    def _compounded(self, words: Sequence[str]) -> Sequence[Entry]:
        """The entry that a word names together with what it is: `DKB-Karte`."""
        head, _, tail = words[0].rpartition("-")
        return self.exact.get(head, ()) if len(words) == 1 and head and is_kind(tail) else ()

    def _alike(self, words: Sequence[str]) -> tuple[Entry, ...]:
        """The entry that a word sounds like in the other alphabet."""
        if len(words) != 1 or len(words[0]) < _SHORTEST:
            return ()
        entry = self.sounds.get(sound(words[0])) or self.sounds.get(sound(self._stem(words)))
        return (entry,) if entry is not None and entry.word[:1].isascii() != words[0][:1].isascii() else ()


def _is_short_for(short: str, long: str) -> bool:
    """Whether two characters are the first and the last of a longer word in Chinese."""
    is_short = len(short) == 2 < len(long) and HAN.fullmatch(short) is not None  # noqa: PLR2004 — how names are shortened
    return is_short and short[0] == long[0] and short[1] == long[-1]


def is_near(word: str, known: str) -> bool:
    """Whether a word is another with a slip of the hand; of five letters only two may change places."""
    if word == known:
        return True
    shorter = min(len(word), len(known))
    if shorter == _TYPO_LENGTH - 1 and len(word) == len(known):
        return sorted(word) == sorted(known) and OSA.distance(word, known) == 1
    slips = _slips(word)
    return (
        shorter >= _TYPO_LENGTH - 1
        and max(len(word), len(known)) >= _TYPO_LENGTH
        and OSA.distance(word, known, score_cutoff=slips) <= slips
    )


def _slips(word: str) -> int:
    return 1 + (len(word) >= _TWO_SLIPS)


@lru_cache(maxsize=1 << 14)
def _root(word: str, code: str) -> str:
    """The stem of a word, without the vowel that comes and goes."""
    return _FLEETING.sub("", stem(word, code))


@lru_cache(maxsize=256)
def account_index(accounts: tuple[Account, ...], code: str) -> Index:
    """The person's accounts, ready to be found."""
    index = Index(code)
    for account in accounts:
        index.add(Entry(account.name, "name", account.name))
    for account in accounts:
        for alias in account.aliases:
            index.add(Entry(account.name, "alias", alias))
    for account in accounts:
        for spelling in spellings(account.name):
            index.add(Entry(account.name, "word", spelling))
    for account in accounts:
        for word in words_of(account, accounts, "account"):
            index.add(Entry(account.name, "word", word))
    return index


@lru_cache(maxsize=256)
def short_index(accounts: tuple[Account, ...], code: str) -> Index:
    """Parts of the names of accounts that may stand for them, such as `CIC` for `Carte CIC`."""
    index = Index(code)
    for short, name in shortenings(tuple(account.name for account in accounts)):
        index.add(Entry(name, "word", short))
    return index


@lru_cache(maxsize=256)
def category_index(categories: tuple[Category, ...], code: str) -> Index:
    """The person's categories, ready to be found; each part of `Cafés and restaurants` is a name."""
    index = Index(code)
    for category in categories:
        index.add(Entry(category.name, "name", category.name, category.kind))
    for category in categories:
        for part in _PARTS.split(category.name):
            if part != category.name:
                index.add(Entry(category.name, "name", part, category.kind))
    for category in categories:
        for word in words_of(category, categories, category.kind):
            index.add(Entry(category.name, "word", word, category.kind))
    return index
