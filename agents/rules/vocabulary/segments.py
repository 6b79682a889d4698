"""Chinese without spaces, cut into the words that the reader knows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from agents.rules.vocabulary.han_numbers import NUMERAL
from agents.rules.vocabulary.lexicon import Hit, lexicon, own_lexicon
from agents.rules.writing.tokens import HAN, Token, tokenize

_VERBS: Final = frozenset({"spend", "earn", "give", "transfer", "took", "withdraw", "deposit"})


def segmented(text: str, home: str = "zh") -> tuple[Token, ...]:
    """The tokens of a text; a stretch of Chinese as its known words, numbers and single characters.

    `home` is the person's language, which may know words of its own in these characters.
    """
    tokens = tokenize(text)
    if HAN.search(text) is None:
        return tokens
    return tuple(piece for token in tokens for piece in _cut(token, home))


def without_fragments(hits: Sequence[Hit], tokens: tuple[Token, ...]) -> Sequence[Hit]:
    """The hits without verbs of one character in the midst of a longer word that is not known: `洗发水`."""
    known = {index for hit in hits for index in range(hit.first, hit.last + 1)}

    def is_unknown(index: int) -> bool:
        is_inside = 0 <= index < len(tokens)
        return is_inside and index not in known and HAN.fullmatch(tokens[index].word) is not None

    def is_fragment(hit: Hit) -> bool:
        is_verb = hit.code == "zh" and hit.role in _VERBS and len(tokens[hit.first].word) == 1
        return is_verb and is_unknown(hit.first - 1) and is_unknown(hit.first + 1)

    return [hit for hit in hits if not is_fragment(hit)]


def _cut(token: Token, home: str) -> Iterator[Token]:
    if HAN.match(token.text) is None:
        yield token
        return
    at = 0
    while at < len(token.text):
        length = _length(token.word, at, home)
        piece = token.text[at : at + length]
        start = token.start + at
        yield replace(token, text=piece, word=piece, start=start, end=start + length)
        at += length


def _length(text: str, at: int, home: str) -> int:
    """How many characters the next word has: the longest known one, or a number, or one character."""
    numeral = NUMERAL.match(text, at)
    shortest = numeral.end() - at if numeral else 1
    known, longest = _words(home)
    for length in range(min(longest, len(text) - at), shortest, -1):
        if text[at : at + length] in known:
            return length
    return shortest


@cache
def _words(home: str) -> tuple[frozenset[str], int]:
    """The words in Chinese characters that are known, and the length of the longest."""
    exact = (*lexicon().exact, *own_lexicon(home).exact)
    known = frozenset(word for word in exact if HAN.fullmatch(word))
    return known, max(map(len, known), default=1)
