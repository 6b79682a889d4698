import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.patience import patiently, pauses
from manager import ConversationManager, InboxEntry, StoreError, failpoint

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds before an update that failed is tried again."""


class Workers:
    """Works off the inbox: one update after another within a chat, chats side by side.

    `refused` is told when the disk refused a turn; the turn is tried again.
    """

    def __init__(
        self,
        manager: ConversationManager,
        handle: Callable[[InboxEntry], Awaitable[None]],
        refused: Callable[[StoreError], None],
    ) -> None:
        self._manager = manager
        self._handle = handle
        self._refused = refused
        self._tasks: dict[int | None, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._is_ending = False

    def wake(self) -> None:
        """Something new is in the inbox."""
        self._wake.set()

    async def run(self) -> None:
        """Work for ever, beginning with what the last process left; cancel to stop."""
        self._wake.set()
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                for chat_id in await patiently(self._manager.waiting_chats, "the inbox"):
                    if chat_id not in self._tasks and not self._is_ending:
                        self._start(chat_id)
        finally:
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def finish(self) -> None:
        """Begin nothing more, and wait until what is being handled is."""
        self._is_ending = True
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _start(self, chat_id: int | None) -> None:
        task = asyncio.create_task(self._work(chat_id), name=f"chat {chat_id}")
        self._tasks[chat_id] = task
        task.add_done_callback(lambda _: self._ended(chat_id))

    def _ended(self, chat_id: int | None) -> None:
        # Something may have come in between the last look and the end.
        self._tasks.pop(chat_id, None)
        self._wake.set()

    async def _work(self, chat_id: int | None) -> None:
        waits = pauses()
        while (entry := await self._next(chat_id)) is not None:
            failpoint("turn.taken")
            try:
                await self._handle(entry)
                waits = pauses()
            except StoreError as error:
                log.warning("an update waits for the disk: %s", error, extra={"inbox_id": entry.id})
                self._refused(error)
                await asyncio.sleep(next(waits))
            if entry.attempts and not self._is_ending:
                await asyncio.sleep(PAUSE)

    async def _next(self, chat_id: int | None) -> InboxEntry | None:
        """The oldest update of a chat; none any more when the end is near."""
        if self._is_ending:
            return None
        return await patiently(partial(self._manager.next_update, chat_id), "a chat")
