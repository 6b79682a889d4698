"""Many runs side by side, and their sum."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TypeVar

from crashes.runs import Pace, Report, at_point, at_random
from crashes.verdict import BREACHES
from manager import POINTS

KILLS_PER_RUN: Final = 12
"""Random kills are shared out to runs of so many, so that one bad run does not hide the others."""

Run = Coroutine[Any, Any, Report]
Returned = TypeVar("Returned")


@dataclass(slots=True)
class Sum:
    """What many runs come to. `breaches` counts by kind; a kind that never happened counts 0.

    `cut_short` says why not all were played.
    """

    runs: int = 0
    deaths: int = 0
    updates: int = 0
    operations: int = 0
    rows: int = 0
    repeats: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    breaches: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BREACHES, 0))
    unreached: list[str] = field(default_factory=list)
    longest_drain_seconds: float = 0.0
    cut_short: str = ""

    def add(self, report: Report) -> None:
        """Count one more run."""
        self.runs += 1
        self.deaths += report.deaths
        self.updates += report.updates
        self.operations += report.operations
        self.rows += report.rows
        self.repeats += report.repeats
        for name, count in report.faults.items():
            self.faults[name] = self.faults.get(name, 0) + count
        self.longest_drain_seconds = max(self.longest_drain_seconds, report.drain_seconds)
        if report.deaths < report.wanted_deaths:
            self.unreached.append(
                f"{report.name} seed {report.seed}: {report.deaths} of {report.wanted_deaths}"
            )
        for finding in report.findings:
            self.breaches[finding.breach] += 1

    @property
    def is_clean(self) -> bool:
        """Whether no promise was broken."""
        return not any(self.breaches.values())

    def json(self) -> dict[str, Any]:
        """The sum as JSON."""
        return asdict(self)


def point_runs(points: Iterable[str], hits: Iterable[int], seeds: int, pace: Pace) -> Iterator[Run]:
    """One run for every point, hit and seed.

    Raises:
        ValueError: there is no such point.
    """
    chosen = tuple(points) or POINTS
    if unknown := set(chosen) - set(POINTS):
        raise ValueError(f"there is no fail point {', '.join(sorted(unknown))}")
    places = [(point, hit, seed) for seed in range(1, seeds + 1) for hit in hits for point in chosen]
    return (at_point(point, hit, seed, pace) for point, hit, seed in places)


def random_runs(kills: int, seeds: int, pace: Pace) -> Iterator[Run]:
    """Runs that kill `kills` times together, with seeds from `seeds` up."""
    shares = [min(KILLS_PER_RUN, kills - done) for done in range(0, kills, KILLS_PER_RUN)]
    return (at_random(share, seeds + place, pace) for place, share in enumerate(shares))


async def side_by_side(
    runs: Iterable[Coroutine[Any, Any, Returned]], at_once: int
) -> AsyncIterator[Returned]:
    """Run all, so many at a time, and yield what each returns as it comes."""
    waiting = iter(runs)
    flying: set[asyncio.Task[Returned]] = set()
    try:
        while True:
            while len(flying) < at_once and (run := next(waiting, None)) is not None:
                flying.add(asyncio.create_task(run))
            if not flying:
                return
            done, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
    finally:
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)
