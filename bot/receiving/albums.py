import asyncio
from dataclasses import replace
from typing import Final

from telegram import Bot, Update

from bot.receiving import updates
from bot.receiving.files import brings_file
from manager import Clock, ConversationManager, InboxEntry, Incoming

TOGETHER_SECONDS: Final = 2.0
"""How long the messages of one album may take to arrive: Telegram sends them one by one, in any order."""

LATE: Final = "a late part of an album"


class Albums:
    """Makes one thing said of the messages of an album; whichever has the caption lends it to all."""

    def __init__(self, manager: ConversationManager, *, now: Clock) -> None:
        self._manager = manager
        self._now = now

    async def whole(self, entry: InboxEntry, incoming: Incoming, bot: Bot) -> Incoming | None:
        """The album that a message is a part of, as one; None when that was answered and this adds no words.

        A late part with words is taken as a reply to its album.
        """
        await asyncio.sleep(TOGETHER_SECONDS)
        album = await self._manager.gather_album(entry.id, lambda content: self._belongs(content, bot))
        if album.answered is not None:
            return await self._late(entry, incoming, self._heard(album.answered, bot))
        return _joined(incoming, [self._heard(part, bot) for part in album.parts])

    async def _late(self, entry: InboxEntry, part: Incoming, answered: Incoming | None) -> Incoming | None:
        known = await self._manager.find_conversation_by_reply(part.chat_id, part.message_id)
        if known is None and answered is not None:
            if part.text:
                return replace(part, reply_to=answered.message_id)
            album = await self._manager.find_conversation_by_reply(part.chat_id, answered.message_id)
            if album is not None:
                await self._manager.store_user_response(album, part)
        await self._manager.ignore_update(entry.id, LATE)
        return None

    def _belongs(self, content: dict[str, object], bot: Bot) -> bool:
        """Whether a part has no turn of its own: a file that may be imported is offered by itself."""
        heard = self._heard(content, bot)
        return heard is None or not brings_file(heard)

    def _heard(self, content: dict[str, object], bot: Bot) -> Incoming | None:
        update = Update.de_json(content, bot)
        return updates.incoming(update, self._now(), bot.id)


def is_part(entry: InboxEntry) -> bool:
    """Whether an update is a message of an album."""
    message = entry.content.get("message")
    return isinstance(message, dict) and "media_group_id" in message


def _joined(main: Incoming, parts: list[Incoming | None]) -> Incoming:
    heard = [part for part in parts if part is not None]
    captions = dict.fromkeys(part.text for part in heard if part.text)
    others = {part.message_id for part in heard} - {main.message_id}
    return replace(main, text="\n".join(captions), album_ids=tuple(sorted(others)))
