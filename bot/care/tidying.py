import asyncio
import logging
from collections import Counter
from datetime import timedelta
from typing import Final

from manager import ConversationManager, StoreError

log = logging.getLogger(__name__)

FIRST_SECONDS: Final = 300.0
"""The start is left alone."""

EVERY_SECONDS: Final = 6 * 3600.0


class Tidying:
    """Deletes what was only needed to handle messages once it is `keep` old, so that the file stays small.

    Conversations, operations and their history are never touched; with `keep` of nothing, nothing is.
    """

    def __init__(self, manager: ConversationManager, *, keep: timedelta) -> None:
        self._manager = manager
        self._keep = keep

    async def run(self) -> None:
        """Look four times a day, for ever; cancel to stop."""
        await asyncio.sleep(FIRST_SECONDS)
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("tidying waits for the disk: %s", error)
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> Counter[str]:
        """Delete what is old enough, a page at a time so that turns come between; returns what, by kind."""
        gone: Counter[str] = Counter()
        while self._keep and (pages := await self._manager.leftovers(self._keep)):
            before = gone.total()
            for page in pages:
                gone[page.kind] += await self._manager.drop_leftovers(page)
            if gone.total() == before:
                break  # all of it is needed again
        if gone:
            log.info("old leftovers deleted", extra={"rows": dict(gone)})
        return gone
