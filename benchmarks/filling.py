"""A book with a past: conversations of many chats, written straight into the tables."""

import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from benchmarks.raw import DRAFT, EVIDENCE, OPTIONS, Connection, connect
from benchmarks.story import ASKED, BOT, OWNER, WORDS, Exchange

Batch = dict[str, list[tuple[Any, ...]]]

CHATS: Final = 64
LENGTHS: Final = ((4, 70), (8, 20), (20, 10))
"""Messages of a conversation, and how many of a hundred conversations have so many."""

BATCH: Final = 5_000
FILLING_CACHE_KIBIBYTES: Final = 262_144
BEGIN: Final = datetime(2024, 1, 1, tzinfo=UTC)
UPDATE: Final = '{"update_id":1,"message":{"text":"' + "coffee 300 " * 40 + '"}}'
"""About as long as a real update."""

INSERTS: Final = {
    "conversations": """
        INSERT INTO conversations (id, bot_id, chat_id, user_id, book_id, operation_type, agent_state,
            status, revision, started_on, google_sheets_row, created_at, updated_at)
        VALUES (?, ?, ?, ?, 1, 'expense', 'ExpenseAgent', 'completed', 3, ?, ?, ?, ?)
    """,
    "messages": """
        INSERT INTO message_history (conversation_id, seq, message_id, sender, sender_user_id, content,
            sent_at, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "addresses": "INSERT INTO message_addresses VALUES (?, ?, ?, ?)",
    "causes": "INSERT INTO causes VALUES (?, ?, ?, 0)",
    "inbox": """
        INSERT INTO inbox (bot_id, update_id, chat_id, raw, raw_hash, state, received_at, done_at)
        VALUES (?, ?, ?, ?, hex(randomblob(32)), ?, ?, ?)
    """,
    "data": "INSERT INTO conversation_data VALUES (?, ?, ?, ?, ?)",
    "questions": """
        INSERT INTO agent_questions (conversation_id, seq, agent_name, question, asked_field, missing_fields,
            options, asked_at, answered_at, answer_message_id, answered_by)
        VALUES (?, ?, 'ExpenseAgent', ?, 'account', '["account"]', ?, ?, ?, ?, ?)
    """,
    "events": """
        INSERT INTO conversation_events (conversation_id, kind, detail, user_id, created_at)
        VALUES (?, ?, '{"field":"account"}', ?, ?)
    """,
    "replies": """
        INSERT INTO reply_outbox (bot_id, chat_id, conversation_id, kind, payload, message_id, state, shown,
            next_at, sent_at, created_at) VALUES (?, ?, ?, ?, '{"note":""}', ?, 'SENT', 1, ?, ?, ?)
    """,
    "operations": """
        INSERT INTO operations (id, key, guard, book_id, number, conversation_id, user_id, recorded_at)
        VALUES (?, hex(randomblob(6)), ?, 1, ?, ?, ?, ?)
    """,
    "versions": """
        INSERT INTO operation_versions (operation_id, version, reason, state, type, amount_minor, currency,
            day, account_id, category_id, description, counterparty, tags, refund, evidence, user_id,
            cause_message_id, created_at)
        VALUES (?, 1, 'record', 'booked', 'expense', ?, 'RUB', ?, ?, ?, 'coffee', '', '[]', 0, ?, ?, ?, ?)
    """,
    "sheet": """
        INSERT INTO sheet_outbox (operation_id, version, state, attempts, next_at, done_at, created_at)
        VALUES (?, 1, 'DONE', 1, ?, ?, ?)
    """,
    "rows": "INSERT INTO operation_rows VALUES (?, 1, ?, 1, ?)",
}


@dataclass(slots=True)
class Past:
    """What is in a filled file, and where the next exchange goes.

    `last_ids` are the newest message ids by chat; `long_threads` are addresses (chat, message) of
    conversations with twenty messages; inbox entries from `next_inbox_id` on wait for exchanges to come.
    """

    last_ids: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    long_threads: list[tuple[int, int]] = field(default_factory=list)
    messages: int = 0
    next_inbox_id: int = 1

    def exchange(self, chat: int) -> Exchange:
        """The next exchange in the chat of that index: fresh message ids, waiting inbox entries."""
        chat_id = OWNER + chat % CHATS
        last, inbox = self.last_ids[chat_id], self.next_inbox_id
        self.last_ids[chat_id], self.next_inbox_id = last + 4, inbox + 2
        return Exchange(chat_id, (last + 1, last + 3), (inbox, inbox + 1))


def fill(path: str, messages: int, waiting: int, advance: Callable[[int], None]) -> Past:
    """Write at least so many messages into a founded file, and `waiting` inbox entries for later."""
    past, dice = Past(), random.Random(messages)  # noqa: S311  # the same past in every run
    with closing(connect(path)) as db:
        _hurry(db)
        db.execute("BEGIN IMMEDIATE")
        _people(db)
        conversation_id = 0
        while past.messages < messages:
            batch: Batch = {name: [] for name in INSERTS}
            before = past.messages
            while past.messages < messages and len(batch["conversations"]) < BATCH:
                conversation_id += 1
                _conversation(batch, past, dice, conversation_id)
            _write(db, batch)
            advance(past.messages - before)
        db.execute("UPDATE books SET next_number = ?", (conversation_id + 1,))
        _wait(db, past, waiting)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return past


def fill_addresses(path: str, count: int, advance: Callable[[int], None]) -> None:
    """Write so many addresses of replies and nothing else, evenly over the chats."""
    each = count // CHATS + 1
    with closing(connect(path)) as db:
        _hurry(db)
        db.execute("BEGIN IMMEDIATE")
        for chat_id in range(OWNER, OWNER + CHATS):
            rows = ((BOT, chat_id, number, chat_id * 7 + number // 5) for number in range(1, each + 1))
            db.executemany(INSERTS["addresses"], rows)
            advance(each)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _hurry(db: Connection) -> None:
    """Give up what only a file that matters needs; nobody reads this one before it is whole."""
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute(f"PRAGMA cache_size = -{FILLING_CACHE_KIBIBYTES}")


def _people(db: Connection) -> None:
    users = """
        INSERT INTO users (id, first_name, last_name, username, language, timezone, role, book_id, created_at,
            updated_at)
        VALUES (?, 'Anna', 'Petrova', 'annap', 'en', 'Europe/Moscow', 'member', 1, '', '')
        ON CONFLICT DO NOTHING
    """
    chats = """
        INSERT INTO chats (bot_id, chat_id, type, book_id, created_at, last_activity_at)
        VALUES (?, ?, 'private', 1, '', '') ON CONFLICT DO NOTHING
    """
    for chat_id in range(OWNER, OWNER + CHATS):
        db.execute(users, (chat_id,))
        db.execute(chats, (BOT, chat_id))
        db.execute("INSERT INTO user_sessions VALUES (?, ?, ?, NULL, '')", (chat_id, BOT, chat_id))


def _write(db: Connection, batch: Batch) -> None:
    for name, statement in INSERTS.items():
        db.executemany(statement, batch[name])


def _wait(db: Connection, past: Past, waiting: int) -> None:
    (last,) = db.execute("SELECT coalesce(max(id), 0) FROM inbox").fetchone()
    past.next_inbox_id = last + 1
    rows = ((BOT, (1 << 40) + number, OWNER, UPDATE, "new", "", None) for number in range(1, waiting + 1))
    db.executemany(INSERTS["inbox"], rows)


def _conversation(batch: Batch, past: Past, dice: random.Random, conversation_id: int) -> None:
    """One finished conversation: words and questions in turn, one operation, its row in the sheet."""
    lengths, shares = zip(*LENGTHS, strict=True)
    # The first is a long one, so that even the smallest past has one.
    length = lengths[-1] if conversation_id == 1 else dice.choices(lengths, shares)[0]
    chat_id = OWNER + dice.randrange(CHATS)
    at = BEGIN + timedelta(minutes=3 * conversation_id)
    now, day = at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), at.date().isoformat()
    start = past.last_ids[chat_id]
    begun = (conversation_id, BOT, chat_id, chat_id, day, conversation_id, now, now)
    batch["conversations"].append(begun)
    for seq in range(1, length + 1, 2):
        place = (conversation_id, seq, chat_id, start + seq)
        _person_says(batch, place, past.messages + seq, now, is_last=seq == length - 1)
        _bot_says(batch, place, now, is_last=seq == length - 1)
    batch["operations"].append((*[conversation_id] * 4, chat_id, now))
    account, category = dice.choice((1, 1, 1, 2)), dice.randint(1, 5)
    values = (conversation_id, 100 * dice.randrange(1, 9_999), day, account, category)
    batch["versions"].append((*values, EVIDENCE, chat_id, start + length - 1, now))
    batch["sheet"].append((conversation_id, now, now, now))
    batch["rows"].append((conversation_id, conversation_id + 1, now))
    past.last_ids[chat_id] += length
    past.messages += length
    if length == LENGTHS[-1][0]:
        past.long_threads.append((chat_id, start + 2))


def _person_says(
    batch: Batch, place: tuple[int, int, int, int], update_id: int, now: str, *, is_last: bool
) -> None:
    conversation_id, seq, chat_id, message_id = place
    said = (conversation_id, seq, message_id, "user", chat_id, WORDS, now, now)
    batch["messages"].append(said)
    batch["addresses"].append((BOT, chat_id, message_id, conversation_id))
    batch["causes"].append((BOT, chat_id, message_id))
    batch["inbox"].append((BOT, update_id, chat_id, UPDATE, "done", now, now))
    batch["events"].append((conversation_id, "asked", chat_id, now))
    batch["data"].append((conversation_id, seq, "complete" if is_last else "partial", DRAFT, now))


def _bot_says(batch: Batch, place: tuple[int, int, int, int], now: str, *, is_last: bool) -> None:
    conversation_id, seq, chat_id, asked_by = place
    message_id, kind = asked_by + 1, "card" if seq == 1 else "notice"
    said = (conversation_id, seq + 1, message_id, "bot", None, ASKED, now, now)
    batch["messages"].append(said)
    batch["addresses"].append((BOT, chat_id, message_id, conversation_id))
    batch["replies"].append((BOT, chat_id, conversation_id, kind, message_id, now, now, now))
    if not is_last:
        question = (conversation_id, seq, ASKED, OPTIONS, now, now, message_id + 1, chat_id)
        batch["questions"].append(question)
