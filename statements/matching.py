"""Which entries the book has already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from statements.entries import Entry

NEAR: Final = timedelta(days=2)
"""A bank books a purchase up to two days after it was made."""

APART: Final = timedelta(days=3)
"""Money between two accounts may be on its way so long: banks book when it went, and when it came."""


@dataclass(frozen=True, slots=True)
class Known:
    """An operation of the book as one account sees it: its signed amount in minor units.

    `reach` is how far from it a statement may book it.
    """

    number: int
    day: date
    minor: int
    reach: timedelta = NEAR


@dataclass(frozen=True, slots=True)
class Matched:
    """An entry, and the operation of the book that says the same; None for a new one."""

    entry: Entry
    known: Known | None = None


def match(entries: Sequence[Entry], book: Iterable[Known]) -> tuple[Matched, ...]:
    """Compare entries with the book of their account; each operation answers once, for the nearest."""
    by_amount: defaultdict[int, list[Known]] = defaultdict(list)
    for known in book:
        by_amount[known.minor].append(known)
    found: dict[int, Known] = {}
    for apart in range(APART.days + 1):
        for index, entry in enumerate(entries):
            taken = None if index in found else _take(by_amount[entry.amount.minor], entry.day, apart)
            if taken is not None:
                found[index] = taken
    return tuple(Matched(entry, found.get(index)) for index, entry in enumerate(entries))


def _take(candidates: list[Known], day: date, apart: int) -> Known | None:
    """Take the first candidate that is so many days apart out of the list."""
    for known in candidates:
        if abs((known.day - day).days) == apart <= known.reach.days:
            candidates.remove(known)
            return known
    return None
