import asyncio
from time import monotonic
from typing import Final

from bot.receiving.intake import Intake
from ledger import ThreadbookError

DEAF_AFTER_SECONDS: Final = 90.0
LOOK_SECONDS: Final = 5.0


class DeafError(ThreadbookError):
    """Nobody asks Telegram for updates any more, while the process looks alive."""


class Watchdog:
    """Ends the process when polling has died in silence, so that whoever runs it starts it again."""

    def __init__(self, intake: Intake, *, deaf_after_seconds: float = DEAF_AFTER_SECONDS) -> None:
        self._intake = intake
        self._deaf_after_seconds = deaf_after_seconds

    async def run(self) -> None:
        """Look every few seconds, for ever.

        Raises:
            DeafError: there was no attempt to fetch updates for too long.
        """
        while True:
            await asyncio.sleep(min(LOOK_SECONDS, self._deaf_after_seconds))
            silent = monotonic() - self._intake.attempted_at
            if silent > self._deaf_after_seconds:
                raise DeafError(f"polling stopped {silent:.0f} s ago; Telegram may have refused the token")
