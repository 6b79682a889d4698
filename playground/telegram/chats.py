"""Users and chats, as values."""

from dataclasses import dataclass
from typing import Literal

from playground.telegram.wire import JsonObject

ChatType = Literal["private", "group", "supergroup"]
BotStatus = Literal["member", "administrator", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def wire(self) -> JsonObject:
        """The Bot API `User`."""
        return _present(
            id=self.id,
            is_bot=self.is_bot,
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            language_code=self.language_code,
        )


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat, with what decides who may speak in it and what the bot gets to see.

    `bot_status` is `kicked` in a private chat whose person has blocked the bot. `is_started` is false while
    that person has never written, so that the bot may not begin. `has_privacy` is the bot's privacy mode.
    """

    id: int
    type: ChatType
    member_ids: frozenset[int]
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    bot_status: BotStatus = "member"
    has_privacy: bool = True
    has_reactions: bool = True
    is_started: bool = True
    migrated_to: int | None = None

    @property
    def wire(self) -> JsonObject:
        """The Bot API `Chat`."""
        return _present(
            id=self.id,
            type=self.type,
            title=self.title,
            username=self.username,
            first_name=self.first_name,
            last_name=self.last_name,
        )

    @property
    def is_private(self) -> bool:
        """Whether this is the chat of one person with the bot."""
        return self.type == "private"

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in the chat."""
        return self.bot_status in ("member", "administrator")


def private_chat(user: User, *, is_started: bool = True) -> Chat:
    """Return the chat of `user` with the bot; its id is the id of the user."""
    return Chat(
        id=user.id,
        type="private",
        member_ids=frozenset({user.id}),
        username=user.username,
        first_name=user.first_name,
        last_name=user.last_name,
        is_started=is_started,
    )


def _present(**fields: object) -> JsonObject:
    return {name: value for name, value in fields.items() if value is not None}
