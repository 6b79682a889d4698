"""One-line names of operations and drafts: `Coffee — 300 ₽`, `Card: correction −550 ₽`."""

from decimal import Decimal

from bot.wording import amounts
from bot.wording.texts import Html, Texts
from ledger import Draft, Money, MoneyError, OperationType


def title(draft: Draft, t: Texts, currency: str) -> Html:
    """What a draft or operation is about and how much, as far as known; plain words, escaped."""
    money = value(draft, currency)
    if draft.type == "adjustment":
        shown = amounts.money(money, t.language, plus=True) if money else ""
        return t("{account}: correction {amount}", account=draft.account or "?", amount=shown)
    name = subject(draft, t)
    if money is None:
        return t("{name}", name=name)
    is_plus = draft.type == "income" or bool(draft.refund)
    return t("{name} — {amount}", name=name, amount=amounts.money(money, t.language, plus=is_plus))


def subject(draft: Draft, t: Texts) -> str:
    """What it is about: the person's words, else the category, else the type."""
    if draft.type == "transfer":
        return type_name("transfer", t)
    words = draft.description or draft.counterparty or draft.category
    return f"{words[0].upper()}{words[1:]}" if words else type_name(draft.type or "expense", t)


def type_name(type_: OperationType, t: Texts) -> str:
    """The word for a type of operation."""
    match type_:
        case "expense":
            return t.plain("Expense")
        case "income":
            return t.plain("Income")
        case "transfer":
            return t.plain("Transfer")
        case "adjustment":
            return t.plain("Correction")


def value(draft: Draft, currency: str) -> Money | None:
    """The amount of a draft, or None when it is not known or no money can be that."""
    if draft.amount is None:
        return None
    try:
        return Money.of(draft.amount, draft.currency or currency)
    except MoneyError:
        return None


def rate(draft: Draft) -> str:
    """The rate of an exchange, such as `101.50`; empty when the currencies are the same."""
    if not draft.amount or not draft.to_amount or draft.to_currency in (None, draft.currency):
        return ""
    larger, smaller = max(draft.amount, draft.to_amount), min(draft.amount, draft.to_amount)
    return f"{(larger / smaller).quantize(Decimal('0.01'))}"
