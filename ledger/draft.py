from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self, get_args

from ledger.operation import OperationType

Field = Literal[
    "type",
    "amount",
    "currency",
    "account",
    "to_account",
    "to_amount",
    "to_currency",
    "category",
    "day",
    "description",
    "counterparty",
    "tags",
    "balance",
    "refund",
]

Origin = Literal["said", "guess", "default", "button", "habit", "book"]
"""Where a value comes from: the person's words, our inference, the book's default, a tap, what the person
usually does, or the operation that is being corrected."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: `text` is the person's own words at `start:end` of their message."""

    field: Field
    origin: Origin
    text: str = ""
    start: int = 0
    end: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far of an operation; a field that is None was not said.

    Accounts and categories are names from the person's own lists. `amount` is positive and in major units;
    `balance` is what the person says an account really holds (adjustments). `day` is in the person's zone.
    """

    type: OperationType | None = None
    amount: Decimal | None = None
    currency: str | None = None
    account: str | None = None
    to_account: str | None = None
    to_amount: Decimal | None = None
    to_currency: str | None = None
    category: str | None = None
    day: date | None = None
    description: str | None = None
    counterparty: str | None = None
    tags: tuple[str, ...] | None = None
    balance: Decimal | None = None
    refund: bool | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def said(self) -> frozenset[Field]:
        """The fields that have a value."""
        return frozenset(name for name in _NAMES if getattr(self, name) is not None)

    def origin(self, field: Field) -> Evidence | None:
        """The evidence of a field, or None when nothing is known of it."""
        return next((proof for proof in self.evidence if proof.field == field), None)

    def is_guess(self, field: Field) -> bool:
        """Whether the person should be told that this value is ours ("my guess"): confidence 0.6 to 0.85."""
        proof = self.origin(field)
        return proof is not None and proof.origin in ("guess", "habit") and proof.confidence < PLAIN

    def merge(self, newer: Self) -> Self:
        """This draft with every field that `newer` knows taken from it, evidence included."""
        known = newer.said
        values: dict[str, Any] = {name: getattr(newer, name) for name in known}
        kept = tuple(proof for proof in self.evidence if proof.field not in known)
        return replace(self, **values, evidence=kept + newer.evidence)

    def fill(self, field: Field, value: object, origin: Origin, confidence: float = 1.0) -> Self:
        """This draft with one field set, and why."""
        kept = tuple(proof for proof in self.evidence if proof.field != field)
        proof = Evidence(field, origin, confidence=confidence)
        values: dict[str, Any] = {field: value}
        return replace(self, **values, evidence=(*kept, proof))

    def without(self, names: Iterable[Field]) -> Self:
        """This draft with some fields forgotten."""
        gone = set(names)
        kept = tuple(proof for proof in self.evidence if proof.field not in gone)
        values: dict[str, Any] = dict.fromkeys(gone)
        return replace(self, **values, evidence=kept)


PLAIN = 0.85
"""Confidence from which a value is shown without "my guess"."""

_NAMES: tuple[Field, ...] = get_args(Field)
