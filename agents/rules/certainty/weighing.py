import tomllib
from functools import cache
from math import exp
from pathlib import Path
from typing import Final, Literal

from agents.rules.certainty.evidence import evidence
from agents.rules.operations.findings import Findings

WEIGHTS: Final = Path(__file__).parent / "weights.toml"
"""What each piece of evidence weighs; `python -m evals train` writes it."""

SURE: Final = 0.45
"""From here on an operation is written without asking."""

POSSIBLE: Final = 0.25
"""From here on the person is asked; below, a message is talk."""

Verdict = Literal["operation", "doubtful", "talk"]


def verdict(findings: Findings) -> Verdict:
    """Whether what was found is an operation that is surely meant, one that is asked about, or mere talk."""
    share = certainty(findings)
    return "operation" if share >= SURE else "doubtful" if share >= POSSIBLE else "talk"


def certainty(findings: Findings) -> float:
    """How probable it is that a message with an amount tells an operation of this person: 0 to 1."""
    known = weights()
    return probability(sum(known.get(name, 0.0) * value for name, value in evidence(findings).items()))


def probability(weight: float) -> float:
    """The probability that a sum of weights stands for.

    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp(-weight))


@cache
def weights() -> dict[str, float]:
    """The weight of each piece of evidence by its name: above nought it speaks for an operation."""
    return dict(tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])
