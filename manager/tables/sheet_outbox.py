from collections.abc import Sequence
from datetime import datetime

from manager.file.store import Connection, Row
from manager.tables import findings, operations
from manager.values.clock import moment, stamp
from manager.values.context import Booked
from manager.values.projection import Link, SheetJob, SheetState

LEFT_OUT = "state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE') AND reason LIKE 'discarded: %'"
"""What somebody let go: the operation stays in the book, and its row is not written."""

ADD = """
    INSERT INTO sheet_outbox (operation_id, version, next_at, created_at, is_backfill)
    VALUES (:operation_id, :version, :now, :now, :is_backfill)
"""
# What was never handed to the network, or was left out by somebody, needs not be written: the newer version
# says more.
SKIP = f"""
    UPDATE sheet_outbox SET state = 'DONE', reason = 'superseded', done_at = :now
    WHERE operation_id = :operation_id AND version < :version
        AND (state = 'READY' AND attempts = 0 OR {LEFT_OUT})
"""  # noqa: S608  # this module's own constants
# One version of an operation after the other; what another sheet had already comes after what is new.
FIRST = """NOT EXISTS (
    SELECT 1 FROM sheet_outbox older
    WHERE older.operation_id = s.operation_id AND older.version < s.version AND older.state <> 'DONE')"""
DUE = f"""
    SELECT s.*, o.guard, NOT EXISTS (
        SELECT 1 FROM operation_rows r WHERE r.operation_id = s.operation_id
    ) AS is_new
    FROM sheet_outbox s JOIN operations o ON o.id = s.operation_id JOIN books b ON b.id = o.book_id
    WHERE s.state <> 'DONE' AND s.state IN ('READY', 'UNKNOWN', 'VERIFY', 'BLOCKED')
        AND s.next_at <= :now AND b.has_sheet AND {FIRST}
    ORDER BY s.is_backfill, +s.id LIMIT :limit
"""  # noqa: S608  # put together from this module's own constants
NEXT_AT = f"""
    SELECT min(s.next_at) AS at FROM sheet_outbox s
    JOIN operations o ON o.id = s.operation_id JOIN books b ON b.id = o.book_id
    WHERE s.state <> 'DONE' AND s.state IN ('READY', 'UNKNOWN', 'VERIFY', 'BLOCKED') AND b.has_sheet
        AND {FIRST}
"""  # noqa: S608  # same
SENDING = """
    UPDATE sheet_outbox SET state = 'SENDING', attempts = attempts + 1, sent_at = :now WHERE id = :id
"""
# What was let go while the sheet was being asked stays so.
MOVE = f"""
    UPDATE sheet_outbox SET state = :state, reason = :reason, next_at = coalesce(:retry_at, next_at)
    WHERE id = :id AND state <> 'DONE' AND NOT ({LEFT_OUT})
    RETURNING (SELECT conversation_id FROM operations o WHERE o.id = operation_id) AS conversation_id,
        done_at IS NOT NULL AS was_done
"""  # noqa: S608  # same
WAS_DONE = "SELECT done_at IS NOT NULL AS was_done FROM sheet_outbox WHERE id = :id"
RECOVER = "UPDATE sheet_outbox SET state = 'UNKNOWN' WHERE state <> 'DONE' AND state = 'SENDING'"
# After a restart nothing waits out the pauses of an outage that may be over.
HURRY = """
    UPDATE sheet_outbox SET next_at = :now
    WHERE state <> 'DONE' AND state IN ('READY', 'UNKNOWN', 'VERIFY') AND next_at > :now
"""
DONE = """
    UPDATE sheet_outbox SET state = 'DONE', done_at = :now WHERE id = :id AND state <> 'DONE'
    RETURNING operation_id
"""
SET_ROW = """
    INSERT INTO operation_rows (operation_id, leg, row_hint, version, linked_at)
    VALUES (:operation_id, :leg, :row, :version, :now)
    ON CONFLICT (operation_id, leg) DO UPDATE SET row_hint = :row, version = :version, linked_at = :now
"""
# A correction may take a second leg away (transfer to expense); its row then holds no leg of the operation.
DROP_ROWS = "DELETE FROM operation_rows WHERE operation_id = :operation_id AND leg > :legs"
CONFIRMED = """
    SELECT max(version) AS version FROM operation_rows
    WHERE operation_id = :operation_id AND version <= :version
"""
NEVER = "9999-12-31T00:00:00.000Z"
WAITS: tuple[SheetState, ...] = ("READY", "UNKNOWN", "VERIFY", "SENDING")


def add(db: Connection, operation_id: int, version: int, now: str, *, is_backfill: bool = False) -> None:
    """A version of an operation waits for the sheet; an older one that was never sent waits no more.

    A backfill, such as what is imported, waits behind everything that a person has just said.
    """
    row = {"operation_id": operation_id, "version": version, "now": now, "is_backfill": is_backfill}
    if version > 1:
        db.execute(SKIP, row)
    db.execute(ADD, row)


def due(db: Connection, limit: int, now: str) -> tuple[SheetJob, ...]:
    """The jobs that may be tried now, backfills last, oldest first, at most one per operation."""
    return tuple(_job(db, row) for row in db.execute(DUE, {"limit": limit, "now": now}).fetchall())


def next_at(db: Connection) -> datetime | None:
    """When the next waiting job may be tried; None when nothing waits."""
    at = db.execute(NEXT_AT).fetchone()["at"]
    return moment(at) if at else None


def sending(db: Connection, ids: Sequence[int], now: str) -> None:
    """Write down that these jobs are being handed to the network, before they are."""
    db.executemany(SENDING, [{"id": job_id, "now": now} for job_id in ids])


def move(
    db: Connection, ids: Sequence[int], state: SheetState, reason: str, retry_at: datetime | None
) -> list[int]:
    """Put jobs into a state; returns the conversations to which that is news.

    It is none to those whose row another sheet had: they were told.
    """
    retry = stamp(retry_at) if retry_at else NEVER if state not in WAITS else None
    rows = [{"id": job_id, "state": state, "reason": reason, "retry_at": retry} for job_id in ids]
    moved = [db.execute(MOVE, row).fetchone() for row in rows]
    return [row["conversation_id"] for row in moved if row is not None and not row["was_done"]]


def recover(db: Connection, now: str) -> int:
    """At start: what was being sent when the process died may or may not have arrived; all is due now."""
    unknown = db.execute(RECOVER).rowcount
    db.execute(HURRY, {"now": now})
    return unknown


def was_done(db: Connection, job_id: int) -> bool:
    """Whether the sheet that the book had before held this version."""
    row = db.execute(WAS_DONE, {"id": job_id}).fetchone()
    return row is not None and bool(row["was_done"])


def done(db: Connection, link: Link, now: str) -> int | None:
    """A version was read back in its rows; returns its operation, or None when that was known already."""
    row = db.execute(DONE, {"id": link.job_id, "now": now}).fetchone()
    if row is None:
        return None
    operation_id: int = row["operation_id"]
    for leg, row_number in enumerate(link.rows, start=1):
        values = {
            "operation_id": operation_id,
            "leg": leg,
            "row": row_number,
            "version": link.version,
            "now": now,
        }
        db.execute(SET_ROW, values)
    db.execute(DROP_ROWS, {"operation_id": operation_id, "legs": len(link.rows)})
    return operation_id


def _job(db: Connection, row: Row) -> SheetJob:
    # A first version was decided about by nobody, and most jobs are that.
    replaces, may_append = (
        findings.allowed(db, row["operation_id"]) if row["version"] > 1 else (frozenset(), False)
    )
    return SheetJob(
        id=row["id"],
        booked=operations.of_version(db, row["operation_id"], row["version"]),
        previous=_previous(db, row["operation_id"], row["version"]) if not row["is_new"] else None,
        guard=row["guard"],
        is_new=bool(row["is_new"]),
        state=row["state"],
        attempts=row["attempts"],
        sent_at=moment(row["sent_at"]) if row["sent_at"] else None,
        replaces=replaces,
        may_append=may_append,
    )


def _previous(db: Connection, operation_id: int, version: int) -> Booked | None:
    """The version that the sheet confirmed last, below `version`."""
    where = {"operation_id": operation_id, "version": version}
    row = db.execute(CONFIRMED, where).fetchone()
    return operations.of_version(db, operation_id, row["version"]) if row["version"] else None
