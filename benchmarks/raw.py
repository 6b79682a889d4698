"""The limit: what a careful person would write by hand in `sqlite3` for the same rows of the same schema.

No lookups, no checks, no values made from objects: whatever a turn must know, it is told.
"""

import secrets
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from benchmarks.story import ANSWER, ASKED, BOT, TODAY, WORDS, Exchange
from manager import Clock

Connection = sqlite3.Connection
SQLITE_VERSION: Final = sqlite3.sqlite_version

PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)

EVIDENCE: Final = (
    '[{"field":"amount","origin":"said","text":"300","start":7,"end":10,"confidence":1.0},'
    '{"field":"description","origin":"said","text":"coffee","start":0,"end":6,"confidence":1.0}]'
)
DRAFT: Final = (
    '{"schema":1,"type":"expense","amount":"300","currency":"RUB","category":"Cafés","description":"coffee",'
    f'"evidence":{EVIDENCE}}}'
)
OPTIONS: Final = '[["Cash","Cash"],["Card","Card"]]'

CLOSE = "UPDATE inbox SET state = 'done', done_at = ? WHERE id = ?"
CAUSE = "INSERT INTO causes (bot_id, chat_id, message_id, edit_date) VALUES (?, ?, ?, 0)"
CHAT = """
    UPDATE chats SET title = '', last_activity_at = ?, is_blocked = heir_id IS NOT NULL
    WHERE bot_id = ? AND chat_id = ?
"""
CONVERSATION = """
    INSERT INTO conversations (bot_id, chat_id, user_id, book_id, operation_type, agent_state, status,
                               revision, started_on, created_at, updated_at)
    VALUES (?, ?, ?, 1, 'expense', 'ExpenseAgent', 'active', 1, ?, ?, ?)
"""
MESSAGE = """
    INSERT INTO message_history (conversation_id, seq, message_id, reply_to_message_id, sender,
                                 sender_user_id, content, sent_at, stored_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ADDRESS = "INSERT INTO message_addresses (bot_id, chat_id, message_id, conversation_id) VALUES (?, ?, ?, ?)"
DATA = """
    INSERT INTO conversation_data (conversation_id, seq, data_type, data_content, created_at)
    VALUES (?, ?, ?, ?, ?)
"""
ASK = """
    INSERT INTO agent_questions (conversation_id, seq, agent_name, question, asked_field, missing_fields,
                                 options, asked_at)
    VALUES (?, 1, 'ExpenseAgent', ?, 'account', '["account"]', ?, ?)
"""
EVENT = """
    INSERT INTO conversation_events (conversation_id, kind, detail, user_id, created_at)
    VALUES (?, ?, ?, ?, ?)
"""
REPLY = """
    INSERT INTO reply_outbox (bot_id, chat_id, conversation_id, kind, payload, message_id, next_at,
                              created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
SESSION = """
    UPDATE user_sessions SET last_conversation_id = ?, last_activity = ?
    WHERE user_id = ? AND bot_id = ? AND chat_id = ?
"""
COMPLETE = """
    UPDATE conversations SET status = 'completed', revision = 2, archived_at = NULL, reminded_at = NULL,
        updated_at = ? WHERE id = ?
"""
ANSWERED = """
    UPDATE agent_questions SET answered_at = ?, answer_message_id = ?, answered_by = ?
    WHERE conversation_id = ? AND seq = 1
"""
NUMBER = "UPDATE books SET next_number = next_number + 1 WHERE id = 1 RETURNING next_number - 1"
OPERATION = """
    INSERT INTO operations (key, guard, book_id, number, conversation_id, user_id, recorded_at)
    VALUES (?, ?, 1, ?, ?, ?, ?)
"""
VERSION = """
    INSERT INTO operation_versions (
        operation_id, version, reason, state, type, amount_minor, currency, day, account_id, category_id,
        description, counterparty, tags, refund, evidence, user_id, cause_message_id, created_at, seal)
    VALUES (?, 1, 'record', 'booked', 'expense', 30000, 'RUB', ?, 1, ?, 'coffee', '', '[]', 0, ?, ?, ?, ?, ?)
"""
SHEET = "INSERT INTO sheet_outbox (operation_id, version, next_at, created_at) VALUES (?, 1, ?, ?)"
REARM = "UPDATE reply_outbox SET armed = armed + 1, payload = ?, attempts = 0, next_at = ? WHERE id = ?"

FIND = "SELECT conversation_id FROM message_addresses WHERE bot_id = ? AND chat_id = ? AND message_id = ?"
HISTORY = """
    SELECT sender, content, sent_at, message_id, reply_to_message_id FROM message_history
    WHERE conversation_id = ? ORDER BY seq DESC LIMIT 20
"""
LAST_DRAFT = """
    SELECT data_content FROM conversation_data
    WHERE conversation_id = ? AND data_type <> 'missing_fields' ORDER BY seq DESC LIMIT 1
"""
OPEN_QUESTION = """
    SELECT asked_field, options, asked_at FROM agent_questions
    WHERE conversation_id = ? AND answered_at IS NULL AND superseded_at IS NULL ORDER BY seq DESC LIMIT 1
"""
BOOKED = """
    SELECT o.key, o.number, o.recorded_at, v.*, a.name, t.name, c.name, u.first_name, u.last_name,
        (SELECT row_hint FROM operation_rows r WHERE r.operation_id = o.id AND r.leg = 1)
    FROM operations o
    JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    JOIN accounts a ON a.id = v.account_id LEFT JOIN accounts t ON t.id = v.to_account_id
    LEFT JOIN categories c ON c.id = v.category_id JOIN users u ON u.id = o.user_id
    WHERE o.conversation_id = ? ORDER BY o.item LIMIT 1
"""
CARD = """
    SELECT message_id, sent_at FROM reply_outbox
    WHERE conversation_id = ? AND kind IN ('card', 'change') AND kind = 'card' AND message_id IS NOT NULL
    ORDER BY id DESC LIMIT 1
"""
OPEN = """
    SELECT id FROM conversations
    WHERE bot_id = ? AND chat_id = ? AND user_id = ? AND status = 'active' ORDER BY id
"""
USED = """
    SELECT account_id, count(*) FROM (
        SELECT v.account_id FROM operations o
        JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        WHERE o.book_id = 1 ORDER BY o.number DESC LIMIT 200
    ) GROUP BY account_id
"""


class RawBook:
    """One connection to one file; every turn is one transaction and so one fsync."""

    def __init__(self, path: str, now: Clock) -> None:
        self.db = connect(path)
        self._now = now
        self._cards: dict[int, int] = {}
        self._said: dict[int, int] = {}
        find = "SELECT id FROM categories WHERE book_id = 1 AND name = 'Cafés'"
        (self._category_id,) = self.db.execute(find).fetchone()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def ask(self, exchange: Exchange, told: int | None = None) -> int:
        """The rows of a turn that ends in a question, as `book` takes them; returns the conversation."""
        db, now, chat = self.db, self._stamp(), exchange.chat_id
        message_id, inbox_id = exchange.message_ids[0], exchange.inbox_ids[0]
        db.execute("BEGIN IMMEDIATE")
        self._arrive(chat, message_id, inbox_id, now)
        row = db.execute(CONVERSATION, (BOT, chat, chat, TODAY.isoformat(), now, now))
        conversation_id = row.lastrowid or 0
        db.execute(MESSAGE, (conversation_id, 1, message_id, None, "user", chat, WORDS, now, now))
        db.execute(ADDRESS, (BOT, chat, message_id, conversation_id))
        db.execute(DATA, (conversation_id, 1, "partial", DRAFT, now))
        db.execute(ASK, (conversation_id, ASKED, OPTIONS, now))
        db.execute(EVENT, (conversation_id, "asked", '{"field":"account"}', chat, now))
        card = (BOT, chat, conversation_id, "card", '{"note":""}', None, now, now)
        self._cards[conversation_id] = db.execute(REPLY, card).lastrowid or 0
        emoji = f'{{"message_id":{message_id},"emoji":"🤔"}}'
        db.execute(REPLY, (BOT, chat, conversation_id, "reaction", emoji, message_id, now, now))
        db.execute(SESSION, (conversation_id, now, chat, BOT, chat))
        self._said[conversation_id] = 1
        if told is not None:
            self._tell(exchange, conversation_id, told, now)
        db.execute("COMMIT")
        return conversation_id

    def book(self, exchange: Exchange, conversation_id: int, told: int | None = None) -> None:
        """The rows of a turn that books an operation; with `told`, the bot's message of that id too."""
        db, now, chat = self.db, self._stamp(), exchange.chat_id
        first, second = exchange.message_ids
        db.execute("BEGIN IMMEDIATE")
        self._arrive(chat, second, exchange.inbox_ids[1], now)
        self._said[conversation_id] += 1
        said = (conversation_id, self._said[conversation_id], second, first, "user", chat, ANSWER, now, now)
        db.execute(MESSAGE, said)
        db.execute(ADDRESS, (BOT, chat, second, conversation_id))
        db.execute(COMPLETE, (now, conversation_id))
        db.execute(ANSWERED, (now, second, chat, conversation_id))
        db.execute(DATA, (conversation_id, 2, "complete", DRAFT, now))
        (number,) = db.execute(NUMBER).fetchone()
        key, guard = secrets.token_hex(6), 2**30 + secrets.randbits(30)
        operation = (key, guard, number, conversation_id, chat, now)
        operation_id = db.execute(OPERATION, operation).lastrowid or 0
        # Of a seal only the bytes: to compute it is the manager's own work.
        seal = secrets.token_hex(16)
        version = (operation_id, TODAY.isoformat(), self._category_id, EVIDENCE, chat, second, now, seal)
        db.execute(VERSION, version)
        db.execute(SHEET, (operation_id, now, now))
        db.execute(EVENT, (conversation_id, "recorded", f'{{"operation":{operation_id}}}', chat, now))
        db.execute(REARM, ('{"note":""}', now, self._cards[conversation_id]))
        db.execute(SESSION, (conversation_id, now, chat, BOT, chat))
        if told is not None:
            self._tell(exchange, conversation_id, told, now)
        db.execute("COMMIT")

    def find(self, chat_id: int, message_id: int) -> Any:  # noqa: ANN401  # a row
        """The conversation that a message belongs to."""
        return self.db.execute(FIND, (BOT, chat_id, message_id)).fetchone()

    def thread(self, chat_id: int, message_id: int) -> Sequence[Any]:
        """All rows of the conversation that a message belongs to, with its last twenty messages."""
        (conversation_id,) = self.find(chat_id, message_id)
        where, one = (conversation_id,), self.db.execute
        return (
            one("SELECT * FROM conversations WHERE id = ?", where).fetchone(),
            one(HISTORY, where).fetchall(),
            one(LAST_DRAFT, where).fetchone(),
            one(OPEN_QUESTION, where).fetchone(),
            one(BOOKED, where).fetchone(),
            one(CARD, where).fetchone(),
        )

    def surroundings(self, chat_id: int) -> Sequence[Any]:
        """All rows about a person's place: who, chat, open conversations, and the lists of the book."""
        one = self.db.execute
        return (
            one("SELECT * FROM users WHERE id = ?", (chat_id,)).fetchone(),
            one("SELECT * FROM chats WHERE bot_id = ? AND chat_id = ?", (BOT, chat_id)).fetchone(),
            one(OPEN, (BOT, chat_id, chat_id)).fetchall(),
            one("SELECT * FROM books WHERE id = 1").fetchone(),
            one("SELECT * FROM accounts WHERE book_id = 1 AND is_active").fetchall(),
            one(USED).fetchall(),
            one("SELECT * FROM categories WHERE book_id = 1 ORDER BY id").fetchall(),
        )

    def _arrive(self, chat: int, message_id: int, inbox_id: int, now: str) -> None:
        self.db.execute(CLOSE, (now, inbox_id))
        self.db.execute(CAUSE, (BOT, chat, message_id))
        self.db.execute(CHAT, (now, BOT, chat))

    def _tell(self, exchange: Exchange, conversation_id: int, told: int, now: str) -> None:
        self._said[conversation_id] += 1
        seq = self._said[conversation_id]
        self.db.execute(MESSAGE, (conversation_id, seq, told, None, "bot", None, ASKED, now, now))
        self.db.execute(ADDRESS, (BOT, exchange.chat_id, told, conversation_id))

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="milliseconds")[:-6] + "Z"


def connect(path: str) -> Connection:
    """A connection with the pragmas of the real one."""
    db = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in PRAGMAS:
        db.execute(pragma)
    return db
