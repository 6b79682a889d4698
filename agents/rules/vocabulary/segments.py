"""Chinese without spaces, cut into the words that the reader knows."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from agents.rules.vocabulary.han_numbers import NUMERAL
from agents.rules.vocabulary.lexicon import lexicon, own_lexicon
from agents.rules.writing.tokens import HAN, Token, tokenize


def segmented(text: str, home: str = "zh") -> tuple[Token, ...]:
    """The tokens of a text; a stretch of Chinese as its known words, numbers and single characters.

    `home` is the person's language, which may know words of its own in these characters.
    """
    tokens = tokenize(text)
    if HAN.search(text) is None:
        return tokens
    return tuple(piece for token in tokens for piece in _cut(token, home))


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
