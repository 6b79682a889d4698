"""Methods that put something new into a chat."""

from playground.telegram.chats import Chat
from playground.telegram.errors import BotApiError
from playground.telegram.files import FileKind, StoredFile
from playground.telegram.methods.content import (
    caption_of,
    file_of,
    formatted,
    inline,
    markup_of,
    reply_of,
    text_of,
)
from playground.telegram.methods.targets import open_chat_of
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store
from playground.telegram.wire import JsonObject, utf16_length

LONGEST_DRAFT = 4096
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: Store, p: Parameters) -> JsonObject:
    """Send a text."""
    chat = open_chat_of(world, p)
    return _send(world, chat, p, text_of(p))


def send_photo(world: Store, p: Parameters) -> JsonObject:
    """Send a picture."""
    return _send_file(world, p, "photo")


def send_document(world: Store, p: Parameters) -> JsonObject:
    """Send a file of any kind."""
    return _send_file(world, p, "document")


def send_voice(world: Store, p: Parameters) -> JsonObject:
    """Send a voice message."""
    return _send_file(world, p, "voice")


def send_chat_action(world: Store, p: Parameters) -> bool:
    """Show for a few seconds what the bot is doing."""
    chat = open_chat_of(world, p)
    action = p.text("action")
    if action not in ACTIONS:
        raise BotApiError.bad_request("wrong parameter action in request")
    world.feed.publish("typing", chat_id=chat.id, action=action)
    return True


def send_message_draft(world: Store, p: Parameters) -> bool:
    """Show a text that is still being written."""
    chat = open_chat_of(world, p)
    if not chat.is_private:
        raise BotApiError.bad_request("TEXTDRAFT_PEER_INVALID")
    if not p.integer("draft_id"):
        raise BotApiError.bad_request("draft_id must be non-zero")
    text, _ = formatted(p.text("text"), p.text("parse_mode"), p.a_list("entities"))
    if utf16_length(text) > LONGEST_DRAFT:
        raise BotApiError.bad_request("message is too long")
    world.feed.publish("draft", chat_id=chat.id, text=text)
    return True


def _send_file(world: Store, p: Parameters, kind: FileKind) -> JsonObject:
    chat = open_chat_of(world, p)
    said = caption_of(p)
    file = file_of(world, p, kind, p.text(kind))
    return _send(world, chat, p, file.content | said, file)


def _send(
    world: Store, chat: Chat, p: Parameters, content: JsonObject, file: StoredFile | None = None
) -> JsonObject:
    reply = reply_of(world, chat, p)
    markup = markup_of(p)
    protected = {"has_protected_content": True} if p.flag("protect_content") else {}
    if world.limits:
        world.limits.check(chat.id, is_group=not chat.is_private)
    whole = reply | content | protected | inline(markup)
    return world.add(chat, world.bot, whole, prompt=markup.prompt, file=file).wire


METHODS = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendChatAction": send_chat_action,
    "sendMessageDraft": send_message_draft,
}
