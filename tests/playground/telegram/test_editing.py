import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReactionTypeEmoji
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest

from playground.telegram import Chat, ManualClock, Person, World

UNDO = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo")]])
DONE = InlineKeyboardMarkup([[InlineKeyboardButton("Done", callback_data="done")]])


async def test_an_edit_answers_with_the_message_and_its_time(
    world: World, bot: Bot, anna: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=UNDO)
    clock.advance(minutes=5)

    edited = await bot.edit_message_text("two", anna.id, sent.message_id)

    assert isinstance(edited, Message)
    assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "two", None)
    assert (edited.date, edited.edit_date) == (sent.date, clock.present)
    assert world.message(anna, sent.message_id).is_edited


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "<b>one</b>", "HTML", reply_markup=UNDO)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(
            " <b>one</b>\n", anna.id, sent.message_id, parse_mode="HTML", reply_markup=UNDO
        )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=UNDO)


@pytest.mark.parametrize("text", ["one", "<i>one</i>"])
async def test_other_formatting_or_another_keyboard_is_a_change(bot: Bot, anna: Person, text: str) -> None:
    sent = await bot.send_message(anna.id, "<b>one</b>", "HTML", reply_markup=UNDO)

    await bot.edit_message_text(text, anna.id, sent.message_id, parse_mode="HTML", reply_markup=UNDO)
    edited = await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=DONE)

    assert isinstance(edited, Message)
    assert edited.reply_markup == DONE


async def test_what_is_not_there_cannot_be_edited_deleted_or_reacted_to(bot: Bot, anna: Person) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", anna.id, 77)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(anna.id, 77)
    with pytest.raises(BadRequest, match="Message to react not found"):
        await bot.set_message_reaction(anna.id, 77, "👀")
    with pytest.raises(BadRequest, match="Message identifier is not specified"):
        await bot.edit_message_text("x", anna.id)


async def test_the_message_of_the_same_id_in_another_chat_is_not_touched(
    world: World, bot: Bot, anna: Person, home: Chat
) -> None:
    private = await bot.send_message(anna.id, "private")
    shared = await bot.send_message(home.id, "shared")
    assert private.message_id == shared.message_id

    await bot.edit_message_text("changed", home.id, shared.message_id)

    assert world.message(anna, private.message_id).text == "private"


async def test_a_bot_edits_its_own_messages_only(bot: Bot, anna: Person) -> None:
    message = anna.say("mine")

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("yours", anna.id, message.id)


async def test_a_message_with_force_reply_can_never_be_edited(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "How much?", reply_markup=ForceReply())

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", anna.id, sent.message_id)


async def test_a_text_has_no_caption_to_edit(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "one")

    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(anna.id, sent.message_id, caption="x")


async def test_a_deleted_message_is_gone_and_nobody_tells_the_bot(
    world: World, bot: Bot, anna: Person
) -> None:
    sent = await bot.send_message(anna.id, "one")
    said = anna.say("two")
    world.delete(said)

    assert await bot.delete_messages(anna.id, [sent.message_id, 77])

    assert world.messages(anna) == []
    assert len(await bot.get_updates()) == 1


async def test_after_48_hours_a_message_is_edited_but_not_deleted(
    bot: Bot, anna: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(anna.id, "one")
    clock.advance(hours=49)

    assert await bot.edit_message_text("two", anna.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(anna.id, sent.message_id)


async def test_in_a_group_only_an_administrator_deletes_what_others_said(
    world: World, bot: Bot, anna: Person, home: Chat
) -> None:
    said = anna.say("hello", chat=home)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(home.id, said.id)

    world.promote_bot(home)

    assert await bot.delete_message(home.id, said.id)


async def test_each_emoji_that_the_client_knows_as_a_reaction_is_permitted(
    world: World, bot: Bot, anna: Person
) -> None:
    said = anna.say("hello")

    for emoji in ReactionEmoji:
        await bot.set_message_reaction(anna.id, said.id, ReactionTypeEmoji(emoji))
        assert world.current(said).emoji == [emoji.replace("\ufe0f", "")]


@pytest.mark.parametrize("emoji", ["✅", "❌", "x", ""])
async def test_other_emoji_are_refused_as_reactions(bot: Bot, anna: Person, emoji: str) -> None:
    said = anna.say("hello")

    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(anna.id, said.id, ReactionTypeEmoji(emoji))


async def test_a_bot_has_one_reaction_on_a_message_and_can_take_it_back(
    world: World, bot: Bot, anna: Person
) -> None:
    said = anna.say("hello")
    await bot.set_message_reaction(anna.id, said.id, "👀")
    await bot.set_message_reaction(anna.id, said.id, "✍")
    assert world.current(said).reactions == ((world.bot.id, "✍"),)
    with pytest.raises(BadRequest, match="Reactions_too_many"):
        await bot.set_message_reaction(anna.id, said.id, ["👀", "✍"])

    await bot.set_message_reaction(anna.id, said.id)

    assert world.current(said).reactions == ()


async def test_reactions_can_be_switched_off_in_a_group(
    world: World, bot: Bot, anna: Person, home: Chat
) -> None:
    said = anna.say("hello", chat=home)

    world.set_reactions(home, is_on=False)

    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(home.id, said.id, "👀")
    assert (await bot.get_chat(home.id)).available_reactions == ()


async def test_a_pressed_button_is_answered_once_and_within_a_minute(
    world: World, bot: Bot, anna: Person, clock: ManualClock
) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=UNDO)
    card = world.message(anna, sent.message_id)
    first, late = anna.tap(card, "Undo"), anna.tap(card, "undo")

    assert await bot.answer_callback_query(first, "Undone")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(first)
    clock.advance(seconds=61)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late)


async def test_a_toast_has_at_most_200_characters(world: World, bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=UNDO)
    query = anna.tap(world.message(anna, sent.message_id), "Undo")

    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query, "x" * 201)


async def test_a_late_tap_on_an_old_keyboard_carries_the_message_of_today(
    world: World, bot: Bot, anna: Person
) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=UNDO)
    old = world.message(anna, sent.message_id)
    await bot.edit_message_text("two", anna.id, sent.message_id)

    anna.tap(old, "Undo")

    (update,) = await bot.get_updates()
    assert update.callback_query
    assert isinstance(update.callback_query.message, Message)
    assert (update.callback_query.data, update.callback_query.message.text) == ("undo", "two")


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_a_tap_on_a_deleted_or_very_old_message_tells_only_which_it_was(
    world: World, bot: Bot, anna: Person, *, is_deleted: bool
) -> None:
    sent = await bot.send_message(anna.id, "one", reply_markup=UNDO)
    card = world.message(anna, sent.message_id)
    if is_deleted:
        await bot.delete_message(anna.id, card.id)

    anna.tap(card, "Undo", is_accessible=False)

    (update,) = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.message
    assert not update.callback_query.message.is_accessible
    assert update.callback_query.message.message_id == sent.message_id
