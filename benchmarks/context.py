from benchmarks import story
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Report, Steps, Table
from benchmarks.samples import Samples, Stopwatch, median_ratio
from benchmarks.template import Template, filled
from manager import utc_now

LOADS = 64
"""Contexts of a block."""

COLUMNS = (
    "messages",
    "open_turn p50 ms",
    "raw p50 ms",
    "p50 ×",
    "open_turn p95 ms",
    "raw p95 ms",
    "raw, conversation only, p50 ms",
    "loads each",
)


async def measure(plan: Plan, steps: Steps) -> Report:
    """The context of a reply into a conversation of twenty messages, beside the queries it needs at least."""
    rows: list[tuple[Cell, ...]] = []
    for size in plan.sizes(THOUSAND, HUNDRED_THOUSAND):
        async with filled(size, 0, steps) as template:
            ours, whole, thread = await _contest(template, plan.rounds, size, steps)
        half = (ours.milliseconds(0.5), whole.milliseconds(0.5), median_ratio(ours, whole, 0.5))
        rest = (ours.milliseconds(0.95), whole.milliseconds(0.95), thread.milliseconds(0.5))
        rows.append((named(size), *half, *rest, ours.count))
    title = "Loading the context of a reply into a conversation of 20 messages"
    return Report(
        "context",
        (Table(title, COLUMNS, tuple(rows)),),
        (
            "Raw: the rows of the same answers, untyped.",
            "Conversation: itself, 20 messages, draft, question, operation, card.",
            "Around it: person, chat, open conversations, book, accounts and their use, categories.",
            f"{plan.rounds} rounds of alternating blocks of {LOADS} loads.",
        ),
    )


async def _contest(
    template: Template, rounds: int, size: int, steps: Steps
) -> tuple[Samples, Samples, Samples]:
    path, past = template.copy("ours.db")
    raw_path, _ = template.copy("raw.db")
    places = past.long_threads
    manager, raw = await story.open_manager(path, utc_now), RawBook(raw_path, utc_now)
    ours, whole, thread = Samples(), Samples(), Samples()
    try:
        with steps.of(f"contexts at {named(size)} messages", rounds + 1) as step:
            for number in range(rounds + 1):
                watches = [Stopwatch(), Stopwatch(), Stopwatch()]
                # A step that shares no factor with the usual counts: the whole file is visited.
                chosen = [places[(number * LOADS + one) * 7919 % len(places)] for one in range(LOADS)]
                for chat_id, message_id in chosen:
                    incoming = story.said(chat_id, 1 << 40, "not 300 but 350", utc_now, reply_to=message_id)
                    with watches[0]:
                        await manager.open_turn(incoming)
                for chat_id, message_id in chosen:
                    with watches[1]:
                        raw.thread(chat_id, message_id)
                        raw.surroundings(chat_id)
                for chat_id, message_id in chosen:
                    with watches[2]:
                        raw.thread(chat_id, message_id)
                if number:
                    for samples, watch in zip((ours, whole, thread), watches, strict=True):
                        samples.add(watch.durations, sum(watch.durations))
                step.advance()
    finally:
        raw.close()
        await manager.close()
    return ours, whole, thread
