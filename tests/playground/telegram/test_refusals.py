"""The words in which a call is refused, one line for each reason."""

import json
from typing import Any

import httpx
import pytest

from playground.telegram import Person, Upload, World

WRONG_URL = "inline keyboard button URL 'https://[x' is invalid: Wrong HTTP URL"
TEXT = {"chat_id": "1001", "text": "x"}


def _button(**button: object) -> dict[str, str]:
    return TEXT | {"reply_markup": json.dumps({"inline_keyboard": [[button]]})}


def _entity(**entity: object) -> dict[str, str]:
    return TEXT | {"entities": json.dumps([entity])}


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", TEXT | {"chat_id": "@nowhere"}, "chat not found"),
        ("sendMessage", TEXT | {"chat_id": "one"}, "chat not found"),
        ("sendMessage", TEXT | {"parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ("sendMessage", TEXT | {"reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ("sendMessage", TEXT | {"reply_markup": "[]"}, "object expected as reply markup"),
        (
            "sendMessage",
            TEXT | {"reply_markup": '{"inline_keyboard": [{}]}'},
            "can't parse inline keyboard: an Array of Arrays is expected",
        ),
        (
            "sendMessage",
            TEXT | {"reply_markup": '{"force_reply": true, "inline_keyboard": [[{}]]}'},
            "a message has either an inline keyboard or a prompt",
        ),
        (
            "sendMessage",
            TEXT | {"reply_markup": json.dumps({"force_reply": True, "input_field_placeholder": "x" * 65})},
            "reply markup input field placeholder is too long",
        ),
        (
            "sendMessage",
            TEXT | {"reply_markup": '{"inline_keyboard": [["x"]]}'},
            "can't parse inline keyboard button: an Object is expected",
        ),
        ("sendMessage", _button(text="x", web_app={"url": "http://example.org"}), "BUTTON_URL_INVALID"),
        ("sendMessage", _button(text="x", web_app={"url": "https://localhost"}), "BUTTON_URL_INVALID"),
        (
            "sendMessage",
            _button(text="x", url="http://[broken"),
            "inline keyboard button URL 'http://[broken' is invalid: Wrong HTTP URL",
        ),
        ("sendMessage", TEXT | {"reply_parameters": "[]"}, "reply_parameters must be an Object"),
        (
            "sendMessage",
            _entity(type="sparkle", offset=0, length=1),
            "can't parse MessageEntity: unsupported type specified",
        ),
        (
            "sendMessage",
            _entity(type="bold", offset=0, length=0),
            "can't parse MessageEntity: wrong offset or length",
        ),
        (
            "sendMessage",
            _entity(type="bold", offset=0, length=9),
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
        ("sendMessage", _button(text="x", web_app={"url": "https://[x"}), WRONG_URL),
        (
            "sendMessage",
            _entity(type="bold", offset=0, length=1, colour="red"),
            "wrong field ('entities', 0, 'colour') in request",
        ),
        ("sendMessage", TEXT | {"reply_parameters": '{"message_id": 1, "quote": 5}'}, "QUOTE_TEXT_INVALID"),
        ("setWebhook", {"url": "https://example.org:port"}, "bad webhook: invalid URL specified"),
        ("sendPhoto", {"chat_id": "1001"}, "there is no photo in the request"),
        ("sendMessageDraft", TEXT | {"draft_id": "0"}, "draft_id must be non-zero"),
        ("sendMessageDraft", TEXT | {"draft_id": "1", "text": "x" * 4097}, "message is too long"),
        ("editMessageText", {"inline_message_id": "x", "text": "x"}, "MESSAGE_ID_INVALID"),
        ("editMessageText", TEXT | {"message_id": "one"}, "invalid message_id specified"),
        (
            "editMessageText",
            TEXT | {"message_id": "1", "text": "y", "reply_markup": '{"force_reply": true}'},
            "inline keyboard expected",
        ),
        (
            "editMessageMedia",
            {"chat_id": "1001", "message_id": "1", "media": '{"type": "sticker"}'},
            "can't parse InputMedia: wrong type specified",
        ),
        ("deleteMessages", {"chat_id": "1001"}, "message identifiers are not specified"),
        ("deleteMessages", {"chat_id": "1001", "message_ids": "7"}, "message_ids must be an Array"),
        ("getChatMember", {"chat_id": "1001", "user_id": "7"}, "PARTICIPANT_ID_INVALID"),
        (
            "getChatAdministrators",
            {"chat_id": "1001"},
            "there are no administrators in the private chat",
        ),
        (
            "setMyCommands",
            {"commands": json.dumps([{"command": "a", "description": "x"}] * 101)},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        ("setMyCommands", {"commands": '["a"]'}, "can't parse BotCommand: an Object is expected"),
        (
            "setMyCommands",
            {"commands": '[{"command": "a", "description": ""}]'},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "getMyCommands",
            {"scope": '{"type": "everyone"}'},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ("getMyCommands", {"scope": '{"type": "chat", "chat_id": 7}'}, "chat not found"),
        ("getMyCommands", {"language_code": "english"}, "invalid language code specified"),
        ("setMyName", {"name": "x" * 65}, "bot name is too long"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
        (
            "setChatMenuButton",
            {"menu_button": '{"type": "lever"}'},
            "can't parse menu button: unsupported type",
        ),
        ("setChatMenuButton", {"chat_id": "-1001000000001"}, "chat not found"),
        (
            "setWebhook",
            {"url": "http://example.org"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            {"url": "https://example.org:8000"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
    ],
)
async def test_a_call_is_refused_with_its_reason(
    world: World, client: httpx.AsyncClient, method: str, params: dict[str, str], reason: str
) -> None:
    await client.post("sendMessage", data=TEXT)

    answer = await client.post(method, data=params)

    assert (answer.status_code, answer.json()) == (
        400,
        {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"},
    )
    assert len(world.messages(1001)) == 1
    assert world.calls[-1].description == f"Bad Request: {reason}"


async def test_entities_given_in_place_of_markup_are_served_as_given(
    world: World, client: httpx.AsyncClient
) -> None:
    await client.post("sendMessage", data=_entity(type="bold", offset=0, length=1))

    assert world.last(1001).entities == [{"type": "bold", "offset": 0, "length": 1}]


async def test_commands_and_menu_button_can_be_those_of_one_chat(client: httpx.AsyncClient) -> None:
    async def ask(method: str, **params: str) -> Any:
        return (await client.post(method, data=params)).json()["result"]

    scope = '{"type": "chat", "chat_id": 1001}'
    await ask("setMyCommands", scope=scope, commands='[{"command": "audit", "description": "Audit"}]')
    await ask("setChatMenuButton", chat_id="1001", menu_button='{"type": "default"}')
    await ask("setMyName", name="Book")
    await ask("setMyName", name="")

    assert await ask("getMyCommands", scope=scope) == [{"command": "audit", "description": "Audit"}]
    assert await ask("getMyCommands") == []
    assert await ask("getChatMenuButton", chat_id="1001") == {"type": "default"}
    assert await ask("getChatMenuButton", chat_id="1002") == {"type": "commands"}
    assert await ask("getMyName") == {"name": "Threadbook"}


async def test_a_stranger_to_a_group_has_left_it(client: httpx.AsyncClient, world: World) -> None:
    stranger = world.person("Clara")

    answer = await client.post(
        "getChatMember", data={"chat_id": "-1001000000001", "user_id": str(stranger.id)}
    )

    assert answer.json()["result"]["status"] == "left"


async def test_a_webhook_can_drop_what_waits(client: httpx.AsyncClient, world: World, anna: Person) -> None:
    anna.say("hello")

    await client.post("setWebhook", data={"url": "https://example.org", "drop_pending_updates": "true"})

    assert world.pending_updates == []


def test_a_caption_of_a_person_has_at_most_1024_characters(anna: Person) -> None:
    with pytest.raises(ValueError, match="at most 1024"):
        anna.send("photo", Upload("a.jpg", "image/jpeg", b"x"), caption="x" * 1025)
