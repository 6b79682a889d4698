"""Which entry of the book a message without a reply speaks of."""

from datetime import timedelta
from typing import Final

from agents import ITEM, JUST, LAST, akin_words
from ledger import ConversationId
from manager import Booked, Context, ConversationManager, Thread

REMEMBERED: Final = timedelta(days=1)
"""How long an entry may be corrected without replying to it: later, the person surely tells something new."""
MOMENT: Final = timedelta(minutes=3)
"""How long a bare number is a better one for what was just told, and not one whose thing is yet to come."""
_MOST: Final = 20


async def referred(manager: ConversationManager, context: Context, words: str) -> Thread | None:
    """The conversation of the last entry here, of an item of its list, or of the one with these words."""
    incoming = context.incoming
    if words.startswith(ITEM):
        last = await manager.last_conversation(incoming.chat_id, incoming.person.id)
        thread = await item(manager, last, words) if last else None
        return thread if thread and (thread.booked is None or _is_fresh(thread.booked, context)) else None
    if words in (LAST, JUST):
        last = await manager.last_conversation(incoming.chat_id, incoming.person.id)
        thread = await manager.get_conversation_context(last) if last else None
        within = REMEMBERED if words == LAST else MOMENT
        is_near = (
            thread is not None and thread.booked is not None and _is_fresh(thread.booked, context, within)
        )
        return thread if is_near else None
    booked = await manager.last_operations(context.book.id, _MOST)
    named = [one for one in booked if _is_fresh(one, context) and akin_words(words, _said(one))]
    return await manager.get_conversation_context(named[0].conversation_id) if len(named) == 1 else None


async def item(manager: ConversationManager, told: ConversationId, words: str) -> Thread | None:
    """The conversation of an item, such as `#2`, of the list a conversation belongs to; None for no list."""
    listed = await manager.told_together(told)
    place = int(words.removeprefix(ITEM)) - 1
    if len(listed) < 2 or not 0 <= place < len(listed):  # noqa: PLR2004 — one is no list
        return None
    return await manager.get_conversation_context(listed[place])


def _is_fresh(booked: Booked, context: Context, within: timedelta = REMEMBERED) -> bool:
    return booked.state == "booked" and context.incoming.sent_at - booked.recorded_at <= within


def _said(booked: Booked) -> str:
    operation = booked.operation
    return f"{operation.description} {operation.counterparty}"
