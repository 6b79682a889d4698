import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.peers.contenders import ROOT, Contender

LINE_BYTES: Final = 1 << 22
STRACE = shutil.which("strace")
SYNCED_TURNS: Final = (5, 25)
"""Of two runs whose syncs are counted; the difference is without opening and closing."""


class ContenderError(Exception):
    """A contender ended before it answered; the message is the last that it said."""


@dataclass(frozen=True, slots=True)
class Order:
    """A block of turns: so many chats at once, so many turns of each; none begins after `seconds`."""

    chats: int
    each: int
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Block:
    """What the turns of a block took, and all of it, in seconds."""

    durations: list[float]
    elapsed: float


@dataclass(frozen=True, slots=True)
class Served:
    """A contender in a process of its own, filled and waiting; `settings` are pragmas of its connection."""

    process: asyncio.subprocess.Process
    settings: dict[str, Any]

    async def block(self, order: Order) -> Block:
        """Play a block."""
        if self.process.stdin:
            self.process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        return Block(**await _answer(self.process))


@asynccontextmanager
async def served(contender: Contender, messages: int, before: tuple[str, ...] = ()) -> AsyncIterator[Served]:
    """Start a contender over a file with so many messages, and end it after use."""
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        process = await asyncio.create_subprocess_exec(
            *before,
            *contender.over(Path(folder) / "memory", messages),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_BYTES,
        )
        try:
            yield Served(process, await _answer(process))
        finally:
            if process.stdin:
                process.stdin.close()  # no more orders: it ends
            await process.communicate()


async def _answer(process: asyncio.subprocess.Process) -> dict[str, Any]:
    line = await process.stdout.readline() if process.stdout else b""
    if not line:
        _, said = await process.communicate()
        raise ContenderError((said.decode(errors="replace").splitlines() or ["no word"])[-1])
    answer: dict[str, Any] = json.loads(line)
    return answer


async def syncs_per_turn(contender: Contender) -> float | None:
    """How often a turn waits for the disk (fsync, fdatasync); None where no strace can count it."""
    if STRACE is None:
        return None
    counts = []
    for turns in SYNCED_TURNS:
        with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
            summary = Path(folder) / "syncs"
            before = (STRACE, "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", str(summary))
            try:
                async with served(contender, 20, before) as process:
                    await process.block(Order(chats=1, each=turns, seconds=60))
            except ContenderError:
                return None
            counts.append(_counted(summary))
    return (counts[1] - counts[0]) / (SYNCED_TURNS[1] - SYNCED_TURNS[0])


def _counted(summary: Path) -> int:
    """The calls of a summary: percent, seconds, microseconds a call, calls, perhaps errors, name."""
    rows = [line.split() for line in summary.read_text(encoding="utf-8").splitlines()]
    return sum(int(row[3]) for row in rows if row and row[-1] in ("fsync", "fdatasync"))
