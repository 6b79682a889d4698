import httpx
import pytest
from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from playground.telegram import Chat, ManualClock, Person, World


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.first_name, me.username, me.is_bot) == ("Threadbook", "ThreadbookBot", True)


async def test_a_sent_message_is_the_message_that_stands_in_the_chat(
    world: World, bot: Bot, anna: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(anna.id, "hello", link_preview_options=LinkPreviewOptions(is_disabled=True))

    standing = world.message(anna, sent.message_id)
    assert (standing.id, standing.text) == (sent.message_id, "hello")
    assert standing.wire["link_preview_options"] == {"is_disabled": True}
    assert standing.date == clock.present
    assert standing.user_id == world.bot.id


async def test_private_chats_share_one_numbering_and_a_supergroup_has_its_own(
    world: World, anna: Person, boris: Person, home: Chat
) -> None:
    group = world.add_group("Trip", [anna.user], type="group")

    ids = [
        anna.say("a").id,
        boris.say("b").id,
        anna.say("/c", chat=home).id,
        boris.say("/d", chat=home).id,
        anna.say("/e", chat=group).id,
    ]

    assert ids == [1, 2, 1, 2, 3]


async def test_a_reply_carries_the_message_replied_to_one_level_deep(
    world: World, bot: Bot, anna: Person
) -> None:
    first = anna.say("first")
    second = anna.say("second", reply_to=first)

    sent = await bot.send_message(anna.id, "third", reply_parameters=ReplyParameters(second.id))

    assert sent.reply_to_message
    assert sent.reply_to_message.text == "second"
    assert sent.reply_to_message.reply_to_message is None
    assert world.current(second).reply_to_id == first.id


async def test_a_quote_arrives_with_its_position_in_utf16_units(bot: Bot, anna: Person) -> None:
    card = await bot.send_message(anna.id, "😀 1 coffee\n2 taxi")
    standing = anna.world.find(anna.id, card.message_id)

    anna.say("350", reply_to=standing, quote="2 taxi")

    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.quote
    assert (update.message.quote.text, update.message.quote.position) == ("2 taxi", 12)


async def test_a_quote_that_the_message_does_not_say_is_refused(bot: Bot, anna: Person) -> None:
    asked = anna.say("coffee")

    with pytest.raises(BadRequest, match=r"(?i)QUOTE_TEXT_INVALID"):
        await bot.send_message(anna.id, "x", reply_parameters=ReplyParameters(asked.id, quote="tea"))


async def test_a_reply_to_a_missing_message_is_refused_unless_it_may_stand_alone(
    bot: Bot, anna: Person
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(anna.id, "x", reply_parameters=ReplyParameters(77))

    sent = await bot.send_message(
        anna.id, "x", reply_parameters=ReplyParameters(77, allow_sending_without_reply=True)
    )

    assert sent.reply_to_message is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
async def test_a_text_is_neither_empty_nor_longer_than_4096_utf16_units(
    bot: Bot, anna: Person, text: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(anna.id, text)


async def test_4096_utf16_units_are_not_too_many(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "😀" * 2048)

    assert sent.text == "😀" * 2048


async def test_an_unknown_chat_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)Chat not found"):
        await bot.send_message(4711, "x")


async def test_a_bot_that_is_blocked_or_removed_is_refused(
    world: World, bot: Bot, anna: Person, home: Chat
) -> None:
    anna.block()
    world.remove_bot(home)

    with pytest.raises(Forbidden, match=r"(?i)bot was blocked by the user"):
        await bot.send_message(anna.id, "x")
    with pytest.raises(Forbidden, match=r"(?i)bot was kicked from the supergroup chat"):
        await bot.send_message(home.id, "x")


async def test_a_bot_cannot_write_first(world: World, bot: Bot) -> None:
    stranger = world.person("Clara", is_started=False)
    with pytest.raises(Forbidden, match=r"(?i)bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")

    stranger.say("/start")

    assert (await bot.send_message(stranger.id, "welcome")).text == "welcome"


async def test_a_group_that_became_a_supergroup_tells_its_new_id(
    world: World, bot: Bot, anna: Person
) -> None:
    group = world.add_group("Trip", [anna.user], type="group")
    heir = world.migrate(group)

    with pytest.raises(ChatMigrated) as refusal:
        await bot.send_message(group.id, "x")

    assert refusal.value.new_chat_id == heir.id
    updates = [update.message for update in await bot.get_updates() if update.message]
    assert [(one.migrate_to_chat_id, one.migrate_from_chat_id) for one in updates] == [
        (heir.id, None),
        (None, group.id),
    ]


async def test_a_wrong_token_and_an_unknown_method_are_refused(base: str, world: World) -> None:
    async with httpx.AsyncClient(base_url=base) as http:
        unauthorized = await http.post("/bot1:wrong/getMe")
        malformed = await http.post("/botwrong/getMe")
        unknown = await http.post(f"/bot{world.token}/getEverything")

    assert unauthorized.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert malformed.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert unknown.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    assert [one.status_code for one in (unauthorized, malformed, unknown)] == [401, 404, 404]


async def test_the_client_calls_a_wrong_token_invalid(base: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{base}/bot"):
            pass


async def test_forms_json_and_multipart_say_the_same(
    world: World, client: httpx.AsyncClient, anna: Person
) -> None:
    markup = {"inline_keyboard": [[{"text": "Undo", "callback_data": "u"}]]}
    nested = '{"inline_keyboard": [[{"text": "Undo", "callback_data": "u"}]]}'

    await client.post("sendMessage", data={"chat_id": "1001", "text": "1", "reply_markup": nested})
    await client.post("sendmessage", json={"chat_id": 1001, "text": "2", "reply_markup": markup})
    await client.post("sendMessage", json={"chat_id": "1001", "text": "3", "reply_markup": nested})
    await client.post(
        "sendMessage",
        data={"chat_id": "1001", "text": "4", "reply_markup": nested},
        files={"unused": b"x"},
    )
    await client.get("sendMessage", params={"chat_id": "1001", "text": "5", "reply_markup": nested})

    assert [(message.text, message.buttons) for message in world.messages(anna)] == [
        (text, [["Undo"]]) for text in "12345"
    ]


@pytest.mark.parametrize("text", ["123", "true", "null", '{"a": 1}', '"quoted"', "[1]"])
async def test_a_text_that_looks_like_json_stays_a_text(bot: Bot, anna: Person, text: str) -> None:
    assert (await bot.send_message(anna.id, text)).text == text


async def test_a_body_that_is_no_json_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("sendMessage", content=b"{", headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["description"]) == (400, "Bad Request: can't parse JSON object")


async def test_half_a_surrogate_pair_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "sendMessage",
        content=rb'{"chat_id": 1001, "text": "\ud83d"}',
        headers={"content-type": "application/json"},
    )

    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("x", callback_data="ж" * 33), "Button_data_invalid"),
        (InlineKeyboardButton("x", url="http://localhost:8000/"), "Button_url_invalid"),
        (InlineKeyboardButton("x", url="http://intranet/"), "Button_url_invalid"),
        (InlineKeyboardButton("x", url="ftp://example.org"), "Wrong HTTP URL"),
        (InlineKeyboardButton("x"), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton("  ", callback_data="x"), "must be a non-empty String"),
        (InlineKeyboardButton("x", callback_data="x", url="https://example.org"), "Button_type_invalid"),
        (InlineKeyboardButton("x", copy_text=CopyTextButton("x" * 257)), "Button_copy_text_invalid"),
        (InlineKeyboardButton("x", callback_data="x", style="purple"), "invalid button style"),
    ],
)
async def test_a_button_that_telegram_refuses_is_refused(
    bot: Bot, anna: Person, button: InlineKeyboardButton, reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(anna.id, "x", reply_markup=InlineKeyboardMarkup([[button]]))


@pytest.mark.parametrize(
    "button",
    [
        InlineKeyboardButton("x", callback_data="ж" * 32),
        InlineKeyboardButton("x", url="https://example.org/a?b=c"),
        InlineKeyboardButton("x", url="http://192.0.2.1:8000/"),
        InlineKeyboardButton("x", url="tg://user?id=1"),
        InlineKeyboardButton("x", copy_text=CopyTextButton("http://localhost")),
        InlineKeyboardButton("x", callback_data="x", style="success"),
    ],
)
async def test_a_button_that_telegram_takes_comes_back_as_it_was_sent(
    bot: Bot, anna: Person, button: InlineKeyboardButton
) -> None:
    markup = InlineKeyboardMarkup([[button]])

    assert (await bot.send_message(anna.id, "x", reply_markup=markup)).reply_markup == markup


@pytest.mark.parametrize("shape", [(1, 9), (101, 1)])
async def test_a_keyboard_has_at_most_8_buttons_in_a_row_and_100_in_all(
    bot: Bot, anna: Person, shape: tuple[int, int]
) -> None:
    rows = [[InlineKeyboardButton("x", callback_data="x")] * shape[1] for _ in range(shape[0])]

    with pytest.raises(BadRequest, match=r"(?i)Reply_markup_too_long"):
        await bot.send_message(anna.id, "x", reply_markup=InlineKeyboardMarkup(rows))


async def test_a_force_reply_is_shown_to_people_and_never_part_of_the_message(
    world: World, bot: Bot, anna: Person
) -> None:
    sent = await bot.send_message(
        anna.id, "How much?", reply_markup=ForceReply(selective=True, input_field_placeholder="e.g. 350")
    )

    assert sent.reply_markup is None
    assert world.message(anna, sent.message_id).prompt == {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": "e.g. 350",
    }


async def test_what_the_bot_is_doing_and_drafting_is_accepted_where_telegram_accepts_it(
    bot: Bot, anna: Person, home: Chat
) -> None:
    assert await bot.send_chat_action(home.id, "typing")
    assert await bot.send_message_draft(anna.id, 1, "thinking aloud")
    assert await bot.send_message_draft(anna.id, 1, "")
    with pytest.raises(BadRequest, match=r"(?i)Textdraft_peer_invalid"):
        await bot.send_message_draft(home.id, 1, "x")
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(anna.id, "dancing")


async def test_commands_names_and_menu_are_kept_by_language_and_scope(bot: Bot) -> None:
    await bot.set_my_commands([("start", "Begin"), ("help", "Help")])
    await bot.set_my_commands([("start", "Начать")], language_code="ru")
    await bot.set_my_name("Книга", language_code="ru")
    await bot.set_my_description("A bookkeeper")
    await bot.set_my_short_description("Books")

    assert [one.command for one in await bot.get_my_commands()] == ["start", "help"]
    assert [one.description for one in await bot.get_my_commands(language_code="ru")] == ["Начать"]
    assert (await bot.get_my_name("ru")).name == "Книга"
    assert (await bot.get_my_name()).name == "Threadbook"
    assert (await bot.get_my_description("ru")).description == "A bookkeeper"
    assert (await bot.get_my_short_description()).short_description == "Books"
    assert (await bot.get_chat_menu_button()).type == "commands"

    await bot.delete_my_commands()

    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"(?i)Bot_command_invalid"):
        await bot.set_my_commands([("Start!", "x")])


async def test_chats_and_members_can_be_asked_for(bot: Bot, anna: Person, world: World, home: Chat) -> None:
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    assert (await bot.get_chat(home.id)).title == "Home"
    assert (await bot.get_chat_member(home.id, anna.id)).status == "creator"
    assert (await bot.get_chat_member(home.id, 1002)).status == "member"
    assert (await bot.get_chat_member_count(home.id)) == 3
    assert [one.user.id for one in await bot.get_chat_administrators(home.id)] == [1001]

    world.promote_bot(home)

    administrators = await bot.get_chat_administrators(home.id)
    assert [one.user.id for one in administrators] == [1001, world.bot.id]


async def test_logging_out_is_accepted(bot: Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()
