import asyncio
import threading
from typing import Any

import httpx
import pytest
from pydantic import ValidationError
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from playground.telegram import Chat, Person, World, serve_in_thread


async def test_until_returns_what_came_true(world: World, anna: Person) -> None:
    waiting = asyncio.create_task(world.until(lambda: world.messages(anna)))
    await asyncio.sleep(0)

    said = anna.say("hello")

    assert await waiting == [said]


async def test_until_shows_the_chats_when_it_gives_up(world: World, anna: Person) -> None:
    anna.say("hello")

    with pytest.raises(TimeoutError, match="1 Anna: hello"):
        await world.until(lambda: False, timeout=0.01)


async def test_until_wakes_on_a_change_from_another_thread(world: World, anna: Person) -> None:
    threading.Timer(0.02, anna.say, ("hello",)).start()

    assert await world.until(lambda: world.messages(anna))


async def test_a_world_served_in_a_thread_is_used_from_this_one(world: World, anna: Person) -> None:
    def many() -> None:
        for number in range(50):
            anna.say(f"thread {number}")

    with serve_in_thread(world) as base:
        async with httpx.AsyncClient(base_url=f"{base}/bot{world.token}/") as http:
            writing = asyncio.create_task(asyncio.to_thread(many))
            for number in range(50):
                await http.post("sendMessage", json={"chat_id": anna.id, "text": f"bot {number}"})
            await writing

    ids = [message.id for message in world.messages(anna)]
    assert ids == list(range(1, 101))
    assert len(world.pending_updates) == 50


def test_a_transcript_reads_like_the_chat(world: World, anna: Person) -> None:
    said = anna.say("coffee 300")
    anna.react(said, "👍")
    anna.say("350", reply_to=said)

    assert world.transcript(anna) == "1 Anna: coffee 300 ← 👍\n2 Anna (to 1): 350"


def test_a_message_in_hand_does_not_change(world: World, anna: Person) -> None:
    said = anna.say("one")

    anna.edit(said, "two")

    assert (said.text, world.current(said).text) == ("one", "two")
    assert not said.is_edited


@pytest.mark.parametrize("text", ["", " \n", "x" * 4097])
def test_no_app_sends_an_empty_or_an_endless_text(anna: Person, text: str) -> None:
    with pytest.raises(ValueError, match="1 to 4096"):
        anna.say(text)


def test_people_act_only_where_they_can(world: World, anna: Person, boris: Person, home: Chat) -> None:
    said = anna.say("mine")
    stranger = world.person("Clara")

    with pytest.raises(ValueError, match="their own messages"):
        boris.edit(said, "yours")
    with pytest.raises(ValueError, match="is not in the chat"):
        stranger.say("hello", chat=home)
    with pytest.raises(ValueError, match="is not in the chat"):
        boris.say("hello", reply_to=said)
    with pytest.raises(ValueError, match="is no part of"):
        anna.say("x", reply_to=said, quote="yours")
    with pytest.raises(ValueError, match="no button 'Undo'"):
        anna.tap(said, "Undo")
    with pytest.raises(ValueError, match="not a reaction"):
        anna.react(said, "✅")
    world.delete(said)
    with pytest.raises(ValueError, match="is gone"):
        anna.say("x", reply_to=said)
    anna.block()
    with pytest.raises(ValueError, match="blocked"):
        anna.say("x")


async def test_a_button_that_opens_a_link_sends_nothing(world: World, bot: Bot, anna: Person) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Sheet", url="https://example.org")]])
    sent = await bot.send_message(anna.id, "x", reply_markup=markup)

    with pytest.raises(ValueError, match="sends nothing"):
        anna.tap(world.message(anna, sent.message_id), "Sheet")


async def test_fields_without_an_argument_are_laid_over_the_message(
    bot: Bot, anna: Person, home: Chat
) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Clara"}
    anna.say("forwarded", fields={"forward_origin": origin})
    anna.say("/add 1", chat=home, fields={"message_thread_id": 5, "is_topic_message": True})

    forwarded, threaded = [update.message for update in await bot.get_updates()]

    assert forwarded
    assert forwarded.forward_origin
    assert forwarded.forward_origin.type == "hidden_user"
    assert threaded
    assert threaded.message_thread_id == 5


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "yesterday"},
        {"no_such_field": 1},
        {"entities": [{"type": "bold", "offset": 0, "length": 99}]},
        {"from": {"id": 1}},
    ],
)
def test_a_malformed_update_is_never_queued(world: World, anna: Person, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        anna.say("hello", fields=fields)

    assert world.pending_updates == []
    assert world.messages(anna) == []


async def test_only_what_is_injected_goes_unchecked(
    world: World, client: httpx.AsyncClient, anna: Person
) -> None:
    update_id = world.inject({"message": {"text": "no date"}})
    anna.say("fine")

    served = (await client.post("getUpdates")).json()["result"]

    assert served[0] == {"update_id": update_id, "message": {"text": "no date"}}
    assert served[1]["update_id"] == update_id + 1


async def test_a_group_that_announces_itself_tells_the_bot_that_it_was_added(
    world: World, bot: Bot, anna: Person
) -> None:
    world.add_group("Trip", [anna.user], announce=True)

    member, service = await bot.get_updates()

    assert member.my_chat_member
    assert member.my_chat_member.old_chat_member.status == "left"
    assert service.message
    assert [user.id for user in service.message.new_chat_members] == [world.bot.id]


def test_forgetting_leaves_the_people_and_the_numbering_of_updates(world: World, anna: Person) -> None:
    anna.say("hello")

    world.forget()

    assert (world.messages(anna), world.pending_updates) == ([], [])
    assert anna.say("again").id == 1
    assert [update["update_id"] for update in world.pending_updates] == [2]


def test_an_id_is_given_once(world: World) -> None:
    with pytest.raises(ValueError, match="a user 1001 already"):
        world.add_user("Anna", user_id=1001)


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("coffee 300", False),
        ("@ThreadbookBot coffee 300", False),
        ("/add coffee 300", True),
        ("/add@ThreadbookBot coffee 300", True),
        ("/add@OtherBot coffee 300", False),
    ],
)
def test_privacy_mode_lets_only_its_own_commands_through(
    world: World, anna: Person, home: Chat, text: str, *, is_seen: bool
) -> None:
    anna.say(text, chat=home)

    assert bool(world.pending_updates) is is_seen


async def test_privacy_mode_lets_replies_to_the_bot_through_and_their_edits(
    world: World, bot: Bot, anna: Person, boris: Person, home: Chat
) -> None:
    sent = await bot.send_message(home.id, "How much?")
    card = world.message(home, sent.message_id)
    to_bot = anna.say("350", reply_to=card)
    boris.say("really?", reply_to=to_bot)
    anna.edit(to_bot, "360")

    texts = [update.effective_message.text for update in await bot.get_updates() if update.effective_message]

    assert texts == ["350", "360"]


@pytest.mark.parametrize("is_admin", [True, False])
def test_an_administrator_and_a_bot_without_privacy_mode_see_everything(
    world: World, anna: Person, home: Chat, *, is_admin: bool
) -> None:
    if is_admin:
        world.promote_bot(home)
    else:
        world.set_privacy(home, is_on=False)

    anna.say("coffee 300", chat=home)

    assert world.pending_updates[-1]["message"]["text"] == "coffee 300"


async def test_reactions_in_a_group_reach_an_administrator_only(
    world: World, bot: Bot, anna: Person, home: Chat
) -> None:
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    said = anna.say("hello", chat=home)
    anna.react(said, "👍")
    assert world.pending_updates == []

    world.promote_bot(home)
    anna.react(said, None)

    assert world.pending_updates[-1]["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
