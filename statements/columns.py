"""Which column of a table holds what: proposed by the program, confirmed by a person."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self, get_args

from statements.amounts import DecimalMark
from statements.days import DayOrder

Role = Literal["date", "amount", "debit", "credit", "direction", "balance", "currency", "text", "party"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each role, counted from 0; None for what a statement does not have.

    `header` is the number of the line with the headings, 0 for none: what stands above it is no entry.
    `plus_is_spent` is how the statements of many credit cards read. `mark` None is a column whose `1.250` may
    be two amounts: its entries are not read.
    """

    header: int = 0
    date: int | None = None
    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    direction: int | None = None
    balance: int | None = None
    currency: int | None = None
    text: int | None = None
    party: int | None = None
    order: DayOrder = "dmy"
    mark: DecimalMark | None = ""
    plus_is_spent: bool = False

    @property
    def are_enough(self) -> bool:
        """Whether entries can be read: a day, and an amount in one column or two."""
        return self.date is not None and bool({self.amount, self.debit, self.credit} - {None})

    def column(self, role: Role) -> int | None:
        """The column of a role."""
        found: int | None = getattr(self, role)
        return found

    def put(self, role: Role, column: int | None) -> Self:
        """These columns with one role moved; another role that stood there has none any more.

        One amount column and a pair for debit and credit exclude each other.
        """
        values: dict[str, Any] = {
            one: None for one in ROLES if column is not None and self.column(one) == column
        }
        if column is not None and role == "amount":
            values |= {"debit": None, "credit": None}
        if column is not None and role in ("debit", "credit"):
            values |= {"amount": None, "direction": None}
        return replace(self, **(values | {role: column}))

    def packed(self) -> str:
        """As JSON, to be kept while the person looks at the preview."""
        return json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """What `packed` wrote."""
        return cls(**json.loads(text))
