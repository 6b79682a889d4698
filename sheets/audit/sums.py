"""Sums by currency and month, of the book and of the sheet, and what explains every difference."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from manager import Booked
from sheets.cell import EPOCH, Cell
from sheets.rows import Cells, is_void

Cause = Literal["edited", "missing", "double", "foreign", "ignored", "waiting"]
Month = tuple[str, str]
"""A currency, and a month such as `2026-11`; both empty where a row does not tell."""

Totals = dict[Month, Decimal]

LAST_DAY: Final = 2_958_465
"""The serial number of 31 December 9999."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What was earned less what was spent in one currency and month: by the book, and by the sheet.

    `causes` tell by how much the sheet says less, for each cause; together they are the difference.
    """

    currency: str
    month: str
    book: Decimal
    sheet: Decimal
    causes: Mapping[Cause, Decimal]

    @property
    def difference(self) -> Decimal:
        """By how much the sheet says less than the book."""
        return self.book - self.sheet

    @property
    def is_explained(self) -> bool:
        """Whether the causes are the whole difference."""
        return self.difference == sum(self.causes.values(), Decimal())


@dataclass(slots=True)
class Tally:
    """Adds up the book and the sheet, and the differences by their cause."""

    _book: Totals = field(default_factory=lambda: defaultdict(Decimal))
    _sheet: Totals = field(default_factory=lambda: defaultdict(Decimal))
    _causes: dict[Cause, Totals] = field(default_factory=dict)

    def add_book(self, booked: Booked) -> None:
        """Count what the book says."""
        _add(self._book, of_book(booked), 1)

    def add_sheet(self, cells: Cells) -> None:
        """Count a row of the sheet."""
        _add(self._sheet, of_rows([cells]), 1)

    def explain(self, cause: Cause, booked: Booked | None, rows: Iterable[Cells]) -> None:
        """An operation and its rows differ for that reason."""
        totals = self._causes.setdefault(cause, defaultdict(Decimal))
        if booked is not None:
            _add(totals, of_book(booked), 1)
        _add(totals, of_rows(rows), -1)

    def sums(self) -> tuple[Sum, ...]:
        """All sums, by currency and month."""
        return tuple(
            Sum(
                *month,
                self._book.get(month, Decimal()),
                self._sheet.get(month, Decimal()),
                {cause: totals[month] for cause, totals in self._causes.items() if totals.get(month)},
            )
            for month in sorted({*self._book, *self._sheet})
        )


def of_book(booked: Booked) -> list[tuple[Month, Decimal]]:
    """What an operation adds to the sums: nothing when it is void."""
    if booked.state == "void":
        return []
    month = booked.operation.day.isoformat()[:7]
    return [((leg.amount.currency, month), leg.amount.amount) for leg in booked.operation.legs]


def of_rows(rows: Iterable[Cells]) -> list[tuple[Month, Decimal]]:
    """What rows add to the sums: void ones, and ones without a number for an amount, nothing."""
    return [
        ((str(cells["currency"] or ""), _month(cells["date"])), amount)
        for cells in rows
        if (amount := number(cells["amount"])) is not None and not is_void(cells)
    ]


def number(cell: Cell) -> Decimal | None:
    """The number in a cell; None for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    value = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    return value if value.is_finite() else None


def _month(cell: Cell) -> str:
    serial = number(cell)
    if serial is None or not 0 <= serial <= LAST_DAY:
        return ""
    return (EPOCH + timedelta(days=int(serial))).date().isoformat()[:7]


def _add(totals: Totals, parts: Iterable[tuple[Month, Decimal]], sign: int) -> None:
    for month, amount in parts:
        totals[month] += sign * amount
