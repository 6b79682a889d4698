from pathlib import Path
from typing import Any, Final

from agents.reading import Setting
from ledger import Draft, Field
from manager import Thread

RULES: Final = Path(__file__).with_name("prompt.md").read_text(encoding="utf-8")
"""What the model is told to do, the same for everybody, so that servers can cache it; no word of a person."""

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


def known(setting: Setting) -> dict[str, Any]:
    """What a model must know beside a message: day, language, currency, the draft and the open question."""
    book = setting.book
    return {
        "today": f"{setting.today.isoformat()}, {setting.today:%A}",
        "language": setting.language,
        "currency": book.currency,
        "default_account": book.default_account,
        "conversation": _conversation(setting.thread) if setting.thread else None,
    }


def values(draft: Draft) -> dict[str, str]:
    """The closed words, numbers and names of the lists in a draft."""
    return {field: str(value) for field in _KNOWN if (value := getattr(draft, field)) is not None}


def _conversation(thread: Thread) -> dict[str, object]:
    """What is known of a conversation in closed words, numbers and names of the lists."""
    booked = thread.booked.operation if thread.booked else None
    known: dict[str, object] = {**values(thread.draft)}
    if booked is not None:
        amount, currency = str(booked.amount.amount), booked.amount.currency
        known |= {"type": booked.type, "amount": amount, "currency": currency, "account": booked.account}
        known |= {"category": booked.category, "day": booked.day.isoformat()}
    return {
        "is_booked": booked is not None,
        "asks": thread.question.field if thread.question else None,
        "known": known,
    }
