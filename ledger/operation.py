from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger.errors import OperationError
from ledger.money import Money

OperationType = Literal["expense", "income", "transfer", "adjustment"]


@dataclass(frozen=True, slots=True)
class Leg:
    """One account's side of an operation: a row of the sheet. The amount is signed."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Operation:
    """What gets booked.

    `amount` is positive, except for an adjustment, where it is the signed difference. `received` is what
    arrives on `to_account` when a transfer changes currency; `refund` marks an expense that came back.
    """

    type: OperationType
    amount: Money
    day: date
    account: str
    category: str | None = None
    to_account: str | None = None
    received: Money | None = None
    description: str = ""
    counterparty: str = ""
    tags: tuple[str, ...] = ()
    refund: bool = False

    def __post_init__(self) -> None:
        if self.type != "adjustment" and self.amount.minor <= 0:
            raise OperationError(f"{self.type} of {self.amount!r}: the amount must be positive")
        if (self.type == "transfer") != (self.to_account is not None):
            raise OperationError(f"{self.type} with second account {self.to_account!r}")
        if self.to_account is not None and self.to_account == self.account:
            raise OperationError(f"transfer from {self.account!r} to itself")

    @property
    def legs(self) -> tuple[Leg, ...]:
        """One leg, or two for a transfer; their amounts are what changes the balances."""
        match self.type:
            case "expense":
                return (Leg(self.account, self.amount if self.refund else -self.amount),)
            case "income" | "adjustment":
                return (Leg(self.account, self.amount),)
            case "transfer":
                arrived = self.received or self.amount
                return (Leg(self.account, -self.amount), Leg(self.to_account or "", arrived))
