"""Files that operations are taken from: what was offered, what became of it, and which lines are known."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from ledger import BookId, ConversationId
from manager.file.store import Connection, Row
from manager.values.imported import (
    AccountEntry,
    Import,
    ImportedEntry,
    ImportedFile,
    ImportId,
    ImportState,
    OtherEnd,
)
from manager.values.incoming import Incoming

ADD = """
    INSERT INTO imports (bot_id, book_id, user_id, chat_id, message_id, file_name, file_id, plan, created_at)
    VALUES (:bot_id, :book_id, :user_id, :chat_id, :message_id, :file_name, :file_id, :plan, :now)
    ON CONFLICT (bot_id, chat_id, message_id) DO NOTHING
"""
OF_MESSAGE = """
    SELECT id FROM imports WHERE bot_id = :bot_id AND chat_id = :chat_id AND message_id = :message_id
"""
ROW = """
    SELECT i.*, count(l.operation_id) AS operations, min(o.number) AS first, max(o.number) AS last
    FROM imports i LEFT JOIN import_lines l ON l.import_id = i.id
    LEFT JOIN operations o ON o.id = l.operation_id
    WHERE i.id = :id GROUP BY i.id
"""
REVISE = """
    UPDATE imports SET plan = :plan, revision = revision + 1
    WHERE id = :id AND revision = :revision AND state = 'open'
"""
MOVE = """
    UPDATE imports SET state = :state, revision = revision + 1,
        done_at = CASE WHEN :before = 'open' THEN :now ELSE done_at END,
        undone_at = CASE WHEN :state = 'undone' THEN undone_at END
    WHERE id = :id AND state = :before
"""
BEGIN_UNDO = "UPDATE imports SET undone_at = coalesce(undone_at, :now) WHERE id = :id"
TOUCH = "UPDATE imports SET revision = revision + 1 WHERE id = :id AND revision = :revision"
ADD_LINE = """
    INSERT INTO import_lines (import_id, line, fingerprint, operation_id)
    VALUES (:import_id, :line, :fingerprint, (
        SELECT id FROM operations WHERE conversation_id = :conversation_id))
"""
# Of all imports into the same book that stand.
KNOWN = """
    SELECT DISTINCT l.fingerprint FROM json_each(:fingerprints) f
    JOIN import_lines l ON l.fingerprint = f.value JOIN imports i ON i.id = l.import_id
    WHERE i.book_id = :book_id AND i.state <> 'undone'
"""
FINGERPRINTS = "SELECT fingerprint FROM import_lines WHERE import_id = :id"
OF_ACCOUNT = """
    SELECT number, day, minor, type = 'transfer' AS is_transfer FROM (
        SELECT o.number, v.type, v.day, v.currency, v.account_id,
            CASE WHEN v.type IN ('expense', 'transfer') AND NOT v.refund THEN -v.amount_minor
                ELSE v.amount_minor END AS minor
        FROM operations o JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        WHERE o.book_id = :book_id AND o.state = 'booked'
        UNION ALL
        SELECT o.number, v.type, v.day, coalesce(v.received_currency, v.currency), v.to_account_id,
            coalesce(v.received_minor, v.amount_minor)
        FROM operations o JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        WHERE o.book_id = :book_id AND o.state = 'booked' AND v.to_account_id IS NOT NULL
    ) leg JOIN accounts a ON a.id = leg.account_id
    WHERE a.name = :account AND a.book_id = :book_id AND leg.currency = a.currency
        AND day BETWEEN :since AND :until
    ORDER BY number
"""
OTHER_ENDS = """
    SELECT o.number, v.day, a.name AS account, v.description AS words,
        CASE v.type WHEN 'expense' THEN -v.amount_minor ELSE v.amount_minor END AS minor
    FROM operations o JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    JOIN accounts a ON a.id = v.account_id
    JOIN accounts own ON own.book_id = o.book_id AND own.name = :account
    WHERE o.book_id = :book_id AND o.state = 'booked' AND v.type IN ('expense', 'income') AND NOT v.refund
        AND v.account_id <> own.id AND v.currency = own.currency AND a.currency = own.currency
        AND v.day BETWEEN :since AND :until
    ORDER BY o.number
"""
REPLACED = """
    SELECT o.conversation_id FROM operations o
    WHERE o.book_id = :book_id AND o.number = :number AND o.state = 'booked'
"""
# What a line of an import took the place of, as its event tells.
_GAVE_WAY = """
    SELECT other.conversation_id FROM import_lines l JOIN operations o ON o.id = l.operation_id
    JOIN conversation_events e ON e.conversation_id = o.conversation_id AND e.kind = 'imported'
    JOIN operations other ON other.book_id = o.book_id AND other.number = json_extract(e.detail, '$.replaces')
    WHERE l.import_id = :id AND {which} ORDER BY l.line LIMIT :limit
"""
GONE = _GAVE_WAY.format(
    which="""other.state = 'void' AND o.state = 'void' AND NOT EXISTS (
        SELECT 1 FROM import_lines own JOIN imports i ON i.id = own.import_id
        WHERE own.operation_id = other.id AND i.state = 'undone')"""
)
BACK = _GAVE_WAY.format(which="other.state = 'booked' AND o.state = 'booked'")
STANDING = """
    SELECT o.conversation_id FROM import_lines l JOIN operations o ON o.id = l.operation_id
    WHERE l.import_id = :id AND o.state = 'booked' ORDER BY l.line LIMIT :limit
"""
# What was undone one by one before, is not brought back with the others.
FALLEN = """
    SELECT o.conversation_id FROM import_lines l JOIN operations o ON o.id = l.operation_id
    JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    JOIN imports i ON i.id = l.import_id
    WHERE l.import_id = :id AND o.state = 'void' AND v.created_at >= i.undone_at ORDER BY l.line LIMIT :limit
"""


def add(
    db: Connection, bot_id: int, book_id: BookId, incoming: Incoming, file: ImportedFile, now: str
) -> Import:
    """Offer a file; the one that came with the same message is offered once."""
    row = {
        "bot_id": bot_id,
        "book_id": book_id,
        "user_id": incoming.person.id,
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id or None,
        "file_name": file.name,
        "file_id": file.file_id,
        "plan": file.plan,
        "now": now,
    }
    added = db.execute(ADD, row)
    import_id = added.lastrowid if added.rowcount else db.execute(OF_MESSAGE, row).fetchone()["id"]
    return _import(db.execute(ROW, {"id": import_id}).fetchone())


def find(db: Connection, bot_id: int, import_id: int) -> Import | None:
    """An import of this bot as it stands."""
    row = db.execute(ROW, {"id": import_id}).fetchone()
    return _import(row) if row is not None and row["bot_id"] == bot_id else None


def revise(db: Connection, import_id: ImportId, revision: int, plan: str) -> bool:
    """Read the file another way; False when somebody was faster, or it is settled."""
    return db.execute(REVISE, {"id": import_id, "revision": revision, "plan": plan}).rowcount == 1


def move(db: Connection, import_id: ImportId, before: ImportState, state: ImportState, now: str) -> bool:
    """Settle an import; False when it was not in the state `before`."""
    return db.execute(MOVE, {"id": import_id, "before": before, "state": state, "now": now}).rowcount == 1


def begin_undo(db: Connection, import_id: ImportId, now: str) -> None:
    """Remember since when an import is being undone: what falls from now on falls with it."""
    db.execute(BEGIN_UNDO, {"id": import_id, "now": now})


def touch(db: Connection, import_id: ImportId, revision: int) -> bool:
    """Take an import one revision further; False when somebody was faster."""
    return db.execute(TOUCH, {"id": import_id, "revision": revision}).rowcount == 1


def known(db: Connection, book_id: BookId, fingerprints: Iterable[str]) -> frozenset[str]:
    """Those of these fingerprints that are lines of imports into the book that stand."""
    where = {"book_id": book_id, "fingerprints": json.dumps(list(fingerprints))}
    return frozenset(row["fingerprint"] for row in db.execute(KNOWN, where))


def fingerprints(db: Connection, import_id: ImportId) -> tuple[str, ...]:
    """The lines of an import."""
    return tuple(row["fingerprint"] for row in db.execute(FINGERPRINTS, {"id": import_id}))


def add_line(
    db: Connection, import_id: ImportId, entry: ImportedEntry, conversation_id: ConversationId | None
) -> None:
    """Remember which operation a line became: the one of this conversation."""
    row = {
        "import_id": import_id,
        "line": entry.line,
        "fingerprint": entry.fingerprint,
        "conversation_id": conversation_id,
    }
    db.execute(ADD_LINE, row)


def of_account(
    db: Connection, book_id: BookId, account: str, days: tuple[date, date]
) -> tuple[AccountEntry, ...]:
    """What is booked on an account from one day to another, both included, in the account's own currency."""
    since, until = days
    where = {
        "book_id": book_id,
        "account": account,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    rows = db.execute(OF_ACCOUNT, where)
    return tuple(
        AccountEntry(
            row["number"], date.fromisoformat(row["day"]), row["minor"], is_transfer=bool(row["is_transfer"])
        )
        for row in rows
    )


def other_ends(
    db: Connection, book_id: BookId, account: str, days: tuple[date, date]
) -> tuple[OtherEnd, ...]:
    """What other accounts of the same currency spent and received from one day to another, both included."""
    since, until = days
    where = {
        "book_id": book_id,
        "account": account,
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    return tuple(
        OtherEnd(row["number"], date.fromisoformat(row["day"]), row["account"], row["minor"], row["words"])
        for row in db.execute(OTHER_ENDS, where)
    )


def replaced(db: Connection, book_id: BookId, number: int) -> ConversationId | None:
    """The conversation of an operation that is to give way; None when it does not stand any more."""
    row = db.execute(REPLACED, {"book_id": book_id, "number": number}).fetchone()
    return ConversationId(row["conversation_id"]) if row else None


def conversations(db: Connection, query: str, import_id: ImportId, limit: int) -> Sequence[ConversationId]:
    """Some conversations of an import: those that stand (`STANDING`), or fell with it (`FALLEN`).

    And those that gave way to it: `GONE` when it falls, `BACK` when it rises again.
    """
    rows = db.execute(query, {"id": import_id, "limit": limit})
    return [ConversationId(row["conversation_id"]) for row in rows]


def _import(row: Row) -> Import:
    return Import(
        id=ImportId(row["id"]),
        book_id=BookId(row["book_id"]),
        user_id=row["user_id"],
        file=ImportedFile(row["file_name"], row["plan"], row["file_id"]),
        revision=row["revision"],
        state=row["state"],
        operations=row["operations"],
        numbers=(row["first"], row["last"]) if row["first"] is not None else None,
    )
