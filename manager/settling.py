"""What follows in the sheet outbox when somebody decides about a finding."""

from datetime import datetime, timedelta
from typing import Final

from ledger import ConversationId
from manager.file.store import Connection
from manager.tables import events, findings
from manager.values.clock import moment, stamp
from manager.values.finding import Settlement

OPERATION: Final = "SELECT id, version FROM operations WHERE conversation_id = :conversation_id"
# What a finding held up needs not be written any more: the version that was decided on says more.
SUPERSEDE: Final = """
    UPDATE sheet_outbox SET state = 'DONE', reason = 'superseded', done_at = :now
    WHERE operation_id = :id AND version < :version AND state IN ('MISSING', 'DIVERGED', 'DUPLICATE')
"""
WITHOUT_ROW: Final = """
    UPDATE sheet_outbox SET state = 'DONE', reason = 'without a row', done_at = :now
    WHERE operation_id = :id AND version = :version
"""
EXPECT: Final = """
    UPDATE sheet_outbox SET state = 'VERIFY', next_at = :at WHERE operation_id = :id AND version = :version
"""
EXPECT_NOW: Final = """
    UPDATE sheet_outbox SET next_at = :now
    WHERE state = 'VERIFY' AND operation_id = (SELECT id FROM operations WHERE key = :key)
"""
# The row is looked at as it is now: whoever repaired it by hand is believed.
LOOK_AGAIN: Final = """
    UPDATE sheet_outbox SET state = 'READY', next_at = :now
    WHERE operation_id = :id AND state IN ('MISSING', 'DIVERGED', 'DUPLICATE')
"""
BY_KEY: Final = "SELECT id, version, state FROM operations WHERE key = :key"
CLAIMING: Final = timedelta(seconds=15)
"""How long a row that somebody typed may take to become an operation's own."""


def settle(
    db: Connection, settlement: Settlement, conversation_id: ConversationId | None, user_id: int, now: str
) -> None:
    """Close a finding by a decision, whose operation (of that conversation) has its new version already.

    Raises:
        StaleTurnError: the finding is closed, or its rows say something else by now.
    """
    findings.decide(db, settlement, user_id, now)
    if conversation_id is None:
        return
    events.add(db, conversation_id, "settled", now, user_id=user_id, verdict=settlement.verdict)
    found = db.execute(OPERATION, {"conversation_id": conversation_id}).fetchone()
    job = {"id": found["id"], "version": found["version"], "now": now}
    db.execute(SUPERSEDE, job)
    if settlement.verdict == "void":
        db.execute(WITHOUT_ROW, job)
    if settlement.verdict == "take" and found["version"] == 1:
        db.execute(EXPECT, job | {"at": stamp(_later(now))})
        findings.booked_of(db, settlement.finding_id, found["id"])


def look_again(db: Connection, key: str, now: str) -> None:
    """An operation that a finding held up is as it should be: its job goes on; a void one needs no row."""
    found = db.execute(BY_KEY, {"key": key}).fetchone()
    if found is None:
        return
    job = {"id": found["id"], "version": found["version"], "now": now}
    if found["state"] == "void":
        db.execute(SUPERSEDE, job)
        db.execute(WITHOUT_ROW, job)
    else:
        db.execute(LOOK_AGAIN, job)


def expect_now(db: Connection, key: str, now: str) -> None:
    """The row of an operation should be there now."""
    db.execute(EXPECT_NOW, {"key": key, "now": now})


def _later(now: str) -> datetime:
    return moment(now) + CLAIMING
