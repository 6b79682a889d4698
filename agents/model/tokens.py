"""How many tokens a text may be, before a server has counted them, and how many a model is sent at most."""

from collections.abc import Mapping
from typing import Final

SMALL: Final = 6_000
"""Tokens that any model is sent at most unless more is asked for: a message needs no more, and each costs."""

BUDGETS: Final[Mapping[int, int]] = {8_000: SMALL, 32_000: 28_000, 128_000: 120_000}
"""What may be sent, by the size of a model's window; the rest is left for its answer."""

WINDOWS: Final[Mapping[str, int]] = {
    "gpt-3.5-turbo": 8_000,
    "gpt-4": 8_000,
    "gpt-4-32k": 32_000,
    "gpt-4-turbo": 128_000,
    "gpt-4.1": 128_000,
    "gpt-4o": 128_000,
    "gpt-5": 128_000,
    "o1": 128_000,
    "o3": 128_000,
    "o4": 128_000,
    "mistral": 32_000,
    "qwen": 32_000,
    "llama-3": 128_000,
    "deepseek": 128_000,
}
"""The window of a model by how its name begins, the longest beginning wins; any other counts as small."""

QUARTERS: Final = 4
_LATIN, _CYRILLIC, _WIDE = 1, 2, 4
_RARE: Final = 12
_LAST_CYRILLIC: Final = 0x52F
_LAST_COMMON: Final = 0xFFFF


def budget(model: str, most: int = SMALL) -> int:
    """Tokens that a model may be sent: what its window allows, and no more than `most`."""
    name = model.rpartition("/")[2].lower()
    known = max((start for start in WINDOWS if name.startswith(start)), key=len, default="")
    return min(BUDGETS[WINDOWS.get(known, min(BUDGETS))], most)


def estimate(text: str) -> int:
    """Tokens that a text is at most likely to be; servers count in their own ways, so rather too many."""
    return -(-weight(text) // QUARTERS)


def weight(text: str) -> int:
    """The same in quarters of a token, which add up exactly.

    A Latin letter or a space is a quarter of a token; a digit, a mark and a letter up to Cyrillic half of
    one; a Han sign and whatever else is a token; an emoji and other rare signs are three.
    """
    return sum(map(_weight, text))


def _weight(char: str) -> int:
    if char == " " or (char.isascii() and char.isalpha()):
        return _LATIN
    code = ord(char)
    if code <= _LAST_CYRILLIC:
        return _CYRILLIC
    return _WIDE if code <= _LAST_COMMON else _RARE
