"""The operations that were in a person's book before a case begins."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from agents import as_draft
from agents.router import AGENTS
from evals.acts import NOT_SAID
from evals.case import Case, Gold, GoldOperation
from ledger import BookId, Draft, Money, Operation, OperationType
from manager import ConversationManager, Incoming, Person, Record, Step, Turn

APART: Final = timedelta(minutes=1)
"""Between two operations of a history, and between the last one and the case."""


def told_at(case: Case, index: int) -> datetime:
    """When an operation of the history was told: its day may be an earlier one."""
    return case.now - APART * (len(case.history) - index)


async def put(
    manager: ConversationManager, case: Case, index: int, book_id: BookId, told: tuple[int, Person]
) -> None:
    """Book one operation of the history as if its person had told it; `told` is the chat, and who."""
    gold = case.history[index]
    draft = await _draft(manager, case, gold, book_id)
    agent = AGENTS[draft.type or "expense"]
    operation = _operation(draft)
    draft = draft.merge(as_draft(operation))
    sent_at = told_at(case, index)
    incoming = Incoming(told[0], index + 1, told[1], operation.description, sent_at)
    step = Step(Record(agent.name, draft, operation))
    await manager.record(Turn(incoming, book_id, operation.day, (step,)))


async def _draft(manager: ConversationManager, case: Case, gold: GoldOperation, book_id: BookId) -> Draft:
    type_: OperationType = one(gold.type) or "expense"  # type: ignore[assignment]  # a word of the format
    account = _listed(case, one(gold.account))
    kinds = case.user.categories.get("income" if type_ == "income" else "expense", ())
    category = one(gold.category)
    amount = Decimal(one(gold.amount) or "0")
    draft = Draft(
        type=type_,
        amount=amount,
        currency=one(gold.currency) or case.user.default_currency,
        account=account,
        to_account=one(gold.to_account),
        to_amount=Decimal(received) if (received := one(gold.to_amount)) else None,
        to_currency=one(gold.to_currency),
        category=category if category in kinds else None,
        day=date.fromisoformat(one(gold.date) or case.now.date().isoformat()),
        description=_joined(gold.description),
        counterparty=one(gold.counterparty),
    )
    if type_ != "adjustment" or one(gold.mode) != "set":
        return draft
    held = {balance.account: balance.minor for balance in await manager.balances(book_id)}
    in_book = Money(held.get(account, 0), draft.currency or "").amount
    return replace(draft, amount=amount - in_book, balance=amount)


def _operation(draft: Draft) -> Operation:
    received = None
    if draft.to_amount is not None and draft.to_currency is not None:
        received = Money.of(draft.to_amount, draft.to_currency)
    return Operation(
        type=draft.type or "expense",
        amount=Money.of(draft.amount or Decimal(0), draft.currency or ""),
        day=draft.day or date.min,
        account=draft.account or "",
        category=draft.category,
        to_account=draft.to_account,
        received=received,
        description=draft.description or "",
        counterparty=draft.counterparty or "",
    )


def one(gold: Gold) -> str | None:
    """One of the right values: the first."""
    return gold[0] if isinstance(gold, tuple) else gold


def _joined(gold: Gold) -> str:
    """The stems of a description as its words."""
    return " ".join(part for part in gold if part) if isinstance(gold, tuple) else gold or ""


def _listed(case: Case, name: str | None) -> str:
    """The account that was said, or the one that stands for none."""
    user = case.user
    fallback = user.accounts[0].name if user.account_required and user.accounts else NOT_SAID
    return name or user.default_account or fallback
