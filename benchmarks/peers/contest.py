import asyncio
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import story
from benchmarks.filling import Past
from benchmarks.peers.environment import PeerMissingError, cache_folder, environment
from benchmarks.plan import THOUSAND, Plan
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Report, Steps, Table
from benchmarks.samples import Samples, Stopwatch, median_ratio
from benchmarks.template import Template, filled
from manager import ConversationManager, utc_now

PEERS: Final = {
    "langgraph-checkpoint-sqlite": (
        "langgraph-checkpoint-sqlite==3.1.2",
        "the input, the node's writes, the step: what a graph of one node keeps",
    ),
    "openai-agents": (
        "openai-agents==0.24.0",
        "SQLiteSession kept for a conversation; words before the run, answer and state after",
    ),
    "python-telegram-bot": (
        "python-telegram-bot==22.8",
        "PicklePersistence written out each turn; no fsync, so not durable",
    ),
}
WORKER: Final = Path(__file__).parent / "worker.py"
TURNS: Final = 64
"""Turns of a block."""

OURS: Final = {
    "raw sqlite3": "our rows and the bot's message, one transaction",
    "Threadbook": "record, then store_bot_message: two transactions",
}

COLUMNS = ("contender", "turn p50 ms", "turn p95 ms", "× raw p50", "× ours p50", "turns")


@dataclass(slots=True)
class Contest:
    """What each contender took; the blocks of one number stood side by side."""

    samples: dict[str, Samples] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


async def measure(plan: Plan, steps: Steps) -> Report:
    """A turn in Threadbook, in plain sqlite3 and in each peer that can be installed."""
    size, contest = plan.messages or THOUSAND, Contest()
    pythons: dict[str, Path] = {}
    with steps.of("installing peers", len(PEERS)) as step:
        for peer, (requirement, _) in PEERS.items():
            try:
                pythons[peer] = await asyncio.to_thread(environment, requirement, cache_folder())
            except PeerMissingError as error:
                contest.missing.append(f"{peer} was left out: {error}")
            step.advance()
    async with filled(size, 2 * TURNS * (plan.rounds + 1), steps) as template:
        await _play(template, pythons, contest, plan.rounds, size, steps)
    ours, raw = contest.samples["Threadbook"], contest.samples["raw sqlite3"]
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            samples.milliseconds(0.5),
            samples.milliseconds(0.95),
            median_ratio(samples, raw, 0.5),
            median_ratio(samples, ours, 0.5),
            samples.count,
        )
        for name, samples in contest.samples.items()
    ]
    title = f"A person's message, the bot's message and the state, durably, after {size:,} messages"
    note = (
        "Threadbook and raw write far more a turn than the peers: question, operation with its version, both "
        "outboxes, inbox, session. Each peer runs in an environment of its own; blocks alternate."
    )
    hows = OURS | {peer: how for peer, (_, how) in PEERS.items()}
    told = (f"{name}: {hows[name]}" for name in contest.samples)
    return Report("peers", (Table(title, COLUMNS, tuple(rows)),), (note, *told, *contest.missing))


async def _play(
    template: Template, pythons: dict[str, Path], contest: Contest, rounds: int, size: int, steps: Steps
) -> None:
    (our_path, our_past), (raw_path, raw_past) = template.copy("ours.db"), template.copy("raw.db")
    manager, raw = await story.open_manager(our_path, utc_now), RawBook(raw_path, utc_now)
    try:
        with steps.of("turns", rounds + 1) as step:
            for number in range(rounds + 1):
                took = {"raw sqlite3": _raw(raw, raw_past), "Threadbook": await _ours(manager, our_past)}
                for peer, python in pythons.items():
                    took[peer] = await asyncio.to_thread(_peer, peer, python, size // 2)
                for name, durations in took.items() if number else ():
                    contest.samples.setdefault(name, Samples()).add(durations, sum(durations))
                step.advance()
    finally:
        raw.close()
        await manager.close()


def _raw(raw: RawBook, past: Past) -> list[float]:
    watch = Stopwatch()
    for _ in range(TURNS):
        exchange = past.exchange(0)
        conversation_id = raw.ask(exchange)
        with watch:
            raw.book(exchange, conversation_id, told=exchange.message_ids[1] + 1)
    return watch.durations


async def _ours(manager: ConversationManager, past: Past) -> list[float]:
    watch = Stopwatch()
    for _ in range(TURNS):
        exchange = past.exchange(0)
        (conversation_id,) = await manager.record(story.asking(exchange, utc_now))
        with watch:
            await manager.record(story.booking(exchange, conversation_id, utc_now))
            told = exchange.message_ids[1] + 1
            await manager.store_bot_message(conversation_id, exchange.chat_id, told, story.ASKED)
    return watch.durations


def _peer(peer: str, python: Path, before: int) -> list[float]:
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        command = [str(python), str(WORKER), peer, str(Path(folder) / "peer"), str(before), str(TURNS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)  # noqa: S603  # our own words
    durations: list[float] = json.loads(done.stdout)
    return durations
