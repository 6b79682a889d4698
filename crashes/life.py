"""The bot's process over its many lives."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from playground.supervisor import BOT_COMMAND, BotStatus, Supervisor

HASTY: Final = (sys.executable, "-m", "crashes.haste")
EARNEST: Final = BOT_COMMAND


class Life:
    """Starts one bot after another, each in the same folder and among the same far ends."""

    def __init__(self, command: tuple[str, ...], environment: Mapping[str, str], folder: Path) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._supervisor: Supervisor | None = None
        self.log: list[str] = []
        self.deaths = 0

    async def begin(self, failpoint: str = "") -> None:
        """Start the bot; with `failpoint` (name:hit) it kills itself there."""
        extra = {"THREADBOOK_FAILPOINT": failpoint} if failpoint else {}
        self._supervisor = Supervisor(
            self._command, environment={**self._environment, **extra}, directory=self._folder
        )
        await self._supervisor.start()

    async def died(self, seconds: float) -> bool:
        """Wait so long for the bot to kill itself, and tell whether it did."""
        supervisor = self._running
        ending = asyncio.create_task(supervisor.ended())
        await asyncio.wait({ending}, timeout=seconds)
        ending.cancel()
        status = supervisor.status
        self._keep_log(supervisor)
        self.deaths += status.state == "killed"
        return status.state == "killed"

    async def kill(self) -> None:
        """End the bot as a power cut would."""
        await self._running.kill()
        self._keep_log(self._running)
        self.deaths += 1

    async def end(self) -> None:
        """End the bot politely, whatever it is doing."""
        if self._supervisor is not None and self._supervisor.status.state == "running":
            await self._supervisor.stop()
            self._keep_log(self._supervisor)

    @property
    def status(self) -> BotStatus:
        """How the bot is now."""
        return self._running.status

    @property
    def _running(self) -> Supervisor:
        if self._supervisor is None:
            raise RuntimeError("the bot was never started")
        return self._supervisor

    def _keep_log(self, supervisor: Supervisor) -> None:
        self.log += [*supervisor.log, f"--- {supervisor.status.state}, exit {supervisor.status.exit_code}"]
