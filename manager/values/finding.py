from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ledger import OperationKey
from manager.values.context import Booked

FindingKind = Literal["edited", "missing", "double", "foreign"]
Verdict = Literal["take", "put back", "write again", "void", "keep", "ignore"]
"""What a person decided.

take: the book says from now on what the sheet says; put back, write again: the sheet says what the book says;
void: the operation is undone; keep: one of several rows stays; ignore: the row is nobody's.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that one reading of the sheet found.

    `key` and `version` are of the operation, if it is of one. `fingerprint` is of the rows, and `says` what
    they say, as JSON that only `sheets` reads.
    """

    kind: FindingKind
    fingerprint: str
    says: str
    key: OperationKey | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """What one reading of the whole sheet found, and how many operations and rows are in each state.

    `moved` tells where operations stand now; `healed` are as they should be, though a finding held them up.
    """

    checked_at: datetime
    counts: Mapping[str, int]
    seen: tuple[Seen, ...] = ()
    moved: Mapping[OperationKey, tuple[int, ...]] = field(default_factory=dict)
    healed: tuple[OperationKey, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """Where the sheet says something else than the book.

    Open until `closed_at`; a closed one without `verdict` was gone by itself. `booked` is the operation as
    the book has it now, and of a closed one as it had it then.
    """

    id: int
    kind: FindingKind
    fingerprint: str
    says: str
    version: int | None
    booked: Booked | None
    found_at: datetime
    asked_at: datetime | None = None
    verdict: Verdict | None = None
    decided_by: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision about a finding, made on what its rows said then (`fingerprint`)."""

    finding_id: int
    verdict: Verdict
    fingerprint: str
