"""What people do: write, send files, edit, press buttons, react."""

from dataclasses import replace
from typing import TypeAlias

from playground.telegram import reactions
from playground.telegram.chats import Chat, User
from playground.telegram.entities import found
from playground.telegram.files import FileKind, StoredFile, Upload
from playground.telegram.messages import Message
from playground.telegram.people import Person
from playground.telegram.population import Population
from playground.telegram.wire import JsonObject, utf16_length

Who: TypeAlias = User | Person

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


class Acts(Population):
    """The world with people who act. What no app would let a person do raises `ValueError`."""

    def say(  # what one gesture can carry
        self,
        who: Who,
        text: str,
        *,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        quote: str | None = None,
        fields: JsonObject | None = None,
    ) -> Message:
        """Write a message, in the private chat unless `chat` or `reply_to` says where.

        `quote` is the quoted part of the message replied to. `fields` are laid over the message as they are,
        for what has no argument here, such as `forward_origin`, `media_group_id` or `message_thread_id`.
        """
        if not text.strip() or utf16_length(text) > LONGEST_TEXT:
            raise ValueError("a person writes 1 to 4096 characters")
        with self.lock:
            content = self._reply(reply_to, quote) | _formatted("text", text) | (fields or {})
            return self._speak(who, content, chat, reply_to)

    def send(  # noqa: PLR0913  # what one gesture can carry
        self,
        who: Who,
        kind: FileKind,
        upload: Upload,
        *,
        caption: str = "",
        chat: Chat | None = None,
        reply_to: Message | None = None,
        duration: int = 1,
        fields: JsonObject | None = None,
    ) -> Message:
        """Send a photo, a document or a voice message of `duration` seconds."""
        if utf16_length(caption) > LONGEST_CAPTION:
            raise ValueError("a caption has at most 1024 characters")
        with self.lock:
            file = self.files.add(kind, upload, duration)
            text = _formatted("caption", caption) if caption else {}
            content = self._reply(reply_to, None) | file.content | text | (fields or {})
            return self._speak(who, content, chat, reply_to, file)

    def edit(self, who: Who, message: Message, text: str) -> Message:
        """Replace the text or caption of an own message."""
        with self.lock:
            current = self._present(message)
            if current.user_id != who.id:
                raise ValueError("people edit their own messages only")
            field = "text" if "text" in current.wire else "caption"
            return self.change(current, _formatted(field, text), without=("entities", "caption_entities"))

    def tap(self, who: Who, message: Message, label_or_data: str, *, is_accessible: bool = True) -> str:
        """Press an inline button, named by its label or its data, and return the id of the callback query.

        The keyboard that counts is the one that `message` had when it was asked for, so a late tap can be
        played. With `is_accessible` false the bot learns only which message it was, as with very old ones.
        """
        button = _button(message, label_or_data)
        if "callback_data" not in button:
            raise ValueError(f"the button {label_or_data!r} sends nothing to the bot")
        with self.lock:
            current = self.kept.get(message.key)
            return self.press(
                current or message,
                self.users[who.id],
                button["callback_data"],
                is_accessible=is_accessible and current is not None,
            ).query_id

    def set_reaction(self, who: Who, message: Message, emoji: str | None) -> None:
        """React with one emoji, or take the reaction back."""
        chosen = reactions.canonical(emoji) if emoji else None
        if emoji and chosen is None:
            raise ValueError(f"{emoji!r} is not a reaction that Telegram offers")
        with self.lock:
            self.react(self._present(message), self.users[who.id], [chosen] if chosen else [])

    def delete(self, message: Message) -> None:
        """Delete a message for everyone; the bot is not told."""
        with self.lock:
            self.remove(self._present(message))

    def _speak(
        self,
        who: Who,
        content: JsonObject,
        chat: Chat | None,
        reply_to: Message | None,
        file: StoredFile | None = None,
    ) -> Message:
        if chat is not None:
            place = self.chats[chat.id]
        else:
            place = self.chats[reply_to.chat_id if reply_to else who.id]
        if who.id not in place.member_ids:
            raise ValueError(f"the user {who.id} is not in the chat {place.id}")
        if place.is_private and not place.has_bot:
            raise ValueError("who has blocked the bot cannot write to it")
        if not place.is_started:
            place = self.chats[place.id] = replace(place, is_started=True)
        return self.add(place, self.users[who.id], content, file=file)

    def _reply(self, target: Message | None, quote: str | None) -> JsonObject:
        if target is None:
            return {}
        current = self._present(target)
        reply: JsonObject = {"reply_to_message": current.as_reply_target}
        if quote is not None:
            reply["quote"] = quoted(current, quote) | {"is_manual": True}
        return reply

    def _present(self, message: Message) -> Message:
        current = self.kept.get(message.key)
        if current is None:
            raise ValueError(f"the message {message.id} of the chat {message.chat_id} is gone")
        return current


def quoted(message: Message, quote: str) -> JsonObject:
    """Return the `TextQuote` of the part `quote` of a message.

    Raises:
        ValueError: the message does not say that.
    """
    before, separator, _ = message.text.partition(quote)
    if not quote or not separator:
        raise ValueError(f"{quote!r} is no part of {message.text!r}")
    return {"text": quote, "position": utf16_length(before)}


def _formatted(field: str, text: str) -> JsonObject:
    entities = found(text, [])
    name = "entities" if field == "text" else "caption_entities"
    return {field: text} | ({name: entities} if entities else {})


def _button(message: Message, label_or_data: str) -> JsonObject:
    for row in message.keyboard:
        for button in row:
            if label_or_data in (button["text"], button.get("callback_data")):
                return button
    raise ValueError(f"no button {label_or_data!r} among {message.buttons}")
