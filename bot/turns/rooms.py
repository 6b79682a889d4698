from collections.abc import Sequence
from typing import Protocol

from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Texts
from manager import Context, Incoming


class Desk(Protocol):
    """Something that answers certain typed words."""

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Answer a message and close its update; False when it is none of this desk's."""


class Room(Desk, Protocol):
    """A desk whose own messages have buttons."""

    VERBS: Sequence[Verb]

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Do what a button of this room says; returns the toast."""
