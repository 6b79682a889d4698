from typing import Final

from telegram import ChatMember, ChatMemberUpdated, Message, Update

from bot.receiving import updates
from bot.wording.texts import texts
from manager import ConversationManager, Notice

GONE: Final = (ChatMember.BANNED, ChatMember.LEFT)
NO_WORDS: Final = "no words of a person"


class Chats:
    """What happens to a chat, not in it: it is shut or opened, it moves, nobody in particular writes."""

    def __init__(self, manager: ConversationManager) -> None:
        self._manager = manager

    async def notice(self, update: Update, inbox_id: int) -> None:
        """Do what an update without a person's words asks for, and close it."""
        message = update.message
        member = update.my_chat_member
        if member is not None:
            await self._shut_or_opened(member)
        elif message is not None and (move := _migration(message)) is not None:
            await moved(self._manager, *move)
        elif message is not None and _calls_anonymously(message):
            await self._ask_for_a_name(message)
        await self._manager.ignore_update(inbox_id, f"{NO_WORDS}: {updates.kind_of(update)}")

    async def _shut_or_opened(self, member: ChatMemberUpdated) -> None:
        """A chat that was shut keeps what was to be said there; it is said once the chat is open again."""
        if member.new_chat_member.status in GONE:
            await self._manager.mark_blocked(member.chat.id)
        else:
            await self._manager.chat_opened(member.chat.id)

    async def _ask_for_a_name(self, message: Message) -> None:
        """Nobody in particular has called: money needs a name. Chats that we do not serve hear nothing."""
        language = await self._manager.chat_language(message.chat.id)
        if language is None:
            return
        t = texts(language)
        text = t(
            "Not recorded: I can’t see who writes here in the name of a group or channel. "
            "Please write it as yourself"
        )
        await self._manager.say(message.chat.id, Notice(text, reply_to=message.message_id))


async def moved(manager: ConversationManager, old: int, new: int) -> None:
    """A group has become the supergroup `new`: its books go on there, and the people are told once."""
    t = texts(await manager.chat_language(old) or "en")
    text = t(
        "Telegram has made this group a supergroup. The books go on here, nothing is lost. "
        "Replies to messages from before may not reach me: /last shows what is booked. "
        "Open questions come again below"
    )
    await manager.chat_migrated(old, new, Notice(text))


def _migration(message: Message) -> tuple[int, int] | None:
    """The old and the new id of a group that has become a supergroup; told in both of them."""
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, message.chat.id
    return None


def _calls_anonymously(message: Message) -> bool:
    """Whether a group or channel, rather than a person, calls the bot: by a command, or by replying to it."""
    user = message.from_user
    if user is None or user.id not in updates.NOBODY or message.is_automatic_forward:
        return False
    reply = message.reply_to_message
    is_reply = (
        reply is not None and reply.from_user is not None and reply.from_user.id == message.get_bot().id
    )
    return is_reply or (message.text or "").startswith("/")
