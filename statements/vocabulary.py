"""The words that head the columns of bank statements, in eleven languages."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

Heading = Literal[
    "date",
    "value_date",
    "amount",
    "debit",
    "credit",
    "direction",
    "balance",
    "currency",
    "text",
    "party",
    "ignored",
]
WORDS: Final = Path(__file__).parent / "headers.toml"
LONGEST_HEADING: Final = 60
"""Characters of the longest cell that may be a heading: sentences hold many of these words by chance."""


def heading_of(cell: str) -> Heading | None:
    """What a column of this heading holds, by the longest known words in it; None for an unknown heading."""
    said = _plain(cell)
    if not said or len(said) > LONGEST_HEADING:
        return None
    known = [(words, heading) for words, heading in _headings().items() if _stands_in(words, said)]
    return max(known, key=lambda one: len(one[0]))[1] if known else None


def sign_of(cell: str) -> int:
    """1 where a word such as `credit` or `Haben` says that money came, -1 where it went, 0 for others."""
    said = _plain(cell)
    return 1 if said in _words()["plus"] else -1 if said in _words()["minus"] else 0


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().replace("_", " ").strip(" :.*\"'").split())


def _stands_in(words: str, said: str) -> bool:
    if words not in said:
        return False
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", said) is not None or _is_han(words)


def _is_han(words: str) -> bool:
    """Chinese puts no spaces between words."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in words)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {name: frozenset(_plain(one) for one in words) for name, words in lists.items()}


@cache
def _headings() -> Mapping[str, Heading]:
    return {words: heading for heading in get_args(Heading) for words in _words()[heading]}
