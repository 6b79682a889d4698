"""What a tapped button says: an offered option as facts."""

from datetime import date
from decimal import Decimal
from typing import Final

from agents.learning import NEW
from ledger import Draft, Evidence
from manager import AskedField, Thread

YES: Final = frozenset(
    [
        "yes",
        "y",
        "yeah",
        "yep",
        "ok",
        "okay",
        "sure",
        "да",
        "ага",
        "угу",
        "ок",
        "окей",
        "конечно",
        "верно",
        "записать",
    ]
)
NO: Final = frozenset(["no", "n", "nope", "нет", "не", "неа"])


def confirmation(text: str) -> bool | None:
    """What a word says to a question that is confirmed: True, False, or None when it is neither."""
    word = text.strip(" .!,").casefold()
    return True if word in YES else False if word in NO else None


def answer(field: AskedField, value: str, thread: Thread) -> Draft:
    """The facts of one offered answer to a question of `thread`; `value` is the option's own."""
    value = value.removeprefix(NEW)
    match field:
        case "account" | "to_account" | "category":
            return Draft().fill(field, value, "button")
        case "amount" | "to_amount":
            return Draft().fill(field, Decimal(value), "button")
        case "currency":
            return Draft().fill("currency", value, "button")
        case "day":
            return Draft().fill("day", date.fromisoformat(value), "button")
        case "refund":
            is_refund = value == "refund"
            facts = Draft(type="expense" if is_refund else "income", evidence=(Evidence("type", "button"),))
            return facts.fill("refund", is_refund, "button")
        case "confirm":
            return Draft().fill("amount", thread.draft.amount, "button")
    return Draft()
