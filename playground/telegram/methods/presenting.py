"""Methods about the bot itself: its commands, texts and menu button, and the end of its session."""

import re
from functools import partial

from playground.telegram.errors import BotApiError
from playground.telegram.parameters import Parameters
from playground.telegram.profile import scope_key
from playground.telegram.store import Store
from playground.telegram.wire import JsonObject

MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST = {"name": 64, "description": 512, "short_description": 120}
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)
MENU_BUTTONS = frozenset({"commands", "web_app", "default"})

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")


def set_my_commands(world: Store, p: Parameters) -> bool:
    """Keep a list of commands for a scope and a language."""
    commands = p.a_list("commands")
    if len(commands) > MOST_COMMANDS:
        raise BotApiError.bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(command) for command in commands]
    world.profile.commands[_scope(world, p), _language(p)] = kept
    return True


def get_my_commands(world: Store, p: Parameters) -> list[JsonObject]:
    """Return the list of commands of exactly this scope and language."""
    return world.profile.commands.get((_scope(world, p), _language(p)), [])


def delete_my_commands(world: Store, p: Parameters) -> bool:
    """Forget the list of commands of exactly this scope and language."""
    world.profile.commands.pop((_scope(world, p), _language(p)), None)
    return True


def set_text(world: Store, p: Parameters, *, kind: str) -> bool:
    """Keep a name or a description for a language."""
    text = p.text(kind)
    if len(text) > LONGEST[kind]:
        raise BotApiError.bad_request(f"bot {kind.replace('_', ' ')} is too long")
    world.profile.set_text(kind, _language(p), text)
    return True


def get_text(world: Store, p: Parameters, *, kind: str) -> JsonObject:
    """Return a name or a description in a language."""
    text = world.profile.text(kind, _language(p))
    return {kind: text if text is not None else world.bot.first_name if kind == "name" else ""}


def set_chat_menu_button(world: Store, p: Parameters) -> bool:
    """Keep the menu button of one private chat, or of all."""
    button = p.an_object("menu_button") or {"type": "default"}
    if button.get("type") not in MENU_BUTTONS:
        raise BotApiError.bad_request("can't parse menu button: unsupported type")
    world.profile.menu_buttons[_private_chat(world, p)] = button
    return True


def get_chat_menu_button(world: Store, p: Parameters) -> JsonObject:
    """Return the menu button of one private chat, or of all."""
    return world.profile.menu_button(_private_chat(world, p))


def say_goodbye(_: Store, __: Parameters) -> bool:
    """Log out or close: nothing to do here."""
    return True


def _command(command: object) -> JsonObject:
    if not isinstance(command, dict):
        raise BotApiError.bad_request("can't parse BotCommand: an Object is expected")
    name, description = command.get("command"), command.get("description")
    if not isinstance(name, str) or not _COMMAND.fullmatch(name.removeprefix("/")):
        raise BotApiError.bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise BotApiError.bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}


def _scope(world: Store, p: Parameters) -> str:
    scope = p.an_object("scope")
    kind = scope.get("type", "default")
    if kind not in SCOPES:
        raise BotApiError.bad_request("can't parse BotCommandScope: unsupported type specified")
    if kind.startswith("chat") and scope.get("chat_id") not in world.chats:
        raise BotApiError.bad_request("chat not found")
    return scope_key(scope)


def _language(p: Parameters) -> str:
    language = p.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise BotApiError.bad_request("invalid language code specified")
    return language


def _private_chat(world: Store, p: Parameters) -> int | None:
    chat_id = p.integer("chat_id")
    if not chat_id:
        return None
    if chat_id not in world.chats or not world.chats[chat_id].is_private:
        raise BotApiError.bad_request("chat not found")
    return chat_id


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": partial(set_text, kind="name"),
    "getMyName": partial(get_text, kind="name"),
    "setMyDescription": partial(set_text, kind="description"),
    "getMyDescription": partial(get_text, kind="description"),
    "setMyShortDescription": partial(set_text, kind="short_description"),
    "getMyShortDescription": partial(get_text, kind="short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "logOut": say_goodbye,
    "close": say_goodbye,
}
