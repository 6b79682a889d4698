import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from playground.telegram import Chat, Person, World

UNDO = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo")]])


async def _events(sim: httpx.AsyncClient, began: asyncio.Event) -> AsyncIterator[dict[str, Any]]:
    async with sim.stream("GET", "events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            began.set()
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


@pytest.fixture
async def told(sim: httpx.AsyncClient) -> AsyncIterator[Callable[[str], Any]]:
    """Collect events from now on; `await told(kind)` returns them up to the first of a kind."""
    began, events = asyncio.Event(), asyncio.Queue[dict[str, Any]]()

    async def collect() -> None:
        async for event in _events(sim, began):
            events.put_nowait(event)

    async def told_until(kind: str) -> list[dict[str, Any]]:
        told = [{"type": "nothing"}]
        async with asyncio.timeout(30):
            while told[-1]["type"] != kind:
                told.append(await events.get())
        return told[1:]

    collecting = asyncio.create_task(collect())
    await asyncio.wait_for(began.wait(), 30)
    yield told_until
    collecting.cancel()
    await asyncio.gather(collecting, return_exceptions=True)


async def test_the_state_tells_who_is_there(sim: httpx.AsyncClient, world: World) -> None:
    state = (await sim.get("state")).json()

    assert state["bot"]["username"] == "ThreadbookBot"
    assert [(user["id"], user["first_name"], user["language_code"]) for user in state["users"]] == [
        (1001, "Anna", "ru"),
        (1002, "Boris", "en"),
    ]
    assert [(chat["type"], chat["members"]) for chat in state["chats"]] == [
        ("private", [1001]),
        ("private", [1002]),
        ("supergroup", [1001, 1002, world.bot.id]),
    ]
    assert (state["messages"], state["faults"], state["read_offset"], state["pending"]) == ([], [], 0, 0)


async def test_a_sent_text_reaches_the_bot_with_its_reply_and_quote(sim: httpx.AsyncClient, bot: Bot) -> None:
    card = await bot.send_message(1001, "coffee 300")

    answer = await sim.post(
        "send",
        json={
            "chat_id": 1001,
            "user_id": 1001,
            "text": "350",
            "reply_to_message_id": card.message_id,
            "quote": {"text": "300", "position": 7},
        },
    )

    (update,) = await bot.get_updates()
    assert update.message
    assert answer.json() == {"message_id": update.message.message_id}
    assert update.message.reply_to_message
    assert update.message.reply_to_message.text == "coffee 300"
    assert update.message.quote
    assert (update.message.quote.text, update.message.quote.position) == ("300", 7)


async def test_tap_edit_and_react_reach_the_bot(sim: httpx.AsyncClient, bot: Bot, anna: Person) -> None:
    await bot.get_updates(allowed_updates=["message", "edited_message", "callback_query", "message_reaction"])
    card = await bot.send_message(1001, "coffee 300", reply_markup=UNDO)
    said = anna.say("hello")
    touch = {"chat_id": 1001, "user_id": 1001}

    tapped = await sim.post("tap", json={**touch, "message_id": card.message_id, "data": "undo"})
    await sim.post("edit", json={**touch, "message_id": said.id, "text": "changed"})
    await sim.post("react", json={**touch, "message_id": card.message_id, "emoji": "👍"})
    await sim.post("react", json={**touch, "message_id": card.message_id, "emoji": None})

    _, tap, edit, react, unreact = await bot.get_updates()
    assert tap.callback_query
    assert tapped.json() == {"callback_query_id": tap.callback_query.id}
    assert edit.edited_message
    assert edit.edited_message.text == "changed"
    assert react.message_reaction
    assert [one.type for one in react.message_reaction.new_reaction] == ["emoji"]
    assert unreact.message_reaction
    assert unreact.message_reaction.new_reaction == ()


async def test_an_uploaded_picture_is_seen_by_the_bot_and_by_the_page(
    sim: httpx.AsyncClient, bot: Bot, base: str, png: Callable[[int, int], bytes]
) -> None:
    await sim.post(
        "upload",
        data={"chat_id": "1001", "user_id": "1001", "kind": "photo", "caption": "lunch"},
        files={"file": ("receipt.png", png(64, 48), "image/png")},
    )

    (update,) = await bot.get_updates()
    assert update.message
    assert (update.message.photo[-1].width, update.message.caption) == (64, "lunch")
    (message,) = (await sim.get("state")).json()["messages"]
    shown = await sim.get(base.removesuffix("/telegram") + message["sim"]["file_url"])
    assert (shown.content, shown.headers["content-type"]) == (png(64, 48), "image/png")


async def test_people_and_groups_can_be_added(sim: httpx.AsyncClient, bot: Bot) -> None:
    user = (await sim.post("users", json={"first_name": "Clara", "language_code": "de"})).json()
    chat = (await sim.post("chats", json={"title": "Trip", "type": "group", "members": [user["id"]]})).json()

    await sim.post("send", json={"chat_id": chat["id"], "user_id": user["id"], "text": "/start"})

    updates = await bot.get_updates()
    assert user["id"] == 1003
    assert (chat["title"], chat["type"]) == ("Trip", "group")
    assert [bool(update.my_chat_member) for update in updates] == [True, False, False]
    assert updates[-1].message
    assert updates[-1].message.text == "/start"


async def test_what_cannot_be_is_refused_with_a_reason(
    sim: httpx.AsyncClient, home: Chat, anna: Person
) -> None:
    said = anna.say("hello")
    touch = {"chat_id": 1001, "user_id": 1001}
    tries = {
        "no chat": ("send", {"chat_id": 7, "user_id": 1001, "text": "x"}),
        "no person": ("send", {"chat_id": 1001, "user_id": 7, "text": "x"}),
        "no message": ("edit", {**touch, "message_id": 77, "text": "x"}),
        "not a member": ("send", {"chat_id": 1002, "user_id": 1001, "text": "x"}),
        "no button": ("tap", {**touch, "message_id": said.id, "data": "x"}),
        "no reaction": ("react", {**touch, "message_id": said.id, "emoji": "✅"}),
        "no fields": ("send", {}),
        "no kind": ("faults", {"method": "*", "kind": "earthquake"}),
    }

    answers = {name: await sim.post(path, json=body) for name, (path, body) in tries.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "no chat": 404,
        "no person": 404,
        "no message": 404,
        "not a member": 400,
        "no button": 400,
        "no reaction": 400,
        "no fields": 422,
        "no kind": 422,
    }
    assert all(answer.json()["detail"] for answer in answers.values())


async def test_faults_are_ordered_listed_and_withdrawn(sim: httpx.AsyncClient, world: World) -> None:
    fault = {"method": "sendMessage", "kind": "429", "retry_after": 3, "count": 2}

    await sim.post("faults", json=fault)
    assert (await sim.get("state")).json()["faults"] == [fault]
    await sim.delete("faults")

    assert world.faults.listed == ()


async def test_calls_are_told_without_polls(sim: httpx.AsyncClient, bot: Bot) -> None:
    await bot.get_updates()
    await bot.send_chat_action(1001, "typing")

    calls = (await sim.get("calls")).json()

    assert [(call["method"], call["ok"], call["status"]) for call in calls] == [
        ("getMe", True, 200),
        ("sendChatAction", True, 200),
    ]
    assert calls[1]["params"] == {"chat_id": "1001", "action": "typing"}


async def test_everything_that_happens_is_told_in_order(
    told: Callable[[str], Any], sim: httpx.AsyncClient, bot: Bot, world: World, anna: Person
) -> None:
    said = anna.say("coffee 300")
    await bot.send_chat_action(1001, "typing")
    await bot.send_message_draft(1001, 1, "thin")
    card = await bot.send_message(1001, "done", reply_markup=UNDO)
    await bot.set_message_reaction(1001, said.id, "✍")
    query = anna.tap(world.message(anna, card.message_id), "Undo")
    await bot.answer_callback_query(query, "Undone", show_alert=True)
    await bot.edit_message_text("undone", 1001, card.message_id)
    await bot.delete_message(1001, card.message_id)
    await sim.post("reset")

    events = [event for event in await told("reset") if event["type"] not in ("call", "fault")]

    assert [event["type"] for event in events] == [
        "message",
        "typing",
        "draft",
        "message",
        "reaction",
        "callback_answer",
        "edit",
        "delete",
        "reset",
    ]
    assert events[0]["message"]["text"] == "coffee 300"
    assert events[1] == {"type": "typing", "chat_id": 1001, "action": "typing"}
    assert events[2] == {"type": "draft", "chat_id": 1001, "text": "thin"}
    assert events[4]["reactions"] == [{"user_id": world.bot.id, "emoji": "✍"}]
    assert (events[5]["text"], events[5]["show_alert"], events[5]["user_id"]) == ("Undone", True, 1001)
    assert events[6]["message"]["sim"]["edited"] is True
    assert events[7]["message_ids"] == [card.message_id]


async def test_faults_are_told_when_they_are_made_met_and_withdrawn(
    told: Callable[[str], Any], sim: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await sim.post("faults", json={"method": "getMe", "kind": "500"})
    await client.post("getMe")

    events = await told("call")

    assert [event["type"] for event in events] == ["fault", "fault", "call"]
    assert [len(event["faults"]) for event in events[:2]] == [1, 0]
    assert (events[2]["ok"], events[2]["status"]) == (False, 500)
