import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Protocol

from agents.rules.vocabulary.language import CODES, languages
from agents.rules.vocabulary.segments import segmented
from agents.rules.writing.stems import stem
from agents.rules.writing.tokens import fold

Table = Mapping[str, tuple[str, ...]]

_FOLDER: Final = "defaults"
_FALSE: Final = frozenset({"вечер"})
"""Stems that mean something else in a neighbour's language: Ukrainian supper is Russian evening."""


class Named(Protocol):
    """An account or a category of a list."""

    @property
    def name(self) -> str:
        """What the person calls it."""

    @property
    def words(self) -> tuple[str, ...]:
        """Other words that lead to it."""


def words_of(item: Named, neighbours: Iterable[Named], kind: str) -> tuple[str, ...]:
    """The words of an account or category; where the person gave none, those a new book would give it.

    `kind` is `account`, `expense` or `income`. A name that is itself such a word, as `Restaurants` is one of
    the cafés', borrows them too, unless a neighbour bears the very name.
    """
    if item.words:
        return item.words
    table = usual(kind)
    own = table.get(fold(item.name))
    if own is not None:
        return own
    taken = {fold(neighbour.name) for neighbour in neighbours}
    root = stem(item.name)
    for name, words in table.items():
        if name not in taken and any(stem(word) == root for word in words):
            return words
    return ()


def is_usual_thing(word: str, code: str = "en") -> bool:
    """Whether a word leads to an expense of any new book: something that people buy.

    `code` is the language of Latin words, whose endings are left aside.
    """
    return fold(word) in _things(code) or stem(word, code) in _things(code)


def has_usual_thing(text: str, code: str = "en") -> bool:
    """Whether a word of a text, or all of it, is something that people buy."""
    if is_usual_thing(text, code):
        return True
    return any(is_usual_thing(token.word, code) for token in segmented(text, code))


@cache
def _things(code: str) -> frozenset[str]:
    words = [word for words in usual("expense").values() for word in words]
    words += [word for known in languages() if known.vocabulary for word in known.vocabulary.words["thing"]]
    return frozenset((*map(fold, words), *(stem(word, code) for word in words))) - _FALSE


@cache
def usual(kind: str) -> Table:
    """The words that new books start with, by folded name, in all languages."""
    found: dict[str, tuple[str, ...]] = {}
    for code in CODES:
        file = files("manager") / _FOLDER / f"{code}.toml"
        if not file.is_file():
            continue
        lists = tomllib.loads(file.read_text(encoding="utf-8"))
        for entry in lists["account" if kind == "account" else "category"]:
            if entry.get("kind", "account") == kind:
                name = fold(entry["name"])
                found[name] = (*found.get(name, ()), *entry["words"])
    return found
