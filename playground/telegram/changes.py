"""How those who wait learn that the world has changed, whatever thread or event loop they wait in."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Iterator
from threading import Lock

from playground.telegram.wire import JsonObject


class Changes:
    """Wakes every waiter on every change; a waiter then looks for itself whether the change concerns it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiters: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def announce(self) -> None:
        """Wake all who listen. May be called from any thread."""
        with self._lock:
            waiters = tuple(self._waiters)
        for loop, event in waiters:
            with contextlib.suppress(RuntimeError):  # its loop has just closed: nobody waits there any more
                loop.call_soon_threadsafe(event.set)

    @contextlib.contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """Yield an event of the running loop that is set on each change; clear it before looking."""
        waiter = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiters.add(waiter)
        try:
            yield waiter[1]
        finally:
            with self._lock:
                self._waiters.discard(waiter)


class Feed:
    """What happens, told in order to any number of streams, each from the moment it began."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._lock = Lock()
        self._streams: list[deque[JsonObject]] = []

    def publish(self, kind: str, **fields: object) -> None:
        """Tell every stream, and wake all who wait for a change."""
        with self._lock:
            for stream in self._streams:
                stream.append({"type": kind, **fields})
        self._changes.announce()

    async def stream(self, idle_seconds: float) -> AsyncIterator[JsonObject | None]:
        """Yield what is published from now on, and `None` first and whenever `idle_seconds` bring nothing."""
        events: deque[JsonObject] = deque()
        with self._lock:
            self._streams.append(events)
        try:
            with self._changes.listening() as changed:
                yield None
                while True:
                    changed.clear()
                    while events:
                        yield events.popleft()
                    try:
                        async with asyncio.timeout(idle_seconds):
                            await changed.wait()
                    except TimeoutError:
                        yield None
        finally:
            with self._lock:
                self._streams = [stream for stream in self._streams if stream is not events]
