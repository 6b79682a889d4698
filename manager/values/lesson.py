from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

LessonKind = Literal["alias", "account", "category"]

ENOUGH: Final[Mapping[LessonKind, int]] = {"alias": 1, "account": 3, "category": 1}
"""How often in a row the same must be answered before it is used. Nobody is ever asked for a category or an
alias: whoever names one corrects us, and once is enough."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What an answer or a correction taught about some words: which account or category goes with them.

    With an `alias` the words name the account, else they are the shop or thing that it is usual for.
    `subject` is the words as they are compared, `said` as they were written; `value` is a name of a list.
    """

    kind: LessonKind
    subject: str
    said: str
    value: str
    times: int = 1
    id: int = 0

    @property
    def is_firm(self) -> bool:
        """Whether it was taught often enough to be used."""
        return self.times >= ENOUGH[self.kind]
