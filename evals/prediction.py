"""What the bot made of a case, in the form in which it is written down and scored."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.case import Act


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)


class PredictedOperation(_Line):
    """An operation as the bot has it. Amounts are positive decimals; direction is in `type`."""

    type: str | None = None
    amount: str | None = None
    currency: str | None = None
    date: str | None = None
    account: str | None = None
    to_account: str | None = None
    category: str | None = None
    counterparty: str | None = None
    description: str | None = None
    mode: str | None = None
    to_amount: str | None = None
    to_currency: str | None = None


class PredictedQuery(_Line):
    """A question about the book as the bot understood it; `words` must occur in a description."""

    metric: str
    op_type: str | None = None
    category: str | None = None
    account: str | None = None
    period: tuple[str, str] | None = None
    limit: int | None = None
    words: str | None = None


class PredictedTurn(_Line):
    """What was done with one message, and what is asked for."""

    act: Act
    ops: tuple[PredictedOperation, ...] = ()
    missing: tuple[str, ...] = ()
    query: PredictedQuery | None = None


class Prediction(_Line):
    """All turns of a case, the book afterwards, and the reader's milliseconds for each turn.

    `error` tells what our code raised; such a case is wrong whatever the rest says. `trouble` tells why a
    model did not answer, so that the rules read alone.
    """

    id: str
    turns: tuple[PredictedTurn, ...]
    final: tuple[PredictedOperation, ...] = ()
    ms: tuple[float, ...] = ()
    error: str | None = None
    trouble: str | None = None


def write_predictions(path: Path, predictions: Iterable[Prediction]) -> None:
    """Write predictions, one JSON object a line."""
    lines = (prediction.model_dump_json(exclude_none=True) + "\n" for prediction in predictions)
    path.write_text("".join(lines), encoding="utf-8")
