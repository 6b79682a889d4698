"""Methods that change, mark or remove what is there."""

from datetime import timedelta

from playground.telegram import reactions
from playground.telegram.errors import BotApiError
from playground.telegram.files import FileKind, StoredFile
from playground.telegram.messages import Message
from playground.telegram.methods.content import caption, caption_of, file_of, inline, markup_of, text_of
from playground.telegram.methods.targets import editable_message_of, message_of, open_chat_of
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store
from playground.telegram.wire import JsonObject

DELETABLE_FOR = timedelta(hours=48)
MOST_DELETED = 100
MEDIA: tuple[FileKind, ...] = ("photo", "document", "voice")
TEXT_FIELDS = ("text", "entities", "link_preview_options")
CAPTION_FIELDS = ("caption", "caption_entities")


def edit_message_text(world: Store, p: Parameters) -> JsonObject:
    """Replace text and keyboard."""
    message = editable_message_of(world, p)
    content = text_of(p)
    if "text" not in message.wire:
        raise BotApiError.bad_request("there is no text in the message to edit")
    return _edit(world, message, p, content, TEXT_FIELDS)


def edit_message_caption(world: Store, p: Parameters) -> JsonObject:
    """Replace caption and keyboard of a message with a file."""
    message = editable_message_of(world, p)
    if "text" in message.wire:
        raise BotApiError.bad_request("there is no caption in the message to edit")
    return _edit(world, message, p, caption_of(p), CAPTION_FIELDS)


def edit_message_media(world: Store, p: Parameters) -> JsonObject:
    """Replace file, caption and keyboard."""
    message = editable_message_of(world, p)
    media = p.an_object("media")
    kind = next((kind for kind in MEDIA if kind == media.get("type")), None)
    if kind is None or kind == "voice":
        raise BotApiError.bad_request("can't parse InputMedia: wrong type specified")
    file = file_of(world, p, kind, str(media.get("media") or ""))
    entities = media.get("caption_entities") or []
    if not isinstance(entities, list):
        raise BotApiError.bad_request("caption_entities must be an Array")
    content = (
        caption(str(media.get("caption") or ""), str(media.get("parse_mode") or ""), entities) | file.content
    )
    return _edit(world, message, p, content, (*TEXT_FIELDS, *CAPTION_FIELDS, *MEDIA), file)


def edit_message_reply_markup(world: Store, p: Parameters) -> JsonObject:
    """Replace the keyboard alone."""
    return _edit(world, editable_message_of(world, p), p, {}, ())


def delete_message(world: Store, p: Parameters) -> bool:
    """Remove one message."""
    message = message_of(world, p, "delete")
    _check_deletable(world, message)
    world.remove(message)
    return True


def delete_messages(world: Store, p: Parameters) -> bool:
    """Remove several messages; those that are not there are passed over."""
    chat = open_chat_of(world, p)
    ids = p.a_list("message_ids")
    if not ids or len(ids) > MOST_DELETED or not all(isinstance(one, int) for one in ids):
        raise BotApiError.bad_request("message identifiers are not specified")
    messages = [message for one in ids if (message := world.find(chat.id, one))]
    for message in messages:
        _check_deletable(world, message)
    for message in messages:
        world.remove(message)
    return True


def set_message_reaction(world: Store, p: Parameters) -> bool:
    """Put the bot's one reaction on a message, or take it off."""
    message = message_of(world, p, "react")
    chosen = p.a_list("reaction")
    if len(chosen) > 1:
        raise BotApiError.bad_request("REACTIONS_TOO_MANY")
    emoji = [_emoji(reaction) for reaction in chosen]
    if emoji and not world.chats[message.chat_id].has_reactions:
        raise BotApiError.bad_request("REACTION_INVALID")
    world.react(message, world.bot, emoji)
    return True


def _edit(  # what an edit replaces, in one place
    world: Store,
    message: Message,
    p: Parameters,
    content: JsonObject,
    replaced: tuple[str, ...],
    file: StoredFile | None = None,
) -> JsonObject:
    markup = markup_of(p)
    if markup.prompt is not None:
        raise BotApiError.bad_request("inline keyboard expected")
    content |= inline(markup)
    compared = {*replaced, "reply_markup"} - {"link_preview_options"}
    before = {name: value for name, value in message.wire.items() if name in compared}
    if before == {name: value for name, value in content.items() if name in compared}:
        raise BotApiError.bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return world.change(message, content, without=(*replaced, "reply_markup"), file=file).wire


def _check_deletable(world: Store, message: Message) -> None:
    chat = world.chats[message.chat_id]
    is_own = message.user_id == world.bot.id
    if not is_own and not chat.is_private and chat.bot_status != "administrator":
        raise BotApiError.bad_request("message can't be deleted")
    if world.now() - message.date > DELETABLE_FOR and (is_own or chat.is_private):
        raise BotApiError.bad_request("message can't be deleted for everyone")


def _emoji(reaction: object) -> str:
    emoji = reaction.get("emoji") if isinstance(reaction, dict) and reaction.get("type") == "emoji" else None
    canonical = reactions.canonical(emoji) if isinstance(emoji, str) else None
    if canonical is None:
        raise BotApiError.bad_request("REACTION_INVALID")
    return canonical


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
}
