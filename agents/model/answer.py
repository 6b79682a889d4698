"""What the model must answer, as OpenAI's strict structured outputs know it: closed, nothing optional."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, cast

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from agents.reading import Act
from ledger import OperationType
from manager import Metric, Span, Split

_Number = Annotated[Decimal, WithJsonSchema({"type": "string"})]
_Day = Annotated[date, Field(strict=True), WithJsonSchema({"type": "string"})]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SaidText(_Closed):
    """A value, and the person's own words that it rests on."""

    value: str
    quote: str


class SaidNumber(_Closed):
    """An amount as decimal digits, and the person's own words that it rests on."""

    value: _Number
    quote: str


class SaidDay(_Closed):
    """A day as `2026-11-21`, and the person's own words that it rests on."""

    value: _Day
    quote: str


class SaidType(_Closed):
    """The type of an operation, and the person's own words that it rests on, if any."""

    value: OperationType
    quote: str


class SaidFlag(_Closed):
    """Yes or no, and the person's own words that it rests on."""

    value: bool
    quote: str


class ToldOperation(_Closed):
    """One operation as far as it was told; null is what was not said."""

    type: SaidType | None
    amount: SaidNumber | None
    currency: SaidText | None
    account: SaidText | None
    to_account: SaidText | None
    to_amount: SaidNumber | None
    to_currency: SaidText | None
    category: SaidText | None
    day: SaidDay | None
    description: SaidText | None
    counterparty: SaidText | None
    tags: list[SaidText]
    balance: SaidNumber | None
    refund: SaidFlag | None


class AskedDays(_Closed):
    """The first and the last day of a period."""

    since: _Day
    until: _Day


class AskedQuery(_Closed):
    """A question about the book."""

    metric: Metric
    type: OperationType | None
    category: str | None
    account: str | None
    words: str
    period: AskedDays | None
    than: AskedDays | None
    each: Span | None
    by: Split | None
    limit: int


class Answer(_Closed):
    """The whole answer about one message."""

    act: Act
    operations: list[ToldOperation]
    query: AskedQuery | None
    unknown_account: str


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without the titles and docstrings that pydantic adds: the model pays for every word."""
    return {
        key: _untitled(value) if isinstance(value, dict) else value
        for key, value in schema.items()
        if not (key in ("title", "description") and isinstance(value, str))
    }


SCHEMA: Final = cast("dict[str, object]", _untitled(Answer.model_json_schema()))
"""The JSON schema of an answer, as it is sent with each request."""
