"""What is queued to be said, and how it changes before and after; whether it arrives is in `deliveries`."""

from dataclasses import dataclass, replace
from typing import Any

from manager.file.store import Connection
from manager.tables import operations
from manager.tables.packing import packed
from manager.values.say import EditMessage, Notice, Prompt, React, Say, ShowCard, ShowChange, packed_buttons

# SQLite takes a partial index only where its own condition stands in the query, word for word.
ADD = """
    INSERT INTO reply_outbox (bot_id, chat_id, conversation_id, kind, payload, reply_to, message_id, next_at,
                              created_at)
    VALUES (:bot_id, :chat_id, :conversation_id, :kind, :payload, :reply_to, :message_id, :now, :now)
"""
CARD = """
    SELECT id FROM reply_outbox
    WHERE conversation_id = :conversation_id AND kind IN ('card', 'change') AND kind = 'card'
    ORDER BY id DESC LIMIT 1
"""
ANEW = """
    armed = armed + 1, payload = coalesce(:payload, payload),
    state = CASE state WHEN 'SENDING' THEN 'SENDING' ELSE 'READY' END, attempts = 0, next_at = :now
"""
REARM = f"UPDATE reply_outbox SET {ANEW} WHERE id = :id"  # noqa: S608  # this module's own constants
REARM_CARD = f"UPDATE reply_outbox SET {ANEW} WHERE id = ({CARD})"  # noqa: S608  # same
RETIRE_CARD = f"""
    UPDATE reply_outbox SET kind = 'continued', armed = armed + 1, state = 'READY', next_at = :now
    WHERE id = ({CARD})
"""  # noqa: S608  # same
RETIRE_SHOWN = f"{RETIRE_CARD} AND message_id IS NOT NULL"
PROMPT = """
    SELECT id FROM reply_outbox
    WHERE bot_id = :bot_id AND chat_id = :chat_id AND message_id = :message_id AND kind = 'prompt'
"""
ERASE = """
    UPDATE reply_outbox SET kind = 'erase', armed = armed + 1, state = 'READY', next_at = :now
    WHERE id = :id
"""
CHANGES = """
    SELECT id FROM reply_outbox
    WHERE conversation_id = :conversation_id AND kind IN ('card', 'change') AND kind = 'change'
        AND message_id IS NOT NULL
        AND json_extract(payload, '$.version') = :version
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: in a chat, in the name of a conversation where there is one.

    `is_new` says that the conversation has begun in this very transaction, so it has no card yet.
    """

    bot_id: int
    chat_id: int
    conversation_id: int | None = None
    is_new: bool = False


def say(db: Connection, place: Place, what: Say, now: str) -> None:
    """Queue something to be said."""
    match what:
        case ShowCard():
            _show_card(db, place, what, now)
            return
        case ShowChange():
            kind, payload, target = (
                "change",
                {"changes": what.changes, **_version(db, place.conversation_id)},
                None,
            )
        case Notice():
            kind, payload, target = (
                "notice",
                {"text": what.text, "buttons": packed_buttons(what.buttons)},
                None,
            )
        case EditMessage():
            payload = {"text": what.text, "buttons": packed_buttons(what.buttons)}
            kind, target = "edit", what.message_id
        case Prompt():
            payload = {"text": what.text, "placeholder": what.placeholder, "reply_to": what.reply_to}
            kind, target = "prompt", None
        case React():
            payload = {"message_id": what.message_id, "emoji": what.emoji}
            kind, target = "reaction", what.message_id
    if isinstance(what, Notice) and what.chat_id:
        place = replace(place, chat_id=what.chat_id)
    reply_to = None if isinstance(what, EditMessage | React) else what.reply_to
    _add(db, place, kind, payload, reply_to, target, now)


def rearm_card(db: Connection, conversation_id: int, now: str) -> None:
    """The conversation has changed: its card must be shown anew, where it has one."""
    db.execute(REARM_CARD, {"conversation_id": conversation_id, "payload": None, "now": now})


def rearm_changes(db: Connection, conversation_id: int, version: int, now: str) -> None:
    """The sheet has a version: whoever was told of that change is told that it arrived."""
    where = {"conversation_id": conversation_id, "version": version}
    for row in db.execute(CHANGES, where).fetchall():
        db.execute(REARM, {"id": row["id"], "payload": None, "now": now})


def retire_card(db: Connection, conversation_id: int, now: str) -> None:
    """The conversation goes on elsewhere: one line stays of its card."""
    db.execute(RETIRE_CARD, {"conversation_id": conversation_id, "now": now})


def erase_prompt(db: Connection, place: tuple[int, int, int], now: str) -> None:
    """A prompt (bot, chat, message id) was answered: it is deleted; nothing happens to other messages."""
    bot_id, chat_id, message_id = place
    where = {"bot_id": bot_id, "chat_id": chat_id, "message_id": message_id}
    # Looked for first: nearly every reply is to something else, and a write that finds nothing costs a write.
    for prompt in db.execute(PROMPT, where).fetchall():
        db.execute(ERASE, {"id": prompt["id"], "now": now})


def post(db: Connection, place: Place, notice: Notice, now: str) -> int:
    """Queue a message that will be told anew while it is true; returns its place in the outbox."""
    payload = {"text": notice.text, "buttons": packed_buttons(notice.buttons)}
    return _add(db, place, "notice", payload, notice.reply_to, None, now)


def rewrite(db: Connection, reply_id: int, notice: Notice, now: str) -> None:
    """Put other words into a message: edited where it was sent already, else sent so."""
    payload = {"text": notice.text, "buttons": packed_buttons(notice.buttons)}
    db.execute(REARM, {"id": reply_id, "payload": packed(payload), "now": now})


def _show_card(db: Connection, place: Place, what: ShowCard, now: str) -> None:
    payload = {"note": what.note}
    row = {"conversation_id": place.conversation_id, "payload": packed(payload), "now": now}
    if not place.is_new:
        if what.fresh:
            db.execute(RETIRE_SHOWN, row)
        elif db.execute(REARM_CARD, row).rowcount:
            return
    _add(db, place, "card", payload, what.reply_to, None, now)


def _add(
    db: Connection,
    place: Place,
    kind: str,
    payload: dict[str, Any],
    reply_to: int | None,
    message_id: int | None,
    now: str,
) -> int:
    row = {
        "bot_id": place.bot_id,
        "chat_id": place.chat_id,
        "conversation_id": place.conversation_id,
        "kind": kind,
        "payload": packed(payload),
        "reply_to": reply_to,
        "message_id": message_id,
        "now": now,
    }
    return db.execute(ADD, row).lastrowid or 0


def _version(db: Connection, conversation_id: int | None) -> dict[str, int]:
    booked = operations.of_conversation(db, conversation_id or 0)
    return {"version": booked.version if booked else 0}
