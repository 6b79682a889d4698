"""What the bot gets to see of a chat."""

import re

from playground.telegram.chats import Chat, User
from playground.telegram.wire import JsonObject

SERVICE_FIELDS = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "forum_topic_created",
)

_COMMAND = re.compile(r"/\w{1,64}(?:@(?P<bot>\w+))?(?=\s|$)")


def bot_sees(bot: User, chat: Chat, wire: JsonObject) -> bool:
    """Tell whether a message of a person in `chat` reaches the bot.

    With privacy mode on, and unless it is an administrator, the bot of a group sees commands that are not
    another bot's, replies to its own messages, and service messages.
    """
    if not chat.has_bot:
        return False
    if chat.is_private or not chat.has_privacy or chat.bot_status == "administrator":
        return True
    if any(name in wire for name in SERVICE_FIELDS):
        return True
    if wire.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    command = _COMMAND.match(str(wire.get("text", wire.get("caption", ""))))
    return command is not None and command["bot"] in (None, bot.username)
