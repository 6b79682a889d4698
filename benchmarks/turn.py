import asyncio
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks import story
from benchmarks.filling import Past
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Report, Steps, Table
from benchmarks.samples import Samples, Stopwatch, median_ratio, throughput_ratio
from benchmarks.story import Exchange
from benchmarks.template import Template, filled
from manager import ConversationManager, utc_now

EXCHANGES = 64
"""Exchanges of a block; each is two turns."""

AT_ONCE = 32
COLUMNS = (
    "messages",
    "ours p50 ms",
    "raw p50 ms",
    "p50 ×",
    "ours p95 ms",
    "raw p95 ms",
    "p95 ×",
    "turns each",
)
CROWD = (
    "messages",
    "raw one by one, turns/s",
    "ours one by one, turns/s",
    "×",
    "ours 32 at once, turns/s",
    "32 ×",
)


def _kinds() -> dict[str, Samples]:
    return {kind: Samples() for kind in ("ask", "book", "both")}


@dataclass(slots=True)
class Contest:
    """What both contenders took, by kind of turn, and with one chat and with many."""

    ours: dict[str, Samples] = field(default_factory=_kinds)
    raw: dict[str, Samples] = field(default_factory=_kinds)
    crowd_ours: Samples = field(default_factory=Samples)
    crowd_raw: Samples = field(default_factory=Samples)


async def measure(plan: Plan, steps: Steps) -> Report:
    """Durable turns beside a raw loop that writes the same rows, in alternating blocks."""
    turns: dict[str, list[tuple[Cell, ...]]] = {"ask": [], "book": [], "both": []}
    crowd: list[tuple[Cell, ...]] = []
    for size in plan.sizes(THOUSAND, HUNDRED_THOUSAND):
        waiting = 2 * 2 * EXCHANGES * (plan.rounds + 1)
        async with filled(size, waiting, steps) as template:
            contest = await _contest(template, plan.rounds, size, steps)
        for kind, rows in turns.items():
            rows.append(_row(size, contest.ours[kind], contest.raw[kind]))
        crowd.append(_crowd_row(size, contest))
    titles = {
        "both": "A durable turn: ConversationManager.record beside raw sqlite3 (one chat)",
        "ask": "… of these, turns that end in a question",
        "book": "… of these, turns that book an operation",
    }
    tables = tuple(Table(title, COLUMNS, tuple(turns[kind])) for kind, title in titles.items())
    return Report(
        "turn",
        (*tables, Table(f"Throughput, {AT_ONCE} chats", CROWD, tuple(crowd))),
        (
            "Same rows, same schema.sql, same pragmas (WAL, synchronous=FULL), one transaction a turn.",
            "The raw loop looks nothing up, checks nothing, and makes no values from objects.",
            f"{plan.rounds} rounds of alternating blocks of {2 * EXCHANGES} turns.",
            "Quantiles are medians over blocks, ratios are medians over neighbouring blocks.",
        ),
    )


async def _contest(template: Template, rounds: int, size: int, steps: Steps) -> Contest:
    (our_path, our_past), (raw_path, raw_past) = template.copy("ours.db"), template.copy("raw.db")
    manager, raw = await story.open_manager(our_path, utc_now), RawBook(raw_path, utc_now)
    warming, contest = Contest(), Contest()
    try:
        with steps.of(f"turns at {named(size)} messages", rounds + 1) as step:
            for number in range(rounds + 1):
                into = contest if number else warming
                for ours_first in (bool(number % 2), not number % 2):
                    if ours_first:
                        await _ours(manager, our_past, into)
                    else:
                        _raw(raw, raw_past, into)
                step.advance()
    finally:
        raw.close()
        await manager.close()
    return contest


async def _ours(manager: ConversationManager, past: Past, into: Contest) -> None:
    ask, book = Stopwatch(), Stopwatch()
    begun = perf_counter()
    for _ in range(EXCHANGES):
        exchange = past.exchange(0)
        turn = story.asking(exchange, utc_now)
        with ask:
            (conversation_id,) = await manager.record(turn)
        turn = story.booking(exchange, conversation_id, utc_now)
        with book:
            await manager.record(turn)
    _keep(into.ours, ask, book, perf_counter() - begun)
    chats = [[past.exchange(chat) for _ in range(EXCHANGES // AT_ONCE)] for chat in range(AT_ONCE)]
    begun = perf_counter()
    durations = await asyncio.gather(*(_chat(manager, exchanges) for exchanges in chats))
    into.crowd_ours.add([one for chat in durations for one in chat], perf_counter() - begun)


async def _chat(manager: ConversationManager, exchanges: list[Exchange]) -> list[float]:
    watch = Stopwatch()
    for exchange in exchanges:
        turn = story.asking(exchange, utc_now)
        with watch:
            (conversation_id,) = await manager.record(turn)
        turn = story.booking(exchange, conversation_id, utc_now)
        with watch:
            await manager.record(turn)
    return watch.durations


def _raw(raw: RawBook, past: Past, into: Contest) -> None:
    ask, book = Stopwatch(), Stopwatch()
    begun = perf_counter()
    for _ in range(EXCHANGES):
        exchange = past.exchange(0)
        with ask:
            conversation_id = raw.ask(exchange)
        with book:
            raw.book(exchange, conversation_id)
    _keep(into.raw, ask, book, perf_counter() - begun)
    watch = Stopwatch()
    chats = [past.exchange(chat) for _ in range(EXCHANGES // AT_ONCE) for chat in range(AT_ONCE)]
    begun = perf_counter()
    for exchange in chats:
        with watch:
            conversation_id = raw.ask(exchange)
        with watch:
            raw.book(exchange, conversation_id)
    into.crowd_raw.add(watch.durations, perf_counter() - begun)


def _keep(into: dict[str, Samples], ask: Stopwatch, book: Stopwatch, elapsed: float) -> None:
    into["ask"].add(ask.durations, elapsed)
    into["book"].add(book.durations, elapsed)
    into["both"].add([*ask.durations, *book.durations], elapsed)


def _row(size: int, ours: Samples, raw: Samples) -> tuple[Cell, ...]:
    half = (ours.milliseconds(0.5), raw.milliseconds(0.5), median_ratio(ours, raw, 0.5))
    most = (ours.milliseconds(0.95), raw.milliseconds(0.95), median_ratio(ours, raw, 0.95))
    return (named(size), *half, *most, ours.count)


def _crowd_row(size: int, contest: Contest) -> tuple[Cell, ...]:
    raw, alone, crowd = contest.crowd_raw, contest.ours["both"], contest.crowd_ours
    return (
        named(size),
        raw.throughput,
        alone.throughput,
        throughput_ratio(alone, raw),
        crowd.throughput,
        throughput_ratio(crowd, raw),
    )
