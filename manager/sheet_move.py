"""A book's rows move to another sheet: what stood in the old one is written again, with its numbers."""

from dataclasses import dataclass

from manager.file.store import Connection
from manager.tables.sheet_outbox import LEFT_OUT

SPREADSHEET = "SELECT spreadsheet FROM books WHERE id = :book_id"
SETTLE = "UPDATE books SET spreadsheet = :spreadsheet WHERE id = :book_id"
FORGET_ROWS = """
    DELETE FROM operation_rows WHERE operation_id IN (SELECT id FROM operations WHERE book_id = :book_id)
"""
# What was being written into the old sheet is nothing to the new one.
FORGET_NOTE = "DELETE FROM sheet_note"
FORGET_FINDINGS = "UPDATE sheet_findings SET closed_at = :now WHERE book_id = :book_id AND closed_at IS NULL"
FORGET_CHECK = "DELETE FROM sheet_checks WHERE book_id = :book_id"
FORGET_UNBOOKED = "DELETE FROM unbooked_rows WHERE book_id = :book_id"
FORGET = (FORGET_ROWS, FORGET_NOTE, FORGET_FINDINGS, FORGET_CHECK, FORGET_UNBOOKED)
# Only the newest version of an operation is written; who corrected what stays in the book.
SKIP_OLDER = """
    UPDATE sheet_outbox SET state = 'DONE', reason = 'superseded', done_at = :now
    WHERE state <> 'DONE' AND EXISTS (
        SELECT 1 FROM operations o
        WHERE o.id = operation_id AND o.book_id = :book_id AND o.version > sheet_outbox.version)
"""
# `done_at` stays where the old sheet had confirmed it: nobody is told a second time.
AGAIN = """
    UPDATE sheet_outbox SET state = 'READY', attempts = 0, reason = '', sent_at = NULL, next_at = :now,
        created_at = :now, is_backfill = 1
    WHERE EXISTS (
        SELECT 1 FROM operations o
        WHERE o.id = operation_id AND o.book_id = :book_id AND o.version = sheet_outbox.version)
"""
HAS_ROWS = """
    SELECT EXISTS (
        SELECT 1 FROM operation_rows r JOIN operations o ON o.id = r.operation_id WHERE o.book_id = :book_id
    ) AS has_rows
"""
# Whatever was on its way went into a tab that is gone.
ANEW = f"""
    UPDATE sheet_outbox SET state = 'READY', attempts = 0, reason = '', sent_at = NULL, next_at = :now
    WHERE state IN ('SENDING', 'UNKNOWN', 'VERIFY', 'BLOCKED') AND NOT ({LEFT_OUT})
        AND operation_id IN (SELECT id FROM operations WHERE book_id = :book_id)
"""  # noqa: S608  # a text of our own
LEFT = f"""
    SELECT count(*) AS count,
        coalesce(sum(s.state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE')), 0) AS stuck
    FROM (SELECT * FROM sheet_outbox WHERE state <> 'DONE' AND NOT ({LEFT_OUT})) s
    JOIN operations o ON o.id = s.operation_id
    WHERE +o.book_id = :book_id AND s.done_at IS NOT NULL
"""  # noqa: S608  # a text of our own


@dataclass(frozen=True, slots=True)
class Moving:
    """How many operations are still to be written into a new sheet; `stuck` of them wait for a person."""

    left: int
    stuck: int


def move(db: Connection, book_id: int, spreadsheet: str, now: str) -> int:
    """From now on the book's rows stand there; returns how many operations are to be written."""
    where = {"book_id": book_id, "spreadsheet": spreadsheet, "now": now}
    for statement in (SETTLE, *FORGET, SKIP_OLDER):
        db.execute(statement, where)
    return db.execute(AGAIN, where).rowcount


def again(db: Connection, book_id: int, now: str) -> int:
    """The tab in which the book's rows stood is gone; returns how many operations are to be written again."""
    where = {"book_id": book_id, "now": now}
    if db.execute(HAS_ROWS, where).fetchone()["has_rows"]:
        spreadsheet = db.execute(SPREADSHEET, where).fetchone()["spreadsheet"]
        return move(db, book_id, spreadsheet, now)
    for statement in (FORGET_NOTE, ANEW):
        db.execute(statement, where)
    return 0


def left(db: Connection, book_id: int) -> Moving:
    """What of a move is still to be done."""
    row = db.execute(LEFT, {"book_id": book_id}).fetchone()
    return Moving(row["count"], row["stuck"])
