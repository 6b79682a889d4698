import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Kind = Literal["word", "number", "mixed", "tag", "link", "phone", "sign"]

LONGEST: Final = 4096
"""Characters that are read: the longest message of Telegram."""

_TOKEN: Final = re.compile(
    r"""
      (?P<link> https?://\S{1,2048} | www\.\S{1,2048}
              | (?<![\w.])[a-zA-Z][\w-]{0,62}(?:\.[\w-]{1,62}){0,4}\.[a-zA-Z]{2,12}/\S{0,2048}
              | [\w.+-]{1,64}@\w[\w.-]{1,64}\.\w+ | (?<!\w)@\w{3,} )
    | (?P<tag> (?<![\w&])\#[^\W\d_]\w* )
    | (?P<phone> (?<![\w.,])(?:\+\d{1,3}[\ -]?\(?\d{2,4}\)?[\ -]?\d{2,4}(?:[\ -]?\d{2,4}){1,3}
               | 8[\ -]?\(?\d{3}\)?[\ -]\d{3}[\ -]?\d{2}[\ -]?\d{2} | \d{3}-\d{2}-\d{2} | \d{3}-\d{3}-\d{4}
               | [78]\d{10} )(?![\w]) )
    | (?P<times> (?<=\d)[xх×*](?=\d) )
    | (?P<number> (?:(?<![\w.,])[.,](?=\d))?\d+(?:[.,'’]\d+)* )
    | (?P<mixed> (?!\d)[^\W_]+\d\w*(?:[.,]\d+)* )
    | (?P<word> [^\W\d_][̀-ͯ]*(?:[^\W\d_]|[̀-ͯ])*(?:['’ʼ\-&](?:[^\W\d_]|[̀-ͯ])+)* )
    | (?P<sign> \S )
    """,
    re.VERBOSE,
)
HAN: Final = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
"""A stretch of Chinese characters."""
_UNSPACED: Final = re.compile(rf"{HAN.pattern}|[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\uac00-\ud7af]+")
"""A stretch of a script whose words and numbers stand without spaces: Chinese, Japanese, Korean."""

_ALIKE: Final = str.maketrans(
    {"ё": "е", "’": "'", "ʼ": "'", "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"}
)
_NARROW: Final = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | {"。": ".", "、": ",", "￥": "¥", "「": '"', "」": '"'}
    | dict.fromkeys("‘ʻ՚ꞌ′‵ʹ＇", "'")
)
"""Full-width signs as the narrow ones they stand for, one for one, so that places stay the same."""

_MONEY_PREFIX: Final = re.compile(
    r"(eur|usd|gbp|chf|rub|uah|pln|czk|brl|mxn|ars|try|cny|jpy|inr|kzt|nok|sek|dkk|aud|cad|nzd|sgd|hkd|ils|thb"
    r"|idr|myr|vnd|aed|rs|rp|rm|r|р|руб|грн|us|au|ca|zl|zł|tl|kr|fr|s)(\d[\d.,]*)",
    re.IGNORECASE,
)
_HASTE: Final = re.compile(
    r"(?!(?:iphone|ipad|galaxy|covid|windows|xbox|pixel|gta|airpods|redmi|formula|route)\d)"
    r"([^\W\d_]{3,}|(?-i:[^\W\d_A-ZА-ЯІЇЄҐ]{2}))(\d{2,}(?:[.,]\d+)?|\d[.,]\d\d?)",
    re.IGNORECASE,
)
"""A word and its amount without the space: `кофе300`, `за300`; names that end in a number stay whole."""
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
    """A word as words are compared: lower case, `ё` as `е`, one kind of apostrophe, Latin without accents."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).casefold()
    return unicodedata.normalize("NFC", lowered.translate(_ALIKE)).translate(_BARE)


_KEPT: Final = 0xFFFF
"""The last character that is remembered: those of every living script, and no flood of others."""


class _Bare(dict[int, str]):
    """Each character without its marks where a Latin letter is left; marks that stand alone are nothing."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = unicodedata.normalize("NFD", char)
        base, marks = parts[0], parts[1:]
        is_mark = unicodedata.combining(char) and char != "\u0306"
        bare = base if marks and base.isascii() else "" if is_mark else char
        if code <= _KEPT:
            self[code] = bare
        return bare


_BARE: Final = _Bare()


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a message, in order; what is longer than a message can be is not read.

    Chinese, which puts no spaces, comes as it stands between other signs: `segments.py` cuts it into words.
    """
    tokens: list[Token] = []
    plain = text[:LONGEST].translate(_NARROW)
    for match in _stretches(plain):
        kind, word = match.lastgroup or "sign", match.group()
        for start, piece, piece_kind in _pieces(match.start(), word, kind):
            end = start + len(piece)
            is_glued = bool(tokens) and tokens[-1].end == start and not _is_unspaced(plain, start)
            tokens.append(Token(piece, fold(piece), start, end, piece_kind, is_glued))
    return tuple(tokens)


def _stretches(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a text, unspaced and other writing apart."""
    at = 0
    for part in _UNSPACED.finditer(text):
        yield from _TOKEN.finditer(text, at, part.start())
        yield from _TOKEN.finditer(text, part.start(), part.end())
        at = part.end()
    yield from _TOKEN.finditer(text, at)


def _is_unspaced(text: str, at: int) -> bool:
    return bool(_UNSPACED.match(text[at - 1]) or _UNSPACED.match(text[at]))


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
            found = _MONEY_PREFIX.fullmatch(text) or _HASTE.fullmatch(text)
            if found is None:
                return [(start, text, "mixed")]
            split = start + found.start(2)
            return [(start, found[1], "word"), (split, found[2], "number")]
        case "link" | "tag" | "phone" | "number" | "word":
            return [(start, text, kind)]
    return [(start, text, "sign")]
