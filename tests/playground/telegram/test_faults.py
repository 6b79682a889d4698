import asyncio
import time
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from playground.telegram import Fault, Person, World


async def test_a_flood_limit_tells_how_long_to_wait(world: World, bot: Bot, anna: Person) -> None:
    world.fail(Fault("sendMessage", "429", retry_after=7))

    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(anna.id, "x")

    assert refusal.value.retry_after == timedelta(seconds=7)
    assert world.messages(anna) == []


@pytest.mark.parametrize(
    ("kind", "exception"),
    [
        ("500", NetworkError),
        ("403", Forbidden),
        ("401", InvalidToken),
        ("404", InvalidToken),
        ("garbage", TelegramError),
        ("reset", NetworkError),
    ],
)
async def test_a_fault_does_nothing_once_and_then_the_call_succeeds(
    world: World, bot: Bot, anna: Person, kind: str, exception: type[TelegramError]
) -> None:
    world.fail(Fault("sendMessage", kind))  # type: ignore[arg-type]  # each is a kind, see the list above

    with pytest.raises(exception):
        await bot.send_message(anna.id, "first")
    await bot.send_message(anna.id, "second")

    assert [message.text for message in world.messages(anna)] == ["second"]
    assert [call.is_ok for call in world.calls_of("sendMessage")] == [False, True]


async def test_a_lost_answer_means_that_the_message_stands_and_the_bot_does_not_know(
    world: World, bot: Bot, anna: Person
) -> None:
    world.fail(Fault("sendMessage", "lost_answer"))

    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "x")

    assert [message.text for message in world.messages(anna)] == ["x"]


async def test_a_reset_connection_sends_not_even_a_status_line(
    world: World, client: httpx.AsyncClient
) -> None:
    world.fail(Fault("getMe", "reset"))

    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)) as error:
        await client.post("getMe")

    assert "incomplete" not in str(error.value)


async def test_a_timeout_holds_the_answer_of_what_was_done(world: World, bot: Bot, anna: Person) -> None:
    world.fail(Fault("sendMessage", "timeout"))

    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "x", read_timeout=0.1)

    assert [message.text for message in world.messages(anna)] == ["x"]


async def test_clearing_the_faults_lets_go_of_held_answers(world: World, bot: Bot, anna: Person) -> None:
    world.fail(Fault("sendMessage", "timeout", count=None))
    sending = asyncio.create_task(bot.send_message(anna.id, "x"))
    await world.until(lambda: world.messages(anna))
    await world.until(lambda: world.calls_of("sendMessage"))
    assert not sending.done()

    world.faults.clear()

    assert (await asyncio.wait_for(sending, 30)).text == "x"


async def test_a_fault_of_any_method_meets_polling_too(world: World, bot: Bot, anna: Person) -> None:
    world.fail(Fault("*", "500", count=2))

    with pytest.raises(NetworkError):
        await bot.get_updates()
    with pytest.raises(NetworkError):
        await bot.send_chat_action(anna.id, "typing")

    assert await bot.get_updates() == ()


async def test_a_fault_concerns_its_method_only_and_lasts_until_cleared_without_a_count(
    world: World, bot: Bot, anna: Person
) -> None:
    world.fail(Fault("sendmessage", "403", count=None))

    await bot.send_chat_action(anna.id, "typing")
    for _ in range(3):
        with pytest.raises(Forbidden):
            await bot.send_message(anna.id, "x")
    world.faults.clear()

    assert await bot.send_message(anna.id, "x")


async def test_faults_are_used_up_in_the_order_in_which_they_were_made(
    world: World, bot: Bot, anna: Person
) -> None:
    world.fail(Fault("sendMessage", "500", count=2))
    world.fail(Fault("*", "403"))
    kinds = []

    for _ in range(3):
        with pytest.raises(TelegramError) as error:
            await bot.send_message(anna.id, "x")
        kinds.append(type(error.value))

    assert kinds == [NetworkError, NetworkError, Forbidden]
    assert world.faults.listed == ()


async def test_a_held_answer_does_not_outlive_the_server(bot: Bot, world: World, anna: Person) -> None:
    world.fail(Fault("sendMessage", "timeout"))
    began = time.perf_counter()

    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "x", read_timeout=0.05)

    assert time.perf_counter() - began < 15
