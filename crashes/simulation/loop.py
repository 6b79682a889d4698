"""An event loop whose time passes only when nobody has anything to do, and which can end a life anywhere."""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, TypeVar, TypeVarTuple

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

BEGINNING: Final = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)
LATENCY_SECONDS: Final = 0.02
"""How long a call out of the loop takes on average: to the database, to Telegram, to the sheet."""

IS_MORTAL: Final = ContextVar("IS_MORTAL", default=False)
"""Whether what runs here belongs to the bot's process, and ends with it."""


class _Leap(selectors.DefaultSelector):
    """Instead of waiting, the clock is put forward."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("everybody waits for somebody else")
            self.seconds += max(timeout, 0)
        return ready


class MadeUpTime(asyncio.SelectorEventLoop):
    """A loop in made-up time; whatever would go to a thread is done here, after a moment.

    Each such call is a place where the process may die: before it is done, or after it and before anybody
    knows. `doom` counts the places that are left; None is a life without an end.
    """

    def __init__(self, random: Random) -> None:
        self._clock = _Leap()
        super().__init__(self._clock)
        self.random = random
        self._mortals: set[asyncio.Task[Any]] = set()
        self.doom: int | None = None
        self.died = asyncio.Event()
        self._is_ending = False

    def time(self) -> float:
        """Seconds since the beginning."""
        return self._clock.seconds

    def now(self) -> datetime:
        """The present, aware UTC."""
        return BEGINNING + timedelta(seconds=self.time())

    def create_task(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  # as the original
        """A task, remembered when it belongs to the bot."""
        task = super().create_task(*arguments, **options)
        if IS_MORTAL.get():
            self._mortals.add(task)
            task.add_done_callback(self._mortals.discard)
        return task

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Arguments], Result], *args: *Arguments
    ) -> asyncio.Future[Result]:
        """Do it in a moment, unless the process dies first; what a dead one would still do is never done."""
        del executor  # there are no threads
        future: asyncio.Future[Result] = self.create_future()
        if not self._is_ending:
            self.call_later(self.random.expovariate(1 / LATENCY_SECONDS), self._do, future, func, args)
        return future

    async def end_life(self) -> None:
        """Nothing of the bot goes on."""
        self._is_ending = True
        while self._mortals:
            for task in tuple(self._mortals):
                task.cancel()
            await asyncio.sleep(0)
        self.doom, self.died, self._is_ending = None, asyncio.Event(), False

    def _do(self, future: asyncio.Future[Any], func: Callable[..., Any], args: tuple[Any, ...]) -> None:
        if future.cancelled() or self._dies():
            return
        try:
            result = func(*args)
        except Exception as error:  # noqa: BLE001  # whatever it is, it belongs to the caller
            if not self._dies():
                future.set_exception(error)
        else:
            if not self._dies():
                future.set_result(result)

    def _dies(self) -> bool:
        if self.doom is None or self.died.is_set():
            return self.died.is_set()
        self.doom -= 1
        if self.doom <= 0:
            self.died.set()
        return self.died.is_set()
