from dataclasses import dataclass
from typing import Literal

CategoryKind = Literal["expense", "income"]


@dataclass(frozen=True, slots=True)
class Account:
    """A place where money lies. `words` are the other names people use for it, such as `нал` for cash.

    `aliases` are the names that its own person was found to use.
    """

    name: str
    currency: str
    words: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """What money is spent on or earned by. `words` lead to it: `кофе` leads to cafés."""

    name: str
    kind: CategoryKind
    words: tuple[str, ...] = ()
