from dataclasses import dataclass, field

from benchmarks import story
from benchmarks.filling import Past
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Report, Steps, Table
from benchmarks.samples import Samples, Stopwatch, median_ratio
from benchmarks.template import Template, filled
from manager import ConversationManager, utc_now

LOADS = 64
"""Contexts of a block."""

COLUMNS = (
    "messages",
    "open_turn p50 ms",
    "raw p50 ms",
    "p50 ×",
    "open_turn p95 ms",
    "raw p95 ms",
    "open_turn right after a booking, p50 ms",
    "right after a booking, p50 ×",
    "raw, conversation only, p50 ms",
    "loads each",
)


@dataclass(frozen=True, slots=True)
class Loads:
    """What `open_turn` and the raw queries loaded: one after another, and each right after a booking."""

    ours: Samples = field(default_factory=Samples)
    ours_booked: Samples = field(default_factory=Samples)
    whole: Samples = field(default_factory=Samples)
    whole_booked: Samples = field(default_factory=Samples)
    thread: Samples = field(default_factory=Samples)

    def add(self, watches: tuple[Stopwatch, ...]) -> None:
        """Keep one block of each."""
        every = (self.ours, self.ours_booked, self.whole, self.whole_booked, self.thread)
        for samples, watch in zip(every, watches, strict=True):
            samples.add(watch.durations, sum(watch.durations))


async def measure(plan: Plan, steps: Steps) -> Report:
    """The context of a reply into a conversation of twenty messages, beside the queries it needs at least."""
    rows: list[tuple[Cell, ...]] = []
    for size in plan.sizes(THOUSAND, HUNDRED_THOUSAND):
        async with filled(size, 2 * LOADS * (plan.rounds + 1), steps) as template:
            loads = await _contest(template, plan.rounds, size, steps)
        ours, booked, whole = loads.ours, loads.ours_booked, loads.whole
        half = (ours.milliseconds(0.5), whole.milliseconds(0.5), median_ratio(ours, whole, 0.5))
        late = (ours.milliseconds(0.95), whole.milliseconds(0.95))
        fresh = (booked.milliseconds(0.5), median_ratio(booked, loads.whole_booked, 0.5))
        rows.append((named(size), *half, *late, *fresh, loads.thread.milliseconds(0.5), ours.count))
    title = "Loading the context of a reply into a conversation of 20 messages"
    return Report(
        "context",
        (Table(title, COLUMNS, tuple(rows)),),
        (
            "Raw: the rows of the same answers, untyped.",
            "Conversation: itself, 20 messages, draft, question, operation, card.",
            "Around it: person, chat, open conversations, book, accounts and their use, categories.",
            "We keep what is around it until it is written: a booking has the use of accounts counted anew.",
            f"{plan.rounds} rounds of alternating blocks of {LOADS} loads.",
        ),
    )


async def _contest(template: Template, rounds: int, size: int, steps: Steps) -> Loads:
    path, past = template.copy("ours.db")
    raw_path, raw_past = template.copy("raw.db")
    places = past.long_threads
    manager, raw = await story.open_manager(path, utc_now), RawBook(raw_path, utc_now)
    loads = Loads()
    try:
        with steps.of(f"contexts at {named(size)} messages", rounds + 1) as step:
            for number in range(rounds + 1):
                # A step that shares no factor with the usual counts: the whole file is visited.
                chosen = [places[(number * LOADS + one) * 7919 % len(places)] for one in range(LOADS)]
                watches = (
                    await _ours(manager, chosen),
                    await _ours_after_bookings(manager, past, chosen),
                    *_raw(raw, raw_past, chosen),
                )
                if number:
                    loads.add(watches)
                step.advance()
    finally:
        raw.close()
        await manager.close()
    return loads


async def _ours(manager: ConversationManager, chosen: list[tuple[int, int]]) -> Stopwatch:
    watch = Stopwatch()
    for place in chosen:
        await _open(manager, place, watch)
    return watch


async def _ours_after_bookings(
    manager: ConversationManager, past: Past, chosen: list[tuple[int, int]]
) -> Stopwatch:
    watch = Stopwatch()
    for place in chosen:
        exchange = past.exchange(0)
        (conversation_id,) = await manager.record(story.asking(exchange, utc_now))
        await manager.record(story.booking(exchange, conversation_id, utc_now))
        await _open(manager, place, watch)
    return watch


async def _open(manager: ConversationManager, place: tuple[int, int], watch: Stopwatch) -> None:
    chat_id, message_id = place
    incoming = story.said(chat_id, 1 << 40, "not 300 but 350", utc_now, reply_to=message_id)
    with watch:
        await manager.open_turn(incoming)


def _raw(raw: RawBook, past: Past, chosen: list[tuple[int, int]]) -> tuple[Stopwatch, Stopwatch, Stopwatch]:
    whole, booked, thread = Stopwatch(), Stopwatch(), Stopwatch()
    for place in chosen:
        _query(raw, place, whole)
    for place in chosen:
        exchange = past.exchange(0)
        raw.book(exchange, raw.ask(exchange))
        _query(raw, place, booked)
    for chat_id, message_id in chosen:
        with thread:
            raw.thread(chat_id, message_id)
    return whole, booked, thread


def _query(raw: RawBook, place: tuple[int, int], watch: Stopwatch) -> None:
    chat_id, message_id = place
    with watch:
        raw.thread(chat_id, message_id)
        raw.surroundings(chat_id)
