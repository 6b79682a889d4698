from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from manager.file.store import Connection
from manager.tables import events
from manager.values.incoming import Incoming

SPENT = """
    SELECT coalesce(sum(tokens), 0) AS everybody,
        coalesce(sum(CASE WHEN user_id = :user_id THEN tokens END), 0) AS person
    FROM model_calls WHERE bot_id = :bot_id AND day = :day
"""
ADD = """
    INSERT INTO model_calls (bot_id, day, user_id, chat_id, message_id, edit_date, model, state, tokens,
                             created_at)
    VALUES (:bot_id, :day, :user_id, :chat_id, :message_id, :edit_date, :model, :state, :tokens, :now)
"""
SETTLE = """
    UPDATE model_calls
    SET state = :state, reason = :reason, tokens = :tokens, prompt_tokens = :prompt_tokens,
        completion_tokens = :completion_tokens, latency_ms = :latency_ms
    WHERE id = :id AND state = 'reserved'
"""
REFUSED = """
    SELECT 1 FROM model_calls
    WHERE bot_id = :bot_id AND day = :day AND user_id = :user_id AND state = 'refused'
"""
OF_MESSAGE = """
    SELECT model, state, reason, tokens, latency_ms FROM model_calls
    WHERE bot_id = :bot_id AND chat_id = :chat_id AND message_id = :message_id AND edit_date = :edit_date
    ORDER BY id
"""

CallState = Literal["answered", "failed"]


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """Tokens that all and one person may spend on models in a day of the person's book; None is no limit."""

    everybody: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """How a call ended: `tokens` is what it takes from the day's budget; the others are as reported."""

    state: CallState
    tokens: int
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    latency_ms: int | None = None
    reason: str = ""


def reserve(
    db: Connection,
    bot_id: int,
    told: tuple[Incoming, date],
    wish: tuple[str, int],
    limits: TokenLimits,
    now: str,
) -> int | None:
    """Take tokens for a model (its name, how many) out of the day's budget; None: there are not enough left.

    The call's own number comes back. A call that is never settled keeps what it took.
    """
    model, tokens = wish
    row = _row(bot_id, told[0], now) | {"day": told[1].isoformat()}
    spent = db.execute(SPENT, row).fetchone()
    for limit, used in ((limits.everybody, spent["everybody"]), (limits.person, spent["person"])):
        if limit is not None and used + tokens > limit:
            return None
    added = db.execute(ADD, row | {"model": model, "state": "reserved", "tokens": tokens})
    return int(added.lastrowid or 0)


def refuse(db: Connection, bot_id: int, told: tuple[Incoming, date], model: str, now: str) -> bool:
    """Remember that a person's share is used up; True when that is the first time this day."""
    row = _row(bot_id, told[0], now) | {"day": told[1].isoformat()}
    if db.execute(REFUSED, row).fetchone():
        return False
    db.execute(ADD, row | {"model": model, "state": "refused", "tokens": 0})
    return True


def settle(db: Connection, call_id: int, spent: Spent) -> None:
    """Put what a call really used in the place of what was reserved; a second time changes nothing."""
    row = {
        "id": call_id,
        "state": spent.state,
        "reason": spent.reason,
        "tokens": spent.tokens,
        "prompt_tokens": spent.prompt_tokens,
        "completion_tokens": spent.completion_tokens,
        "latency_ms": spent.latency_ms,
    }
    db.execute(SETTLE, row)


def tell(db: Connection, bot_id: int, incoming: Incoming, conversation_id: int, now: str) -> None:
    """Add the calls that a message took to what happened to its conversation."""
    for call in db.execute(OF_MESSAGE, _row(bot_id, incoming, now)).fetchall():
        detail = {key: call[key] for key in ("model", "state", "reason", "tokens", "latency_ms")}
        events.add(db, conversation_id, "model asked", now, user_id=incoming.person.id, **detail)


def _row(bot_id: int, incoming: Incoming, now: str) -> dict[str, Any]:
    return {
        "bot_id": bot_id,
        "user_id": incoming.person.id,
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id,
        "edit_date": incoming.edit_date,
        "now": now,
    }
