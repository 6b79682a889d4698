"""The bot as a process of its own: started, killed, stopped, and watched."""

import asyncio
import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from playground.telegram.changes import Changes, Feed

BotState = Literal["running", "stopped", "killed"]

BOT_COMMAND = (sys.executable, "-m", "bot")
LINES_KEPT = 400
LONGEST_LINE_BYTES = 1 << 20
STOP_SECONDS = 0.7


@dataclass(frozen=True, slots=True)
class BotStatus:
    """How the bot is; `is_ordered` is false when it went away by itself, and then `exit_code` may say why."""

    state: BotState
    pid: int | None
    since: datetime
    exit_code: int | None
    is_ordered: bool

    @property
    def wire(self) -> dict[str, Any]:
        """The status as JSON."""
        return asdict(self) | {"since": self.since.isoformat()}


class Supervisor:
    """Runs one bot at a time, always with the same command and environment.

    Start, kill and stop do nothing when there is nothing to do. All of it belongs to one event loop.
    """

    def __init__(
        self,
        command: Sequence[str] = BOT_COMMAND,
        *,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._command = tuple(command)
        self._environment = dict(os.environ if environment is None else environment)
        self._directory = directory
        self._now = now
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._ordered: BotState | None = None
        self._lines: deque[str] = deque(maxlen=LINES_KEPT)
        self._feed = Feed(Changes())
        self._lock = asyncio.Lock()
        self.status = BotStatus("stopped", None, now(), None, is_ordered=True)

    @property
    def log(self) -> list[str]:
        """The last lines the bot wrote, over all its lives."""
        return list(self._lines)

    def events(self, idle_seconds: float) -> AsyncIterator[dict[str, Any] | None]:
        """Yield log lines and changes of status from now on, and `None` when `idle_seconds` bring none."""
        return self._feed.stream(idle_seconds)

    async def start(self) -> BotStatus:
        """Start the bot unless it runs."""
        async with self._lock:
            if self._watch is None or self._watch.done():
                self._ordered = None
                try:
                    self._process = await self._spawn()
                except OSError as error:
                    self._say(f"the bot cannot be started: {error}")
                    self._become(BotStatus("stopped", None, self._now(), None, is_ordered=False))
                else:
                    pid = self._process.pid
                    self._become(BotStatus("running", pid, self._now(), None, is_ordered=True))
                    self._watch = asyncio.create_task(self._follow(self._process))
            return self.status

    async def kill(self) -> BotStatus:
        """End the bot at once, as a power cut would: SIGKILL, no last words."""
        return await self._end("killed", lambda process: process.kill(), seconds=None)

    async def stop(self) -> BotStatus:
        """Ask the bot to end (SIGTERM), and kill it if it takes long."""
        return await self._end("stopped", lambda process: process.terminate(), seconds=STOP_SECONDS)

    async def ended(self) -> BotStatus:
        """Wait until the bot that runs now has ended, and return how."""
        if self._watch is not None:
            await asyncio.wait({self._watch})
        return self.status

    async def _spawn(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            env=self._environment,
            cwd=self._directory,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LONGEST_LINE_BYTES,
            start_new_session=True,  # Ctrl-C in the terminal reaches the playground, which then stops the bot
        )

    async def _end(
        self,
        ordered: BotState,
        end: Callable[[asyncio.subprocess.Process], None],
        *,
        seconds: float | None,
    ) -> BotStatus:
        async with self._lock:
            process, watch = self._process, self._watch
            if process is None or watch is None or watch.done():
                return self.status
            self._ordered = ordered
            with contextlib.suppress(ProcessLookupError):
                end(process)
            if not (await asyncio.wait({watch}, timeout=seconds))[0]:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await asyncio.wait({watch})
            return self.status

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        """Collect what the process says until it is gone, and say so."""
        reading = asyncio.create_task(self._read(process))
        exit_code = await process.wait()
        # A child of the bot may hold the pipe open; its words are not waited for.
        _, unread = await asyncio.wait({reading}, timeout=STOP_SECONDS)
        for task in unread:
            task.cancel()
        killed = exit_code == -signal.SIGKILL if os.name == "posix" else False
        state = self._ordered or ("killed" if killed else "stopped")
        ordered = self._ordered is not None
        self._become(BotStatus(state, None, self._now(), exit_code, is_ordered=ordered))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101  # it was asked for
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # longer than a megabyte: that part is skipped
                continue
            if not line:
                return
            self._say(line.decode(errors="replace").rstrip())

    def _say(self, line: str) -> None:
        self._lines.append(line)
        self._feed.publish("log", line=line)

    def _become(self, status: BotStatus) -> None:
        self.status = status
        self._feed.publish("status", **status.wire)
