from functools import cache, lru_cache
from typing import Final

import snowballstemmer

from agents.rules.tokens import fold

SHORTEST: Final = 4
"""Shorter words (in Cyrillic by one letter) are compared whole: too little is left of them after stemming."""

_CYRILLIC: Final = ("Ѐ", "ӿ")


@cache
def _stemmer(name: str) -> snowballstemmer.basestemmer.BaseStemmer:
    return snowballstemmer.stemmer(name)


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """The part of a word that its endings leave alone: `карт` of `картой`, `taxi` of `taxis`."""
    word = fold(word)
    is_cyrillic = _CYRILLIC[0] <= word[:1] <= _CYRILLIC[1]
    if len(word) < SHORTEST - is_cyrillic:
        return word
    found: str = _stemmer("russian" if is_cyrillic else "english").stemWord(word)
    return found
