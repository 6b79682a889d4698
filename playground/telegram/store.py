"""The state of the world: who is there, what was said, and what waits for the bot."""

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING

from playground.telegram import schema
from playground.telegram.changes import Changes, Feed
from playground.telegram.chats import BotStatus, Chat, User
from playground.telegram.faults import Faults
from playground.telegram.files import Files, StoredFile
from playground.telegram.messages import Message
from playground.telegram.privacy import bot_sees
from playground.telegram.profile import Profile
from playground.telegram.updates import UpdateQueue
from playground.telegram.wire import JsonObject

if TYPE_CHECKING:
    from playground.telegram.calls import Call
    from playground.telegram.limits import RateLimits

CALLS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed by a person; its query waits for an answer."""

    query_id: str
    user_id: int
    at: datetime


class Store:
    """Everything the Bot API methods read and change.

    A plain state machine: nothing here waits. `lock` guards it all; whoever reads or changes more than one
    thing holds it, so that a server in one thread and a test in another see whole states only. Stored JSON is
    replaced, never changed in place, so what was handed out stays as it was.
    """

    def __init__(self, *, now: Callable[[], datetime], token: str, bot: User, first_update_id: int) -> None:
        self.now = now
        self.token = token
        self.bot = bot
        self.lock = RLock()
        self.changes = Changes()
        self.feed = Feed(self.changes)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.faults = Faults(lambda faults: self.feed.publish("fault", faults=faults))
        self.limits: RateLimits | None = None
        self.update_queue = UpdateQueue(now, self.changes.announce, first_update_id)
        self.forget()

    def forget(self) -> None:
        """Return to the moment before anybody spoke; users, chats and the numbering of updates stay."""
        self.kept: dict[tuple[int, int], Message] = {}
        self.presses: dict[str, Press] = {}
        self.call_log: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.profile = Profile()
        self._shared_ids = itertools.count(1)
        self._supergroup_ids: dict[int, itertools.count[int]] = {}
        self._query_ids = itertools.count(1)
        self.faults.clear()
        self.update_queue.drop()
        self.feed.publish("reset")

    @property
    def timestamp(self) -> int:
        """The present as Telegram writes it, in whole seconds."""
        return int(self.now().timestamp())

    def find(self, chat_id: int, message_id: int) -> Message | None:
        """Return the message as it stands now, unless it was never there or is deleted."""
        return self.kept.get((chat_id, message_id))

    def add(
        self,
        chat: Chat,
        sender: User,
        content: JsonObject,
        *,
        prompt: JsonObject | None = None,
        file: StoredFile | None = None,
    ) -> Message:
        """Put a message into `chat`, and an update into the queue when a person sent it.

        Raises:
            pydantic.ValidationError: `content` makes a message that no real server would serve.
        """
        wire: JsonObject = {
            "message_id": self._next_message_id(chat),
            "from": sender.wire,
            "chat": chat.wire,
            "date": self.timestamp,
            **content,
        }
        schema.check_message(wire)
        message = Message(wire, prompt=prompt, file_path=file.path if file else None)
        self.kept[message.key] = message
        self._tell_bot("message", chat, wire)
        self.feed.publish("message", message=self.sim_wire(message))
        return message

    def change(
        self,
        message: Message,
        content: JsonObject,
        *,
        without: tuple[str, ...] = (),
        file: StoredFile | None = None,
    ) -> Message:
        """Lay `content` over the message, less the fields `without`, and mark it as edited now."""
        wire = {name: value for name, value in message.wire.items() if name not in without}
        wire |= content | {"edit_date": self.timestamp}
        schema.check_message(wire)
        changed = replace(message, wire=wire, file_path=file.path if file else message.file_path)
        self.kept[message.key] = changed
        self._tell_bot("edited_message", self.chats[message.chat_id], wire)
        self.feed.publish("edit", message=self.sim_wire(changed))
        return changed

    def remove(self, message: Message) -> None:
        """Delete a message; the bot is never told of that."""
        self.kept.pop(message.key, None)
        self.feed.publish("delete", chat_id=message.chat_id, message_ids=[message.id])

    def react(self, message: Message, user: User, emoji: list[str]) -> None:
        """Replace the reactions of `user`; those of persons reach the bot where Telegram tells it."""
        before = [reaction for user_id, reaction in message.reactions if user_id == user.id]
        if before == emoji:
            return
        others = tuple(reaction for reaction in message.reactions if reaction[0] != user.id)
        changed = replace(message, reactions=others + tuple((user.id, one) for one in emoji))
        self.kept[message.key] = changed
        chat = self.chats[message.chat_id]
        if user.id != self.bot.id and (chat.is_private or chat.bot_status == "administrator"):
            self.update_queue.add(
                "message_reaction",
                {
                    "chat": chat.wire,
                    "message_id": message.id,
                    "user": user.wire,
                    "date": self.timestamp,
                    "old_reaction": [{"type": "emoji", "emoji": one} for one in before],
                    "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
                },
            )
        self.feed.publish(
            "reaction",
            chat_id=message.chat_id,
            message_id=message.id,
            reactions=reactions_wire(changed),
        )

    def press(self, message: Message, user: User, data: str, *, is_accessible: bool = True) -> Press:
        """Press the inline button of `message` that carries `data`."""
        chat = self.chats[message.chat_id]
        press = Press(f"{self.bot.id}{next(self._query_ids):06}", user.id, self.now())
        self.presses[press.query_id] = press
        hidden = {"chat": chat.wire, "message_id": message.id, "date": 0}
        self.update_queue.add(
            "callback_query",
            {
                "id": press.query_id,
                "from": user.wire,
                "message": message.wire if is_accessible else hidden,
                "chat_instance": str(message.chat_id),
                "data": data,
            },
        )
        return press

    def set_bot_status(self, chat: Chat, status: BotStatus, by: User) -> Chat:
        """Let `by` add, promote, remove or block the bot, which is told of it."""
        changed = replace(chat, bot_status=status)
        self.chats[chat.id] = changed
        self.update_queue.add(
            "my_chat_member",
            {
                "chat": chat.wire,
                "from": by.wire,
                "date": self.timestamp,
                "old_chat_member": member_wire(self.bot, chat.bot_status),
                "new_chat_member": member_wire(self.bot, status),
            },
        )
        return changed

    def sim_wire(self, message: Message) -> JsonObject:
        """Return the message as the simulation API shows it."""
        sim = {
            "reactions": reactions_wire(message),
            "edited": message.is_edited,
            "prompt": message.prompt,
            "file_url": f"/telegram/file/bot{self.token}/{message.file_path}" if message.file_path else None,
        }
        return message.wire | {"sim": sim}

    def _next_message_id(self, chat: Chat) -> int:
        if chat.type == "supergroup":
            return next(self._supergroup_ids.setdefault(chat.id, itertools.count(1)))
        return next(self._shared_ids)

    def _tell_bot(self, kind: str, chat: Chat, wire: JsonObject) -> None:
        if wire["from"]["id"] != self.bot.id and bot_sees(self.bot, chat, wire):
            self.update_queue.add(kind, wire)


def reactions_wire(message: Message) -> list[JsonObject]:
    """Return who reacted with what."""
    return [{"user_id": user_id, "emoji": emoji} for user_id, emoji in message.reactions]


def member_wire(user: User, status: str) -> JsonObject:
    """Return the Bot API `ChatMember` of `user`."""
    member: JsonObject = {"user": user.wire, "status": status}
    match status:
        case "kicked":
            member["until_date"] = 0
        case "creator":
            member["is_anonymous"] = False
        case "administrator":
            member |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)
        case _:
            pass
    return member


RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)
