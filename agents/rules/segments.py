"""Chinese without spaces, cut into the words that the reader knows."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from agents.rules.han_numbers import NUMERAL
from agents.rules.lexicon import lexicon
from agents.rules.tokens import HAN, Token, tokenize


def segmented(text: str) -> tuple[Token, ...]:
    """The tokens of a text; a stretch of Chinese as its known words, numbers and single characters."""
    tokens = tokenize(text)
    if HAN.search(text) is None:
        return tokens
    return tuple(piece for token in tokens for piece in _cut(token))


def _cut(token: Token) -> Iterator[Token]:
    if HAN.match(token.text) is None:
        yield token
        return
    at = 0
    while at < len(token.text):
        length = _length(token.word, at)
        piece = token.text[at : at + length]
        start = token.start + at
        yield replace(token, text=piece, word=piece, start=start, end=start + length)
        at += length


def _length(text: str, at: int) -> int:
    """How many characters the next word has: the longest known one, or a number, or one character."""
    numeral = NUMERAL.match(text, at)
    shortest = numeral.end() - at if numeral else 1
    known, longest = _words()
    for length in range(min(longest, len(text) - at), shortest, -1):
        if text[at : at + length] in known:
            return length
    return shortest


@cache
def _words() -> tuple[frozenset[str], int]:
    """The Chinese words of the lexicon, and the length of the longest."""
    known = frozenset(word for word in lexicon().exact if HAN.fullmatch(word))
    return known, max(map(len, known), default=1)
