import json
from pathlib import Path
from typing import Final

from agents.reading import Setting
from ledger import Category, Field
from manager import Book, Thread

RULES: Final = Path(__file__).with_name("prompt.md").read_text(encoding="utf-8")
"""What the model is told to do; the same for everybody, so that servers can cache it."""

MOST_NAMES: Final = 200
"""Names of one list that are sent, most used first: a bound on what a message can cost."""

_KNOWN: Final[tuple[Field, ...]] = (
    "type",
    "amount",
    "currency",
    "account",
    "to_account",
    "to_amount",
    "to_currency",
    "category",
    "day",
    "balance",
)


def system_text(setting: Setting) -> str:
    """The rules, then the person's lists and the open conversation as JSON. Nothing said is in it."""
    return f"{RULES}\n{json.dumps(_known(setting), ensure_ascii=False)}"


def _known(setting: Setting) -> dict[str, object]:
    book = setting.book
    return {
        "today": f"{setting.today.isoformat()}, {setting.today:%A}",
        "language": setting.language,
        "currency": book.currency,
        "default_account": book.default_account,
        "accounts": _accounts(book),
        "expense_categories": _categories(book.of_kind("expense")),
        "income_categories": _categories(book.of_kind("income")),
        "conversation": _conversation(setting.thread) if setting.thread else None,
    }


def _accounts(book: Book) -> list[dict[str, object]]:
    accounts = book.accounts[:MOST_NAMES]
    return [
        {"name": one.name, "currency": one.currency, "words": (*one.words, *one.aliases)} for one in accounts
    ]


def _categories(categories: tuple[Category, ...]) -> list[dict[str, object]]:
    return [{"name": one.name, "words": one.words} for one in categories[:MOST_NAMES]]


def _conversation(thread: Thread) -> dict[str, object]:
    """What is known of a conversation in closed words, numbers and names of the lists."""
    booked = thread.booked.operation if thread.booked else None
    known: dict[str, object] = {
        field: str(value) for field in _KNOWN if (value := getattr(thread.draft, field)) is not None
    }
    if booked is not None:
        amount, currency = str(booked.amount.amount), booked.amount.currency
        known |= {"type": booked.type, "amount": amount, "currency": currency, "account": booked.account}
        known |= {"category": booked.category, "day": booked.day.isoformat()}
    return {
        "is_booked": booked is not None,
        "asks": thread.question.field if thread.question else None,
        "known": known,
    }
