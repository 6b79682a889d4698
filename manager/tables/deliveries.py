"""What is due to be said, and what became of it; what is queued, and how, is in `replies`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from manager.file.store import Connection, Row
from manager.tables import cards, messages
from manager.tables.cards import Card
from manager.values.clock import stamp

ReplyKind = Literal["card", "change", "continued", "notice", "edit", "prompt", "erase", "reaction"]
ReplyState = Literal["READY", "SENDING", "SENT", "FAILED"]

# SQLite takes a partial index only where its own condition stands in the query, word for word.
DUE = """
    SELECT *, (SELECT message_thread_id FROM conversations c WHERE c.id = conversation_id) AS thread_id
    FROM reply_outbox
    WHERE state IN ('READY', 'SENDING') AND state = 'READY' AND next_at <= :now AND bot_id = :bot_id
    ORDER BY +id LIMIT :limit
"""
NEXT_AT = """
    SELECT min(next_at) AS at FROM reply_outbox
    WHERE state IN ('READY', 'SENDING') AND state = 'READY' AND bot_id = :bot_id AND next_at < :never
"""
TAKE = "UPDATE reply_outbox SET state = 'SENDING', attempts = attempts + 1 WHERE id = :id"
GIVE_BACK = """
    UPDATE reply_outbox SET state = 'READY', attempts = max(0, attempts - 1)
    WHERE id = :id AND state = 'SENDING'
"""
SENT = """
    UPDATE reply_outbox SET message_id = coalesce(:message_id, message_id), shown = :armed, sent_at = :now,
        shown_as = :shown_as, attempts = 0, reason = '',
        state = CASE WHEN armed > :armed THEN 'READY' ELSE 'SENT' END
    WHERE id = :id
    RETURNING *
"""
FAILED = """
    UPDATE reply_outbox SET state = :state, reason = :reason, next_at = coalesce(:retry_at, next_at)
    WHERE id = :id
"""
GONE = """
    UPDATE reply_outbox SET state = 'READY', message_id = NULL, shown_as = '', next_at = :now WHERE id = :id
"""
# Nobody knows whether it is there: the process died, or the answer was lost, while it was being sent.
UNKNOWN = """
    UPDATE reply_outbox SET state = 'READY', reason = :reason, attempts = :attempts, next_at = :retry_at
    WHERE id = :id
"""
PARK = "UPDATE reply_outbox SET state = 'READY', reason = :reason, next_at = :never WHERE id = :id"
UNPARK = """
    UPDATE reply_outbox SET next_at = :now
    WHERE state IN ('READY', 'SENDING') AND state = 'READY' AND next_at = :never AND bot_id = :bot_id
        AND (:chat_id IS NULL OR chat_id = :chat_id)
"""
RECOVER = """
    UPDATE reply_outbox SET state = 'READY', attempts = 1,
        reason = CASE WHEN message_id IS NULL THEN :reason ELSE reason END
    WHERE state IN ('READY', 'SENDING') AND state = 'SENDING' AND bot_id = :bot_id
"""
LAST_SEEN = """
    UPDATE chats SET last_bot_message_id = :message_id
    WHERE bot_id = :bot_id AND chat_id = :chat_id AND coalesce(last_bot_message_id, 0) < :message_id
"""
MAY_BE_THERE: Final = "it may have arrived"
"""The reason of a reply that is sent again although its first copy may be in the chat."""

NEVER: Final = "9999-12-31T00:00:00.000Z"

ADDRESSED: Final = ("card", "change", "continued", "notice", "prompt")
"""Kinds that are messages of their own, which people may reply to."""


@dataclass(frozen=True, slots=True)
class DueReply:
    """Something to say now. `message_id` set means: edit that message. `armed` is the state being shown.

    `is_repeat` says that a first copy may be in the chat already. `thread_id` is the topic of a forum.
    """

    id: int
    kind: ReplyKind
    chat_id: int
    conversation_id: int | None
    payload: dict[str, Any]
    reply_to: int | None
    message_id: int | None
    armed: int
    attempts: int
    shown_as: str = ""
    is_repeat: bool = False
    thread_id: int | None = None
    card: Card | None = None

    @property
    def is_message(self) -> bool:
        """Whether a message of its own will be sent, which could then be there twice."""
        return self.message_id is None and self.kind in ADDRESSED


@dataclass(frozen=True, slots=True)
class Said:
    """What Telegram was given: its message (None for what is no message), the words, and how it looked."""

    message_id: int | None = None
    text: str = ""
    shown_as: str = ""


def take_due(db: Connection, bot_id: int, limit: int, now: str) -> tuple[DueReply, ...]:
    """Take what is to be said now, in order, marked as being sent."""
    rows = db.execute(DUE, {"bot_id": bot_id, "limit": limit, "now": now}).fetchall()
    db.executemany(TAKE, [{"id": row["id"]} for row in rows])
    return tuple(_due(db, row) for row in rows)


def give_back(db: Connection, ids: Sequence[int]) -> None:
    """These were taken and not sent: they wait as if they had not been."""
    db.executemany(GIVE_BACK, [{"id": reply_id} for reply_id in ids])


def next_at(db: Connection, bot_id: int) -> str | None:
    """When something is to be said next; None when nothing waits."""
    found: str | None = db.execute(NEXT_AT, {"bot_id": bot_id, "never": NEVER}).fetchone()["at"]
    return found


def sent(db: Connection, reply: DueReply, said: Said, now: str) -> None:
    """Telegram has it: store the address that replies will name, and the words in the history."""
    values = {
        "id": reply.id,
        "message_id": said.message_id,
        "armed": reply.armed,
        "shown_as": said.shown_as,
        "now": now,
    }
    row = db.execute(SENT, values).fetchone()
    if said.message_id is None or reply.kind not in ADDRESSED or reply.message_id is not None:
        return
    place = {"bot_id": row["bot_id"], "chat_id": row["chat_id"], "message_id": said.message_id}
    db.execute(LAST_SEEN, place)
    if reply.conversation_id is not None:
        told = (row["chat_id"], said.message_id, said.text)
        messages.add_bot(db, row["bot_id"], reply.conversation_id, told, now)


def failed(db: Connection, reply_id: int, state: ReplyState, reason: str, retry_at: datetime | None) -> None:
    """Telegram did not take it: try again at `retry_at`, or give up in state FAILED."""
    retry = stamp(retry_at) if retry_at else None
    db.execute(FAILED, {"id": reply_id, "state": state, "reason": reason, "retry_at": retry})


def gone(db: Connection, reply_id: int, now: str) -> None:
    """The message was deleted on the other side: it is said anew."""
    db.execute(GONE, {"id": reply_id, "now": now})


def unknown(db: Connection, reply_id: int, attempts: int, retry_at: datetime) -> None:
    """It may have arrived, so many times: say it again at `retry_at`, as a repetition."""
    row = {"id": reply_id, "attempts": attempts, "retry_at": stamp(retry_at), "reason": MAY_BE_THERE}
    db.execute(UNKNOWN, row)


def park(db: Connection, reply_id: int, reason: str) -> None:
    """The chat is shut to us: what was to be said there is kept until it is opened again."""
    db.execute(PARK, {"id": reply_id, "reason": reason, "never": NEVER})


def unpark(db: Connection, bot_id: int, now: str, chat_id: int | None = None) -> None:
    """Say what was kept for a chat that was shut; without `chat_id`, for all of them."""
    db.execute(UNPARK, {"bot_id": bot_id, "chat_id": chat_id, "now": now, "never": NEVER})


def recover(db: Connection, bot_id: int, now: str) -> int:
    """At start: what was being sent when the process died is sent again; shut chats are tried once."""
    unpark(db, bot_id, now)
    return db.execute(RECOVER, {"bot_id": bot_id, "reason": MAY_BE_THERE}).rowcount


def _due(db: Connection, row: Row) -> DueReply:
    conversation_id = row["conversation_id"]
    needs_card = row["kind"] in ("card", "change", "continued") and conversation_id is not None
    return DueReply(
        id=row["id"],
        kind=row["kind"],
        chat_id=row["chat_id"],
        conversation_id=conversation_id,
        payload=json.loads(row["payload"]),
        reply_to=row["reply_to"],
        message_id=row["message_id"],
        armed=row["armed"],
        attempts=row["attempts"] + 1,
        shown_as=row["shown_as"],
        is_repeat=row["reason"] == MAY_BE_THERE and row["message_id"] is None,
        thread_id=row["thread_id"],
        card=cards.load(db, conversation_id) if needs_card else None,
    )
