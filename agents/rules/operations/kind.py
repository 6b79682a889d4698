from dataclasses import dataclass
from typing import Final

from agents.rules.names.finding import Found
from agents.rules.operations.findings import Findings
from agents.rules.operations.negation import is_negated
from agents.rules.vocabulary.lexicon import Hit
from ledger import OperationType

SURE: Final = 1.0
LIKELY: Final = 0.9
GUESS: Final = 0.7
ASK: Final = 0.5
"""So unsure that the person is asked: money that came back may be a refund or income."""

_OPEN: Final = ("", "verb", "type")
"""Owners of words that still may say what happened: `cash` of `cash deposited` is an account besides."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of an operation, why, and which of its accounts is which."""

    type: OperationType | None
    confidence: float = LIKELY
    hit: Hit | None = None
    account: Found | None = None
    to_account: Found | None = None
    refund: bool | None = None
    is_person: bool = False

    @property
    def is_said(self) -> bool:
        """Whether the person's own words name the type."""
        return self.hit is not None and self.confidence >= SURE


def first_hit(findings: Findings, *roles: str) -> Hit | None:
    """The first word of some roles that stands in this part of the message."""
    for hit in findings.page.hits.all(*roles):
        is_inside = findings.first <= hit.first and hit.last <= findings.last
        owners = findings.page.owners[hit.first], findings.page.owners[hit.last]
        if is_inside and any(owner in _OPEN for owner in owners):
            return hit
    return None


def named_type(findings: Findings) -> Hit | None:
    """The type that is named, and not one that it is said not to be."""
    hit = first_hit(findings, "type")
    return hit if hit is not None and not is_negated(findings.page, hit.first, hit.last) else None
