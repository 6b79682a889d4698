"""What was found in the sheet: kept until it is gone or somebody decides."""

import json
from collections import Counter
from typing import Final

from ledger import BookId, ConversationId
from manager.file.store import Connection, Row
from manager.tables import operations
from manager.tables.packing import packed
from manager.values.clock import moment, stamp
from manager.values.context import Booked
from manager.values.errors import StaleTurnError
from manager.values.finding import FindingKind, Seen, Settlement, SheetCheck, SheetFinding

OPEN: Final = """
    SELECT id, kind, operation_id, seen, nth FROM sheet_findings
    WHERE book_id = :book_id AND closed_at IS NULL
"""
ADD: Final = """
    INSERT INTO sheet_findings (book_id, kind, operation_id, version, seen, nth, says, found_at)
    VALUES (:book_id, :kind, :operation_id, :version, :seen, :nth, :says, :now)
"""
SEEN_AGAIN: Final = "UPDATE sheet_findings SET says = :says, version = :version WHERE id = :id"
GONE: Final = "UPDATE sheet_findings SET closed_at = :now WHERE id = :id"
OPERATION: Final = "SELECT id FROM operations WHERE book_id = :book_id AND key = :key"
SELECT: Final = """
    SELECT f.*, trim(u.first_name || ' ' || u.last_name) AS decided_by_name
    FROM sheet_findings f LEFT JOIN users u ON u.id = f.decided_by
"""
LIST: Final = f"""
    {SELECT} WHERE f.book_id = :book_id AND f.closed_at IS NULL AND (:kind IS NULL OR f.kind = :kind)
    ORDER BY f.id LIMIT :limit
"""
COUNTS: Final = """
    SELECT kind, count(*) AS count FROM sheet_findings
    WHERE book_id = :book_id AND closed_at IS NULL GROUP BY kind
"""
ONE: Final = f"{SELECT} WHERE f.book_id = :book_id AND f.id = :id"
IGNORED: Final = """
    SELECT seen, count(*) AS count FROM sheet_findings
    WHERE book_id = :book_id AND decision = 'ignore' GROUP BY seen
"""
ASKED: Final = "UPDATE sheet_findings SET asked_at = :now WHERE id = :id AND asked_at IS NULL"
DECIDE: Final = """
    UPDATE sheet_findings SET decision = :verdict, decided_by = :user_id, closed_at = :now
    WHERE id = :id AND closed_at IS NULL AND seen = :seen
"""
BOOKED_OF: Final = "UPDATE sheet_findings SET operation_id = :operation_id, version = 0 WHERE id = :id"
CONVERSATION: Final = """
    SELECT o.conversation_id FROM sheet_findings f JOIN operations o ON o.id = f.operation_id WHERE f.id = :id
"""
REOPEN: Final = """
    UPDATE sheet_findings SET decision = NULL, decided_by = NULL, closed_at = NULL
    WHERE book_id = :book_id AND id = :id AND decision IN ('ignore', 'keep')
"""
# Decided after the sheet confirmed the operation last: what was seen may be written over, what is gone again.
ALLOWED: Final = """
    SELECT f.kind, f.seen FROM sheet_findings f
    WHERE f.operation_id = :operation_id AND f.decision IS NOT NULL AND f.kind <> 'foreign'
        AND f.closed_at > coalesce(
            (SELECT max(r.linked_at) FROM operation_rows r WHERE r.operation_id = :operation_id), '')
"""
SET_CHECK: Final = """
    INSERT INTO sheet_checks (book_id, checked_at, counts) VALUES (:book_id, :checked_at, :counts)
    ON CONFLICT (book_id) DO UPDATE SET checked_at = :checked_at, counts = :counts
"""
HOLDS: Final = "UPDATE sheet_checks SET checked_at = :at WHERE book_id = :book_id AND checked_at < :at"
CHECK: Final = "SELECT checked_at, counts FROM sheet_checks WHERE book_id = :book_id"


def store(db: Connection, book_id: BookId, check: SheetCheck, now: str) -> tuple[int, ...]:
    """Write down what a reading found; what it did not find any more is closed. Returns the new findings."""
    known = {_identity(row): row["id"] for row in db.execute(OPEN, {"book_id": book_id})}
    times: Counter[tuple[object, ...]] = Counter()
    new = []
    for seen in check.seen:
        row = _row(db, book_id, seen, now)
        times[_identity(row)[:-1]] += 1
        row["nth"] = times[_identity(row)[:-1]]
        before = known.pop(_identity(row), None)
        if before is None:
            new.append(db.execute(ADD, row).lastrowid or 0)
        else:
            db.execute(SEEN_AGAIN, row | {"id": before})
    db.executemany(GONE, [{"id": finding_id, "now": now} for finding_id in known.values()])
    counts = packed({state: count for state, count in check.counts.items() if count})
    db.execute(SET_CHECK, {"book_id": book_id, "checked_at": stamp(check.checked_at), "counts": counts})
    return tuple(new)


def listed(db: Connection, book_id: BookId, kind: FindingKind | None, limit: int) -> tuple[SheetFinding, ...]:
    """The open findings of a book, of one kind or all, oldest first."""
    rows = db.execute(LIST, {"book_id": book_id, "kind": kind, "limit": limit}).fetchall()
    return tuple(_finding(db, row) for row in rows)


def counts(db: Connection, book_id: BookId) -> dict[FindingKind, int]:
    """How many findings of each kind wait for a decision."""
    return {row["kind"]: row["count"] for row in db.execute(COUNTS, {"book_id": book_id})}


def find(db: Connection, book_id: BookId, finding_id: int) -> SheetFinding | None:
    """A finding of a book, open or closed."""
    row = db.execute(ONE, {"book_id": book_id, "id": finding_id}).fetchone()
    return _finding(db, row) if row else None


def ignored(db: Connection, book_id: BookId) -> Counter[str]:
    """The fingerprints of rows that are nobody's, and how many such rows were decided about."""
    return Counter({row["seen"]: row["count"] for row in db.execute(IGNORED, {"book_id": book_id})})


def asked(db: Connection, finding_id: int, now: str) -> bool:
    """Remember that the person was asked; False when they were before."""
    return db.execute(ASKED, {"id": finding_id, "now": now}).rowcount == 1


def decide(db: Connection, settlement: Settlement, user_id: int, now: str) -> None:
    """Close a finding by a decision.

    Raises:
        StaleTurnError: it is closed, or its rows say something else by now.
    """
    row = {
        "id": settlement.finding_id,
        "verdict": settlement.verdict,
        "seen": settlement.fingerprint,
        "user_id": user_id,
        "now": now,
    }
    if not db.execute(DECIDE, row).rowcount:
        raise StaleTurnError(f"finding {settlement.finding_id} is not what was decided about")


def booked_of(db: Connection, finding_id: int, operation_id: int) -> None:
    """A foreign row is the row of an operation from now on."""
    db.execute(BOOKED_OF, {"id": finding_id, "operation_id": operation_id})


def reopen(db: Connection, book_id: BookId, finding_id: int) -> bool:
    """Take back that a row is ignored, or that one of several was kept; False when that was not decided."""
    return db.execute(REOPEN, {"book_id": book_id, "id": finding_id}).rowcount == 1


def allowed(db: Connection, operation_id: int) -> tuple[frozenset[str], bool]:
    """What people decided since the sheet confirmed an operation last.

    The fingerprints of rows that may be written over, and whether rows that are gone may be written again.
    """
    rows = db.execute(ALLOWED, {"operation_id": operation_id}).fetchall()
    prints = {one for row in rows for one in row["seen"].split("+") if one}
    return frozenset(prints), any(row["kind"] == "missing" for row in rows)


def conversation(db: Connection, finding_id: int) -> ConversationId | None:
    """The conversation of the operation that a finding is about, or that was booked of it."""
    row = db.execute(CONVERSATION, {"id": finding_id}).fetchone()
    return ConversationId(row["conversation_id"]) if row else None


def check_holds(db: Connection, book_id: BookId, at: str) -> None:
    """What the last check found was still so at that time."""
    db.execute(HOLDS, {"book_id": book_id, "at": at})


def last_check(db: Connection, book_id: BookId) -> SheetCheck | None:
    """When a book was compared with its sheet last, and what was counted; None when it never was."""
    row = db.execute(CHECK, {"book_id": book_id}).fetchone()
    return SheetCheck(moment(row["checked_at"]), json.loads(row["counts"])) if row else None


def _row(db: Connection, book_id: BookId, seen: Seen, now: str) -> dict[str, object]:
    found = db.execute(OPERATION, {"book_id": book_id, "key": seen.key}).fetchone() if seen.key else None
    return {
        "book_id": book_id,
        "kind": seen.kind,
        "operation_id": found["id"] if found else None,
        "version": seen.version,
        "seen": seen.fingerprint,
        "nth": 1,
        "says": seen.says,
        "now": now,
    }


def _identity(row: Row | dict[str, object]) -> tuple[object, ...]:
    return (row["kind"], row["operation_id"], row["seen"], row["nth"])


def _finding(db: Connection, row: Row) -> SheetFinding:
    operation_id = row["operation_id"]
    return SheetFinding(
        id=row["id"],
        kind=row["kind"],
        fingerprint=row["seen"],
        says=row["says"],
        version=row["version"],
        booked=_booked(db, row) if operation_id else None,
        found_at=moment(row["found_at"]),
        asked_at=moment(row["asked_at"]) if row["asked_at"] else None,
        verdict=row["decision"],
        decided_by=row["decided_by_name"] or "",
        closed_at=moment(row["closed_at"]) if row["closed_at"] else None,
    )


def _booked(db: Connection, row: Row) -> Booked:
    """The operation as it stands; of a closed finding, as it stood when it was found."""
    if row["closed_at"] and row["version"]:
        return operations.of_version(db, row["operation_id"], row["version"])
    return operations.newest(db, row["operation_id"])
