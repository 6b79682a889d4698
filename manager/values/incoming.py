from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ChatType = Literal["private", "group", "supergroup", "channel"]
IncomingKind = Literal["text", "edit", "button", "photo", "voice", "document", "other"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote or pressed; `language` is the code Telegram sent, such as `ru`."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""

    @property
    def full_name(self) -> str:
        """First and last name as Telegram shows them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person said or pressed, as it came from Telegram.

    `message_id` is unique per chat only. For a button it is the message that carries the button, and `text`
    is the button's data. `sent_at` is aware UTC: when the person wrote. `album_ids` are the other messages of
    the same album. `reply_chat_id` is set where the replied-to message is of another chat: the group that has
    become this supergroup. `names` is the conversation that the buttons of the replied-to message of the bot
    name, `number` the operation that its words name, and `told` are those words: a message that was sent
    twice, because the first answer was lost, has an id that we never learned, but tells itself whose it is.
    """

    chat_id: int
    message_id: int
    person: Person
    text: str
    sent_at: datetime
    kind: IncomingKind = "text"
    chat_type: ChatType = "private"
    chat_title: str = ""
    thread_id: int | None = None
    reply_to: int | None = None
    quote: str = ""
    reply_chat_id: int | None = None
    names: int | None = None
    number: int | None = None
    told: str = ""
    is_forwarded: bool = False
    album_ids: tuple[int, ...] = ()
    edit_date: int = 0
    file_id: str = ""
    file_unique_id: str = ""
    file_name: str = ""
    file_size: int = 0

    @property
    def is_private(self) -> bool:
        """Whether the chat has only the person and the bot."""
        return self.chat_type == "private"
