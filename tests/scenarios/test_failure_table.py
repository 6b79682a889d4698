"""What Telegram does that a naive bot gets wrong, row by row; what other modules play is not played again."""

import asyncio
import sqlite3
from typing import Any

import pytest

from playground.telegram import Chat, Fault, Person, Upload
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)


@pytest.fixture
def group(stage: Stage) -> Chat:
    home = next(chat for chat in stage.world.chats.values() if chat.type == "supergroup")
    return stage.world.promote_bot(home)


@pytest.fixture
def basic_group(stage: Stage, anna: Person, boris: Person) -> Chat:
    home = stage.world.add_group("Дача", (anna.user, boris.user), type="group", has_privacy=False)
    return stage.world.promote_bot(home)


async def settled(stage: Stage, anna: Person) -> None:
    """Let what was injected before be handled: Anna's words come last."""
    anna.say("/help")
    await stage.shows(anna, "Пишите так")


async def in_group(stage: Stage, group: Chat, anna: Person, text: str = "такси 450") -> Any:
    anna.say(f"/add {text}", chat=group)
    return await stage.shows(group, "Такси — 450 ₽")


async def until(holds: Any, seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  # what is watched tells nobody
            await asyncio.sleep(0.02)


# ---- T10, T11, T12: replies


async def test_a_reply_to_a_reply_of_the_bot_needs_no_chain(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    card = await stage.shows(anna, "№1 · в таблице")
    anna.say("350", reply_to=card)
    change = await stage.shows(anna, "300 → 350")

    anna.say("карта", reply_to=change)

    await stage.shows(anna, "Наличные → Карта")
    await until(lambda: [(row["amount"], row["account"]) for row in stage.rows()] == [(-350, "Карта")])


async def test_a_reply_to_a_message_that_is_gone_is_new_words(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    question = await stage.shows(anna, "С какого счета?")
    stage.world.delete(question)

    anna.say("обед 600 карта")

    await stage.shows(anna, "№1 · в таблице")
    assert [row["text"] for row in stage.rows()] == ["обед"]


async def test_a_reply_to_a_message_of_another_chat_reaches_no_conversation(
    stage: Stage, group: Chat, anna: Person
) -> None:
    question = await in_group(stage, group, anna)
    origin = {"type": "user", "date": 1, "sender_user": stage.world.bot.wire}
    outside = {"origin": origin, "chat": group.wire, "message_id": question.id}

    anna.say("карта", fields={"external_reply": outside})

    await stage.shows(anna, "Не вижу суммы")
    assert "С какого счета?" in stage.world.current(question).text


async def test_a_reply_that_names_another_chat_reaches_no_conversation(
    stage: Stage, group: Chat, anna: Person
) -> None:
    question = await in_group(stage, group, anna)

    anna.say("карта", fields={"reply_to_message": question.as_reply_target})

    await stage.shows(anna, "Этого сообщения нет")
    assert "С какого счета?" in stage.world.current(question).text


async def test_in_a_forum_the_root_of_the_topic_is_no_reply_and_answers_stay_in_the_topic(
    stage: Stage, group: Chat, anna: Person
) -> None:
    topic = {"message_thread_id": 7, "is_topic_message": True}
    root = {
        "message_id": 7,
        "date": 1,
        "chat": group.wire,
        "from": anna.user.wire,
        "forum_topic_created": {"name": "Деньги", "icon_color": 1},
    }
    anna.say("/add такси 450", chat=group, fields=topic | {"reply_to_message": root})
    question = await stage.shows(group, "Такси — 450 ₽")
    anna.say("/add обед 600", chat=group, fields=topic | {"reply_to_message": root})
    await stage.shows(group, "Обед — 600 ₽")

    anna.tap(question, "Другой…")

    await until(lambda: len(stage.world.calls_of("sendMessage")) == 3)
    threads = {call.params.get("message_thread_id") for call in stage.world.calls_of("sendMessage")}
    assert threads == {"7"}


# ---- T15: forwarded words


async def test_forwarded_words_give_no_orders(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · в таблице")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}

    anna.say("/undo", fields={"forward_origin": origin})
    anna.say("отмени последнюю", fields={"forward_origin": origin})

    await until(lambda: len([one for one in stage.world.from_bot(anna) if "пересланные" in one.text]) == 2)
    assert [row["status"] for row in stage.rows()] == ["ОК"]


# ---- T16: a group becomes a supergroup


@pytest.mark.parametrize("order", ["told", "reversed", "twice"])
async def test_a_group_that_becomes_a_supergroup_keeps_its_books_and_its_open_questions(
    stage: Stage, basic_group: Chat, anna: Person, order: str
) -> None:
    await in_group(stage, basic_group, anna)
    anna.say("/add кофе 300 наличные", chat=basic_group)
    await stage.shows(basic_group, "№1 · в таблице")
    await stage.stop()
    heir = stage.world.migrate(basic_group)
    reorder(stage, order)
    anna.say("/add обед 600 карта", chat=heir)

    await stage.start()

    await stage.shows(heir, "супергруппой")
    await stage.shows(heir, "Обед — 600 ₽")
    question = await stage.shows(heir, "Такси — 450 ₽")
    anna.say("карта", chat=heir, reply_to=question)
    await stage.shows(heir, "№3 · в таблице")
    assert [(row["text"], row["account"]) for row in stage.rows()] == [
        ("кофе", "Наличные"),
        ("обед", "Карта"),
        ("такси", "Карта"),
    ]
    assert sum("супергруппой" in one.text for one in stage.world.from_bot(heir)) == 1


async def test_a_supergroup_that_is_found_out_by_sending_gets_the_answer(
    stage: Stage, basic_group: Chat, anna: Person
) -> None:
    question = await in_group(stage, basic_group, anna)
    await stage.stop()
    stage.world.tap(anna, question, "Карта")
    heir = stage.world.migrate(basic_group)
    queue = stage.world.update_queue._queue
    queue[:] = [one for one in queue if "migrate" not in str(one.update)]

    await stage.start()

    await stage.shows(heir, "№1 · в таблице")
    assert sum("супергруппой" in one.text for one in stage.world.from_bot(heir)) == 1


async def test_a_tap_that_was_under_way_when_the_group_moved_is_heard_in_the_supergroup(
    stage: Stage, basic_group: Chat, anna: Person
) -> None:
    question = await in_group(stage, basic_group, anna)
    await stage.stop()
    # As after a death before the id of the sent question was stored.
    with sqlite3.connect(stage.settings["database"]) as db:
        db.execute("DELETE FROM message_addresses WHERE message_id = ?", [question.id])
    db.close()
    heir = stage.world.migrate(basic_group)
    stage.world.tap(anna, question, "Карта")
    queue = stage.world.update_queue._queue
    for again in [one.update["message"] for one in queue if "migrate" in str(one.update)]:
        stage.world.inject({"message": again})

    await stage.start()

    await stage.shows(heir, "№1 · в таблице")
    await settled(stage, anna)
    assert sum("супергруппой" in one.text for one in stage.world.from_bot(heir)) == 1


def reorder(stage: Stage, order: str) -> None:
    """Let Telegram tell of the migration as `order` says."""
    queue = stage.world.update_queue._queue
    services = [one for one in queue if "migrate" in str(one.update)]
    match order:
        case "reversed":
            contents = [one.update["message"] for one in reversed(services)]
        case "twice":
            contents = [one.update["message"] for one in (*services, *services)]
        case _:
            return
    for one in services:
        queue.remove(one)
    for content in contents:
        stage.world.inject({"message": content})


async def test_a_message_id_of_the_old_group_means_another_message_in_the_supergroup(
    stage: Stage, basic_group: Chat, anna: Person
) -> None:
    anna.say("/add кофе 300 наличные", chat=basic_group)
    old = await stage.shows(basic_group, "№1 · в таблице")
    heir = stage.world.migrate(basic_group)
    await stage.shows(heir, "супергруппой")
    foreign = {"message_id": old.id, "date": 1, "chat": heir.wire, "from": anna.user.wire, "text": "words"}

    anna.say("350", chat=heir, fields={"reply_to_message": foreign})
    await settled(stage, anna)
    assert [row["amount"] for row in stage.rows()] == [-300]
    anna.say("350", chat=heir, fields={"reply_to_message": old.as_reply_target})

    await stage.shows(heir, "300 → 350")


# ---- T18, T19: buttons


async def test_a_button_of_a_message_too_old_to_see_still_works(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    question = await stage.shows(anna, "С какого счета?")

    stage.world.tap(anna, question, "Карта", is_accessible=False)

    await stage.shows(anna, "№1 · в таблице")


async def test_a_button_pressed_twice_acts_once(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    question = await stage.shows(anna, "С какого счета?")

    anna.tap(question, "Карта")
    anna.tap(question, "Карта")

    await stage.shows(anna, "№1 · в таблице")
    await until(lambda: len(stage.world.calls_of("answerCallbackQuery")) == 2)
    first, second = (call.params.get("text") for call in stage.world.calls_of("answerCallbackQuery"))
    assert not first
    assert "уже закрыт" in str(second)
    assert len(stage.rows()) == 1


# ---- T20: a chat that is shut


async def test_what_was_to_be_said_in_a_shut_chat_is_said_when_it_is_opened(
    stage: Stage, anna: Person
) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    stage.world.fail(Fault("sendMessage", "403", count=1))
    anna.say("кофе 300 наличные")
    await until(lambda: len(stage.rows()) == 1)
    anna.block()

    anna.unblock()

    await stage.shows(anna, "№1 · в таблице")


# ---- T22: too long


async def test_a_card_longer_than_a_message_may_be_is_cut_and_sent(stage: Stage, anna: Person) -> None:
    anna.say("очень " * 670 + "длинно 300 наличные")

    await until(lambda: len(stage.world.from_bot(anna)) > 0)
    assert len(stage.world.from_bot(anna)[0].text) <= 4096


# ---- T23: nobody knows whether it arrived


async def test_a_card_that_may_be_there_already_says_that_it_is_repeated_until_it_changes(
    stage: Stage, anna: Person
) -> None:
    stage.world.fail(Fault("sendMessage", "lost_answer", count=1))
    anna.say("такси 450")
    await stage.shows(anna, "С какого счета?")
    await repeated(stage, anna, 2)

    second = stage.world.from_bot(anna)[-1]
    assert second.text.endswith("(повтор)")
    anna.tap(second, "Карта")
    card = await stage.becomes(second, "№1 · в таблице")
    assert "повтор" not in card.text


async def test_what_may_be_there_is_not_repeated_while_telegram_is_silent(stage: Stage, anna: Person) -> None:
    stage.world.fail(Fault("sendMessage", "lost_answer", count=1))
    stage.world.fail(Fault("getMe", "500", count=3))
    anna.say("такси 450")
    await stage.shows(anna, "С какого счета?")

    await repeated(stage, anna, 2)

    assert len(stage.world.calls_of("sendMessage")) == 2


async def test_a_reply_to_a_lost_copy_without_buttons_is_known_by_its_number(
    stage: Stage, anna: Person
) -> None:
    anna.say("кофе 300 наличные")
    card = await stage.shows(anna, "№1 · в таблице")
    lost = card.as_reply_target | {"message_id": 9999, "text": "Что изменить в №1?"}
    lost.pop("reply_markup", None)

    anna.say("350", fields={"reply_to_message": lost})

    await stage.shows(anna, "300 → 350")


async def test_a_reply_to_a_lost_copy_that_names_nothing_is_known_by_its_words(
    stage: Stage, anna: Person
) -> None:
    anna.say("/start")
    await stage.shows(anna, "Готово")
    stage.world.fail(Fault("sendMessage", "lost_answer", count=1))
    anna.send("photo", Upload("receipt.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 no picture"))
    lost = await stage.shows(anna, "Ответьте суммой")
    await repeated(stage, anna, 3)

    anna.say("1834 карта продукты", reply_to=lost)

    await stage.shows(anna, "№1 · в таблице")


async def repeated(stage: Stage, anna: Person, copies: int) -> None:
    async with asyncio.timeout(30):
        while len(stage.world.from_bot(anna)) < copies:
            stage.clock.advance(seconds=2)
            stage.running.wake()
            await asyncio.sleep(0.05)


# ---- T24, T25, T26: who is no person


@pytest.mark.parametrize(
    "sender", [(1087968824, True), (136817688, True), (777000, False), (4242, True)], ids=str
)
async def test_nobody_in_particular_and_no_bot_books_anything(
    stage: Stage, group: Chat, anna: Person, sender: tuple[int, bool]
) -> None:
    user_id, is_bot = sender
    await in_group(stage, group, anna)
    nobody = {"id": user_id, "is_bot": is_bot, "first_name": "Nobody"}
    words = {"message_id": 5000, "date": 1, "chat": group.wire, "from": nobody, "text": "/add кофе 300 карта"}

    stage.world.inject({"message": words | {"sender_chat": group.wire}})
    await settled(stage, anna)

    assert stage.rows() == []
    told = [one for one in stage.world.from_bot(group) if "Не записано" in one.text]
    assert len(told) == (0 if user_id == 4242 else 1)


@pytest.mark.parametrize("kind", ["guest_message", "poll", "channel_post", "ephemeral"])
async def test_an_update_of_an_unknown_kind_is_closed_with_its_name(
    stage: Stage, anna: Person, kind: str
) -> None:
    post = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": -100777, "type": "channel", "title": "News"},
        "text": "x",
    }
    stage.world.inject({kind: post if kind == "channel_post" else {"id": "1"}})

    await settled(stage, anna)

    assert (await stage.running.manager.get_storage_stats()).inbox_waiting == 0


# ---- the start


@pytest.mark.parametrize("kind", ["500", "reset", "garbage", "429"])
async def test_a_start_while_telegram_is_down_waits_for_it(
    bare: Stage, anna: Person, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.build.PAUSES", (0.01, 0.02))
    bare.world.fail(Fault("getMe", kind, count=3))
    anna.say("кофе 300 наличные")

    await bare.start()

    await bare.shows(anna, "№1 · в таблице")
