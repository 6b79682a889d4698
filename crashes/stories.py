"""What people write and do in one run: a script that follows from a seed, every amount in it used once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Final, Literal, get_args

Kind = Literal["told", "tapped", "replied", "corrected", "edited", "undone", "restored", "moved", "listed"]
State = Literal["booked", "void"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

FIRST: Final[dict[Kind, str]] = {
    "told": "кофе {amount} наличные",
    "tapped": "такси {amount}",
    "replied": "обед {amount}",
    "corrected": "чай {amount} наличные",
    "edited": "хлеб {amount} карта",
    "undone": "кино {amount} карта",
    "restored": "метро {amount} наличные",
    "moved": "перевел {amount} с карты на наличные",
    "listed": "пицца {amount}, пиво {other} наличные",
}
"""The first message of each kind of story."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the books must hold in the end: one operation of this amount, in so many rows of the sheet."""

    amount: int
    state: State = "booked"
    legs: int = 1


@dataclass(frozen=True, slots=True)
class Story:
    """One thing that happened to somebody's money, from the first words to the last tap.

    `other` is a second amount: the corrected one, or that of the second thing in a list. `teller` counts the
    people of the run; `is_in_group` says that it is told in their group.
    """

    number: int
    kind: Kind
    amount: int
    other: int
    teller: int
    is_in_group: bool = False

    @property
    def first_words(self) -> str:
        """What is written first."""
        return FIRST[self.kind].format(amount=self.amount, other=self.other)

    @property
    def amounts(self) -> frozenset[int]:
        """Every amount that this story alone mentions."""
        return frozenset((self.amount, self.other))

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What must be booked when it is over."""
        match self.kind:
            case "corrected" | "edited":
                return (Outcome(self.other),)
            case "undone":
                return (Outcome(self.amount, "void"),)
            case "moved":
                return (Outcome(self.amount, legs=2),)
            case "listed":
                return (Outcome(self.amount), Outcome(self.other))
            case "told" | "tapped" | "replied" | "restored":
                return (Outcome(self.amount),)


def script(seed: int, tellers: int, often: Sequence[Kind] = ()) -> Iterator[Story]:
    """Stories without end, the same ones for the same seed: each kind in turn, in an order of its own.

    Between any two of them comes one of the kinds in `often`, if there are such.
    """
    random = Random(seed)  # noqa: S311  # a script, no secret
    amounts = iter(random.sample(range(1000, 10_000), 9000))
    numbers = count(1)
    while True:
        for kind in _mixed(random.sample(KINDS, len(KINDS)), often, random):
            number = next(numbers)
            # A group is told plain things: there the bot listens only to what is surely for it.
            is_in_group = kind in ("told", "corrected", "undone") and random.random() < 1 / 3
            yield Story(number, kind, next(amounts), next(amounts), random.randrange(tellers), is_in_group)


def _mixed(kinds: Sequence[Kind], often: Sequence[Kind], random: Random) -> Iterator[Kind]:
    for kind in kinds:
        yield kind
        if often:
            yield random.choice(often)
