"""A person, as a handle for tests: `anna.say("coffee 300")`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.telegram.chats import Chat, User
from playground.telegram.files import FileKind, Upload
from playground.telegram.messages import Message
from playground.telegram.wire import JsonObject

if TYPE_CHECKING:
    from playground.telegram.world import World


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who lives in a world and acts in it. Each method is the act of the same name of `World`."""

    world: "World"
    user: User

    @property
    def id(self) -> int:
        """The user id, which is also the id of the private chat."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.chats[self.id]

    def say(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        quote: str | None = None,
        fields: JsonObject | None = None,
    ) -> Message:
        """Write a message."""
        return self.world.say(self, text, chat=chat, reply_to=reply_to, quote=quote, fields=fields)

    def send(
        self,
        kind: FileKind,
        upload: Upload,
        *,
        caption: str = "",
        chat: Chat | None = None,
        reply_to: Message | None = None,
        fields: JsonObject | None = None,
    ) -> Message:
        """Send a photo, a document or a voice message."""
        return self.world.send(
            self, kind, upload, caption=caption, chat=chat, reply_to=reply_to, fields=fields
        )

    def edit(self, message: Message, text: str) -> Message:
        """Replace the text or caption of an own message."""
        return self.world.edit(self, message, text)

    def tap(self, message: Message, label_or_data: str, *, is_accessible: bool = True) -> str:
        """Press an inline button; returns the id of the callback query."""
        return self.world.tap(self, message, label_or_data, is_accessible=is_accessible)

    def react(self, message: Message, emoji: str | None) -> None:
        """React, or take the reaction back."""
        self.world.set_reaction(self, message, emoji)

    def block(self) -> None:
        """Block the bot."""
        self.world.remove_bot(self.chat)

    def unblock(self) -> None:
        """Unblock the bot."""
        self.world.demote_bot(self.chat)
