from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from agents.rules.vocabulary.language import CODES, Language, language, languages
from agents.rules.vocabulary.lexicon import Hit, Hits, lexicon, own_lexicon
from agents.rules.vocabulary.numerals import Numerals, numerals_of, ordinals_of
from agents.rules.vocabulary.segments import segmented, without_fragments
from agents.rules.vocabulary.slips import corrected
from agents.rules.vocabulary.tongues import tongues
from agents.rules.writing.tokens import Token

Owner = Literal["", "skip", "verb", "day", "number", "account", "category", "type", "tag"]
"""Which room has explained a token; an empty one stays for the description."""


@dataclass(slots=True)
class Page:
    """A message on its way through the rooms: its tokens, the words known in them, and who explained what.

    `language` is the person's own, whose habits of writing numbers and days count; `codes` are the languages
    in which the words are read.
    """

    text: str
    tokens: tuple[Token, ...]
    hits: Hits
    language: Language
    codes: frozenset[str]
    owners: list[Owner] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, language_code: str) -> "Page":
        """A message that no room has looked at yet."""
        home = language(language_code)
        tokens, hits, codes = _known(text, home.code)
        owners: list[Owner] = [""] * len(tokens)
        return cls(text, tokens, hits, home, codes, owners)

    @property
    def latin(self) -> str:
        """The language in which Latin words are read."""
        return _latin(self.codes)

    @property
    def numerals(self) -> Numerals:
        """The number words of the languages the message is read in."""
        return numerals_of(self.codes)

    def claim(self, first: int, last: int, owner: Owner) -> None:
        """Note that a room has explained the tokens `first` to `last`."""
        for index in range(first, last + 1):
            self.owners[index] = owner

    def is_free(self, index: int) -> bool:
        """Whether there is such a token and no room has explained it."""
        return 0 <= index < len(self.tokens) and not self.owners[index]

    def word(self, index: int) -> str:
        """The folded token of an index, or nothing beyond the ends."""
        return self.tokens[index].word if 0 <= index < len(self.tokens) else ""

    def is_number(self, index: int) -> bool:
        """Whether an index is a free token of digits."""
        return self.is_free(index) and self.tokens[index].kind == "number"

    def glued(self, index: int) -> bool:
        """Whether a token stands right behind the one before it."""
        return 0 < index < len(self.tokens) and self.tokens[index].is_glued

    @property
    def is_titled(self) -> bool:
        """Whether every word begins with a capital, as in the name of a shop: `What A Burger 9`."""
        words = [token.text for token in self.tokens if token.kind == "word"]
        is_open = self.tokens[-1].kind == "number" if self.tokens else False
        return is_open and len(words) > 1 and all(word.istitle() for word in words)

    def said(self, first: int, last: int) -> str:
        """The person's own words from one token to another."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def part(self, first: int, last: int) -> "Page":
        """The tokens from one to another as a message of their own, which no room has looked at yet."""
        tokens = self.tokens[first : last + 1]
        inside = (hit for hits in self.hits.by_role.values() for hit in hits)
        hits = Hits.of(hit.moved(-first) for hit in inside if first <= hit.first and hit.last <= last)
        owners: list[Owner] = [""] * len(tokens)
        return Page(self.text, tokens, hits, self.language, self.codes, owners)

    def free_hits(self, *roles: str) -> Iterator[Hit]:
        """The known words of some roles that no room has explained yet."""
        for hit in self.hits.all(*roles):
            if all(self.is_free(index) for index in range(hit.first, hit.last + 1)):
                yield hit


@lru_cache(maxsize=128)
def _latin(codes: frozenset[str]) -> str:
    return next((code for code in sorted(codes) if language(code).script == "Latn"), "en")


@lru_cache(maxsize=64)
def _known(text: str, home: str) -> tuple[tuple[Token, ...], Hits, frozenset[str]]:
    """The tokens of a text, the words known in it, and its languages: asked for by reader and gate alike."""
    tokens = segmented(text, home)
    found = [*own_lexicon(home).find(tokens), *lexicon().find(tokens)]
    codes = tongues(found, language(home))
    spelt = _spelt(tokens, found, codes)
    if spelt != tokens:
        tokens, found = spelt, [*own_lexicon(home).find(spelt), *lexicon().find(spelt)]
    spoken = [hit for hit in found if not hit.code or hit.code in codes]
    return tokens, Hits.of(without_fragments(spoken, tokens)), codes


def _spelt(tokens: tuple[Token, ...], hits: Sequence[Hit], codes: frozenset[str]) -> tuple[Token, ...]:
    """The tokens, those that no language knows as the words which they misspell."""
    known = {index for hit in hits for index in range(hit.first, hit.last + 1)}
    slips = {
        index: word
        for index, token in enumerate(tokens)
        if index not in known and token.kind == "word" and (word := corrected(token.word, codes))
    }
    if not slips:
        return tokens
    return tuple(replace(token, word=slips.get(index, token.word)) for index, token in enumerate(tokens))


def warm_up() -> None:
    """Load the words of all languages, so that the first message is read as fast as the others."""
    corrected("warmup", CODES)
    for known in languages():
        Page.of("", known.code)
        numerals_of(frozenset((known.code,)))
        ordinals_of(frozenset((known.code,)))
