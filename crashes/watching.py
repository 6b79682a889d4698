"""What the chats show, looked up by amount: dozens of people look many times a second."""

import asyncio
import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from playground.telegram import Chat, Message, World

GLANCE_SECONDS: Final = 0.05
"""How often the chats are looked over; one look serves everybody."""

THOUSANDS: Final = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})")


@lru_cache(maxsize=10_000)
def amounts(text: str) -> frozenset[int]:
    """The whole numbers in a text, with or without a space after their thousands."""
    return frozenset(int(digits) for digits in re.findall(r"\d+", THOUSANDS.sub("", text)))


class Watch:
    """The messages of the bot as everybody sees them, at most a glance old."""

    def __init__(self, world: World, glance_seconds: float = GLANCE_SECONDS) -> None:
        self._world = world
        self._looked_at = -glance_seconds
        self.glance_seconds = glance_seconds
        self._showing: dict[tuple[int, int], list[Message]] = {}
        self._replying: dict[tuple[int, int | None], list[Message]] = {}

    def showing(self, chat: Chat, amount: int) -> list[Message]:
        """The bot's messages in a chat that show this amount, oldest first."""
        self._look()
        return self._showing.get((chat.id, amount), [])

    def replying(self, message: Message) -> list[Message]:
        """The bot's replies to a message, oldest first."""
        self._look()
        return self._replying.get(message.key, [])

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._looked_at + self.glance_seconds:
            return
        showing, replying = defaultdict(list), defaultdict(list)
        for chat_id in tuple(self._world.chats):
            for message in self._world.from_bot(chat_id):
                replying[chat_id, message.reply_to_id].append(message)
                for amount in amounts(message.text):
                    showing[chat_id, amount].append(message)
        self._showing, self._replying = showing, replying
        self._looked_at = now
