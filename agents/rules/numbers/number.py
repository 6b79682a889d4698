from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

Role = Literal[
    "amount",
    "quantity",
    "percent",
    "label",
    "tail",
    "unit",
    "negated",
    "balance",
    "total",
    "discount",
    "year",
    "item",
    "time",
    "range",
    "ordinal",
    "glued",
    "vague",
    "unreadable",
    "change",
    "tip",
    "part",
]
"""What a number is there for. Only an `amount` was moved; a `balance` is what an account holds; a `part` only
says how an amount came about."""

LARGEST: Final = Decimal(10) ** 13
"""What no amount reaches."""

TIMES: Final = frozenset({"*", "x", "х", "×"})
"""What stands between a count and the price of one."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the tokens `first` to `last` say it: its readings, more than one when it is ambiguous."""

    readings: tuple[Decimal, ...]
    first: int
    last: int
    role: Role = "amount"
    in_words: bool = False
    is_scaled: bool = False
    currency: str | None = None
    sign: str = ""

    @property
    def value(self) -> Decimal:
        """Its only or likeliest reading; zero when it cannot be read."""
        return self.readings[0] if self.readings else Decimal(0)

    @property
    def is_whole(self) -> bool:
        """Whether it counts things: one reading, without a fraction."""
        return len(self.readings) == 1 and self.value == self.value.to_integral_value()

    def as_role(self, role: Role) -> "Number":
        """The same number in another role."""
        return replace(self, role=role)


def plain(value: Decimal) -> Decimal:
    """A computed number without a needless fraction: 1500, not 1500.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
