"""Many plays on every core, and their sum."""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final, Literal

from crashes.planted import BUGS, NOTHING
from crashes.simulation.play import Script, Verdict, play
from crashes.verdict import BREACHES, Finding

Kind = Literal["stormy", "mortal", "together"]

SCRIPTS: Final[dict[Kind, Script]] = {
    "stormy": Script(deaths=0),
    "mortal": Script(people=0),
    "together": Script(),
}
"""People rearrange the sheet while answers are lost; the process dies while answers are lost; all of it."""

IN_TURN: Final[tuple[Kind, ...]] = ("stormy", "mortal", "together")


@dataclass(frozen=True, slots=True)
class Told:
    """One play: its kind, its verdict, and everything that happened in it, if that was asked for."""

    kind: Kind
    verdict: Verdict
    lines: tuple[str, ...] = ()


@dataclass(slots=True)
class Sum:
    """What many plays come to. `failed` are the seeds of those that found something, each with its kind."""

    plays: int = 0
    histories: int = 0
    operations: int = 0
    updates: int = 0
    deaths: int = 0
    faults: int = 0
    acts: int = 0
    hours: float = 0.0
    breaches: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BREACHES, 0))
    failed: dict[int, Kind] = field(default_factory=dict)

    def add(self, told: Told) -> None:
        """Count one more play."""
        verdict = told.verdict
        self.plays += 1
        self.histories += verdict.histories
        self.operations += verdict.operations
        self.updates += verdict.updates
        self.deaths += verdict.deaths
        self.faults += verdict.faults
        self.acts += verdict.acts
        self.hours += verdict.seconds / 3600
        for finding in verdict.findings:
            self.breaches[finding.breach] += 1
        if verdict.findings:
            self.failed[verdict.seed] = told.kind

    @property
    def is_clean(self) -> bool:
        """Whether no promise was broken."""
        return not self.failed

    def json(self) -> dict[str, Any]:
        """The sum as JSON."""
        return asdict(self)


def campaign(
    histories: int,
    first_seed: int,
    kinds: tuple[Kind, ...] = IN_TURN,
    *,
    at_once: int = 2,
    bug: str = NOTHING,
    is_traced: bool = False,
) -> Iterator[Told]:
    """Play seeds from `first_seed` up, the kinds in turn, until so many histories are told.

    None is begun before it is asked for: whoever stops asking waits for no more than `at_once`.
    What a seed plays depends on nothing but the seed and its kind.
    """
    os.environ["PYTHONHASHSEED"] = "0"  # for the processes that are started: the order of sets is chance too
    plays = -(-histories // Script().stories)
    seeds = iter(range(first_seed, first_seed + plays))
    context = get_context("spawn")
    with ProcessPoolExecutor(at_once, context, initializer=_begin, initargs=(bug,)) as pool:
        flying = {pool.submit(_play, seed, _kind(seed, kinds), is_traced) for seed in islice(seeds, at_once)}
        while flying:
            done, flying = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
            more = islice(seeds, len(done))
            flying |= {pool.submit(_play, seed, _kind(seed, kinds), is_traced) for seed in more}


def _kind(seed: int, kinds: tuple[Kind, ...]) -> Kind:
    return kinds[seed % len(kinds)]


def _begin(bug: str) -> None:
    logging.disable(logging.CRITICAL)
    BUGS[bug]()


def _play(seed: int, kind: Kind, is_traced: bool) -> Told:  # noqa: FBT001  # across processes
    lines: list[str] = []
    try:
        verdict = play(seed, SCRIPTS[kind], lines.append if is_traced else None)
    except Exception as error:  # noqa: BLE001  # whatever ends a play is a finding of its seed
        ended = Finding("bot ended", repr(error))
        verdict = Verdict(seed, 0, 0, 0, 0, 0, 0, 0.0, (ended,))
    return Told(kind, verdict, tuple(lines))
