"""What the machines share: a real manager on a real file, cut off from its power at any moment."""

import asyncio
import shutil
from collections.abc import Coroutine
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.conftest import FakeClock
from tests.manager.story import Book

Result = TypeVar("Result")


def size(examples: int, steps: int) -> settings:
    """Few and short examples, unless a longer profile was asked for."""
    if settings.get_current_profile_name() == "long":
        return settings()
    return settings(max_examples=examples, stateful_step_count=steps, deadline=None)


class BookMachine(RuleBasedStateMachine):
    """A book that things happen to; each machine keeps beside it what must be true of it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self._folder = TemporaryDirectory()
        self._lives = count(1)
        self._runner = asyncio.Runner()
        self._place = Path(self._folder.name) / "0"
        self._open()
        self.run(self.book.opened(self.book.said("hello")))

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do it and return what comes of it."""
        return self._runner.run(work)

    @rule()
    def power_fails(self) -> None:
        """The next process finds the files as they lay there, its write-ahead log included."""
        next_place = Path(self._folder.name) / str(next(self._lives))
        shutil.copytree(self._place, next_place)
        self.run(self.book.manager.close())
        self._place = next_place
        self._open()

    def teardown(self) -> None:
        self.run(self.book.manager.close())
        self._runner.close()
        self._folder.cleanup()

    def _open(self) -> None:
        ids = getattr(self, "book", None) and self.book._ids  # Telegram goes on counting
        self.book = Book(self._place / "threadbook.db", self.clock)
        self.book._ids = ids or self.book._ids  # same
        self.run(self.book.manager.open())
