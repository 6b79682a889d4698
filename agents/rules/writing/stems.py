import re
from functools import cache, lru_cache
from typing import Final

import Stemmer

from agents.rules.writing.tokens import fold

SHORTEST: Final = 4
"""Shorter words (in Cyrillic by one letter) are compared whole: too little is left of them after stemming."""

_CYRILLIC: Final = ("Ѐ", "ӿ")
_ALGORITHMS: Final = {
    "es": "spanish",
    "de": "german",
    "fr": "french",
    "pt": "portuguese",
    "it": "italian",
    "pl": "polish",
}
_TURKISH: Final = re.compile(
    r"(?<=...)(?:(?:[iu]m|s?[iu]n?|l[ae]r)?(?:d[ae]n?|t[ae]n?|[iu]n|n[iu]n|y?l[ae]|[yn]?[aeiu])|[iu]m|l[ae]r)$"
)
"""Endings of Turkish nouns, without accents: possession and case."""
_SOFTENED: Final = {"b": "p", "d": "t", "g": "k"}
"""Last letters of Turkish words that grow soft before an ending: `yemek`, `yemeğe`."""
_ENDING: Final = 5


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


@lru_cache(maxsize=1 << 15)
def stem(word: str, code: str = "en") -> str:
    """The part of a word that its endings leave alone: `карт` of `картой`, `taxi` of `taxis`.

    `code` is the language of Latin words.
    """
    word = _bare(fold(word))
    is_cyrillic = _CYRILLIC[0] <= word[:1] <= _CYRILLIC[1]
    if len(word) < SHORTEST - is_cyrillic:
        return word
    if code == "tr" and not is_cyrillic:
        bare = _TURKISH.sub("", _TURKISH.sub("", word))
        return bare[:-1] + _SOFTENED.get(bare[-1:], bare[-1:])
    found: str = _stemmer("russian" if is_cyrillic else _ALGORITHMS.get(code, "english")).stemWord(word)
    return found


def _bare(word: str) -> str:
    """A word without what an apostrophe joins to it: `Garanti` of `Garanti'den`, `eau` of `l'eau`."""
    head, mark, tail = word.partition("'")
    if not mark or "'" in tail:
        return word
    return tail if len(head) <= 2 < len(tail) else head if len(tail) <= _ENDING else word  # noqa: PLR2004 — an article of French or Italian
