"""What a call wants a message to say: text, markup, reply and file."""

from typing import Any

from playground.telegram import entities, keyboards
from playground.telegram.acts import quoted
from playground.telegram.chats import Chat
from playground.telegram.errors import BotApiError
from playground.telegram.files import FileKind, StoredFile, image_size
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store
from playground.telegram.wire import JsonObject, utf16_length

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 << 20
ENTITY_TYPES = frozenset(entities.TYPES.values()) | {
    "expandable_blockquote",
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "text_mention",
    "custom_emoji",
}


def text_of(p: Parameters) -> JsonObject:
    """Return `text` and `entities` of a message.

    Raises:
        BotApiError: the text is empty, too long or wrongly marked up.
    """
    text, marked = formatted(p.text("text"), p.text("parse_mode"), p.a_list("entities"))
    if not text:
        raise BotApiError.bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise BotApiError.bad_request("message is too long")
    content: JsonObject = {"text": text} | ({"entities": marked} if marked else {})
    preview = p.an_object("link_preview_options")
    return content | ({"link_preview_options": preview} if preview else {})


def caption_of(p: Parameters) -> JsonObject:
    """Return `caption` and `caption_entities` of a message; nothing when there is none.

    Raises:
        BotApiError: the caption is too long or wrongly marked up.
    """
    return caption(p.text("caption"), p.text("parse_mode"), p.a_list("caption_entities"))


def caption(source: str, parse_mode: str, given: list[Any]) -> JsonObject:
    """Return `caption` and `caption_entities` for a caption from anywhere.

    Raises:
        BotApiError: the caption is too long or wrongly marked up.
    """
    text, marked = formatted(source, parse_mode, given)
    if utf16_length(text) > LONGEST_CAPTION:
        raise BotApiError.bad_request("message caption is too long")
    return ({"caption": text} if text else {}) | ({"caption_entities": marked} if marked else {})


def formatted(source: str, parse_mode: str, given: list[Any]) -> tuple[str, list[JsonObject]]:
    """Return plain text and entities.

    Raises:
        BotApiError: the markup is wrong, or its kind is not spoken here.
    """
    match parse_mode.lower():
        case "html":
            text, marked = entities.parse_html(source)
        case "" | "none":
            text, marked = source, [_given(entity, source) for entity in given]
        case _:
            raise BotApiError.bad_request("unsupported parse_mode")
    text, marked = entities.trimmed(text, marked)
    return text, entities.found(text, marked)


def reply_of(world: Store, chat: Chat, p: Parameters) -> JsonObject:
    """Return `reply_to_message` and `quote`; nothing when the message replies to none.

    Raises:
        BotApiError: the message replied to is not there, or does not say what is quoted.
    """
    asked = p.an_object("reply_parameters")
    message_id = asked.get("message_id") or p.integer("reply_to_message_id")
    if not message_id:
        return {}
    place = asked.get("chat_id") or chat.id
    target = world.find(chat.id, message_id) if str(place) == str(chat.id) else None
    if target is None:
        if asked.get("allow_sending_without_reply") or p.flag("allow_sending_without_reply"):
            return {}
        raise BotApiError.bad_request("message to be replied not found")
    reply: JsonObject = {"reply_to_message": target.as_reply_target}
    if asked.get("quote"):
        text, _ = formatted(str(asked["quote"]), str(asked.get("quote_parse_mode") or ""), [])
        try:
            reply["quote"] = quoted(target, text)
        except ValueError:
            raise BotApiError.bad_request("QUOTE_TEXT_INVALID") from None
    return reply


def markup_of(p: Parameters) -> keyboards.Markup:
    """Return what hangs below the message.

    Raises:
        BotApiError: Telegram would refuse it.
    """
    return keyboards.read(p.nested("reply_markup"))


def inline(markup: keyboards.Markup) -> JsonObject:
    """Return `reply_markup` as it stands in a message."""
    return {"reply_markup": markup.inline} if markup.inline else {}


def file_of(world: Store, p: Parameters, kind: FileKind, source: str) -> StoredFile:
    """Return the file `source` means: an upload by its field, `attach://field`, or the id of a known file.

    Raises:
        BotApiError: there is no such file, it is empty, or it is no picture where one is needed.
    """
    upload = p.files.get(source.removeprefix("attach://") if source else kind)
    if upload is None:
        return _known_file(world, kind, source)
    if not upload.data:
        raise BotApiError.bad_request("file must be non-empty")
    if kind == "photo" and len(upload.data) > LARGEST_PHOTO:
        raise BotApiError.bad_request("file is too big for a photo")
    if kind == "photo" and image_size(upload.data) is None:
        raise BotApiError.bad_request("IMAGE_PROCESS_FAILED")
    return world.files.add(kind, upload, p.integer("duration"))


def _known_file(world: Store, kind: FileKind, source: str) -> StoredFile:
    if not source:
        raise BotApiError.bad_request(f"there is no {kind} in the request")
    if source.startswith(("http://", "https://")):
        # The playground never goes out; a real server would fetch it.
        raise BotApiError.bad_request("failed to get HTTP URL content")
    known = world.files.by_id(source)
    if known is None:
        raise BotApiError.bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise BotApiError.bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known


def _given(entity: object, text: str) -> JsonObject:
    if not isinstance(entity, dict) or entity.get("type") not in ENTITY_TYPES:
        raise BotApiError.bad_request("can't parse MessageEntity: unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length <= 0:
        raise BotApiError.bad_request("can't parse MessageEntity: wrong offset or length")
    if offset + length > utf16_length(text):
        raise BotApiError.bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
            f" at UTF-16 offset {offset + length}"
        )
    return dict(entity)
