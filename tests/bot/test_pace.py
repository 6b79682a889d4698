import asyncio

import pytest

from bot.sending.pace import ROOM, Pace


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Seconds that pass only while somebody sleeps."""
    clock = Clock()
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        clock.seconds += seconds
        await real(0)

    monkeypatch.setattr("bot.sending.pace.asyncio.sleep", sleep)
    return clock


async def test_an_answer_never_waits(clock: Clock) -> None:
    pace = Pace(clock)

    for _ in range(10 * ROOM):
        await pace.turn(is_awaited=True)

    assert clock.seconds == 100


async def test_a_change_waits_while_answers_take_the_room(clock: Clock) -> None:
    pace = Pace(clock)
    for _ in range(ROOM):
        await pace.turn(is_awaited=True)
        clock.seconds += 0.01

    await pace.turn(is_awaited=False)

    assert clock.seconds == pytest.approx(101)


async def test_changes_alone_go_at_the_pace_of_the_room(clock: Clock) -> None:
    pace = Pace(clock)

    for _ in range(5 * ROOM):
        await pace.turn(is_awaited=False)

    assert clock.seconds == pytest.approx(104)
