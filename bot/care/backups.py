import asyncio
import logging
from pathlib import Path
from typing import Final

from bot.patience import patiently
from bot.wording.texts import texts
from manager import Clock, ConversationManager, Notice, StoreError, daily_backup, damages, discard_old_backups

log = logging.getLogger(__name__)

FIRST_SECONDS: Final = 60.0
"""The start is left alone."""

EVERY_SECONDS: Final = 900.0

NOT_MADE: Final = "I could not make today’s backup of the book: {reason}"
DAMAGED: Final = (
    "Today’s backup shows that the book was changed by something else than me: {claims}. Older backups are "
    "kept; please run <code>python -m bot integrity</code>"
)


class Backups:
    """One whole, checked backup a day, of which the newest `keep` stay; none when `keep` is 0.

    The owner is told of a day without one, and of a book that does not say what was written.
    """

    def __init__(
        self, manager: ConversationManager, database: Path, *, keep: int, owner_id: int, now: Clock
    ) -> None:
        self._manager = manager
        self._database = database
        self._keep = keep
        self._owner_id = owner_id
        self._now = now
        self._has_failed = False

    async def run(self) -> None:
        """Look every quarter of an hour, for ever; cancel to stop."""
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Make the day's backup if there is none yet."""
        if not self._keep:
            return
        try:
            made = await asyncio.to_thread(daily_backup, self._database, self._now().date())
            if made is not None:
                await self._check(made)
        except (StoreError, OSError) as error:
            await self._not_made(str(error))
        else:
            self._has_failed = False

    async def _check(self, made: Path) -> None:
        """A backup of a damaged book drives out no older one: that may be the last good one."""
        broken = await asyncio.to_thread(damages, made)
        if not broken:
            log.info("backup made", extra={"path": str(made)})
            await asyncio.to_thread(discard_old_backups, self._database, self._keep)
            return
        log.error("the book is damaged: %s", [finding.claim for finding in broken])
        await self._tell(DAMAGED, claims="; ".join(f"not “{finding.claim}”" for finding in broken))

    async def _not_made(self, reason: str) -> None:
        log.error("no backup: %s", reason)
        if not self._has_failed:
            await self._tell(NOT_MADE, reason=reason)
        self._has_failed = True

    async def _tell(self, text: str, **values: str) -> None:
        owner = await patiently(lambda: self._manager.find_member(self._owner_id), "a word to the owner")
        if owner is not None and owner.is_served:
            notice = Notice(texts(owner.language)(text, **values))
            await patiently(lambda: self._manager.say(self._owner_id, notice), "a word to the owner")
