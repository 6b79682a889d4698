from manager.doors.base import Door
from manager.tables import chats, people
from manager.values.say import Notice


class ChatDoor(Door):
    """What happens to a chat as a whole."""

    async def mark_blocked(self, chat_id: int) -> None:
        """A chat takes nothing from us any more: no reminders there, until somebody writes again."""
        await self._store.transaction(lambda db: people.block_chat(db, self._bot_id, chat_id))

    async def chat_opened(self, chat_id: int) -> None:
        """A chat takes what we say again, and gets what was kept for it."""
        await self._store.transaction(lambda db: chats.opened(db, self._bot_id, chat_id, self._stamp()))

    async def chat_language(self, chat_id: int) -> str | None:
        """The language of a chat's book; None for a chat that is not served."""
        return await self._store.transaction(lambda db: chats.language(db, self._bot_id, chat_id))

    async def chat_migrated(self, old: int, new: int, notice: Notice) -> bool:
        """Take a group's conversations into the supergroup it has become; False for a group we do not know.

        `notice` is said there the first time; open questions are asked anew.
        """
        return await self._store.transaction(
            lambda db: chats.migrate(db, self._bot_id, (old, new), notice, self._stamp())
        )
