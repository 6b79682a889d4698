"""Asking a reader that costs: what it answered and used, who pays for it, and when it is left alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from agents.errors import ReaderError
from agents.reading import Reader, Reading, Setting
from agents.usage import Usage
from manager import Clock, utc_now

FAILURES: Final = 3
"""After so many failures in a row a model is left alone for a while."""

REST: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model answered, and what that used; `words` are its own, before anybody understood them."""

    reading: Reading
    usage: Usage
    words: str = ""


class Model(Reader, Protocol):
    """A reader that costs tokens."""

    @property
    def name(self) -> str:
        """The model's name, as its server knows it."""

    def cost(self, text: str, setting: Setting) -> int:
        """Tokens that asking is likely to cost at most, the answer included.

        Raises:
            ReaderError: it cannot be asked this.
        """

    async def ask(self, text: str, setting: Setting) -> Asked:
        """What the message says, and what asking used.

        Raises:
            ReaderError: there is no answer; `usage` says what was used all the same, where that is known.
        """


class Allowance(Protocol):
    """What may be spent on one message."""

    async def reserve(self, model: str, tokens: int) -> bool:
        """Take so many tokens out of the budget before a call; False when there are not enough."""

    async def settle(self, usage: Usage | None, trouble: str = "") -> None:
        """Put what was used in the place of what was reserved; `trouble` says why there is no answer."""


class Unlimited:
    """The allowance of whoever counts nothing."""

    async def reserve(self, model: str, tokens: int) -> bool:
        """Always enough."""
        return True

    async def settle(self, usage: Usage | None, trouble: str = "") -> None:
        """Nothing to settle."""


class Breaker:
    """Leaves a model alone that does not answer: nobody waits for what is not there.

    After the rest one message tries it; the others wait for how that goes.
    """

    def __init__(self, now: Clock = utc_now, *, failures: int = FAILURES, rest: timedelta = REST) -> None:
        self._now = now
        self._most = failures
        self._rest = rest
        self._failures = 0
        self._until: datetime | None = None

    def lets(self) -> bool:
        """Whether the model may be asked now."""
        if self._until is None:
            return True
        if self._now() < self._until:
            return False
        self._until = self._now() + self._rest
        return True

    def succeeded(self) -> None:
        """The model answered."""
        self._failures, self._until = 0, None

    def failed(self, error: ReaderError) -> None:
        """The model did not answer; that it declined one text says nothing about the next."""
        if error.kind in ("refusal", "oversize"):
            return
        self._failures += 1
        if self._failures >= self._most:
            self._until = self._now() + self._rest
