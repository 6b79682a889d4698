"""Labelled cases: what people write, and what the book must hold afterwards."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from ledger import ThreadbookError

Act = Literal["record", "ask", "answer", "update", "delete", "cancel", "none"]
"""What is done with a message; docs/reading.md says what each means."""

Gold = str | tuple[str | None, ...] | None
"""A right value, or all right values of which any will do; None: nothing was said."""


class CasesError(ThreadbookError):
    """A file of cases that cannot be used; the message names the file, the line and what is wrong there."""


_zones = cache(available_timezones)
"""They are looked up in the file system: once will do for all cases."""


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("is no time zone of the IANA database, such as Europe/Berlin")
    return name


class _Line(BaseModel):
    # Sets of others may carry notes and sources that are none of our business.
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class _Told(_Line):
    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, told: object) -> object:
        """A field that is null was left out."""
        if not isinstance(told, dict):
            return told
        return {name: value for name, value in told.items() if value is not None}


class GoldOperation(_Line):
    """An operation as it should be; a field that is absent is not scored."""

    type: Gold = None
    amount: Gold = None
    currency: Gold = None
    date: Gold = None
    account: Gold = None
    to_account: Gold = None
    category: Gold = None
    counterparty: Gold = None
    description: Gold = None
    mode: Gold = None
    to_amount: Gold = None
    to_currency: Gold = None


class GoldQuery(_Line):
    """A question about the book as it should be understood; `period` is inclusive."""

    metric: Gold = None
    op_type: Gold = None
    category: Gold = None
    account: Gold = None
    period: tuple[str | None, ...] | None = None
    limit: int | None = None


class Expectation(_Told):
    """What must follow from one message: any of `act`, and for an `ask` any of `missing`."""

    act: tuple[Act, ...] = Field(min_length=1)
    ops: tuple[GoldOperation, ...] = ()
    missing: tuple[str, ...] = ()
    query: GoldQuery | None = None


class CaseTurn(_Told):
    """One message of the person.

    `reply` says what it replies to in Telegram: `last` for the newest operation, `question` for the open
    question, else a word of an operation's description.
    """

    user: str
    expect: Expectation
    reply: str = ""


class ListedAccount(_Line):
    """An account of the person's list."""

    name: str = Field(min_length=1)
    currency: str = Field(min_length=3, max_length=3)


class Profile(_Told):
    """The person's own lists and habits. Without `account_required` an account need not be said."""

    default_currency: str = Field(min_length=3, max_length=3)
    default_account: str | None = None
    account_required: bool = False
    accounts: tuple[ListedAccount, ...] = ()
    categories: Mapping[str, tuple[str, ...]] = {}


class Case(_Told):
    """One story: a book with a history, messages in order, and the book afterwards, history included.

    With `final_optional` an untouched book is right too. Without `final` the book is not scored.
    """

    id: str
    lang: str
    locale: str = ""
    mode: Literal["single", "dialogue"] = "single"
    now: AwareDatetime
    timezone: Annotated[str, AfterValidator(_known_zone)]
    user: Profile
    history: tuple[GoldOperation, ...] = ()
    turns: tuple[CaseTurn, ...] = Field(min_length=1)
    final: tuple[GoldOperation, ...] | None = None
    final_optional: bool = False
    tags: tuple[str, ...] = ()


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file, one JSON object a line; empty lines are passed over.

    Raises:
        CasesError: the file cannot be read, or a line is no case.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{path}: cannot be read: {error}") from error
    return tuple(_case(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _case(path: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        wrong = f"{place}: {first['msg']}" if place else first["msg"]
        raise CasesError(f"{path}: line {number} is no case: {wrong}") from error
