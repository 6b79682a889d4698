"""Replaying many cases, one after another or, where a far model answers, side by side."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agents import Reader
from agents.asking import Model
from evals.case import Case
from evals.prediction import Prediction
from evals.replay import replay
from evals.scoring import Verdict, judge


@dataclass(frozen=True, slots=True)
class Run:
    """One case with what was predicted for it, and what that is worth."""

    prediction: Prediction
    verdict: Verdict


async def run_all(
    cases: Sequence[Case],
    rules: Reader,
    model: Model | None = None,
    *,
    at_once: int = 1,
    advance: Callable[[], None] = lambda: None,
) -> tuple[Run, ...]:
    """Replay and judge all cases, in their order; `advance` is called after each."""
    free = asyncio.Semaphore(at_once)

    async def run(case: Case) -> Run:
        async with free:
            prediction = await replay(case, rules, model)
        advance()
        return Run(prediction, judge(case, prediction))

    return tuple(await asyncio.gather(*map(run, cases)))
