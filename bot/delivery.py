import asyncio
import hashlib
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import cards
from bot.cards import Rendered, SheetUrl
from bot.patience import patiently
from manager import Button, Buttons, Clock, ConversationManager, DueReply, Said, failpoint, unpacked_buttons

log = logging.getLogger(__name__)

RETRY: Final = (1, 2, 5, 15, 30, 60)
"""Seconds before another try, the last one for ever: an answer is never dropped for an outage."""

ORNAMENTS: Final = ("reaction", "erase", "edit", "continued")
"""What may be missing without anybody missing it: it is tried once."""

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Delivery:
    """Says what waits in the reply outbox: in order within a chat, chats side by side.

    What was sent is stored with its message id, the address that replies will name.
    """

    def __init__(self, manager: ConversationManager, bot: Bot, sheet_url: SheetUrl, *, now: Clock) -> None:
        self._manager = manager
        self._bot = bot
        self._sheet_url = sheet_url
        self._now = now
        self._wake = asyncio.Event()
        self._queues: dict[int, deque[DueReply]] = defaultdict(deque)
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something new waits to be said."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver for ever; cancel to stop. What is being sent then is sent again at the next start."""
        try:
            while True:
                self._wake.clear()
                while replies := await patiently(self._manager.due_replies, "delivery"):
                    self._dispatch(replies)
                await self._pause()
        finally:
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _dispatch(self, replies: Sequence[DueReply]) -> None:
        """Hand each reply to its chat: a chat that must wait for Telegram holds up no other."""
        for reply in replies:
            self._queues[reply.chat_id].append(reply)
            if reply.chat_id not in self._tasks:
                task = asyncio.create_task(self._deliver_chat(reply.chat_id), name=f"to {reply.chat_id}")
                self._tasks[reply.chat_id] = task

    async def _pause(self) -> None:
        due = await patiently(self._manager.next_reply_at, "delivery")
        wait = None if due is None else max(0.05, (due - self._now()).total_seconds())
        try:
            await asyncio.wait_for(self._wake.wait(), wait)
        except TimeoutError:
            return

    async def _deliver_chat(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._deliver_safely(queue.popleft())
        finally:
            del self._tasks[chat_id], self._queues[chat_id]
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
            said = await self._send(reply)
        except RetryAfter as error:
            after = error.retry_after
            seconds = after.total_seconds() if isinstance(after, timedelta) else after
            await self._again(reply, f"Telegram asks to wait {seconds} s", seconds)
        except Forbidden as error:
            await self._never(reply, error)
            await _noted(partial(self._manager.mark_blocked, reply.chat_id))
        except BadRequest as error:
            await self._refused(reply, error)
        except TelegramError as error:
            if reply.kind in ORNAMENTS and not isinstance(error, NetworkError):
                await self._never(reply, error)
                return
            await self._again(reply, str(error), RETRY[min(reply.attempts, len(RETRY)) - 1])
        else:
            failpoint("reply.sent")
            await _noted(partial(self._manager.reply_sent, reply, said))
            failpoint("reply.stored")

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
        if reply.message_id is not None and reply.kind not in ORNAMENTS and "not found" in str(error).lower():
            await _noted(partial(self._manager.reply_gone, reply))
            self.wake()
            return
        log.warning("reply refused", extra={"reply_id": reply.id, "kind": reply.kind, "reason": str(error)})
        await self._never(reply, error)

    async def _send(self, reply: DueReply) -> Said:
        """Send or edit one reply; what looks as it did is not sent again."""
        match reply.kind:
            case "reaction":
                emoji = reply.payload["emoji"]
                await self._bot.set_message_reaction(reply.chat_id, reply.message_id or 0, emoji)
                return Said()
            case "erase":
                await self._bot.delete_message(reply.chat_id, reply.message_id or 0)
                return Said()
            case "prompt":
                return await self._prompt(reply)
            case _:
                return await self._show(reply, self._rendered(reply))

    def _rendered(self, reply: DueReply) -> Rendered:
        card, payload = reply.card, reply.payload
        match reply.kind:
            case "card" if card is not None:
                return cards.render(card, self._sheet_url, payload["note"])
            case "continued" if card is not None:
                return cards.continued(card)
            case "change" if card is not None:
                return cards.change(card, payload["changes"], payload["version"], self._sheet_url)
            case _:
                return Rendered(payload["text"], unpacked_buttons(payload["buttons"]))

    async def _show(self, reply: DueReply, rendered: Rendered) -> Said:
        markup = keyboard(rendered.buttons)
        look = fingerprint(rendered)
        if reply.message_id is not None and reply.shown_as == look:
            return Said(reply.message_id, rendered.text, look)
        if reply.message_id is not None:
            await self._bot.edit_message_text(
                rendered.text,
                reply.chat_id,
                reply.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
            return Said(reply.message_id, rendered.text, look)
        message: Message = await self._bot.send_message(
            reply.chat_id,
            rendered.text,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
            reply_parameters=_reply_to(reply),
        )
        return Said(message.message_id, rendered.text, look)

    async def _prompt(self, reply: DueReply) -> Said:
        text = reply.payload["text"]
        opened = ForceReply(selective=True, input_field_placeholder=reply.payload["placeholder"])
        message = await self._bot.send_message(
            reply.chat_id,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=opened,
            reply_parameters=_reply_to(reply),
        )
        return Said(message.message_id, text)


async def _noted(note: Callable[[], Awaitable[object]]) -> None:
    """Write down what became of a reply; before that is on disk, nothing more is said there."""
    await patiently(note, "what became of an answer")


def fingerprint(rendered: Rendered) -> str:
    """How a message looks, short: equal for two that a person could not tell apart."""
    return hashlib.sha256(repr(rendered).encode()).hexdigest()[:16]


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram takes them; None for none."""
    if not buttons:
        return None
    return InlineKeyboardMarkup([[_key(button) for button in row] for row in buttons])


def _key(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label,
        callback_data=button.data or None,
        url=button.url or None,
        copy_text=CopyTextButton(button.copy) if button.copy else None,
        style=button.style or None,
    )


def _reply_to(reply: DueReply) -> ReplyParameters | None:
    if reply.reply_to is None:
        return None
    return ReplyParameters(reply.reply_to, allow_sending_without_reply=True)
