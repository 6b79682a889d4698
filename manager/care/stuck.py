"""What was given up: it waits for somebody to try it again or to let it go, and is never just gone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from manager.file.store import Connection
from manager.tables import replies
from manager.values.clock import moment

StuckKind = Literal["update", "reply", "row"]

UPDATES: Final = """
    SELECT id, chat_id, received_at AS since, reason, coalesce(
        json_extract(raw, '$.message.text'), json_extract(raw, '$.message.caption'),
        json_extract(raw, '$.edited_message.text'), json_extract(raw, '$.callback_query.data'), '') AS words
    FROM inbox WHERE state IN ('poison', 'dead') AND (:bot_id IS NULL OR +bot_id = :bot_id)
    ORDER BY id LIMIT :limit
"""
REPLIES: Final = """
    SELECT id, chat_id, created_at AS since, reason, coalesce(json_extract(payload, '$.text'), kind) AS words
    FROM reply_outbox
    WHERE state = 'FAILED' AND kind IN ('card', 'change', 'notice', 'prompt')
        AND reason NOT LIKE 'discarded: %' AND (:bot_id IS NULL OR bot_id = :bot_id)
    ORDER BY id LIMIT :limit
"""
ROWS: Final = """
    SELECT s.id, c.chat_id, s.created_at AS since, s.state || ': ' || s.reason AS reason,
        '#' || o.number AS words
    FROM sheet_outbox s JOIN operations o ON o.id = s.operation_id
    JOIN conversations c ON c.id = o.conversation_id
    WHERE s.state <> 'DONE' AND s.state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE')
        AND s.reason NOT LIKE 'discarded: %' AND (:bot_id IS NULL OR c.bot_id = :bot_id)
    ORDER BY +s.id LIMIT :limit
"""
LISTS: Final[dict[StuckKind, str]] = {"update": UPDATES, "reply": REPLIES, "row": ROWS}

RETRY: Final[dict[StuckKind, str]] = {
    "update": """
        UPDATE inbox SET state = 'new', attempts = 0, done_at = NULL
        WHERE id = :id AND state IN ('poison', 'dead')
    """,
    "reply": """
        UPDATE reply_outbox SET state = 'READY', attempts = 0, reason = '', next_at = :now
        WHERE id = :id AND state = 'FAILED'
    """,
    # The row is looked at as it is now: whoever repaired it by hand is believed.
    "row": """
        UPDATE sheet_outbox SET state = CASE state WHEN 'BLOCKED' THEN 'BLOCKED' ELSE 'READY' END,
            reason = CASE WHEN reason LIKE 'discarded: %' THEN substr(reason, 12) ELSE reason END,
            next_at = :now
        WHERE id = :id AND state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE')
    """,
}
DISCARD: Final[dict[StuckKind, str]] = {
    "update": """
        UPDATE inbox SET state = 'ignored', reason = 'discarded: ' || reason, done_at = :now
        WHERE id = :id AND state IN ('poison', 'dead')
    """,
    "reply": """
        UPDATE reply_outbox SET reason = 'discarded: ' || reason
        WHERE id = :id AND state = 'FAILED' AND reason NOT LIKE 'discarded: %'
    """,
    # The operation stays in the book; `/pending` says that it is not in the sheet, and by whose will.
    "row": """
        UPDATE sheet_outbox SET reason = 'discarded: ' || reason, next_at = '9999-12-31T00:00:00.000Z'
        WHERE id = :id AND state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE')
            AND reason NOT LIKE 'discarded: %'
    """,
}
RECALL: Final[dict[StuckKind, str]] = {
    "update": """
        UPDATE inbox SET state = 'dead', reason = substr(reason, 12), done_at = :now
        WHERE id = :id AND state = 'ignored' AND reason LIKE 'discarded: %'
    """,
    "reply": """
        UPDATE reply_outbox SET reason = substr(reason, 12)
        WHERE id = :id AND state = 'FAILED' AND reason LIKE 'discarded: %'
    """,
    "row": """
        UPDATE sheet_outbox SET reason = substr(reason, 12), next_at = :now
        WHERE id = :id AND state IN ('BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE')
            AND reason LIKE 'discarded: %'
    """,
}
CONVERSATION: Final = """
    SELECT o.conversation_id FROM sheet_outbox s JOIN operations o ON o.id = s.operation_id WHERE s.id = :id
"""


@dataclass(frozen=True, slots=True)
class Stuck:
    """One thing that was given up: a message not handled, an answer not said, a row not in the sheet.

    `words` are what was written or should be said; `reason` is ours, in English, with the reference code.
    """

    kind: StuckKind
    number: int
    chat_id: int | None
    since: datetime
    reason: str
    words: str

    @property
    def id(self) -> str:
        """How people name it: `update-12`."""
        return f"{self.kind}-{self.number}"


def listed(db: Connection, bot_id: int | None, limit: int = 50) -> tuple[Stuck, ...]:
    """What is stuck, messages first, the oldest first, at most `limit` of each kind; None: of every bot."""
    where = {"bot_id": bot_id, "limit": limit}
    return tuple(
        Stuck(kind, row["id"], row["chat_id"], moment(row["since"]), row["reason"], row["words"])
        for kind, query in LISTS.items()
        for row in db.execute(query, where)
    )


def retry(db: Connection, stuck_id: str, now: str) -> bool:
    """Try it again from the beginning; False when it is not stuck any more."""
    return _change(db, RETRY, stuck_id, now)


def discard(db: Connection, stuck_id: str, now: str) -> bool:
    """Let it go; False when it is not stuck any more. What was booked stays in the book."""
    return _change(db, DISCARD, stuck_id, now)


def recall(db: Connection, stuck_id: str, now: str) -> bool:
    """Take back that it was let go; False when it was not."""
    return _change(db, RECALL, stuck_id, now)


def _change(db: Connection, statements: dict[StuckKind, str], stuck_id: str, now: str) -> bool:
    kind, _, number = stuck_id.partition("-")
    statement = statements.get(kind)  # type: ignore[call-overload]  # any text may be asked for
    if statement is None or not number.isdigit():
        return False
    which = {"id": int(number), "now": now}
    is_done = db.execute(statement, which).rowcount == 1
    if is_done and kind == "row":
        replies.rearm_card(db, db.execute(CONVERSATION, which).fetchone()["conversation_id"], now)
    return is_done
