"""A whole bot, built with the unmodified client, lives in the world."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from playground.telegram import Chat, Person, World

Context = ContextTypes.DEFAULT_TYPE
UNDO = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo")]])


async def _start(update: Update, _: Context) -> None:
    assert update.message
    await update.message.reply_text("Welcome")


async def _record(update: Update, _: Context) -> None:
    assert update.message
    await update.message.set_reaction("👀")
    await update.message.reply_html(f"<b>{update.message.text}</b>", do_quote=True, reply_markup=UNDO)


async def _correct(update: Update, _: Context) -> None:
    assert update.edited_message
    await update.edited_message.reply_text(f"corrected to {update.edited_message.text}")


async def _undo(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Undone")
    await update.callback_query.edit_message_text("undone")


async def _thank(update: Update, context: Context) -> None:
    assert update.message_reaction
    await context.bot.send_message(update.message_reaction.chat.id, "thank you")


@pytest.fixture
async def running_bot(world: World, base: str) -> AsyncIterator[None]:
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(world.token).base_url(f"{base}/bot").build()
    )
    application.add_handlers(
        [
            CommandHandler("start", _start),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, _correct),
            MessageHandler(filters.TEXT, _record),
            CallbackQueryHandler(_undo),
            MessageReactionHandler(_thank),
        ]
    )
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield
        await application.updater.stop()
        await application.stop()


pytestmark = pytest.mark.usefixtures("running_bot")


async def test_a_message_is_answered_with_a_formatted_reply(world: World, anna: Person) -> None:
    asked = anna.say("coffee 300")

    answer = await world.answer_to(asked)

    assert answer.text == "coffee 300"
    assert answer.entities == [{"type": "bold", "offset": 0, "length": 10}]
    assert answer.reply_to_id == asked.id
    assert answer.buttons == [["Undo"]]
    assert world.current(asked).emoji == ["👀"]


async def test_a_command_of_a_person_carries_its_entity_so_that_command_handlers_see_it(
    world: World, anna: Person
) -> None:
    answer = await world.answer_to(anna.say("/start"))

    assert answer.text == "Welcome"


async def test_a_tap_is_answered_and_the_message_edited_in_place(world: World, anna: Person) -> None:
    card = await world.answer_to(anna.say("coffee 300"))

    anna.tap(card, "Undo")

    await world.until(lambda: world.current(card).is_edited)
    edited = world.current(card)
    assert (edited.text, edited.buttons) == ("undone", [])
    assert world.calls_of("answerCallbackQuery")[0].params["text"] == "Undone"


async def test_an_edit_of_a_person_reaches_the_bot(world: World, anna: Person) -> None:
    asked = anna.say("coffee 300")
    first = await world.answer_to(asked)

    anna.edit(asked, "coffee 350")

    assert (await world.answer_to(first)).text == "corrected to coffee 350"


async def test_a_reaction_of_a_person_reaches_the_bot_in_a_private_chat(world: World, anna: Person) -> None:
    card = await world.answer_to(anna.say("coffee 300"))

    anna.react(card, "👍")

    assert (await world.answer_to(card)).text == "thank you"


async def test_a_group_is_heard_by_a_command_and_by_a_reply_only(
    world: World, anna: Person, home: Chat
) -> None:
    anna.say("nobody listens", chat=home)
    welcome = await world.answer_to(anna.say("/start", chat=home))

    answer = await world.answer_to(anna.say("coffee 300", chat=home, reply_to=welcome))

    assert [message.text for message in world.from_bot(home)] == ["Welcome", answer.text]


async def test_an_error_answer_becomes_the_exception_of_its_kind_and_polling_goes_on(
    world: World, anna: Person
) -> None:
    world.inject({"no_such_kind": {}})

    answer = await world.answer_to(anna.say("still there?"))

    assert answer.text == "still there?"
