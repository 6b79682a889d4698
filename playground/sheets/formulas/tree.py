"""What a formula says, as a tree."""

import re
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?)
    |"(?P<text>(?:[^"]|"")*)"
    |(?P<cells>(?:'(?:[^']|'')+'!|\w+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(]))
    |(?P<name>[^\W\d]\w*)
    |(?P<sign><=|>=|<>|[-+*/&=<>();,])
    )""",
    re.VERBOSE,
)
_POWERS: Final = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
_SEPARATORS: Final = (";", ",")


class UnsupportedError(Exception):
    """The formula is beyond what is computed here."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True, slots=True)
class Cells:
    """A reference such as `$A$1:B4`, or a name."""

    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides and a sign between them."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Function:
    """A function and what it is given."""

    name: str
    arguments: tuple["Node", ...]


Node = Constant | Cells | Operation | Function


def parse(formula: str) -> Node:
    """Read a formula with its `=`.

    Raises:
        UnsupportedError: it cannot be read.
    """
    reader = _Reader(_tokens(formula.removeprefix("=")))
    node = reader.expression(0)
    if reader.tokens:
        raise UnsupportedError(f"what is {reader.tokens[-1]} in {formula}?")
    return node


def _tokens(text: str) -> list[tuple[str, str]]:
    """Kinds and words, the first one last."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UnsupportedError(f"what is {text[at:]!r}?")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found[::-1]


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens

    def expression(self, least: int) -> Node:
        """Everything that binds more strongly than `least`."""
        left = self._part()
        while self.tokens and _POWERS.get(self.tokens[-1][1], 0) > least and self.tokens[-1][0] == "sign":
            _, sign = self.tokens.pop()
            left = Operation(sign, left, self.expression(_POWERS[sign]))
        return left

    def _part(self) -> Node:
        if not self.tokens:
            raise UnsupportedError("the formula breaks off")
        kind, word = self.tokens.pop()
        match kind, word:
            case "number", _:
                return Constant(float(word))
            case "text", _:
                return Constant(word.replace('""', '"'))
            case "cells", _:
                return Cells(word)
            case "name", _:
                return self._named(word)
            case _, "-":
                return Operation("-", Constant(0.0), self.expression(_POWERS["*"]))
            case _, "(":
                inside = self.expression(0)
                self._take(")")
                return inside
            case _:
                raise UnsupportedError(f"what is {word!r}?")

    def _named(self, word: str) -> Node:
        if not self.tokens or self.tokens[-1] != ("sign", "("):
            return Cells(word)
        self.tokens.pop()
        arguments: list[Node] = []
        while self.tokens and self.tokens[-1] != ("sign", ")"):
            arguments.append(self.expression(0))
            if self.tokens and self.tokens[-1][1] in _SEPARATORS:
                self.tokens.pop()
        self._take(")")
        return Function(word.upper(), tuple(arguments))

    def _take(self, sign: str) -> None:
        if not self.tokens or self.tokens.pop() != ("sign", sign):
            raise UnsupportedError(f"{sign} is missing")
