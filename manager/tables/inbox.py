import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from manager.file.store import Connection
from manager.values.clock import moment
from manager.values.incoming import Incoming

SAME = """
    SELECT raw_hash, generation FROM inbox
    WHERE bot_id = :bot_id AND update_id = :update_id ORDER BY generation DESC LIMIT 1
"""
ADD = """
    INSERT INTO inbox (bot_id, update_id, generation, chat_id, raw, raw_hash, state, reason, received_at,
                       album)
    VALUES (:bot_id, :update_id, :generation, :chat_id, :raw, :raw_hash, :state, :reason, :now, :album)
"""
NEXT = """
    SELECT * FROM inbox WHERE state = 'new' AND +bot_id = :bot_id AND chat_id IS :chat_id ORDER BY id LIMIT 1
"""
CHATS = "SELECT DISTINCT chat_id FROM inbox WHERE state = 'new' AND +bot_id = :bot_id"
CLOSE = "UPDATE inbox SET state = :state, reason = :reason, done_at = :now WHERE id = :id AND state = 'new'"
TRY = "UPDATE inbox SET attempts = attempts + 1, reason = :reason WHERE id = :id RETURNING attempts"

ALBUM = """
    SELECT part.id, part.raw, part.state, part.reason FROM inbox main
    JOIN inbox part ON part.chat_id = main.chat_id AND part.album = main.album AND part.album IS NOT NULL
        AND part.bot_id = main.bot_id
    WHERE main.id = :id ORDER BY part.update_id
"""
FOLD = "UPDATE inbox SET state = 'done', reason = :reason, done_at = :now WHERE id = :id AND state = 'new'"
PART: Final = "a part of an album"

CAUSE = """
    INSERT INTO causes (bot_id, chat_id, message_id, edit_date)
    VALUES (:bot_id, :chat_id, :message_id, :edit_date) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """One update as Telegram sent it. `poison` says why it cannot be understood, else it is empty.

    `album` is the id of the media group that a message is a part of.
    """

    update_id: int
    chat_id: int | None
    content: dict[str, object]
    poison: str = ""
    album: str | None = None


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One stored update that has not been handled."""

    id: int
    content: dict[str, object]
    attempts: int
    received_at: datetime


def add(db: Connection, bot_id: int, updates: Sequence[RawUpdate], now: str) -> int:
    """Store updates that were not stored before; returns how many were new.

    Telegram may send an update again (same id, same content: dropped) and may start its ids anew after an
    idle week (same id, other content: kept as a new generation).
    """
    added = 0
    for update in updates:
        raw = json.dumps(update.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        raw_hash = hashlib.sha256(raw.encode()).hexdigest()
        same = db.execute(SAME, {"bot_id": bot_id, "update_id": update.update_id}).fetchone()
        if same is not None and same["raw_hash"] == raw_hash:
            continue
        row = {
            "bot_id": bot_id,
            "update_id": update.update_id,
            "generation": same["generation"] + 1 if same is not None else 0,
            "chat_id": update.chat_id,
            "raw": raw,
            "raw_hash": raw_hash,
            "state": "poison" if update.poison else "new",
            "reason": update.poison,
            "album": update.album,
            "now": now,
        }
        db.execute(ADD, row)
        added += 1
    return added


def waiting_chats(db: Connection, bot_id: int) -> list[int | None]:
    """The chats that have unhandled updates; None stands for updates of no chat."""
    return [row["chat_id"] for row in db.execute(CHATS, {"bot_id": bot_id})]


Belongs = Callable[[dict[str, object]], bool]
"""Whether an update, as Telegram sent it, is one with the album that it came in, or speaks for itself."""


def first_waiting(db: Connection, bot_id: int, chat_id: int | None) -> InboxEntry | None:
    """The oldest unhandled update of a chat, or None."""
    row = db.execute(NEXT, {"bot_id": bot_id, "chat_id": chat_id}).fetchone()
    if row is None:
        return None
    return InboxEntry(row["id"], json.loads(row["raw"]), row["attempts"], moment(row["received_at"]))


@dataclass(frozen=True, slots=True)
class Album:
    """The messages of one album as Telegram sent them; `answered` is one that was handled before."""

    parts: tuple[dict[str, object], ...]
    answered: dict[str, object] | None = None


def gather(db: Connection, inbox_id: int, belongs: Belongs, now: str) -> Album:
    """Fold the waiting parts of an album into its entry: they are one turn from now on, after a crash too."""
    found = [(row, json.loads(row["raw"])) for row in db.execute(ALBUM, {"id": inbox_id})]
    rows = [row for row, content in found if row["id"] == inbox_id or belongs(content)]
    answered = next((row for row in rows if row["state"] != "new" and row["reason"] != PART), None)
    if answered is None:
        others = [row for row in rows if row["id"] != inbox_id]
        db.executemany(FOLD, [{"id": row["id"], "reason": PART, "now": now} for row in others])
    contents = [json.loads(row["raw"]) for row in rows]
    return Album(tuple(contents), json.loads(answered["raw"]) if answered else None)


def close(db: Connection, inbox_id: int | None, now: str, *, state: str = "done", reason: str = "") -> bool:
    """Close an entry; False when it was closed before (so its effects are there already)."""
    if inbox_id is None:
        return True
    row = {"id": inbox_id, "state": state, "reason": reason, "now": now}
    return db.execute(CLOSE, row).rowcount == 1


def is_first(db: Connection, bot_id: int, incoming: Incoming) -> bool:
    """Whether these words have had no effect yet; from now on they have. A tap is guarded by its revision."""
    if incoming.kind == "button":
        return True
    row = {
        "bot_id": bot_id,
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id,
        "edit_date": incoming.edit_date,
    }
    return db.execute(CAUSE, row).rowcount == 1


def count_try(db: Connection, inbox_id: int, reason: str) -> int:
    """Count a failed attempt; returns how many there were."""
    return int(db.execute(TRY, {"id": inbox_id, "reason": reason}).fetchone()[0])
