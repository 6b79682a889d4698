from typing import Final, Literal

from ledger import ThreadbookError

Fault = Literal["busy", "full", "low", "read-only", "unreadable", "damaged", "foreign", "newer", "other"]
"""What is wrong with the database.

busy: another process uses it; full: no room on the disk; low: too little room to begin; read-only: it may not
be written; unreadable: it or its folder cannot be reached; damaged: its content is broken; foreign: it is
another program's file; newer: a newer Threadbook wrote it.
"""

LASTING: Final = frozenset({"read-only", "unreadable", "damaged", "foreign", "newer"})


class StoreError(ThreadbookError):
    """The database refused; `fault` tells why. Nothing of what was to be written is there."""

    def __init__(self, message: str, fault: Fault = "other") -> None:
        super().__init__(message)
        self.fault = fault

    @property
    def needs_person(self) -> bool:
        """Whether starting again cannot help before a person has done something."""
        return self.fault in LASTING


class StaleTurnError(ThreadbookError):
    """The conversation has moved on since the turn was opened; nothing was written."""
