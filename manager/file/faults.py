"""What SQLite's refusals mean, in our words."""

import sqlite3
from collections.abc import Mapping
from typing import Final

from manager.values.errors import Fault, StoreError

FAULTS: Final[Mapping[int, Fault]] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_CANTOPEN: "unreadable",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "other",
    sqlite3.SQLITE_NOMEM: "other",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_READONLY: "read-only",
}
"""Primary result codes of SQLite that tell of the file, the disk or the memory."""

SHM_SIZE: Final = getattr(sqlite3, "SQLITE_IOERR_SHMSIZE", 4874)
"""How a disk without a single free block looks when the journal's index is made."""


def is_trouble(error: BaseException) -> bool:
    """Whether the file or the disk is in trouble, which concerns everybody; a wrong statement is not."""
    return isinstance(error, sqlite3.Error) and _code(error) & 0xFF in FAULTS


def translated(error: BaseException) -> StoreError:
    """The same trouble as an error that the rest of the house knows."""
    if isinstance(error, StoreError):
        return error
    code = _code(error)
    fault = "full" if code == SHM_SIZE else FAULTS.get(code & 0xFF, "other")
    return StoreError(f"the database refused: {error}", fault)


def _code(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0))
