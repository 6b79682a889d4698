from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger import OperationKey
from manager.values.context import Booked

SheetState = Literal[
    "READY", "SENDING", "UNKNOWN", "VERIFY", "DONE", "BLOCKED", "MISSING", "DIVERGED", "DUPLICATE"
]
"""States of a sheet job, by the protocol of the sheet outbox.

READY waits; SENDING was handed to the network; UNKNOWN may or may not have been applied; VERIFY was accepted
and must be read back; DONE was read back. The others wait for a person: BLOCKED (the sheet refuses),
MISSING, DIVERGED and DUPLICATE (the row is gone, was edited by hand, or stands twice).
"""


@dataclass(frozen=True, slots=True)
class SheetJob:
    """One version of an operation that is not yet in the sheet.

    `guard` is the operation's own number that makes a repeated append harmless; `is_new` says that no version
    of the operation was ever confirmed in the sheet. `previous` is the version that was last confirmed
    there: a row that differs from it was edited by hand. `sent_at` is the last time the job was handed to
    the network. People decided that rows which say one of `replaces` are written over all the same, and, if
    `may_append`, that a row which is gone is written again.
    """

    id: int
    booked: Booked
    guard: int
    is_new: bool
    state: SheetState
    attempts: int
    sent_at: datetime | None = None
    previous: Booked | None = None
    replaces: frozenset[str] = frozenset()
    may_append: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where a version of an operation was read back: one row per leg, first leg first, counted from 1."""

    job_id: int
    key: OperationKey
    version: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Linkage:
    """An operation as it stands in the book, and what the sheet has confirmed of it.

    `state` is that of its newest version in the sheet outbox; `rows` and `linked_at` tell where and when a
    version of it was last read back.
    """

    booked: Booked
    state: SheetState
    rows: tuple[int, ...] = ()
    linked_at: datetime | None = None
