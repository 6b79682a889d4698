"""The bot's decisions in the words of the cases: acts, and operations with single values."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from agents import DOUBTED, as_draft
from evals.case import Act
from evals.prediction import PredictedOperation, PredictedQuery, PredictedTurn
from evals.witness import Deed
from ledger import Draft
from manager import (
    Answer,
    Ask,
    Cancel,
    Correct,
    Explain,
    Query,
    Question,
    Record,
    Restore,
    Revert,
    Revive,
    Thread,
    Void,
)

NOT_SAID: Final = "(not said)"
"""The account of an operation that names none, where the person need not name one."""

_WEIGHT: Final[tuple[Act, ...]] = ("record", "update", "delete", "ask", "answer", "cancel", "none")
"""Which act stands for a message with several, such as a list of which one item lacks its price."""

_NAMES: Final = {"day": "date", "which": "target", "refund": "type"}
_ASKING: Final = {"UNDO_WHAT": ("target",), "CHANGE": ("change",)}
"""Explanations that ask for something, though no draft is kept."""


def turn_of(deeds: Sequence[Deed]) -> PredictedTurn:
    """What was done with one message, from everything that was decided about it."""
    done = [_done(deed) for deed in deeds]
    if not done:
        return PredictedTurn(act="none")
    act = min((one.act for one in done), key=_WEIGHT.index)
    return PredictedTurn(
        act=act,
        ops=tuple(op for one in done for op in one.ops),
        missing=tuple(name for one in done for name in one.missing),
        query=next((one.query for one in done if one.query), None),
    )


def operation_of(draft: Draft) -> PredictedOperation:
    """A draft, or a booked operation as a draft, in the words of the cases."""
    is_balance = draft.type == "adjustment" and draft.balance is not None
    # Money back is booked as an expense that came back; in the cases the type is the direction.
    type_ = "income" if draft.refund else draft.type
    return PredictedOperation(
        type=type_,
        amount=_decimal(draft.balance if is_balance else draft.amount),
        currency=draft.currency,
        date=draft.day.isoformat() if draft.day else None,
        account=_account(draft.account),
        to_account=_account(draft.to_account),
        category=draft.category,
        counterparty=draft.counterparty or None,
        description=draft.description or None,
        mode="set" if is_balance else None,
        to_amount=_decimal(draft.to_amount),
        to_currency=draft.to_currency,
    )


def waits_to_be_confirmed(thread: Thread) -> bool:
    """Whether everything is known and shown, and only a yes is missing."""
    return thread.question is not None and _is_complete(thread.question)


def _done(deed: Deed) -> PredictedTurn:
    match deed.decision:
        case Record(draft=draft):
            return PredictedTurn(act="record", ops=(operation_of(draft),))
        case Ask() as ask:
            return _asked(ask, deed.thread)
        case Correct(operation=operation, draft=draft):
            return PredictedTurn(act="update", ops=(operation_of(draft.merge(as_draft(operation))),))
        case Restore() | Revert():
            return PredictedTurn(act="update", ops=_booked(deed.thread))
        case Void():
            return PredictedTurn(act="delete", ops=_booked(deed.thread))
        case Cancel():
            return PredictedTurn(act="cancel")
        case Revive():
            return _still_open(deed.thread)
        case Answer(query=query):
            return PredictedTurn(act="answer", query=_query(query))
        case Explain() as explained:
            return _explained(explained, deed.thread)
        case _:
            return PredictedTurn(act="none")


def _asked(ask: Ask, thread: Thread | None) -> PredictedTurn:
    ops = (operation_of(ask.draft),) if ask.draft.said else ()
    if _is_complete(ask.question):
        is_booked = thread is not None and thread.booked is not None
        return PredictedTurn(act="update" if is_booked else "record", ops=ops)
    return PredictedTurn(act="ask", ops=ops, missing=(_NAMES.get(ask.question.field, ask.question.field),))


def _explained(explained: Explain, thread: Thread | None) -> PredictedTurn:
    if explained.code == "ANSWER":
        return _still_open(thread)
    if explained.code not in _ASKING:
        return PredictedTurn(act="none")
    return PredictedTurn(act="ask", missing=_ASKING[explained.code])


def _is_complete(question: Question) -> bool:
    """Whether an operation is shown that only waits for a yes; one that is doubted is asked about."""
    return question.field == "confirm" and all(option.value != DOUBTED for option in question.options)


def _still_open(thread: Thread | None) -> PredictedTurn:
    """A question is asked again."""
    if thread is None or thread.question is None:
        return PredictedTurn(act="none")
    field = thread.question.field
    return PredictedTurn(act="ask", ops=(operation_of(thread.draft),), missing=(_NAMES.get(field, field),))


def _booked(thread: Thread | None) -> tuple[PredictedOperation, ...]:
    if thread is None or thread.booked is None:
        return ()
    return (operation_of(as_draft(thread.booked.operation)),)


def _query(query: Query) -> PredictedQuery:
    return PredictedQuery(
        metric=query.metric,
        op_type=query.type,
        category=query.category,
        account=_account(query.account),
        period=(query.period[0].isoformat(), query.period[1].isoformat()) if query.period else None,
        limit=query.limit,
        words=query.words or None,
    )


def _account(name: str | None) -> str | None:
    return None if name in (None, NOT_SAID) else name


def _decimal(value: Decimal | None) -> str | None:
    """A decimal without an exponent and without zeros that say nothing: `300`, `12.5`."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
