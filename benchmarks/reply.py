import random
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import story
from benchmarks.filling import CHATS, fill_addresses
from benchmarks.plan import MILLION, Plan, named
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Report, Steps, Table
from benchmarks.samples import Samples, Stopwatch, median_ratio
from manager import utc_now

TEN_THOUSAND = 10_000
LOOKUPS = 1_000
"""Lookups of a block."""

COLUMNS = ("addresses", "ours p50 ms", "raw p50 ms", "p50 ×", "ours p99 ms", "raw p99 ms", "lookups each")


async def measure(plan: Plan, steps: Steps) -> Report:
    """Finding the conversation of a reply, by the number of messages that may be replied to."""
    rows: list[tuple[Cell, ...]] = []
    for size in plan.sizes(TEN_THOUSAND, MILLION):
        ours, raw = await _contest(size, plan.rounds, steps)
        half = (ours.milliseconds(0.5), raw.milliseconds(0.5), median_ratio(ours, raw, 0.5))
        rows.append((named(size), *half, ours.milliseconds(0.99), raw.milliseconds(0.99), ours.count))
    table = Table("find_conversation_by_reply", COLUMNS, tuple(rows))
    note = (
        f"{plan.rounds} rounds of alternating blocks of {LOOKUPS} lookups of random messages. "
        "Ours includes the hop to the database thread and back."
    )
    return Report("reply", (table,), (note,))


async def _contest(size: int, rounds: int, steps: Steps) -> tuple[Samples, Samples]:
    dice = random.Random(size)  # noqa: S311  # the same lookups in every run
    ours, raw_samples = Samples(), Samples()
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        path = str(Path(folder) / "addresses.db")
        await story.found_book(path, utc_now)
        with steps.of(f"filling {size:,} addresses", size) as step:
            fill_addresses(path, size, step.advance)
        manager, raw = await story.open_manager(path, utc_now), RawBook(path, utc_now)
        try:
            with steps.of(f"lookups among {named(size)}", rounds + 1) as step:
                for number in range(rounds + 1):
                    places = [
                        (story.OWNER + dice.randrange(CHATS), dice.randint(1, size // CHATS + 1))
                        for _ in range(LOOKUPS)
                    ]
                    our_watch, raw_watch = Stopwatch(), Stopwatch()
                    for chat_id, message_id in places:
                        with our_watch:
                            found = await manager.find_conversation_by_reply(chat_id, message_id)
                        with raw_watch:
                            same = raw.find(chat_id, message_id)
                        if found != same[0]:
                            raise AssertionError(f"{found} is not {same[0]}")
                    if number:
                        ours.add(our_watch.durations, sum(our_watch.durations))
                        raw_samples.add(raw_watch.durations, sum(raw_watch.durations))
                    step.advance()
        finally:
            raw.close()
            await manager.close()
    return ours, raw_samples
