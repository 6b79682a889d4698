from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from benchmarks import disk
from benchmarks.peers import contenders
from benchmarks.peers.contenders import PEERS, Contender
from benchmarks.peers.environment import PeerMissingError, cache_folder
from benchmarks.peers.process import Order, served, syncs_per_turn
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.report import Cell, Chart, Report, Steps, Table
from benchmarks.samples import Samples, throughput_ratio

ALONE = Order(chats=1, each=64)
CROWD = Order(chats=32, each=4)
MORE = "question, draft, operation, events, both outboxes, inbox, session"
COUNTED = "and it syncs (fsync, fdatasync) at least once a turn where strace can count"
FULL = 2
"""PRAGMA synchronous: each commit waits for the disk."""

OUR_NAME, RAW_NAME = contenders.OURS
COLUMNS = (
    "contender",
    "turn p50 ms",
    "turn p95 ms",
    "turns/s",
    "ours ×",
    "32 chats, turns/s",
    "32 chats, ours ×",
    "syncs a turn",
    "as durable",
    "turns",
)
FASTEST = ("messages", "one chat", "ours ×", "32 chats", "32 chats, ours ×")


@dataclass(slots=True)
class Score:
    """What a contender took with one chat and with many, and what its durability is known from."""

    alone: Samples = field(default_factory=Samples)
    crowd: Samples = field(default_factory=Samples)
    settings: dict[str, Any] = field(default_factory=dict)
    syncs: float | None = None

    @property
    def is_durable(self) -> bool:
        """Whether a turn that was kept is still there after the power failed."""
        asks_for_it = self.settings["synchronous"] in (None, FULL)
        return asks_for_it and (self.syncs is None or self.syncs >= 1)


Scores = dict[str, Score]


async def measure(plan: Plan, steps: Steps) -> Report:
    """A turn in Threadbook, in plain sqlite3 and in each peer that can be installed."""
    sizes = plan.sizes(THOUSAND, HUNDRED_THOUSAND) if plan.messages else (THOUSAND,)
    syncing = disk.syncing_milliseconds()
    turns = (plan.rounds + 1) * sum(order.chats * order.each for order in (ALONE, CROWD))
    field, missing = await _gathered(turns, steps)
    syncs: dict[str, float | None] = {}
    with steps.of("counting syncs", len(field)) as step:
        for contender in field:
            syncs[contender.name] = await syncs_per_turn(contender)
            step.advance()
    tables, fastest = [], []
    for size in sizes:
        scores = await _played(field, size, plan.rounds, steps)
        for name, score in scores.items():
            score.syncs = syncs[name]
        title = f"A person's message, the bot's message and the state, after {size:,} messages"
        tables.append(Table(title, COLUMNS, tuple(_row(name, scores) for name in scores)))
        fastest.append(_fastest_row(size, scores))
    tables.append(Table("Threadbook beside the fastest peer that is as durable", FASTEST, tuple(fastest)))
    hows = [f"{contender.name}: {contender.how}" for contender in field]
    synced = disk.told(syncing, disk.syncing_milliseconds())
    notes = (*_notes(plan), synced, *hows, *missing)
    return Report("peers", tuple(tables), notes, _chart(sizes[-1], scores))


async def _gathered(turns: int, steps: Steps) -> tuple[list[Contender], list[str]]:
    """All who take part, and why others do not."""
    field, missing = contenders.ours(turns), []
    with steps.of("installing peers", len(PEERS)) as step:
        for name, peer in PEERS.items():
            try:
                field.append(await contenders.installed(name, peer, cache_folder()))
            except PeerMissingError as error:
                missing.append(f"{name} was left out: {error}")
            step.advance()
    return field, missing


async def _played(field: Sequence[Contender], size: int, rounds: int, steps: Steps) -> Scores:
    """Everybody's blocks at one size; those of a round stand side by side, another first each time."""
    scores = {contender.name: Score() for contender in field}
    async with AsyncExitStack() as stack:
        processes = {}
        with steps.of(f"filling {named(size)} messages", len(field)) as step:
            for contender in field:
                processes[contender.name] = await stack.enter_async_context(served(contender, size))
                scores[contender.name].settings = processes[contender.name].settings
                step.advance()
        names = list(processes)
        with steps.of(f"turns after {named(size)} messages", rounds + 1) as step:
            for number in range(rounds + 1):
                first = number % len(names)
                for name in (*names[first:], *names[:first]):
                    alone, crowd = [await processes[name].block(order) for order in (ALONE, CROWD)]
                    if number:
                        scores[name].alone.add(alone.durations, sum(alone.durations))
                        scores[name].crowd.add(crowd.durations, crowd.elapsed)
                step.advance()
    return scores


def _row(name: str, scores: Scores) -> tuple[Cell, ...]:
    score, ours = scores[name], scores[OUR_NAME]
    return (
        name,
        score.alone.milliseconds(0.5),
        score.alone.milliseconds(0.95),
        score.alone.throughput,
        throughput_ratio(ours.alone, score.alone),
        score.crowd.throughput,
        throughput_ratio(ours.crowd, score.crowd),
        score.syncs,
        "yes" if score.is_durable else "no",
        score.alone.count + score.crowd.count,
    )


def _fastest_row(size: int, scores: Scores) -> tuple[Cell, ...]:
    ours = scores[OUR_NAME]
    peers = [name for name, score in scores.items() if name in PEERS and score.is_durable]
    if not peers:
        return (named(size), None, None, None, None)
    alone = max(peers, key=lambda name: scores[name].alone.throughput)
    crowd = max(peers, key=lambda name: scores[name].crowd.throughput)
    return (
        named(size),
        alone,
        throughput_ratio(ours.alone, scores[alone].alone),
        crowd,
        throughput_ratio(ours.crowd, scores[crowd].crowd),
    )


def _chart(size: int, scores: Scores) -> Chart:
    ordered = sorted(scores.items(), key=lambda item: item[1].crowd.throughput, reverse=True)
    return Chart(
        f"Turns kept in a second, after {size:,} messages",
        "turns a second, logarithmic; longer is better",
        tuple(name if score.is_durable else f"{name} (not durable)" for name, score in ordered),
        {
            f"{CROWD.chats} chats at once": [score.crowd.throughput for _, score in ordered],
            "one chat": [score.alone.throughput for _, score in ordered],
        },
        is_logarithmic=True,
    )


def _notes(plan: Plan) -> tuple[str, ...]:
    blocks = (
        f"{ALONE.each} turns of one chat and {CROWD.chats * CROWD.each} of {CROWD.chats} chats at once, "
        f"or as many as begin in {ALONE.seconds:g} seconds"
    )
    return (
        f"Threadbook and raw write far more a turn than the peers: {MORE}.",
        "Each runs in a process of its own, a peer in an environment of its own, all on the same event loop.",
        f"{plan.rounds} rounds of alternating blocks: {blocks}.",
        f"As durable: its connection asks for synchronous=FULL, {COUNTED}.",
        "A peer's past is one conversation that it kept itself, and copies of those rows.",
    )
