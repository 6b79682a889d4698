"""Words with a slip of the hand, read as the known words that they misspell: `verid` as `verdi`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from agents.rules.vocabulary.language import language
from agents.rules.writing.tokens import fold

_ROLES: Final = (
    "spend", "earn", "earn_noun", "transfer", "withdraw", "deposit", "give", "came_back", "refund", "family",
    "undo", "cancel", "restore", "how_much", "my_part", "debt", "exchange", "model", "label",
)  # fmt: skip
"""Roles whose words decide what a message does; a number is never guessed."""
_SHORTEST: Final = 5
_DOUBLED: Final = re.compile(r"(.)\1+")


def corrected(word: str, codes: Iterable[str]) -> str | None:
    """The known word of some languages that a folded word misspells; None when it misspells none.

    Two letters may have changed places, and one may be doubled or not. Other slips are not mended: they may
    as well be another form of the word, as `devolví` is of `devolvió`.
    """
    if len(word) < _SHORTEST:
        return None
    single, ordered = _DOUBLED.sub(r"\1", word), "".join(sorted(word))
    for code in codes:
        found = _spellings(code)
        for known in (*found.get(single, ()), *found.get(ordered, ())):
            if known[0] == word[0] and OSA.distance(word, known) == 1:
                return known
    return None


@cache
def _spellings(code: str) -> Mapping[str, tuple[str, ...]]:
    """The words of a language by what a slip leaves alone: their letters in order, and the word undoubled."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(_words(code)):
        for key in {"".join(sorted(word)), _DOUBLED.sub(r"\1", word)}:
            found[key].append(word)
    return {key: tuple(words) for key, words in found.items()}


def _words(code: str) -> Iterator[str]:
    """The single words of the roles, long enough to be misspelt."""
    vocabulary = language(code).vocabulary
    for role in _ROLES if vocabulary is not None else ():
        for pattern in vocabulary.words[role] if vocabulary is not None else ():
            word = fold(pattern.rstrip("*"))
            if len(word) >= _SHORTEST and " " not in word:
                yield word
