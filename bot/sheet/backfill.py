import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bot.patience import patiently
from bot.wording.texts import Texts, texts
from ledger import BookId
from manager import Clock, ConversationManager, Incident, Moving, Notice

KIND: Final = "moving"
EVERY_SECONDS: Final = 3.0
"""How often the owner's message is brought up to date: Telegram lets a chat be written to once a second."""


class Backfill:
    """Tells the owner how far a book's operations have come into a new sheet or tab, in one message.

    The message is kept with the incidents, so that it goes on where it stopped when the bot dies meanwhile.
    """

    def __init__(
        self,
        manager: ConversationManager,
        owner_id: int,
        book_id: BookId,
        *,
        now: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._owner_id = owner_id
        self._book_id = book_id
        self._now = now
        self._wake = wake
        self._begun = asyncio.Event()

    def again(self) -> None:
        """All that stood in the sheet is being written again."""
        self._begun.set()

    async def run(self) -> None:
        """Tell until all is written, or waits for a person, whenever that begins; cancel to stop."""
        while True:
            self._begun.clear()
            is_going = await patiently(self.look, "the move to the new sheet")
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS if is_going else None):
                    await self._begun.wait()

    async def look(self) -> bool:
        """Tell how far it is; False when there is no more to tell."""
        moving = await self._manager.sheet_moving(self._book_id)
        t = await self._texts()
        is_going = moving.left > moving.stuck
        if is_going:
            text = t.plural(*GOING, moving.left)
            incident = Incident(KIND, text, self._now())
            await self._manager.tell_incident(self._owner_id, incident, Notice(text))
        else:
            await self._manager.close_incident(KIND, Notice(_over(moving, t)))
        self._wake()
        return is_going

    async def _texts(self) -> Texts:
        owner = await self._manager.find_member(self._owner_id)
        return texts(owner.language if owner is not None else "en")


def _over(moving: Moving, t: Texts) -> str:
    done = t("✅ Your earlier operations are in the sheet, under their numbers.")
    if not moving.stuck:
        return done
    return f"{done}\n{t.plural(*STUCK, moving.stuck)}"


GOING: Final = (
    "Writing your earlier operations into the sheet: {count} is left.",
    "Writing your earlier operations into the sheet: {count} are left.",
)
STUCK: Final = (
    "{count} of them could not be written and waits for you: /pending",
    "{count} of them could not be written and wait for you: /pending",
)
