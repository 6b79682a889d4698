"""Which entries are one end of a transfer between a person's accounts, whose other end the book has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from statements.entries import Entry
from statements.matching import APART


@dataclass(frozen=True, slots=True)
class End:
    """What the book has on another account: its signed amount in minor units, and its own words."""

    number: int
    day: date
    account: str
    minor: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """The other end of an entry; `is_only`: nothing else could be, neither for it nor for the entry."""

    end: End
    is_only: bool


def pair(entries: Sequence[Entry], ends: Iterable[End]) -> Mapping[int, Pair]:
    """The entries that have another end, by their place: the same amount the other way, at most `APART`.

    Each end belongs to one entry, the nearest.
    """
    by_amount: defaultdict[int, list[End]] = defaultdict(list)
    for end in ends:
        by_amount[-end.minor].append(end)
    near = [
        (abs(end.day - entry.day), index, end)
        for index, entry in enumerate(entries)
        for end in by_amount[entry.amount.minor]
        if abs(end.day - entry.day) <= APART
    ]
    of_entry = Counter(index for _, index, _ in near)
    of_end = Counter(end.number for _, _, end in near)
    found: dict[int, Pair] = {}
    taken: set[int] = set()
    for _, index, end in sorted(near, key=lambda one: (one[0], one[1], one[2].number)):
        if index not in found and end.number not in taken:
            found[index] = Pair(end, is_only=of_entry[index] == of_end[end.number] == 1)
            taken.add(end.number)
    return found
