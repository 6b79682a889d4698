import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import manager
from agents.reading import Setting
from ledger import (
    Account,
    BookId,
    Category,
    ConversationId,
    Draft,
    Money,
    Operation,
    OperationKey,
    OperationType,
)
from manager import AskedField, Book, Booked, Question, Thread

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
"""A Saturday."""


@cache
def book(language: str, currency: str = "RUB") -> Book:
    """A new book of a language, as a person gets it."""
    path = Path(manager.__file__).parent / "defaults" / f"{language}.toml"
    lists: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return Book(
        BookId(1),
        "Home",
        currency,
        tuple(Account(item["name"], currency, tuple(item["words"])) for item in lists["account"]),
        tuple(Category(item["name"], item["kind"], tuple(item["words"])) for item in lists["category"]),
    )


def setting(text: str, *, thread: Thread | None = None, currency: str = "RUB") -> Setting:
    """The book and the language of whoever writes such a text."""
    language = "ru" if any("а" <= char <= "я" for char in text.lower()) else "en"
    return Setting(book(language, currency), TODAY, language, thread)


def waiting(asked: AskedField | None = None, *, type_: OperationType | None = "expense") -> Thread:
    """A conversation that waits for an answer."""
    question = Question(asked) if asked else None
    return Thread(ConversationId(1), "active", "ExpenseAgent", 1, 1, Draft(type=type_), question)


def booked() -> Thread:
    """A conversation with a booked expense."""
    operation = Operation("expense", Money(30000, "RUB"), TODAY, "Cash")
    key = OperationKey("7K3QZ9M2XW4C")
    done = Booked(key, 147, 1, operation, "booked", ConversationId(1), "Anna", NOW)
    return Thread(ConversationId(1), "completed", "ExpenseAgent", 1, 1, Draft(type="expense"), None, done)


CURRENCIES = {"en": "GBP", "ru": "RUB", "uk": "UAH", "tr": "TRY", "pl": "PLN", "zh": "CNY", "pt": "BRL"}


def at_home(code: str, thread: Thread | None = None) -> Setting:
    """A person of a language with a new book in the currency of a country where it is spoken."""
    return Setting(book(code, CURRENCIES.get(code, "EUR")), TODAY, code, thread)
