import pytest
from telegram import Bot
from telegram.error import RetryAfter

from playground.telegram import ManualClock, World
from playground.telegram.errors import BotApiError
from playground.telegram.limits import RateLimits


def _refused(limits: RateLimits, chat_id: int, *, is_group: bool = False) -> int | None:
    try:
        limits.check(chat_id, is_group=is_group)
    except BotApiError as error:
        return int((error.parameters or {})["retry_after"])
    return None


def test_a_chat_takes_a_short_burst_and_then_one_message_a_second(clock: ManualClock) -> None:
    limits = RateLimits(clock)

    assert [_refused(limits, 1) for _ in range(6)] == [None] * 5 + [5]
    clock.advance(seconds=5)
    assert _refused(limits, 1) is None


def test_30_messages_a_second_are_the_most_for_all_chats(clock: ManualClock) -> None:
    limits = RateLimits(clock)

    assert [_refused(limits, chat_id) for chat_id in range(31)] == [None] * 30 + [1]


def test_a_group_takes_20_messages_a_minute(clock: ManualClock) -> None:
    limits = RateLimits(clock)
    for _ in range(20):
        assert _refused(limits, -1, is_group=True) is None
        clock.advance(seconds=1)

    assert _refused(limits, -1, is_group=True) == 40
    clock.advance(seconds=40)
    assert _refused(limits, -1, is_group=True) is None


@pytest.fixture
def world(clock: ManualClock) -> World:
    world = World(now=clock, has_limits=True)
    world.person("Anna")
    return world


async def test_a_world_with_limits_refuses_the_bot_and_keeps_nothing(world: World, bot: Bot) -> None:
    for number in range(5):
        await bot.send_message(1001, str(number))

    with pytest.raises(RetryAfter):
        await bot.send_message(1001, "too much")

    assert len(world.messages(1001)) == 5
