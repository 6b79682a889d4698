"""Restart in the middle of a scene, strangers, equal ids, nonsense."""

import asyncio

from playground.telegram import Fault, Person, Upload
from tests.scenarios.stage import Stage


async def test_a_restart_in_the_middle_of_scene_3_changes_nothing(stage: Stage, anna: Person) -> None:
    anna.say("Купил кофе за 300 рублей")
    question = await stage.shows(anna, "С какого счета?")
    await stage.stop()
    answer = anna.say("наличные", reply_to=question)

    await stage.start()

    card = await stage.shows(anna, "в таблице, строка 2")
    assert "Кофе — 300 ₽" in card.text
    assert len(stage.rows()) == 1
    await stage.until(answer, lambda now: now.emoji == ["✍"])


async def test_a_message_with_the_same_id_in_another_chat_is_another_message(
    stage: Stage, anna: Person
) -> None:
    group = next(chat for chat in stage.world.chats.values() if chat.type == "supergroup")
    for text in ("/help", "/help"):
        anna.say(text, chat=group)
    await stage.world.until(lambda: len(stage.world.from_bot(group)) == 2)
    anna.say("/add такси 450", chat=group)
    in_group = await stage.shows(group, "Такси — 450 ₽")
    anna.say("обед 600")
    private = await stage.shows(anna, "Обед — 600 ₽")

    anna.say("карта", chat=group, reply_to=in_group)
    await stage.shows(group, "№1 · в таблице")
    anna.say("наличные", reply_to=private)
    await stage.shows(anna, "№2 · в таблице")

    assert [(row["text"], row["account"]) for row in stage.rows()] == [
        ("такси", "Карта"),
        ("обед", "Наличные"),
    ]


async def test_a_stranger_is_greeted_once_and_books_nothing(
    stage: Stage, anna: Person, boris: Person
) -> None:
    boris.say("taxi 450 card")
    greeting = await stage.shows(boris, "Your Telegram number is")
    assert "Hello, Boris. I’m Threadbook" in greeting.text
    assert greeting.buttons == [["Ask for access"]]
    boris.say("taxi 450 card")
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице")

    assert len(stage.world.from_bot(boris)) == 1
    assert len(stage.rows()) == 1


async def test_a_stranger_who_asks_is_let_in_by_the_owner(stage: Stage, anna: Person, boris: Person) -> None:
    anna.say("/start")
    boris.say("hello")
    greeting = await stage.shows(boris, "Your Telegram number is")
    boris.tap(greeting, "Ask for access")
    await stage.becomes(greeting, "Request sent")
    request = await stage.shows(anna, "Запрос доступа")
    anna.tap(request, "Пустить в мою книгу")
    await stage.shows(boris, "Ready. Write the first one")

    boris.say("taxi 450")

    question = await stage.shows(boris, "Taxi — 450 ₽")
    boris.tap(question, "Карта")
    await stage.becomes(question, "in the sheet, row 2")
    assert stage.rows()[0]["who"] == "Boris"


async def test_nonsense_is_answered_kindly_and_books_nothing(stage: Stage, anna: Person) -> None:
    for words in ("привет", "🙂", "1e444444410", '<b>кофе</b> & "чай"'):
        anna.say(words)
        await stage.world.answer_to(stage.world.last(anna))

    await stage.shows(anna, "Не вижу суммы")
    assert stage.rows() == []


async def test_what_people_write_is_never_taken_for_markup(stage: Stage, anna: Person) -> None:
    anna.say("<b>кофе</b> 300 наличные")

    await stage.shows(anna, "в таблице, строка 2")


async def test_telegram_asking_to_wait_loses_no_answer(stage: Stage, anna: Person) -> None:
    stage.world.fail(Fault("sendMessage", "429", retry_after=1, count=1))
    anna.say("такси 450")
    while (await stage.running.manager.next_reply_at() or stage.clock()) <= stage.clock():  # noqa: ASYNC110  # no event
        await asyncio.sleep(0.01)

    stage.clock.advance(seconds=2)
    stage.running.wake()

    await stage.shows(anna, "Такси — 450 ₽")


async def test_a_card_that_somebody_deleted_is_sent_anew_when_it_changes(stage: Stage, anna: Person) -> None:
    anna.say("такси 450")
    question = await stage.shows(anna, "С какого счета?")
    stage.world.delete(question)

    anna.say("карта")

    card = await stage.shows(anna, "в таблице, строка 2")
    assert card.id > question.id


async def test_a_chat_that_refuses_reactions_still_gets_its_answers(stage: Stage, anna: Person) -> None:
    stage.world.fail(Fault("setMessageReaction", "404", count=50))

    anna.say("кофе 300 наличные")

    await stage.shows(anna, "в таблице, строка 2")


async def test_a_person_who_blocked_the_bot_keeps_their_book(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "в таблице, строка 2")
    anna.say("такси 450 карта")
    anna.block()
    await stage.stop()
    anna.unblock()

    await stage.start()
    anna.say("обед 600 карта")

    await stage.shows(anna, "№3 · в таблице")
    assert sorted(row["amount"] for row in stage.rows()) == [-600, -450, -300]


async def test_a_reply_to_the_first_copy_of_a_question_that_was_sent_twice_is_its_answer(
    stage: Stage, anna: Person
) -> None:
    stage.world.fail(Fault("sendMessage", "lost_answer", count=1))
    anna.say("такси 450")
    first = await stage.shows(anna, "С какого счета?")
    while len(stage.world.from_bot(anna)) == 1:
        stage.clock.advance(seconds=2)
        stage.running.wake()
        await asyncio.sleep(0.05)
    anna.say("обед 600")
    await stage.shows(anna, "Обед — 600 ₽")

    anna.say("карта", reply_to=first)

    await stage.shows(anna, "№1 · в таблице")
    assert [(row["text"], row["account"]) for row in stage.rows()] == [("такси", "Карта")]


async def test_a_photo_without_words_asks_for_the_amount(stage: Stage, anna: Person) -> None:
    photo = anna.send("photo", Upload("receipt.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 no picture"))

    note = await stage.shows(anna, "Ответьте суммой")
    anna.say("1834,50 карта", reply_to=note)
    await stage.shows(anna, "1\xa0834,50 ₽")
    assert photo.id < note.id
