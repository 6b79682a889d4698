from dataclasses import dataclass, replace
from typing import Literal

from agents.rules.dates.numeric_dates import DaySaid
from agents.rules.names.finding import Found
from agents.rules.numbers.number import Number
from agents.rules.page import Page


@dataclass(frozen=True, slots=True)
class Coin:
    """A currency that is named without an amount, by the tokens `first` to `last`."""

    code: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rooms found between the tokens `first` and `last` of a message."""

    page: Page
    first: int
    last: int
    amounts: tuple[Number, ...] = ()
    numbers: tuple[Number, ...] = ()
    days: tuple[DaySaid, ...] = ()
    accounts: tuple[Found, ...] = ()
    categories: tuple[Found, ...] = ()
    coin: Coin | None = None
    into: Coin | None = None
    """A currency that is named beside an amount of another one."""
    form: Literal["", "receipt", "notice"] = ""
    """What kind of printed text it is, if no person wrote it."""

    def within(self, first: int, last: int) -> "Findings":
        """What was found in a part of the message."""
        return replace(
            self,
            first=first,
            last=last,
            amounts=tuple(item for item in self.amounts if first <= item.first <= last),
            numbers=tuple(item for item in self.numbers if first <= item.first <= last),
            days=tuple(item for item in self.days if first <= item.first <= last),
            accounts=tuple(item for item in self.accounts if first <= item.first <= last),
            categories=tuple(item for item in self.categories if first <= item.first <= last),
        )

    def has(self, *roles: str) -> bool:
        """Whether this part of the message has a known word of these roles that nothing else explains."""
        hits = self.page.hits.all(*roles)
        return any(
            self.first <= hit.first
            and hit.last <= self.last
            and self.page.owners[hit.first] in ("", "verb", "type")
            for hit in hits
        )

    def balance(self) -> Number | None:
        """The number that says what an account holds."""
        return next((item for item in self.numbers if item.role == "balance"), None)
