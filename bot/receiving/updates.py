import re
from datetime import datetime
from typing import Final

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatID

from bot.wording.callbacks import Callback
from manager import ChatType, Incoming, IncomingKind, Person

NOBODY = frozenset({ChatID.ANONYMOUS_ADMIN, ChatID.SERVICE_CHAT, ChatID.FAKE_CHANNEL})
"""Ids that stand for nobody in particular: whoever writes under them cannot be let in or kept out."""

ALLOWED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
"""The updates that Telegram is asked for."""


NUMBER: Final = re.compile(r"[#№](\d{1,9})\b")
"""How the bot's messages name an operation."""


def incoming(update: Update, now: datetime, bot_id: int) -> Incoming | None:
    """What a person said or pressed, or None when an update is none of our business.

    `bot_id` is our own: what another bot wrote names nothing here.
    """
    if update.callback_query is not None:
        return _pressed(update.callback_query, now)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or not _is_person(message.from_user):
        return None
    text = message.text or message.caption or ""
    kind = "edit" if update.edited_message is not None else _kind(message)
    if kind is None:
        return None
    reply = _replied_to(message)
    ours = reply if reply is not None and reply.from_user and reply.from_user.id == bot_id else None
    file = _file(message)
    return Incoming(
        chat_id=message.chat.id,
        message_id=message.message_id,
        person=_person(message.from_user),
        text=text.replace("\0", ""),
        sent_at=message.date,
        kind=kind,
        chat_type=_chat_type(message.chat),
        chat_title=message.chat.title or "",
        thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_to=reply.message_id if reply is not None else None,
        reply_chat_id=reply.chat.id if reply is not None and reply.chat.id != message.chat.id else None,
        quote=message.quote.text if message.quote is not None else "",
        names=_named(ours) if ours is not None else None,
        number=_numbered(ours) if ours is not None else None,
        told=ours.text or "" if ours is not None else "",
        is_forwarded=message.forward_origin is not None,
        edit_date=int(message.edit_date.timestamp()) if message.edit_date is not None else 0,
        file_id=file[0],
        file_unique_id=file[1],
        file_name=(message.document.file_name or "") if message.document is not None else "",
        file_size=(message.document.file_size or 0) if message.document is not None else 0,
    )


def chat_id(update: Update) -> int | None:
    """The chat an update belongs to: updates of one chat are handled in order.

    That a supergroup has come from a group belongs to the group: it is handled behind what was said there.
    """
    if update.message is not None and update.message.migrate_from_chat_id is not None:
        return update.message.migrate_from_chat_id
    return update.effective_chat.id if update.effective_chat is not None else None


def _pressed(query: CallbackQuery, now: datetime) -> Incoming | None:
    if query.message is None or not query.data or not _is_person(query.from_user):
        return None
    return Incoming(
        chat_id=query.message.chat.id,
        message_id=query.message.message_id,
        person=_person(query.from_user),
        text=query.data,
        sent_at=now,
        kind="button",
        chat_type=_chat_type(query.message.chat),
        chat_title=query.message.chat.title or "",
    )


def kind_of(update: Update) -> str:
    """What sort of update it is, such as `message` or `poll`; `unknown` for what this client cannot read."""
    known = (name for name in Update.ALL_TYPES if getattr(update, name, None) is not None)
    return next(known, "unknown")


def _replied_to(message: Message) -> Message | None:
    """The message a person replied to; the opening of a forum's topic is none."""
    reply = message.reply_to_message
    return None if reply is None or reply.forum_topic_created is not None else reply


def _named(reply: Message) -> int | None:
    """The conversation that the buttons of a message of ours name; None where there are none."""
    if reply.reply_markup is None:
        return None
    data = [button.callback_data for row in reply.reply_markup.inline_keyboard for button in row]
    packed = [Callback.unpack(one) for one in data if isinstance(one, str)]
    return next((one.conversation for one in packed if one is not None and one.is_of_conversation), None)


def _numbered(reply: Message) -> int | None:
    """The one operation that the words of a message of ours name; None when they name none or several."""
    numbers = {int(found) for found in NUMBER.findall(reply.text or "")}
    return numbers.pop() if len(numbers) == 1 else None


def _is_person(user: User) -> bool:
    return not user.is_bot and user.id not in NOBODY


def _person(user: User) -> Person:
    return Person(
        id=user.id,
        first_name=user.first_name,
        last_name=user.last_name or "",
        username=user.username or "",
        language=user.language_code or "",
    )


def _chat_type(chat: Chat) -> ChatType:
    match str(chat.type):
        case "group" | "supergroup" | "channel" as known:
            return known
        case _:
            return "private"


def _kind(message: Message) -> IncomingKind | None:
    """What sort of message it is; None for service messages, which say nothing about money."""
    if message.text:
        return "text"
    if message.photo:
        return "photo"
    if message.voice or message.audio:
        return "voice"
    if message.document:
        return "document"
    return "other" if message.sticker or message.video or message.video_note or message.animation else None


def _file(message: Message) -> tuple[str, str]:
    file = message.photo[-1] if message.photo else message.voice or message.audio or message.document
    return (file.file_id, file.file_unique_id) if file is not None else ("", "")
