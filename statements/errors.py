from typing import Literal

from ledger import ThreadbookError

Fault = Literal[
    "empty",
    "too big",
    "unknown kind",
    "other kind",
    "old excel",
    "damaged",
    "bomb",
    "too long",
    "no table",
    "no chat",
]


class UnreadableFileError(ThreadbookError):
    """A file that cannot be imported as a whole; `fault` tells why, `detail` what was met or allowed."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else fault)
        self.fault = fault
        self.detail = detail
