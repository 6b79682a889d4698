import secrets
from datetime import date, timedelta
from typing import Any, Final, Literal

from ledger import BookId, CategoryKind, ConversationId, Draft, Money, Operation, OperationId, OperationKey
from manager.file.store import Connection, Row
from manager.tables import books
from manager.tables.packing import packed_evidence, packed_words, unpacked_words
from manager.values import seals
from manager.values.clock import moment, stamp
from manager.values.context import Booked, Version
from manager.values.incoming import Incoming

Reason = Literal["record", "correct", "void", "restore", "revert"]

# No 0/O, 1/I/L: a key may be read aloud.
LETTERS: Final = b"23456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTER_OF_BYTE: Final = bytes(LETTERS[byte % len(LETTERS)] for byte in range(256))

ADD = """
    INSERT INTO operations (key, guard, book_id, number, conversation_id, user_id, recorded_at)
    VALUES (:key, :guard, :book_id, :number, :conversation_id, :user_id, :recorded_at)
    ON CONFLICT (guard) DO NOTHING
"""
ADD_VERSION = """
    INSERT INTO operation_versions (
        operation_id, version, reason, state, type, amount_minor, currency, day, account_id, to_account_id,
        received_minor, received_currency, category_id, description, counterparty, tags, refund, evidence,
        user_id, cause_message_id, created_at, seal)
    VALUES (
        :operation_id, :version, :reason, :state, :type, :amount_minor, :currency, :day, :account_id,
        :to_account_id, :received_minor, :received_currency, :category_id, :description, :counterparty,
        :tags, :refund, :evidence, :user_id, :cause_message_id, :created_at, :seal)
"""
SET_VERSION = """
    UPDATE operations SET version = :version, state = :state, changed_at = :now WHERE id = :operation_id
"""
SELECT = """
    SELECT o.id, o.key, o.number, o.conversation_id, o.book_id, o.recorded_at, o.changed_at, o.guard,
        o.version AS newest, v.*, a.name AS account, t.name AS to_account, c.name AS category,
        trim(u.first_name || ' ' || u.last_name) AS who,
        (SELECT row_hint FROM operation_rows r WHERE r.operation_id = o.id AND r.leg = 1) AS row,
        said.chat_id AS said_in,
        (SELECT told.message_id FROM operation_versions first
            JOIN message_addresses told ON told.bot_id = said.bot_id AND told.chat_id = said.chat_id
                AND told.message_id = first.cause_message_id AND told.conversation_id = said.id
            WHERE first.operation_id = o.id AND first.version = 1) AS said_as
    FROM operations o
    JOIN conversations said ON said.id = o.conversation_id
    JOIN operation_versions v ON v.operation_id = o.id
    JOIN accounts a ON a.id = v.account_id
    LEFT JOIN accounts t ON t.id = v.to_account_id
    LEFT JOIN categories c ON c.id = v.category_id
    JOIN users u ON u.id = o.user_id
"""
OF_CONVERSATION = f"{SELECT} WHERE o.conversation_id = :id AND v.version = o.version ORDER BY o.item LIMIT 1"
OF_VERSION = f"{SELECT} WHERE o.id = :id AND v.version = :version"
NEWEST = f"{SELECT} WHERE o.id = :id AND v.version = o.version"
VERSIONS = f"""
    SELECT every.*, trim(u.first_name || ' ' || u.last_name) AS made_by
    FROM ({SELECT} WHERE o.book_id = :book_id AND o.number = :number) every
    JOIN users u ON u.id = every.user_id ORDER BY every.version
"""  # noqa: S608  # two texts of our own
BY_KEY = f"{SELECT} WHERE o.book_id = :book_id AND o.key = :key AND v.version = o.version"
OF_NUMBER = "SELECT conversation_id FROM operations WHERE book_id = :book_id AND number = :number"
LAST = f"""
    {SELECT} WHERE o.book_id = :book_id AND v.version = o.version AND o.state = 'booked'
    ORDER BY o.number DESC LIMIT :limit
"""
CAUSE = """
    SELECT c.chat_id, m.message_id FROM operation_versions v
    JOIN operations o ON o.id = v.operation_id JOIN conversations c ON c.id = o.conversation_id
    JOIN message_history m ON m.conversation_id = c.id AND m.sender = 'user' AND m.message_id IS NOT NULL
    WHERE v.operation_id = :id AND v.version = :version AND m.message_id <= v.cause_message_id
    ORDER BY m.seq DESC LIMIT 1
"""
# Numbers grow with time, so the newest few are found without walking through the book.
RECENT = f"""
    {SELECT} JOIN books b ON b.id = o.book_id
    JOIN conversations conversation ON conversation.id = o.conversation_id
    WHERE o.book_id = :book_id AND o.number >= b.next_number - :newest AND v.version = o.version
        AND o.state = 'booked' AND conversation.chat_id = :chat_id AND conversation.bot_id = :bot_id
        AND EXISTS (
            SELECT 1 FROM message_history m WHERE m.conversation_id = o.conversation_id
                AND m.sender = 'user' AND m.sent_at BETWEEN :since AND :until)
    ORDER BY o.number DESC
"""  # noqa: S608  # two texts of our own
LAST_OF_PERSON = """
    SELECT o.conversation_id FROM operations o JOIN conversations c ON c.id = o.conversation_id
    WHERE o.user_id = :user_id AND c.bot_id = :bot_id AND c.chat_id = :chat_id AND o.state = 'booked'
        AND NOT EXISTS (SELECT 1 FROM import_lines l WHERE l.operation_id = o.id)
    ORDER BY o.id DESC LIMIT 1
"""


def add(
    db: Connection,
    whose: tuple[ConversationId, BookId, int],
    booking: tuple[Operation, Draft],
    cause: Incoming,
    now: str,
) -> OperationId:
    """Book an operation of a conversation, a book and a person, with number, key and guard of its own."""
    conversation_id, book_id, user_id = whose
    row = {
        "key": new_key(),
        "book_id": book_id,
        "number": books.take_number(db, book_id),
        "conversation_id": conversation_id,
        "user_id": user_id,
        "recorded_at": now,
    }
    operation_id = _with_guard(db, row)
    first = _version((operation_id, 1), ("record", "booked"), _values(db, book_id, *booking), cause, now)
    _add_version(db, first, seals.of_operation(row))
    return operation_id


def revise(
    db: Connection,
    booked: Booked,
    reason: Reason,
    change: tuple[Operation, Draft] | None,
    cause: Incoming,
    now: str,
) -> tuple[OperationId, int]:
    """Append a version: a correction with its new values, or a void, restoration or reversal without."""
    found = db.execute("SELECT id, book_id FROM operations WHERE key = :key", {"key": booked.key}).fetchone()
    state = "void" if reason == "void" else "booked"
    if change is not None:
        values = _values(db, found["book_id"], *change)
    else:
        source = booked.version - 1 if reason == "revert" else booked.version
        values = _stored(db, found["id"], source)
    version = booked.version + 1
    next_one = _version((found["id"], version), (reason, state), values, cause, now)
    _add_version(db, next_one, seals.before(db, found["id"], version))
    row = {"operation_id": found["id"], "version": version, "state": state, "now": now}
    db.execute(SET_VERSION, row)
    return OperationId(found["id"]), version


def of_conversation(db: Connection, conversation_id: int) -> Booked | None:
    """What a conversation has booked, as it stands now; None when it has booked nothing."""
    row = db.execute(OF_CONVERSATION, {"id": conversation_id}).fetchone()
    return booked(row) if row else None


def of_version(db: Connection, operation_id: int, version: int) -> Booked:
    """An operation as it stood at one version."""
    return booked(db.execute(OF_VERSION, {"id": operation_id, "version": version}).fetchone())


def newest(db: Connection, operation_id: int) -> Booked:
    """An operation as it stands now."""
    return booked(db.execute(NEWEST, {"id": operation_id}).fetchone())


def versions(db: Connection, book_id: BookId, number: int) -> tuple[Version, ...]:
    """All versions of an operation, oldest first, with who made each and why; none for an unknown number."""
    rows = db.execute(VERSIONS, {"book_id": book_id, "number": number})
    return tuple(
        Version(booked(row), row["reason"], row["made_by"], moment(row["created_at"])) for row in rows
    )


def by_key(db: Connection, book_id: BookId, key: str) -> Booked | None:
    """An operation of a book by its key."""
    row = db.execute(BY_KEY, {"book_id": book_id, "key": key}).fetchone()
    return booked(row) if row else None


def conversation_of(db: Connection, book_id: BookId, number: int) -> ConversationId | None:
    """The conversation of an operation by its number in the book."""
    row = db.execute(OF_NUMBER, {"book_id": book_id, "number": number}).fetchone()
    return ConversationId(row["conversation_id"]) if row else None


def cause(db: Connection, operation_id: int, version: int) -> tuple[int, int] | None:
    """Chat and message id of the words that led to a version; None when a person only pressed a button."""
    row = db.execute(CAUSE, {"id": operation_id, "version": version}).fetchone()
    return (row["chat_id"], row["message_id"]) if row else None


def last(db: Connection, book_id: BookId, limit: int) -> tuple[Booked, ...]:
    """The newest operations of a book that are not void, newest first."""
    return tuple(booked(row) for row in db.execute(LAST, {"book_id": book_id, "limit": limit}))


def recent(
    db: Connection, bot_id: int, book_id: BookId, incoming: Incoming, within: timedelta
) -> tuple[Booked, ...]:
    """What was told in the same chat `within` some time of a message, newest first; among the newest 50."""
    where = {
        "bot_id": bot_id,
        "book_id": book_id,
        "chat_id": incoming.chat_id,
        "since": stamp(incoming.sent_at - within),
        "until": stamp(incoming.sent_at + within),
        "newest": 50,
    }
    return tuple(booked(row) for row in db.execute(RECENT, where))


def last_conversation(db: Connection, bot_id: int, chat_id: int, user_id: int) -> ConversationId | None:
    """The conversation of a person's newest operation in a chat."""
    where = {"bot_id": bot_id, "chat_id": chat_id, "user_id": user_id}
    row = db.execute(LAST_OF_PERSON, where).fetchone()
    return ConversationId(row["conversation_id"]) if row else None


def booked(row: Row) -> Booked:
    """The operation in a row of `SELECT`."""
    received = (
        None if row["received_minor"] is None else Money(row["received_minor"], row["received_currency"])
    )
    operation = Operation(
        type=row["type"],
        amount=Money(row["amount_minor"], row["currency"]),
        day=date.fromisoformat(row["day"]),
        account=row["account"],
        category=row["category"],
        to_account=row["to_account"],
        received=received,
        description=row["description"],
        counterparty=row["counterparty"],
        tags=unpacked_words(row["tags"]),
        refund=bool(row["refund"]),
    )
    return Booked(
        key=OperationKey(row["key"]),
        number=row["number"],
        version=row["version"],
        operation=operation,
        state=row["state"],
        conversation_id=ConversationId(row["conversation_id"]),
        who=row["who"],
        recorded_at=moment(row["recorded_at"]),
        changed_at=moment(row["created_at"]) if row["version"] > 1 else None,
        row=row["row"],
        said_in=row["said_in"],
        said_as=row["said_as"],
    )


def new_key() -> OperationKey:
    """Twelve random letters: 58 bits, so two books never share one by chance."""
    return OperationKey(secrets.token_bytes(12).translate(LETTER_OF_BYTE).decode())


def _with_guard(db: Connection, row: dict[str, Any]) -> OperationId:
    """Add an operation with a guard that no other one has; `row` holds it from then on.

    The sheet takes 31 bits: beside a million operations, one draw in two thousand is taken already.
    """
    while True:
        row["guard"] = secrets.randbelow(2**31 - 1) + 1
        added = db.execute(ADD, row)
        if added.rowcount:
            return OperationId(added.lastrowid or 0)


def _version(
    which: tuple[int, int], what: tuple[str, str], values: dict[str, Any], cause: Incoming, now: str
) -> dict[str, Any]:
    """The columns of a version, all but its seal."""
    head = dict(zip(("operation_id", "version", "reason", "state"), (*which, *what), strict=True))
    tail = {"user_id": cause.person.id, "cause_message_id": cause.message_id, "created_at": now}
    return values | head | tail


def _add_version(db: Connection, version: dict[str, Any], before: str) -> None:
    db.execute(ADD_VERSION, version | {"seal": seals.of_version(version, before)})


def _values(db: Connection, book_id: int, operation: Operation, draft: Draft) -> dict[str, Any]:
    received = operation.received
    kind: CategoryKind = "income" if operation.type == "income" else "expense"
    return {
        "type": operation.type,
        "amount_minor": operation.amount.minor,
        "currency": operation.amount.currency,
        "day": operation.day.isoformat(),
        "account_id": books.account_id(db, book_id, operation.account),
        "to_account_id": books.account_id(db, book_id, operation.to_account),
        "received_minor": received.minor if received else None,
        "received_currency": received.currency if received else None,
        "category_id": books.category_id(db, book_id, operation.category, kind),
        "description": operation.description,
        "counterparty": operation.counterparty,
        "tags": packed_words(operation.tags),
        "refund": int(operation.refund),
        "evidence": packed_evidence(draft),
    }


def _stored(db: Connection, operation_id: int, version: int) -> dict[str, Any]:
    """The values of an earlier version, to be written once more."""
    row = db.execute(
        "SELECT * FROM operation_versions WHERE operation_id = :id AND version = :version",
        {"id": operation_id, "version": version},
    ).fetchone()
    return dict(row)
