import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.patience import patiently
from bot.receiving.chats import moved
from bot.sending.pace import Pace
from bot.sending.sender import Sender, may_have_arrived
from bot.wording.cards import SheetUrl
from manager import Clock, ConversationManager, DueReply, Said, StoreError, failpoint

log = logging.getLogger(__name__)

RETRY: Final = (1, 2, 5, 15, 30, 60)
"""Seconds before another try, the last one for ever: an answer is never dropped for an outage."""

ORNAMENTS: Final = ("reaction", "erase", "edit", "continued")
"""What may be missing without anybody missing it: it is tried once."""

REPEATS: Final = (2, 30, 300, 3600)
"""Seconds before something is said again that may have arrived: each time it may be there twice."""

PROBE_SECONDS: Final = 5.0
"""How soon Telegram is asked again whether it answers at all, before anything is repeated."""

FINISH_SECONDS: Final = 0.02
"""How often it is looked whether the last answer has left."""

GONE: Final = ("not found", "can't be edited")
"""What Telegram says of a message that cannot be changed any more."""


Lane = tuple[int, bool]
"""The new messages of a chat, or the changes of what it has already: each in order."""


class Delivery:
    """Says what waits in the reply outbox: in order within a chat, chats side by side.

    What was sent is stored with its message id, the address that replies will name. New messages are what
    people wait for; changes and reactions take the room that is left.
    """

    def __init__(self, manager: ConversationManager, bot: Bot, sheet_url: SheetUrl, *, now: Clock) -> None:
        self._manager = manager
        self._sender = Sender(bot, sheet_url)
        self._now = now
        self._wake = asyncio.Event()
        self._taking = asyncio.Lock()
        self._is_ending = False
        self._pace = Pace()
        self._queues: dict[Lane, deque[DueReply]] = defaultdict(deque)
        self._tasks: dict[Lane, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something new waits to be said."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver for ever; cancel to stop. What is being sent then is sent again at the next start.

        What waits behind it was not sent, and goes back as if it had never been taken.
        """
        try:
            while True:
                self._wake.clear()
                while await self._take():
                    pass
                await self._pause()
        finally:
            tasks = list(self._tasks.values())
            waiting = [reply.id for queue in self._queues.values() for reply in queue]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with suppress(StoreError):
                await self._manager.replies_returned(waiting)

    async def finish(self) -> None:
        """Wait until all that is due is said, and take nothing more. What Telegram puts off waits."""
        self.wake()
        while not self._is_ending:
            async with self._taking:
                self._is_ending = not self._tasks and not await self._is_due()
            await asyncio.sleep(FINISH_SECONDS)

    async def _take(self) -> bool:
        """Take what is due and hand it to its lanes; False when there is nothing."""
        async with self._taking:
            replies = () if self._is_ending else await patiently(self._manager.due_replies, "delivery")
            self._dispatch(replies)
        return bool(replies)

    async def _is_due(self) -> bool:
        due = await patiently(self._manager.next_reply_at, "delivery")
        return due is not None and due <= self._now()

    def _dispatch(self, replies: Sequence[DueReply]) -> None:
        """Hand each reply to its lane: a chat that must wait for Telegram holds up no other."""
        for reply in replies:
            lane = (reply.chat_id, reply.message_id is None)
            self._queues[lane].append(reply)
            if lane not in self._tasks:
                self._tasks[lane] = asyncio.create_task(self._deliver_lane(lane), name=f"to {lane}")

    async def _pause(self) -> None:
        due = await patiently(self._manager.next_reply_at, "delivery")
        wait = None if due is None else max(0.05, (due - self._now()).total_seconds())
        # Not by `wait_for`: Python 3.11's may swallow an end that meets a wake.
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._wake.wait()

    async def _deliver_lane(self, lane: Lane) -> None:
        queue = self._queues[lane]
        _, is_awaited = lane
        try:
            while queue:
                await self._pace.turn(is_awaited=is_awaited)
                await self._deliver_safely(queue.popleft())
        finally:
            del self._tasks[lane], self._queues[lane]
            self._wake.set()  # a card may have changed while it was being sent

    async def _deliver_safely(self, reply: DueReply) -> None:
        """Deliver one reply; a bug in it holds up none of those behind it."""
        try:
            await self._deliver(reply)
        except Exception:
            log.exception("delivery stumbled", extra={"reply_id": reply.id})

    async def _deliver(self, reply: DueReply) -> None:
        failpoint("reply.taken")
        try:
            said = await self._sender.send(reply)
        except RetryAfter as error:
            after = error.retry_after
            seconds = after.total_seconds() if isinstance(after, timedelta) else after
            await self._again(reply, f"Telegram asks to wait {seconds} s", seconds)
        except Forbidden as error:
            await self._shut(reply, error)
        except ChatMigrated as error:
            await _noted(partial(self._manager.reply_failed, reply, "READY", str(error), self._now()))
            await _noted(partial(moved, self._manager, reply.chat_id, error.new_chat_id))
        except BadRequest as error:
            await self._refused(reply, error)
        except TelegramError as error:
            if reply.kind in ORNAMENTS and not isinstance(error, NetworkError):
                await self._never(reply, error)
                return
            await self._unanswered(reply, error)
        else:
            failpoint("reply.sent")
            await _noted(partial(self._manager.reply_sent, reply, said))
            failpoint("reply.stored")

    async def _unanswered(self, reply: DueReply, error: TelegramError) -> None:
        """Nobody answered. What surely did not arrive is said again soon; what may have, later and later."""
        is_doubtful = reply.is_message and may_have_arrived(error)
        if not is_doubtful and not reply.is_repeat:
            await self._again(reply, str(error), RETRY[min(reply.attempts, len(RETRY)) - 1])
            return
        tries = (reply.attempts if reply.is_repeat else 1) if is_doubtful else reply.attempts - 1
        seconds = REPEATS[min(tries, len(REPEATS)) - 1] if is_doubtful else PROBE_SECONDS
        log.info("reply may have arrived", extra={"reply_id": reply.id, "seconds": seconds})
        retry_at = self._now() + timedelta(seconds=seconds)
        await _noted(partial(self._manager.reply_unknown, reply, tries, retry_at))

    async def _shut(self, reply: DueReply, error: Forbidden) -> None:
        """The chat is shut to us: an answer waits for its opening, an ornament does not."""
        if reply.kind in ORNAMENTS:
            await self._never(reply, error)
        else:
            await _noted(partial(self._manager.reply_parked, reply, str(error)))
        await _noted(partial(self._manager.mark_blocked, reply.chat_id))

    async def _again(self, reply: DueReply, reason: str, seconds: float) -> None:
        log.info("reply postponed", extra={"reply_id": reply.id, "seconds": seconds})
        retry_at = self._now() + timedelta(seconds=seconds)
        await _noted(partial(self._manager.reply_failed, reply, "READY", reason, retry_at))

    async def _never(self, reply: DueReply, error: TelegramError) -> None:
        await _noted(partial(self._manager.reply_failed, reply, "FAILED", str(error)))

    async def _refused(self, reply: DueReply, error: BadRequest) -> None:
        """Telegram will never take it: harmless for an ornament; a deleted card is sent anew."""
        if "not modified" in str(error).lower():
            await _noted(partial(self._manager.reply_sent, reply, Said(reply.message_id)))
            return
        is_gone = any(words in str(error).lower() for words in GONE)
        if reply.message_id is not None and reply.kind not in ORNAMENTS and is_gone:
            await _noted(partial(self._manager.reply_gone, reply))
            self.wake()
            return
        log.warning("reply refused", extra={"reply_id": reply.id, "kind": reply.kind, "reason": str(error)})
        await self._never(reply, error)


async def _noted(note: Callable[[], Awaitable[object]]) -> None:
    """Write down what became of a reply; before that is on disk, nothing more is said there."""
    await patiently(note, "what became of an answer")
