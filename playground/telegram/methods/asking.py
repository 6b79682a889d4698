"""Methods that ask about chats, people and files, and the answer to a button."""

from datetime import timedelta

from playground.telegram.errors import BotApiError
from playground.telegram.methods.targets import chat_of
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store, member_wire
from playground.telegram.wire import JsonObject

LONGEST_TOAST = 200
LARGEST_DOWNLOAD = 20 << 20
# Telegram documents no figure; reports range from seconds to minutes.
ANSWERABLE_FOR = timedelta(seconds=60)

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def get_me(world: Store, _: Parameters) -> JsonObject:
    """Tell who the bot is."""
    return world.bot.wire | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


def answer_callback_query(world: Store, p: Parameters) -> bool:
    """Answer a pressed button, once and soon."""
    text = p.text("text")
    if len(text) > LONGEST_TOAST:
        raise BotApiError.bad_request("MESSAGE_TOO_LONG")
    press = world.presses.pop(p.text("callback_query_id"), None)
    if press is None or world.now() - press.at > ANSWERABLE_FOR:
        raise BotApiError.bad_request("query is too old and response timeout expired or query ID is invalid")
    world.feed.publish(
        "callback_answer",
        callback_query_id=press.query_id,
        user_id=press.user_id,
        text=text,
        show_alert=p.flag("show_alert"),
    )
    return True


def get_file(world: Store, p: Parameters) -> JsonObject:
    """Tell where a file can be downloaded."""
    file = world.files.by_id(p.text("file_id"))
    if file is None:
        raise BotApiError.bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.upload.data) > LARGEST_DOWNLOAD:
        raise BotApiError.bad_request("file is too big")
    return file.wire


def get_chat(world: Store, p: Parameters) -> JsonObject:
    """Tell all about a chat."""
    chat = chat_of(world, p)
    full = chat.wire | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if not chat.has_reactions:
        full["available_reactions"] = []
    if not chat.is_private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    return full


def get_chat_member(world: Store, p: Parameters) -> JsonObject:
    """Tell what a user is in a chat."""
    chat = chat_of(world, p)
    user = world.users.get(p.integer("user_id"))
    if user is None:
        raise BotApiError.bad_request("PARTICIPANT_ID_INVALID")
    if user.id == world.bot.id:
        return member_wire(user, chat.bot_status)
    if user.id not in chat.member_ids:
        return member_wire(user, "left")
    is_creator = not chat.is_private and user.id == min(chat.member_ids - {world.bot.id})
    return member_wire(user, "creator" if is_creator else "member")


def get_chat_administrators(world: Store, p: Parameters) -> list[JsonObject]:
    """Tell who runs a group: its first member, and the bot once it is promoted."""
    chat = chat_of(world, p)
    if chat.is_private:
        raise BotApiError.bad_request("there are no administrators in the private chat")
    administrators = [member_wire(world.users[min(chat.member_ids - {world.bot.id})], "creator")]
    if chat.bot_status == "administrator":
        administrators.append(member_wire(world.bot, chat.bot_status))
    return administrators


def get_chat_member_count(world: Store, p: Parameters) -> int:
    """Tell how many are in a chat."""
    chat = chat_of(world, p)
    return len(chat.member_ids | {world.bot.id})


METHODS = {
    "getMe": get_me,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
}
