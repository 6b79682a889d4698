"""The rows that an operation has in the sheet, and fingerprints to compare them with what is read back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from ledger import Leg, OperationKey, OperationType, minor_digits
from manager import Booked
from sheets.cell import Cell, canonical, day_serial, moment_serial, text
from sheets.layout import BY_KEY, ColumnKey, Language, money_pattern

Cells = Mapping[ColumnKey, Cell]

CONTENT: Final[tuple[ColumnKey, ...]] = (
    "date",
    "type",
    "amount",
    "currency",
    "account",
    "category",
    "text",
    "who",
    "tags",
    "status",
)
"""What a row says of its operation: where the sheet differs from the book here, a person edited it."""

WRITTEN: Final[tuple[ColumnKey, ...]] = (*CONTENT, "chg")
"""What a correction writes in place. Number, Operation ID, Recorded and Chat are never written again:
whatever happens to a row, they keep telling whose row it is."""

SUPERGROUP: Final = "-100"
"""How the id of a supergroup begins; what follows names it in links to its messages."""

TYPE_WORDS: Final[Mapping[Language, Mapping[OperationType, str]]] = {
    "en": {
        "expense": "Expense",
        "income": "Income",
        "transfer": "Transfer",
        "adjustment": "Correction",
    },
    "ru": {"expense": "Расход", "income": "Доход", "transfer": "Перевод", "adjustment": "Поправка"},
}
STATUS_WORDS: Final[Mapping[Language, tuple[str, str]]] = {"en": ("OK", "Void"), "ru": ("ОК", "Отменено")}

# The same word in the other language is no edit: the language of a book may change while its rows stay.
_SAME_WORDS: Final[Mapping[str, str]] = {
    **{word: name for words in TYPE_WORDS.values() for name, word in words.items()},
    **{
        word: name
        for words in STATUS_WORDS.values()
        for name, word in zip(("ok", "void"), words, strict=True)
    },
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a book is written: its language, its zone, and the bot that the Chat column leads to."""

    language: Language
    zone: ZoneInfo
    bot_username: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One leg of an operation as a row: its typed cells by column, without the ones that belong to people."""

    op_id: str
    cells: Cells

    @property
    def fingerprint(self) -> str:
        """Equal to the fingerprint of what is read back when the sheet has this version of the operation."""
        return fingerprint(self.cells)

    @property
    def content(self) -> str:
        """Like `fingerprint`, without the time of the change: what people see and edit."""
        return content(self.cells)


def fingerprint(cells: Cells) -> str:
    """The fingerprint of all columns that a correction writes, the time of the change included."""
    return _digest(cells, WRITTEN)


def content(cells: Cells) -> str:
    """The fingerprint of what a row says of its operation, in whichever language and zone it was written."""
    return _digest(cells, CONTENT)


def rows_of(booked: Booked, rendering: Rendering) -> tuple[SheetRow, ...]:
    """The rows of an operation: one, or two for a transfer, first leg first."""
    legs = booked.operation.legs
    ids = op_ids(booked)
    return tuple(
        SheetRow(op_id, _cells(booked, leg, op_id, rendering)) for leg, op_id in zip(legs, ids, strict=True)
    )


def op_ids(booked: Booked) -> tuple[str, ...]:
    """The Operation ID cell of each row: the key, or `KEY/1` and `KEY/2` for a transfer."""
    legs = len(booked.operation.legs)
    return (booked.key,) if legs == 1 else tuple(f"{booked.key}/{leg}" for leg in range(1, legs + 1))


def key_of(op_id: str) -> OperationKey:
    """The operation that an Operation ID cell names."""
    return OperationKey(op_id.partition("/")[0])


def voided(cells: Cells, rendering: Rendering, changed: Cell) -> Cells:
    """A row as it stands, marked Void."""
    return {**cells, "status": STATUS_WORDS[rendering.language][1], "chg": changed}


def pattern_of(key: ColumnKey, cells: Cells) -> str:
    """The number format of a cell: an amount has the decimals of its currency."""
    if key == "amount":
        return money_pattern(minor_digits(str(cells.get("currency"))))
    return BY_KEY[key].pattern


def type_of(cell: Cell) -> OperationType | None:
    """The type that a cell names, in either language."""
    return next((type_ for type_ in TYPE_WORDS["en"] if _SAME_WORDS.get(str(cell)) == type_), None)


def is_void(cells: Cells) -> bool:
    """Whether a row is marked Void, in either language."""
    return _SAME_WORDS.get(str(cells.get("status"))) == "void"


def _cells(booked: Booked, leg: Leg, op_id: str, rendering: Rendering) -> Cells:
    operation, language = booked.operation, rendering.language
    ok, void = STATUS_WORDS[language]
    return {
        "num": booked.number,
        "date": day_serial(operation.day),
        "type": TYPE_WORDS[language][operation.type],
        "amount": leg.amount.amount,
        "currency": leg.amount.currency,
        "account": text(leg.account),
        "category": text(operation.category or ""),
        "text": text(_description(booked)),
        "who": text(booked.who),
        "tags": text(" ".join(f"#{tag.removeprefix('#')}" for tag in operation.tags)),
        "status": void if booked.state == "void" else ok,
        "op": op_id,
        "rec": moment_serial(booked.recorded_at, rendering.zone),
        "chg": moment_serial(booked.changed_at, rendering.zone) if booked.changed_at else None,
        "link": _link(booked, rendering),
    }


def message_url(booked: Booked) -> str:
    """The address of the message in which an operation was told; empty where messages have none.

    Only those of supergroups have one.
    """
    is_supergroup = str(booked.said_in or "").startswith(SUPERGROUP)
    if not is_supergroup or booked.said_as is None:
        return ""
    return f"https://t.me/c/{str(booked.said_in).removeprefix(SUPERGROUP)}/{booked.said_as}"


def _link(booked: Booked, rendering: Rendering) -> str:
    """Where the conversation is: its message, else the bot, which shows the card."""
    return message_url(booked) or f"https://t.me/{rendering.bot_username}?start=op_{booked.key}"


def _description(booked: Booked) -> str:
    """The description, with the other party when it is not named there anyway."""
    said, party = booked.operation.description, booked.operation.counterparty
    if not party or party.casefold() in said.casefold():
        return said
    return f"{said} · {party}" if said else party


def _digest(cells: Cells, keys: tuple[ColumnKey, ...]) -> str:
    parts = [part(key, cells.get(key)) for key in keys]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def part(key: ColumnKey, value: Cell) -> str:
    """What one cell contributes to a fingerprint: equal for cells that say the same."""
    if key in ("type", "status") and isinstance(value, str):
        value = _SAME_WORDS.get(value, value)
    return canonical(BY_KEY[key].kind, value)
