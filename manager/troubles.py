"""Which of SQLite's errors tell of the file, the disk or the memory, and so concern everybody."""

import sqlite3
from typing import Final

from manager.errors import StoreError

TROUBLES: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_READONLY,
    }
)
"""Primary result codes of SQLite that tell of the file, the disk or the memory."""


def is_trouble(error: BaseException) -> bool:
    """Whether the file or the disk is in trouble, which concerns everybody; a wrong statement is not."""
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in TROUBLES


def translated(error: BaseException) -> StoreError:
    """What SQLite said, as our own error."""
    return error if isinstance(error, StoreError) else StoreError(f"the database refused: {error}")
