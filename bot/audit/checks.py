import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final

from bot.audit import findings
from bot.sheet.book_and_sheet import BookAndSheet
from bot.wording.texts import texts
from manager import Clock, ConversationManager, SheetFinding, StoreError
from sheets import SheetError

log = logging.getLogger(__name__)

FIRST: Final = timedelta(minutes=2)
"""How long after its start a bot compares for the first time: first it writes what waits."""

CALM: Final = timedelta(seconds=5)
"""The least time between two comparisons, however much is found."""

ASKED_AT_ONCE: Final = 3
"""So many changed rows are asked about by themselves; of more the owner is told, who can ask with /audit."""


class Checks:
    """Compares the sheet with the books every so often (never for nought), and asks whose rows were changed.

    A sheet that nobody has changed since is not read again, but for once in `full_every`: whoever tells that
    it was not changed may be wrong.

    `both` is where the two are compared, once there is a sheet. The owner is told by bot.alerts, for as long
    as something is not decided.
    """

    def __init__(
        self,
        manager: ConversationManager,
        both: Callable[[], BookAndSheet | None],
        *,
        every: timedelta,
        full_every: timedelta,
        now: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._both = both
        self._every = every
        self._full_every = full_every
        self._now = now
        self._wake = wake
        self._full_at = now()
        self._hurried = asyncio.Event()

    def hurry(self) -> None:
        """A correction met a row that is not as it should be: whoever made it need not wait half an hour."""
        self._hurried.set()

    async def run(self) -> None:
        """Compare for ever; cancel to stop. What keeps it from comparing now is tried again next time."""
        pause = min(FIRST, self._every)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause.total_seconds() or None):
                    await self._hurried.wait()
            is_hurried = self._hurried.is_set()
            self._hurried.clear()
            try:
                await (self.compare() if is_hurried else self.look())
            except (SheetError, StoreError) as error:
                log.warning("the sheet was not compared: %s", error)
            except Exception:  # a bug here ends no bot
                log.exception("comparing the sheet failed")
            pause = self._every
            await asyncio.sleep(CALM.total_seconds())

    async def look(self) -> None:
        """Compare, if the sheet has changed or it is time to read it all the same."""
        both = self._both()
        if both is None:
            return
        if self._now() < self._full_at and await both.is_unchanged():
            log.info("sheet unchanged since it was compared")
            return
        await self.compare()

    async def compare(self) -> None:
        """Read all of the sheet and compare it now."""
        both = self._both()
        if both is None:
            return
        report, new = await both.check()
        self._full_at = self._now() + self._full_every
        log.info("sheet compared", extra={"counts": dict(report.counts), "new": len(new)})
        changed = [finding for finding in new if finding.kind == "edited"]
        for finding in changed if len(changed) <= ASKED_AT_ONCE else ():
            await self._ask(both, finding)
        self._wake()

    async def _ask(self, both: BookAndSheet, finding: SheetFinding) -> None:
        """Ask whoever told of the operation, in the chat where they did."""
        booked = finding.booked
        thread = await self._manager.get_conversation_context(booked.conversation_id) if booked else None
        if thread is None:
            return
        member = await self._manager.find_member(thread.user_id)
        t = texts(member.language if member is not None else "en")
        question = findings.question(finding, both.recalled(finding), t)
        await self._manager.ask_person(finding.id, thread.id, question)
