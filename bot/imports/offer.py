"""A file as it is offered: what it would bring, what the book has already, what cannot be read."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

from ledger import Money
from manager import ImportedEntry
from statements import ChatMessage, Columns, End, Entry, Known, Problem, Role, Table


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file is to be read: for which account, and which column holds what; None is our own proposal.

    `turned` are lines, by their fingerprints, whose other end is to be taken the other way than we propose.
    """

    account: str | None = None
    columns: Columns | None = None
    turned: tuple[str, ...] = ()

    def packed(self) -> str:
        """As JSON, to be kept while the person looks at it."""
        columns = self.columns.packed() if self.columns else None
        values = {"account": self.account, "columns": columns, "turned": self.turned}
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """What `packed` wrote."""
        values = json.loads(text)
        columns = values.get("columns")
        known = Columns.unpacked(columns) if columns else None
        return cls(values.get("account"), known, tuple(values.get("turned", ())))


@dataclass(frozen=True, slots=True)
class Row:
    """One operation of a file: its entry, the booking that would be made of it, and what the book has of it.

    `known` is the operation that says the same; `was_imported`: this very line was taken before. `end` is
    what the book has on another account, where both may be one `transfer`; it is booked so if `is_joined`.
    """

    entry: Entry
    booking: ImportedEntry
    known: Known | None = None
    was_imported: bool = False
    end: End | None = None
    transfer: ImportedEntry | None = None
    is_joined: bool = False

    @property
    def chosen(self) -> ImportedEntry:
        """What would be booked of it."""
        return self.transfer if self.transfer is not None and self.is_joined else self.booking

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
    turned: tuple[str, ...] = ()

    @property
    def plan(self) -> ImportPlan:
        """How the file was read."""
        return ImportPlan(self.account, self.columns, self.turned)

    @property
    def new(self) -> tuple[ImportedEntry, ...]:
        """What would be booked, in the order of its days."""
        return tuple(row.chosen for row in self.new_rows)

    @property
    def new_rows(self) -> tuple[Row, ...]:
        """The rows that the book has nothing like, in the order of their days."""
        new = [row for row in self.rows if row.is_new]
        return tuple(sorted(new, key=lambda row: (row.entry.day, row.entry.line)))

    @property
    def pairs(self) -> tuple[Row, ...]:
        """The new rows that may be one end of a transfer."""
        return tuple(row for row in self.new_rows if row.end is not None)

    @property
    def ends(self) -> frozenset[tuple[str, int]]:
        """Which lines have which operations of the book as their other ends."""
        return frozenset((row.booking.fingerprint, row.end.number) for row in self.pairs if row.end)

    @property
    def joined(self) -> int:
        """How many of them would be booked as transfers."""
        return sum(row.is_joined for row in self.pairs)

    def joining(self, *, is_wished: bool) -> "Offer":
        """The offer with all of its pairs booked as transfers, or none."""
        rows = (replace(row, is_joined=is_wished and row.end is not None) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def without_pairs(self) -> "Offer":
        """The offer without what may be one end of a transfer."""
        return replace(self, rows=tuple(row for row in self.rows if row.end is None))

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


def totals(bookings: Sequence[ImportedEntry], account: str | None = None) -> tuple[tuple[Money, Money], ...]:
    """What bookings take from the accounts, or that one, and bring to them, by currency; both positive."""
    sums: dict[str, tuple[Money, Money]] = {}
    legs = (leg for booking in bookings for leg in booking.operation.legs)
    for leg in (leg for leg in legs if account in (None, leg.account)):
        currency = leg.amount.currency
        spent, received = sums.get(currency, (Money(0, currency), Money(0, currency)))
        is_spent = leg.amount.minor < 0
        sums[currency] = (spent - leg.amount, received) if is_spent else (spent, received + leg.amount)
    return tuple(sums.values())
