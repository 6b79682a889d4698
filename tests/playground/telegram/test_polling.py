import asyncio

import httpx
import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from playground.telegram import Chat, ManualClock, Person, World


def _texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


async def test_a_poll_is_held_until_an_update_comes(world: World, bot: Bot, anna: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.update_queue.polls)
    assert not poll.done()

    anna.say("hello")

    assert _texts(await asyncio.wait_for(poll, 30)) == ["hello"]


async def test_a_poll_without_updates_ends_empty_after_its_timeout_and_not_before(bot: Bot) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()

    updates = await bot.get_updates(timeout=1)

    assert updates == ()
    assert 0.9 < loop.time() - began < 20


async def test_what_is_not_confirmed_is_served_again(bot: Bot, anna: Person) -> None:
    anna.say("one")

    first, second = await bot.get_updates(), await bot.get_updates()

    assert first == second
    assert _texts(second) == ["one"]


async def test_a_higher_offset_confirms_for_good(world: World, bot: Bot, anna: Person) -> None:
    anna.say("one")
    anna.say("two")
    first, _ = await bot.get_updates()

    assert _texts(await bot.get_updates(offset=first.update_id + 1)) == ["two"]
    assert _texts(await bot.get_updates()) == ["two"]
    assert (world.update_queue.read_offset, len(world.pending_updates)) == (first.update_id + 1, 1)


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot: Bot, anna: Person) -> None:
    for text in ("one", "two", "three"):
        anna.say(text)

    assert _texts(await bot.get_updates(offset=-1)) == ["three"]
    assert _texts(await bot.get_updates()) == ["three"]


async def test_a_limit_cuts_the_batch_and_keeps_the_order(bot: Bot, anna: Person) -> None:
    for text in ("one", "two", "three"):
        anna.say(text)

    assert _texts(await bot.get_updates(limit=2)) == ["one", "two"]


async def test_an_offset_of_an_older_numbering_confirms_nothing(world: World, bot: Bot, anna: Person) -> None:
    world.update_queue.number_from(700)
    anna.say("after the new numbering")

    assert _texts(await bot.get_updates(offset=90_000)) == ["after the new numbering"]


async def test_an_update_is_kept_for_a_day_and_not_longer(bot: Bot, anna: Person, clock: ManualClock) -> None:
    anna.say("old")
    clock.advance(hours=23, minutes=59)
    anna.say("new")
    assert _texts(await bot.get_updates()) == ["old", "new"]

    clock.advance(minutes=2)

    assert _texts(await bot.get_updates()) == ["new"]


async def test_reactions_are_queued_only_for_a_bot_that_asked_for_them_and_the_choice_is_remembered(
    bot: Bot, anna: Person
) -> None:
    message = anna.say("hello")
    anna.react(message, "👍")
    await bot.get_updates(allowed_updates=["message", "message_reaction"])
    await bot.get_updates()

    anna.react(message, "👎")

    kinds = [update.message_reaction is not None for update in await bot.get_updates()]
    assert kinds == [False, True]


async def test_a_kind_that_is_not_asked_for_is_not_queued(bot: Bot, anna: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    anna.say("hello")
    await bot.get_updates(allowed_updates=[])
    anna.say("again")

    assert _texts(await bot.get_updates()) == ["again"]


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()

    await bot.delete_webhook()

    assert await bot.get_updates() == ()


async def test_a_second_poll_ends_the_first(world: World, base: str, bot: Bot, anna: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.update_queue.polls == 1)

    async with Bot(world.token, base_url=f"{base}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=30))

        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        anna.say("for the second")
        assert _texts(await second) == ["for the second"]


async def test_a_webhook_ends_a_poll_that_is_held(world: World, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.update_queue.polls)

    await bot.set_webhook("https://example.org/hook")

    with pytest.raises(Conflict):
        await poll


async def test_a_client_that_left_during_its_poll_costs_no_update(
    world: World, client: httpx.AsyncClient, bot: Bot, anna: Person
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await client.post("getUpdates", data={"timeout": "30"}, timeout=0.1)

    anna.say("not lost")

    assert _texts(await bot.get_updates(timeout=5)) == ["not lost"]
    assert world.update_queue.polls == 2


async def test_a_bot_never_receives_its_own_messages(bot: Bot, home: Chat, anna: Person) -> None:
    await bot.send_message(anna.id, "hello")
    await bot.send_message(home.id, "/start")

    assert await bot.get_updates() == ()


async def test_dropping_pending_updates_empties_the_queue(bot: Bot, anna: Person) -> None:
    anna.say("one")

    await bot.delete_webhook(drop_pending_updates=True)

    assert await bot.get_updates() == ()


async def test_blocking_and_unblocking_are_told_to_the_bot(bot: Bot, anna: Person) -> None:
    anna.block()
    anna.unblock()

    members = [update.my_chat_member for update in await bot.get_updates()]

    assert [member.new_chat_member.status for member in members if member] == ["kicked", "member"]
