"""Which chat and which message a call means, and whether the bot may touch them."""

from playground.telegram.chats import Chat
from playground.telegram.errors import BotApiError
from playground.telegram.messages import Message
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store


def chat_of(world: Store, p: Parameters) -> Chat:
    """Return the chat that `chat_id` names.

    Raises:
        BotApiError: there is none, or it has become a supergroup.
    """
    name = p.text("chat_id").strip()
    if not name:
        raise BotApiError.bad_request("chat_id is empty")
    if name.startswith("@"):
        known = (chat for chat in world.chats.values() if not chat.is_private and chat.username)
        chat = next((chat for chat in known if f"@{chat.username}".lower() == name.lower()), None)
    else:
        chat = world.chats.get(int(name)) if name.lstrip("-").isdigit() else None
    if chat is None:
        raise BotApiError.bad_request("chat not found")
    if chat.migrated_to is not None:
        raise BotApiError.migrated(chat.migrated_to)
    return chat


def open_chat_of(world: Store, p: Parameters) -> Chat:
    """Return the chat that `chat_id` names, in which the bot may act.

    Raises:
        BotApiError: there is none, or the bot is kept out of it.
    """
    chat = chat_of(world, p)
    if not chat.has_bot:
        raise BotApiError.forbidden(
            "bot was blocked by the user" if chat.is_private else f"bot was kicked from the {chat.type} chat"
        )
    if not chat.is_started:
        raise BotApiError.forbidden("bot can't initiate conversation with a user")
    return chat


def message_of(world: Store, p: Parameters, purpose: str) -> Message:
    """Return the message that `chat_id` and `message_id` name; `purpose` completes the refusal.

    Raises:
        BotApiError: it is not there.
    """
    if p.text("inline_message_id"):
        raise BotApiError.bad_request("MESSAGE_ID_INVALID")
    chat = open_chat_of(world, p)
    message_id = p.integer("message_id")
    if not message_id:
        raise BotApiError.bad_request("message identifier is not specified")
    message = world.find(chat.id, message_id)
    if message is None:
        raise BotApiError.bad_request(f"message to {purpose} not found")
    return message


def editable_message_of(world: Store, p: Parameters) -> Message:
    """Return the message to edit.

    Raises:
        BotApiError: it is not there, another's, or carries a ForceReply or a reply keyboard.
    """
    message = message_of(world, p, "edit")
    if message.user_id != world.bot.id or message.prompt is not None:
        raise BotApiError.bad_request("message can't be edited")
    return message
