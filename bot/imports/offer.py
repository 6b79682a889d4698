"""A file as it is offered: what it would bring, what the book has already, what cannot be read."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

from ledger import Money
from manager import ImportedEntry
from statements import ChatMessage, Columns, Entry, Known, Problem, Role, Table


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is to be read: for which account, and which column holds what; None is our own proposal."""

    account: str | None = None
    columns: Columns | None = None

    def packed(self) -> str:
        """As JSON, to be kept while the person looks at it."""
        columns = self.columns.packed() if self.columns else None
        return json.dumps({"account": self.account, "columns": columns}, ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """What `packed` wrote."""
        values = json.loads(text)
        columns = values.get("columns")
        return cls(values.get("account"), Columns.unpacked(columns) if columns else None)


@dataclass(frozen=True, slots=True)
class Row:
    """One operation of a file: its entry, the booking that would be made of it, and what the book has of it.

    `known` is the operation that says the same; `was_imported`: this very line was taken before.
    """

    entry: Entry
    booking: ImportedEntry
    known: Known | None = None
    was_imported: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the book has nothing like it."""
        return self.known is None and not self.was_imported


@dataclass(frozen=True, slots=True)
class Offer:
    """All of a file: every line is a row, a problem, or talk that says nothing about money.

    `account`, `table` and `columns` are those of a statement, None for a chat. `proved`: its balances add up
    (True), do not (False), or tell nothing (None). `others` are messages of
    other people, `told_before` those that the bot was sent itself, `unclear` those that
    their writer must be asked about.
    """

    name: str
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    account: str | None = None
    table: Table | None = None
    columns: Columns | None = None
    proved: bool | None = None
    talk: int = 0
    others: int = 0
    told_before: int = 0
    unclear: tuple[ChatMessage, ...] = ()

    @property
    def new(self) -> tuple[ImportedEntry, ...]:
        """What would be booked, in the order of its days."""
        return tuple(row.booking for row in self.new_rows)

    @property
    def new_rows(self) -> tuple[Row, ...]:
        """The rows that the book has nothing like, in the order of their days."""
        new = [row for row in self.rows if row.is_new]
        return tuple(sorted(new, key=lambda row: (row.entry.day, row.entry.line)))

    def without(self, asked: Collection[ChatMessage]) -> "Offer":
        """The offer when these unclear messages were asked about."""
        ids = {message.id for message in asked}
        return replace(
            self,
            unclear=tuple(one for one in self.unclear if one.id not in ids),
            problems=tuple(one for one in self.problems if one.line not in ids),
        )

    @property
    def known(self) -> int:
        """Rows that the book has already."""
        return sum(not row.is_new for row in self.rows)

    @property
    def lacks(self) -> Role | None:
        """What no column of a statement is known to hold, though nothing can be read without it."""
        if self.columns is None or self.columns.are_enough:
            return None
        return "date" if self.columns.date is None else "amount"

    @property
    def is_chat(self) -> bool:
        """Whether it is an exported chat, not a statement."""
        return self.table is None


def totals(bookings: Sequence[ImportedEntry]) -> tuple[tuple[Money, Money], ...]:
    """What bookings take from the accounts and bring to them, by currency; both positive."""
    sums: dict[str, tuple[Money, Money]] = {}
    for leg in (leg for booking in bookings for leg in booking.operation.legs):
        currency = leg.amount.currency
        spent, received = sums.get(currency, (Money(0, currency), Money(0, currency)))
        is_spent = leg.amount.minor < 0
        sums[currency] = (spent - leg.amount, received) if is_spent else (spent, received + leg.amount)
    return tuple(sums.values())
