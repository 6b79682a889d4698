"""Text as it is searched, so that `Пятёрочка` is found by `пятерочк` and `Café` by `cafe`."""

import json
import sqlite3
import unicodedata
from functools import lru_cache
from typing import Final

_SHORT: Final = 4
"""Shorter words are found only where a word begins: `ан` is Anna in Russian, and half of `банан`."""


def add_functions(db: sqlite3.Connection) -> None:
    """Teach a connection the functions that our statements use."""
    db.create_function("folded", 1, folded, deterministic=True)
    db.create_function("concerns", 4, concerns, deterministic=True)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case without accents, `ё` as `е`; what parts words is a space, and so are both ends."""
    bare = (char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    words = "".join(char if char.isalnum() else " " for char in bare).split()
    return f" {' '.join(words)} "


def sought(words: str) -> str:
    """What must stand in a folded text for the words to be in it; empty for no words.

    A Chinese word may stand anywhere, for nothing parts it from the others.
    """
    bare = folded(words).strip()
    return f" {bare}" if bare.isalpha() and len(bare) < _SHORT and bare < "\u0900" else bare


def concerns(topics: str, category: str | None, description: str, counterparty: str) -> bool:
    """Whether an operation is about one of some topics: JSON of a category, or null, and of words sought."""
    return any(
        (named is None or named == category)
        and (not words or words in folded(description) or words in folded(counterparty))
        for named, words in _listed(topics)
    )


@lru_cache(maxsize=64)
def _listed(topics: str) -> tuple[tuple[str | None, str], ...]:
    return tuple((named, words) for named, words in json.loads(topics))
