"""What a model is sent of all that could help it: what matters most first, within its budget of tokens."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from agents.errors import ReaderError
from agents.model.answer import SCHEMA
from agents.model.prompt import RULES, known, values
from agents.model.tokens import QUARTERS, estimate, weight
from agents.reading import Setting
from manager import Example, Message

MOST_NAMES: Final = 200
"""Names of one list that are sent, most used first: a bound on what a message can cost."""

FRAME: Final = 64 + estimate(json.dumps(SCHEMA, separators=(",", ":")))
"""Tokens for the form of the answer, and for what servers put around messages."""

_TAG: Final = re.compile(r"<[^>]*>")
_SEPARATOR: Final = weight(",")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing that may be left out: a place in the lists of what the model is told, and its value."""

    place: str
    value: Any
    order: int = 0


def contents(text: str, setting: Setting, budget: int) -> tuple[str, str, str]:
    """The rules, what the bot knows as JSON, and the message: at most `budget` tokens by estimate.

    The rules, the draft, the open question and the message are always whole. Of the rest the least useful
    goes first: old small talk, old words of the bot, examples, old words with numbers, names that are least
    used; within each the oldest. Nothing of a lower kind is kept where something of a higher one had to go.

    Raises:
        ReaderError: what must be said is more than the budget.
    """
    pieces = _pieces(setting)
    told = known(setting) | {piece.place: [] for piece in pieces}
    room = budget - tokens((RULES, _json(told), text))
    if room < 0:
        raise ReaderError(f"the message and its conversation are over {budget} tokens", kind="oversize")
    for piece in sorted(_fitting(pieces, room * QUARTERS), key=lambda one: one.order):
        told[piece.place].append(piece.value)
    return RULES, _json(told), text


def tokens(said: Iterable[str]) -> int:
    """What a request with these contents is likely to count at most."""
    return FRAME + sum(map(estimate, said))


def _fitting(pieces: Iterable[_Piece], quarters: int) -> Iterator[_Piece]:
    """The first pieces, as many as there is room for."""
    for piece in pieces:
        quarters -= weight(_json(piece.value)) + _SEPARATOR
        if quarters < 0:
            return
        yield piece


def _pieces(setting: Setting) -> tuple[_Piece, ...]:
    """All that may be left out, the most useful first; `order` is its place among its like."""
    talk = [_said(message, at) for at, message in enumerate(setting.history) if message.sender != "system"]
    newest = talk[::-1]
    return (
        *_names(setting),
        *(one for one in newest if _is_persons(one) and _has_number(one)),
        *(_Piece("examples", _example(one), at) for at, one in enumerate(setting.examples)),
        *(one for one in newest if not _is_persons(one)),
        *(one for one in newest if _is_persons(one) and not _has_number(one)),
    )


def _names(setting: Setting) -> Iterator[_Piece]:
    """The names of all lists in turn, so that each keeps its most used ones."""
    book = setting.book
    lists: dict[str, list[dict[str, Any]]] = {
        "accounts": [
            _named(one.name, (*one.words, *one.aliases), currency=one.currency) for one in book.accounts
        ],
        "expense_categories": [_named(one.name, one.words) for one in book.of_kind("expense")],
        "income_categories": [_named(one.name, one.words) for one in book.of_kind("income")],
    }
    for at in range(MOST_NAMES):
        yield from (_Piece(place, names[at], at) for place, names in lists.items() if at < len(names))


def _named(name: str, also: Sequence[str], **more: str) -> dict[str, Any]:
    return {"name": name, **more, **({"words": also} if also else {})}


def _example(example: Example) -> dict[str, Any]:
    return {"message": example.said, "operation": values(example.booked)}


def _said(message: Message, at: int) -> _Piece:
    if message.sender == "bot":
        return _Piece("earlier", {"bot": html.unescape(_TAG.sub("", message.content))}, at)
    return _Piece("earlier", {"person": message.content}, at)


def _is_persons(piece: _Piece) -> bool:
    return "person" in piece.value


def _has_number(piece: _Piece) -> bool:
    return any(char.isdigit() for char in piece.value["person"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
