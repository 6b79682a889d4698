import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Final

from crashes.meddling.acts import Act, Meddler
from crashes.meddling.bench import Far, bench, far
from crashes.meddling.judgement import Judge
from playground.sheets.errors import Json
from sheets import SheetError

STEPS: Final = 5
"""A write takes four calls when nobody interferes: the act comes before one of them, or after all."""

KEPT_OUT: Final[tuple[Act, ...]] = ("revoke access", "trash")
"""When people take these back, all that waited is written."""

REST: Final = (timedelta(seconds=61), timedelta(minutes=5), timedelta(minutes=61))


@dataclass(slots=True)
class Sum:
    """What all runs of one act come to.

    `written_over` counts edits that are gone. `waiting` are the operations that were not in the sheet at the
    end, and said why.
    """

    act: Act
    runs: int = 0
    damaged: int = 0
    written_over: int = 0
    waiting: dict[str, int] = field(default_factory=dict)

    def add(self, told: "Told") -> None:
        """Count one more run."""
        self.runs += 1
        self.damaged += bool(told.findings)
        self.written_over += told.is_written_over
        for why in told.reasons.values():
            state = why.partition(":")[0]
            self.waiting[state] = self.waiting.get(state, 0) + 1


@dataclass(frozen=True, slots=True)
class Told:
    """One act before one call: what was wrong at the end, and what still waited, and why."""

    act: Act
    step: int
    seed: int
    findings: tuple[str, ...]
    reasons: Mapping[int, str]
    is_written_over: bool


def campaign(acts: Sequence[Act], seeds: Sequence[int]) -> Iterator[Told]:
    """Each act before each call, once for each seed."""
    with far() as google:
        for act, step, seed in product(acts, range(STEPS), seeds):
            yield asyncio.run(meddle(google, act, step, seed))


async def meddle(far: Far, act: Act, step: int, seed: int) -> Told:
    """Let people act once while the bot writes, and look at everything when it is at rest."""
    random = Random(f"{act} {step} {seed}")  # noqa: S311  # chance, no secret
    async with bench(far) as (one, sync):
        meddler = Meddler(one.spreadsheet, one.tab_id, random)
        await one.change()
        calls = iter(range(1, STEPS + 1))

        def count(event: Json) -> None:
            if event["type"] == "call" and next(calls, -1) == step:
                meddler.act(act)

        if step == 0:
            meddler.act(act)
        with far.google.listening(count):
            await sync.drain()
        if not meddler.has_acted:
            meddler.act(act)
        for time in REST:
            one.now += time
            await sync.drain()
        with suppress(SheetError):
            await sync.scan()  # as the next comparison does
            await sync.drain()
        judge = Judge(one, meddler, await one.reasons())
        findings, is_written_over = [*judge.findings()], judge.is_written_over()
        if act in KEPT_OUT:
            meddler.give_back()
            one.now += REST[-1]
            await sync.drain()
            findings += replace(judge, reasons={}).findings()
        return Told(act, step, seed, tuple(findings), judge.reasons, is_written_over)
