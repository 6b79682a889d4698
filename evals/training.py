"""Finds what each piece of evidence weighs: logistic regression on our remarks and cases, deterministic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agents.rules.certainty.evidence import evidence
from agents.rules.certainty.weighing import SURE, probability
from agents.rules.operations.telling import read_new
from agents.rules.reader import find
from evals.remarks import Remark

Weights = Mapping[str, float]

_ROUNDS: Final = 12
_HEAD: Final = """\
# What each piece of evidence weighs for an operation (above nought) or against it. No hand wrote these:
# `python -m evals train --write` finds them, and the names are explained where they arise, in evidence.py.
"""
_RIDGE: Final = 1.0
"""How much a weight must be worth its distance from nought."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A remark that would be written but for the weighing, and its evidence."""

    remark: Remark
    evidence: Weights


@dataclass(frozen=True, slots=True)
class Held:
    """How messages fared that the weights had not seen: shares of operations asked about, of talk written."""

    needless: float
    false: float
    samples: int


def samples(found: Sequence[Remark]) -> list[Sample]:
    """The remarks with money in them, whether or not a word list rejects them."""
    kept = []
    for remark in found:
        findings, unknown = find(remark.text, remark.setting)
        reading = read_new(findings, remark.setting, unknown)
        if any(draft.amount is not None or draft.balance is not None for draft in reading.drafts):
            kept.append(Sample(remark, evidence(findings)))
    return kept


def trained(known: Sequence[Sample]) -> dict[str, float]:
    """The weights that make the samples most probable, by Newton's method; heavier ones cost more."""
    names = sorted({name for sample in known for name in sample.evidence})
    rows = [[(names.index(name), value) for name, value in sample.evidence.items()] for sample in known]
    told = [float(sample.remark.is_told) for sample in known]
    weights = [0.0] * len(names)
    for _ in range(_ROUNDS):
        slope = [-_RIDGE * weight for weight in weights]
        bend = [[_RIDGE * (row == column) for column in range(len(names))] for row in range(len(names))]
        for row, gold in zip(rows, told, strict=True):
            guess = probability(sum(weights[place] * value for place, value in row))
            for place, value in row:
                slope[place] += (gold - guess) * value
                for other, value_there in row:
                    bend[place][other] += guess * (1 - guess) * value * value_there
        weights = [old + step for old, step in zip(weights, _solved(bend, slope), strict=True)]
    return dict(zip(names, weights, strict=True))


def held_out(known: Sequence[Sample], by: str) -> Held:
    """Cross-validation: each group (`language` or `source`) is judged by weights of the others."""
    groups = {str(getattr(sample.remark, by)) for sample in known}
    needless = false = told = 0
    for group in sorted(groups):
        weights = trained([one for one in known if getattr(one.remark, by) != group])
        for sample in known:
            if getattr(sample.remark, by) == group:
                is_written = chance(weights, sample.evidence) >= SURE
                told += sample.remark.is_told
                needless += sample.remark.is_told and not is_written
                false += is_written and not sample.remark.is_told
    return Held(needless / told, false / (len(known) - told), len(known))


def chance(weights: Weights, seen: Weights) -> float:
    """How probable an operation is."""
    return probability(sum(weights.get(name, 0.0) * value for name, value in seen.items()))


def weights_page(weights: Weights) -> str:
    """The weights as a file: what speaks for an operation first, each with two decimals."""
    lines = [f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items(), key=lambda one: -one[1])]
    return "\n".join((_HEAD, "[weights]", *lines, ""))


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of equations, by Gauss and Jordan; a ridge keeps its diagonal above nought."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place, pivot in enumerate(rows):
        scale = pivot[place]
        rows[place] = lead = [value / scale for value in pivot]
        for other, row in enumerate(rows):
            if other != place and row[place]:
                factor = row[place]
                rows[other] = [value - factor * first for value, first in zip(row, lead, strict=True)]
    return [row[-1] for row in rows]
