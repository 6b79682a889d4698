"""A chained hash over every version of an operation: SQLite does not notice a byte of data that changed."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

Row = Mapping[str, Any] | sqlite3.Row

IDENTITY: Final = ("key", "guard", "book_id", "number", "conversation_id", "user_id", "recorded_at")
"""What of an operation never changes."""

SAID: Final = (
    "operation_id",
    "version",
    "reason",
    "state",
    "type",
    "amount_minor",
    "currency",
    "day",
    "account_id",
    "to_account_id",
    "received_minor",
    "received_currency",
    "category_id",
    "description",
    "counterparty",
    "tags",
    "refund",
    "evidence",
    "user_id",
    "cause_message_id",
    "created_at",
)
"""What a version says, and who said it: every column but the seal."""

BEFORE = "SELECT seal FROM operation_versions WHERE operation_id = :operation_id AND version = :version"
OPERATIONS = "SELECT * FROM operations ORDER BY id"
VERSIONS = "SELECT * FROM operation_versions ORDER BY operation_id, version"
SET = "UPDATE operation_versions SET seal = :seal WHERE operation_id = :operation_id AND version = :version"


def of_operation(operation: Row) -> str:
    """Where the chain of an operation begins: whose it is."""
    return _digest(_identity(operation))


def of_version(version: Row, before: str) -> str:
    """The seal of a version, given the one before it, or that of the operation for the first."""
    return _digest((before, *_said(version)))


def before(db: sqlite3.Connection, operation_id: int, version: int) -> str:
    """The seal that a later version than the first stands on."""
    found = db.execute(BEFORE, {"operation_id": operation_id, "version": version - 1}).fetchone()
    return str(found[0]) if found else ""


def seal_all(db: sqlite3.Connection) -> None:
    """Seal the versions of a file that had no seals; what they say now is taken for true."""
    for row, stands_on in list(_chain(db)):
        seal = of_version(row, stands_on or before(db, row["operation_id"], row["version"]))
        db.execute(SET, {"seal": seal, "operation_id": row["operation_id"], "version": row["version"]})


def broken(db: sqlite3.Connection) -> Iterator[str]:
    """The versions that do not say what was written, as `operation 12 version 2`."""
    last = ""
    for row, begins in _chain(db):
        if of_version(row, begins or last) != row["seal"]:
            yield f"operation {row['operation_id']} version {row['version']}"
        last = row["seal"]


def _chain(db: sqlite3.Connection) -> Iterator[tuple[sqlite3.Row, str]]:
    """Every version in order; the first of an operation comes with where its chain begins."""
    operations, versions = db.cursor(), db.cursor()
    operations.row_factory = versions.row_factory = sqlite3.Row
    begins = {row["id"]: of_operation(row) for row in operations.execute(OPERATIONS)}
    for row in versions.execute(VERSIONS):
        yield row, begins.get(row["operation_id"], "") if row["version"] == 1 else ""


def _digest(values: Iterable[Any]) -> str:
    return hashlib.sha256(_encoded(values).encode()).hexdigest()[:32]


_identity: Final = itemgetter(*IDENTITY)
_said: Final = itemgetter(*SAID)
_encoded: Final = json.JSONEncoder(default=repr).encode
