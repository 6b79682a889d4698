from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger import OperationType

Metric = Literal["sum", "count", "list", "balance", "average", "max"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question about the book in a form that SQL can count; `period` is inclusive, in the person's days.

    `category` and `account` are names from the book's own lists; `words` must occur in the description.
    """

    metric: Metric
    type: OperationType | None = None
    category: str | None = None
    account: str | None = None
    words: str = ""
    period: tuple[date, date] | None = None
    limit: int = 10
