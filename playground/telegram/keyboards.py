"""What may hang below a message."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from playground.telegram.errors import BotApiError
from playground.telegram.wire import JsonObject

MOST_BUTTONS = 100
WIDEST_ROW = 8
LONGEST_DATA_BYTES = 64
LONGEST_COPIED_TEXT = 256
LONGEST_PLACEHOLDER = 64
STYLES = ("danger", "success", "primary")
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
LINK_SCHEMES = ("http", "https", "tg", "tonsite")
PROMPTS = ("force_reply", "keyboard", "remove_keyboard")


@dataclass(frozen=True, slots=True)
class Markup:
    """A reply markup: the inline keyboard, which is part of the message, or the prompt, which never is."""

    inline: JsonObject | None = None
    prompt: JsonObject | None = None


def read(markup: object) -> Markup:
    """Check a `reply_markup` as Telegram does.

    Raises:
        BotApiError: Telegram would refuse the message.
    """
    if markup is None:
        return Markup()
    if not isinstance(markup, dict):
        raise BotApiError.bad_request("object expected as reply markup")
    if any(markup.get(name) for name in PROMPTS):
        return Markup(prompt=_prompt(markup))
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise BotApiError.bad_request("can't parse inline keyboard: an Array of Arrays is expected")
    buttons = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, buttons)) > MOST_BUTTONS or any(len(row) > WIDEST_ROW for row in buttons):
        raise BotApiError.bad_request("REPLY_MARKUP_TOO_LONG")
    return Markup(inline={"inline_keyboard": buttons} if buttons else None)


def _prompt(markup: JsonObject) -> JsonObject:
    if markup.get("inline_keyboard"):
        raise BotApiError.bad_request("a message has either an inline keyboard or a prompt")
    if len(markup.get("input_field_placeholder") or "") > LONGEST_PLACEHOLDER:
        raise BotApiError.bad_request("reply markup input field placeholder is too long")
    return dict(markup)


def _button(button: object) -> JsonObject:
    if not isinstance(button, dict):
        raise _wrong("an Object is expected")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _wrong('Field "text" must be a non-empty String')
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise BotApiError.bad_request("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise BotApiError.bad_request("BUTTON_TYPE_INVALID")
    if button.get("style", STYLES[0]) not in STYLES:
        raise _wrong("invalid button style specified")
    _check_action(actions[0], button[actions[0]])
    return dict(button)


def _check_action(action: str, value: object) -> None:
    match action:
        case "callback_data":
            if not isinstance(value, str) or not 1 <= len(value.encode()) <= LONGEST_DATA_BYTES:
                raise BotApiError.bad_request("BUTTON_DATA_INVALID")
        case "url":
            _check_url(value if isinstance(value, str) else "")
        case "copy_text":
            copied = value.get("text") if isinstance(value, dict) else None
            if not isinstance(copied, str) or not 1 <= len(copied) <= LONGEST_COPIED_TEXT:
                raise BotApiError.bad_request("BUTTON_COPY_TEXT_INVALID")
        case "web_app" | "login_url":
            address = value.get("url") if isinstance(value, dict) else None
            if not isinstance(address, str) or not address.startswith("https://"):
                raise BotApiError.bad_request("BUTTON_URL_INVALID")
            _check_url(address)
        case _:
            return


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in LINK_SCHEMES or " " in url:
        raise BotApiError.bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme in ("http", "https") and "." not in host and not _is_address(host):
        raise BotApiError.bad_request("BUTTON_URL_INVALID")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _wrong(reason: str) -> BotApiError:
    return BotApiError.bad_request(f"can't parse inline keyboard button: {reason}")
