from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from ledger import OperationType

Metric = Literal["sum", "count", "list", "balance", "average", "max", "min", "net"]
"""`net` is what came in, what was spent and what is left; `max` and `min` list the largest and smallest."""

Span = Literal["day", "week", "month"]
Split = Literal["category", "party", "account", "person", "day", "week", "month"]
Period = tuple[date, date]

BEGINNING: Final = date.min
"""The first day of a period that has no beginning: all that the book knows."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What else a question is about: a category of the book's own lists, or words of a description."""

    category: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question about the book in a form that SQL can count; periods are inclusive, in the person's days.

    `category` and `account` are names from the book's own lists; `words` must occur in the description.
    `than` is another period that the first one is compared with, `each` asks how much it is a day, a week or
    a month, `by` what it is made of; `also` are things that count as well as the first. Of a balance the
    period's last day counts.
    """

    metric: Metric
    type: OperationType | None = None
    category: str | None = None
    account: str | None = None
    words: str = ""
    period: Period | None = None
    limit: int = 10
    than: Period | None = None
    each: Span | None = None
    by: Split | None = None
    also: tuple[Topic, ...] = ()
