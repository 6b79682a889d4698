"""What a tapped button says: an offered option as facts."""

from datetime import date
from decimal import Decimal
from typing import Final

from agents.learning import NEW
from agents.rules.vocabulary.lexicon import lexicon
from agents.rules.vocabulary.segments import segmented
from ledger import Draft, Evidence
from manager import AskedField, Thread

YES: Final = frozenset(["y", "ok", "okay", "ок", "окей", "записать"])
NO: Final = frozenset(["n", "не"])
"""Answers that are words of no language's list: a letter, a sign of consent, the button's own word."""


def confirmation(text: str) -> bool | None:
    """What words say to a question that is confirmed: True, False, or None when they are neither.

    Words of any language count: who has a German bot may well say `sí`.
    """
    tokens = segmented(text)
    said = {index for index, token in enumerate(tokens) if token.kind != "sign"}
    for role, others, is_yes in (("yes", YES, True), ("no", NO, False)):
        heard = {index for index in said if tokens[index].word in others}
        for hit in lexicon().find(tokens):
            if hit.role == role:
                heard |= set(range(hit.first, hit.last + 1))
        if said and said <= heard:
            return is_yes
    return None


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
