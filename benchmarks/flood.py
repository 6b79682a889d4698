import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from benchmarks.answer import Stage, staged
from benchmarks.plan import Plan
from benchmarks.report import Report, Steps, Table

PER_SECOND: Final = 300
"""Ten times what Telegram lets a bot answer in a second."""

UPDATES: Final = 3_000
PATIENCE_SECONDS: Final = 1_800.0
AMOUNT: Final = re.compile(r"Coffee — ([\d\N{NO-BREAK SPACE}]+) ₽")
COLUMNS: Final = (
    "updates",
    "offered /s",
    "not booked",
    "booked twice",
    "unanswered",
    "answered twice",
    "all answered after s",
)


@dataclass(frozen=True, slots=True)
class Flood:
    """What became of messages that came faster than Telegram takes answers; all but the last should be 0."""

    not_booked: int
    booked_twice: int
    unanswered: int
    answered_twice: int
    seconds: float


async def measure(plan: Plan, steps: Steps) -> Report:
    """Whether every message is booked and answered exactly once when ten times too many come."""
    count = plan.messages or UPDATES
    with steps.of(f"{PER_SECOND} messages a second", count) as step:
        async with staged(has_sheet=False) as stage:
            flood = await endured(stage, count)
        step.advance(count)
    row = (
        count,
        PER_SECOND,
        flood.not_booked,
        flood.booked_twice,
        flood.unanswered,
        flood.answered_twice,
        flood.seconds,
    )
    return Report(
        "flood",
        (Table("No answer lost at ten times the rate", COLUMNS, (row,)),),
        (
            "Each message has an amount of its own; books and chats are compared with what was written.",
            "The client's limiter lets 30 calls a second through, as Telegram does: the rest waits on disk.",
        ),
    )


async def endured(stage: Stage, count: int) -> Flood:
    """Write `count` messages at ten times the rate, wait for the last answer, and compare."""
    begun = perf_counter()
    for number in range(1, count + 1):
        await asyncio.sleep(max(0.0, begun + number / PER_SECOND - perf_counter()))
        stage.people[number % len(stage.people)].say(f"coffee {number} cash")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while sum(_answered(stage).values()) < count or await _is_busy(stage):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    seconds = perf_counter() - begun
    answered, booked = _answered(stage), await _booked(stage, count)
    written = range(1, count + 1)
    return Flood(
        not_booked=sum(booked[number] == 0 for number in written),
        booked_twice=sum(booked[number] > 1 for number in written),
        unanswered=sum(answered[number] == 0 for number in written),
        answered_twice=sum(answered[number] > 1 for number in written),
        seconds=seconds,
    )


def _answered(stage: Stage) -> Counter[int]:
    """How often each amount stands on a card of the bot."""
    texts = (message.text for person in stage.people for message in stage.world.from_bot(person))
    found = (AMOUNT.search(text) for text in texts)
    return Counter(int(re.sub(r"\D", "", one[1])) for one in found if one is not None)


async def _booked(stage: Stage, count: int) -> Counter[int]:
    habits = await stage.bot.manager.habits()
    if habits is None:
        return Counter()
    operations = await stage.bot.manager.last_operations(habits.book_id, limit=2 * count)
    return Counter(int(one.operation.amount.amount) for one in operations)


async def _is_busy(stage: Stage) -> bool:
    health = await stage.bot.manager.health()
    return bool(health.inbox_waiting or health.replies_waiting)
