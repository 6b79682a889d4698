"""Messages, as they stood at one moment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from playground.telegram.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stood when it was asked for; ask again to see later edits and reactions.

    `wire` is the Bot API `Message` exactly as it is served, and is read only. `prompt` is the ForceReply or
    reply keyboard that came along: Telegram shows it to people and never puts it into the message.
    """

    wire: JsonObject
    reactions: tuple[tuple[int, str], ...] = ()
    prompt: JsonObject | None = None
    file_path: str | None = None

    @property
    def id(self) -> int:
        """The message id, unique in its chat only."""
        return cast("int", self.wire["message_id"])

    @property
    def chat_id(self) -> int:
        """The id of the chat the message stands in."""
        return cast("int", self.wire["chat"]["id"])

    @property
    def key(self) -> tuple[int, int]:
        """Chat id and message id, which name the message in the whole world."""
        return self.chat_id, self.id

    @property
    def user_id(self) -> int:
        """The id of the sender."""
        return cast("int", self.wire["from"]["id"])

    @property
    def is_from_bot(self) -> bool:
        """Whether a bot sent it."""
        return cast("bool", self.wire["from"]["is_bot"])

    @property
    def text(self) -> str:
        """The text or the caption, without formatting; empty when there is neither."""
        return cast("str", self.wire.get("text", self.wire.get("caption", "")))

    @property
    def entities(self) -> list[JsonObject]:
        """The formatting of `text`."""
        return cast("list[JsonObject]", self.wire.get("entities", self.wire.get("caption_entities", [])))

    @property
    def date(self) -> datetime:
        """When it was sent, to the second."""
        return datetime.fromtimestamp(self.wire["date"], UTC)

    @property
    def is_edited(self) -> bool:
        """Whether it was edited since it was sent."""
        return "edit_date" in self.wire

    @property
    def reply_to_id(self) -> int | None:
        """The id of the message of the same chat that it replies to."""
        return cast("int | None", self.wire.get("reply_to_message", {}).get("message_id"))

    @property
    def keyboard(self) -> list[list[JsonObject]]:
        """The rows of inline buttons."""
        return cast("list[list[JsonObject]]", self.wire.get("reply_markup", {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[list[str]]:
        """The labels of the inline buttons, by rows."""
        return [[button["text"] for button in row] for row in self.keyboard]

    @property
    def emoji(self) -> list[str]:
        """The reactions on it, in the order in which they were set."""
        return [emoji for _, emoji in self.reactions]

    @property
    def as_reply_target(self) -> JsonObject:
        """The message as it stands inside a reply to it: one level, without its own `reply_to_message`."""
        return {name: value for name, value in self.wire.items() if name != "reply_to_message"}
