"""Whether what the bot has is what it should have."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from evals.case import Gold, GoldOperation, GoldQuery
from evals.prediction import PredictedOperation, PredictedQuery

CORE: Final = ("type", "amount", "currency", "date", "account", "to_account")
"""The fields that decide whether a case is right."""

WRITTEN: Final = ("type", "amount", "currency")
"""The fields that make a write false."""

_DECIMAL: Final = ("amount", "to_amount")


def is_scored(gold: GoldOperation, field: str) -> bool:
    """Whether a field has a right value: an absent one has none, a null one must stay empty."""
    return field in gold.model_fields_set


def agrees(gold: GoldOperation, predicted: PredictedOperation, field: str, default: str | None) -> bool:
    """Whether one field is right. `default` is the account that may stand where none was said."""
    if not is_scored(gold, field):
        return True
    wanted: Gold = getattr(gold, field)
    value: str | None = getattr(predicted, field)
    if field == "description":
        return _has_stems(wanted, value)
    accepted = wanted if isinstance(wanted, tuple) else (wanted,)
    if field == "account" and None in accepted:
        accepted = (*accepted, default)
    if field in _DECIMAL:
        return any(_same_amount(one, value) for one in accepted)
    return value in accepted


def are_same(
    golds: Sequence[GoldOperation],
    predicted: Sequence[PredictedOperation],
    fields: Sequence[str],
    default: str | None,
) -> bool:
    """Whether operations are the same in any order, by some fields; none is missing and none is over."""
    return len(golds) == len(predicted) and has_place_for(golds, predicted, fields, default)


def has_place_for(
    golds: Sequence[GoldOperation],
    predicted: Sequence[PredictedOperation],
    fields: Sequence[str],
    default: str | None,
) -> bool:
    """Whether each predicted operation is a right one of its own, by some fields: a bipartite matching."""
    owner: dict[int, int] = {}

    def place(index: int, seen: set[int]) -> bool:
        for at, gold in enumerate(golds):
            if at in seen or not all(agrees(gold, predicted[index], field, default) for field in fields):
                continue
            seen.add(at)
            if at not in owner or place(owner[at], seen):
                owner[at] = index
                return True
        return False

    return all(place(index, set()) for index in range(len(predicted)))


def pairs(
    golds: Sequence[GoldOperation], predicted: Sequence[PredictedOperation], default: str | None
) -> list[tuple[GoldOperation, PredictedOperation | None]]:
    """Each right operation beside the predicted one that is most like it; None where none is left."""
    left = list(predicted)
    found: list[tuple[GoldOperation, PredictedOperation | None]] = []
    for gold in golds:
        likeness = [sum(agrees(gold, one, field, default) for field in CORE) for one in left]
        nearest = left.pop(likeness.index(max(likeness))) if left else None
        found.append((gold, nearest))
    return found


def is_asked(gold: GoldQuery, predicted: PredictedQuery | None) -> bool:
    """Whether a question was understood: everything that is labelled is right."""
    if predicted is None:
        return False
    for name in ("metric", "op_type", "category", "account"):
        wanted: Gold = getattr(gold, name)
        if name in gold.model_fields_set and getattr(predicted, name) not in _any(wanted):
            return False
    is_period = gold.period is None or gold.period == predicted.period
    return is_period and gold.limit in (None, predicted.limit)


def _any(wanted: Gold) -> tuple[str | None, ...]:
    return wanted if isinstance(wanted, tuple) else (wanted,)


def _same_amount(wanted: str | None, value: str | None) -> bool:
    if wanted is None or value is None:
        return wanted is value
    try:
        return Decimal(wanted) == Decimal(value)
    except InvalidOperation:
        return False


def _has_stems(wanted: Gold, value: str | None) -> bool:
    text = _folded(value or "")
    return all(_folded(stem) in text for stem in _any(wanted) if stem)


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е")
