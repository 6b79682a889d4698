import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["word", "number", "mixed", "tag", "link", "phone", "sign"]

LONGEST: Final = 4096
"""Characters that are read: the longest message of Telegram."""

_TOKEN: Final = re.compile(
    r"""
      (?P<link> https?://\S{1,2048} | www\.\S{1,2048} | [\w.+-]{1,64}@\w[\w.-]{1,64}\.\w+ | (?<!\w)@\w{3,} )
    | (?P<tag> (?<![\w&])\#[^\W\d_]\w* )
    | (?P<phone> (?<![\w.,])(?:\+\d{1,3}[\ -]?\(?\d{2,4}\)?[\ -]?\d{2,4}(?:[\ -]?\d{2,4}){1,3}
               | 8[\ -]?\(?\d{3}\)?[\ -]\d{3}[\ -]?\d{2}[\ -]?\d{2} | \d{3}-\d{2}-\d{2} | \d{3}-\d{3}-\d{4}
               | [78]\d{10} )(?![\w]) )
    | (?P<times> (?<=\d)[xх×*](?=\d) )
    | (?P<number> (?:(?<![\w.,])[.,](?=\d))?\d+(?:[.,'’]\d+)* )
    | (?P<mixed> (?!\d)[^\W_]+\d\w* )
    | (?P<word> [^\W\d_][̀-ͯ]*(?:[^\W\d_]|[̀-ͯ])*(?:['’\-&](?:[^\W\d_]|[̀-ͯ])+)* )
    | (?P<sign> \S )
    """,
    re.VERBOSE,
)
_MONEY_PREFIX: Final = re.compile(r"(eur|usd|gbp|rub|rs|r|р|руб|грн|us|au|ca)(\d[\d.,]*)", re.IGNORECASE)
_PHONE_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a message: as written at `start:end`, and folded for comparing."""

    text: str
    word: str
    start: int
    end: int
    kind: Kind
    is_glued: bool
    """Whether nothing stands between it and the token before."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A word as words are compared: lower case, composed, `ё` as `е`, one kind of apostrophe."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    return lowered.replace("ё", "е").replace("’", "'")


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a message, in order; what is longer than a message can be is not read."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, 0, min(len(text), LONGEST)):
        kind, word = match.lastgroup or "sign", match.group()
        for start, piece, piece_kind in _pieces(match.start(), word, kind):
            end = start + len(piece)
            is_glued = bool(tokens) and tokens[-1].end == start
            tokens.append(Token(piece, fold(piece), start, end, piece_kind, is_glued))
    return tuple(tokens)


def _pieces(start: int, text: str, kind: str) -> list[tuple[int, str, Kind]]:
    """One token, or the two of a currency glued to its amount, such as `eur20`."""
    match kind:
        case "times":
            return [(start, text, "sign")]
        case "phone" if sum(char.isdecimal() for char in text) < _PHONE_DIGITS and text[0] == "+":
            sign: list[tuple[int, str, Kind]] = [(start, "+", "sign")]
            inner = _TOKEN.finditer(text, 1)
            return sign + [
                piece
                for match in inner
                for piece in _pieces(start + match.start(), match.group(), match.lastgroup or "sign")
            ]
        case "mixed":
            found = _MONEY_PREFIX.fullmatch(text)
            if found is None:
                return [(start, text, "mixed")]
            split = start + found.start(2)
            return [(start, found[1], "word"), (split, found[2], "number")]
        case "link" | "tag" | "phone" | "number" | "word":
            return [(start, text, kind)]
    return [(start, text, "sign")]
