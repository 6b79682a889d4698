"""Who lives in the world: persons, groups, and the bot's place in them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from playground.telegram.chats import Chat, User, private_chat
from playground.telegram.store import Store

FIRST_PERSON_ID = 1001
FIRST_GROUP_ID = -501
FIRST_SUPERGROUP_ID = -1001000000001


class Population(Store):
    """The store, and the coming and going of people."""

    def add_user(  # a person has that many names
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "en",
        user_id: int | None = None,
        is_started: bool = True,
        is_bot: bool = False,
    ) -> User:
        """Add a person and, already begun unless `is_started` is false, the private chat with the bot."""
        with self.lock:
            taken = (
                user_id or max((FIRST_PERSON_ID - 1, *(one for one in self.users if one != self.bot.id))) + 1
            )
            if taken in self.users:
                raise ValueError(f"there is a user {taken} already")
            user = User(taken, first_name, last_name, username, language_code, is_bot)
            self.users[user.id] = user
            self.chats[user.id] = private_chat(user, is_started=is_started)
            self.changes.announce()
            return user

    def add_group(
        self,
        title: str,
        members: Iterable[User],
        *,
        type: Literal["group", "supergroup"] = "supergroup",  # noqa: A002  # the Bot API's own word
        has_privacy: bool = True,
        announce: bool = False,
    ) -> Chat:
        """Add a group of `members` and the bot; `announce` also tells the bot that it was added."""
        with self.lock:
            first = FIRST_GROUP_ID if type == "group" else FIRST_SUPERGROUP_ID
            chat_id = first - sum(chat.type == type for chat in self.chats.values())
            people = tuple(members)
            ids = frozenset(user.id for user in people) | {self.bot.id}
            chat = Chat(chat_id, type, ids, title=title, has_privacy=has_privacy)
            self.chats[chat_id] = chat
            if announce:
                self.set_bot_status(replace(chat, bot_status="left"), "member", people[0])
                self.add(self.chats[chat_id], people[0], {"new_chat_members": [self.bot.wire]})
            self.changes.announce()
            return self.chats[chat_id]

    def migrate(self, chat: Chat) -> Chat:
        """Turn a basic group into a supergroup, which has another id and numbers its messages anew."""
        with self.lock:
            by = self.users[min(one for one in chat.member_ids if one != self.bot.id)]
            count = sum(one.type == "supergroup" for one in self.chats.values())
            heir = replace(self.chats[chat.id], id=FIRST_SUPERGROUP_ID - count, type="supergroup")
            self.chats[heir.id] = heir
            self.add(chat, by, {"migrate_to_chat_id": heir.id})
            self.chats[chat.id] = replace(self.chats[chat.id], migrated_to=heir.id)
            self.add(heir, by, {"migrate_from_chat_id": chat.id})
            return heir

    def promote_bot(self, chat: Chat) -> Chat:
        """Make the bot an administrator of `chat`: it now sees every message and reaction."""
        return self._set_bot_status(chat, "administrator")

    def demote_bot(self, chat: Chat) -> Chat:
        """Make the bot an ordinary member of `chat`; in a private chat this unblocks it."""
        return self._set_bot_status(chat, "member")

    def remove_bot(self, chat: Chat) -> Chat:
        """Remove the bot from `chat`; in a private chat this blocks it."""
        return self._set_bot_status(chat, "kicked")

    def set_privacy(self, chat: Chat, *, is_on: bool) -> Chat:
        """Switch the bot's privacy mode in `chat`."""
        return self._replace(chat, has_privacy=is_on)

    def set_reactions(self, chat: Chat, *, is_on: bool) -> Chat:
        """Let people and the bot react in `chat`, or not."""
        return self._replace(chat, has_reactions=is_on)

    def _set_bot_status(self, chat: Chat, status: Literal["administrator", "member", "kicked"]) -> Chat:
        with self.lock:
            now = self.chats[chat.id]
            return self.set_bot_status(now, status, self.users[min(now.member_ids - {self.bot.id})])

    def _replace(self, chat: Chat, **fields: bool) -> Chat:
        with self.lock:
            self.chats[chat.id] = replace(self.chats[chat.id], **fields)  # type: ignore[arg-type]  # only flags
            self.changes.announce()
            return self.chats[chat.id]
