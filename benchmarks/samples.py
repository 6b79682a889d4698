import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Self


@dataclass(slots=True)
class Samples:
    """Durations of one contender, in seconds, block by block.

    A quantile is taken within each block and the median over the blocks is told: one noisy block on a shared
    machine does not move it.
    """

    blocks: list[list[float]] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)

    def add(self, durations: Sequence[float], elapsed: float) -> None:
        """Keep one block: each duration, and how long all of it took."""
        self.blocks.append(list(durations))
        self.elapsed.append(elapsed)

    @property
    def count(self) -> int:
        """How many durations there are."""
        return sum(map(len, self.blocks))

    def quantile(self, share: float) -> float:
        """The median over blocks of a quantile, such as 0.95, in seconds."""
        return median(quantile(block, share) for block in self.blocks)

    def milliseconds(self, share: float) -> float:
        """The same in milliseconds."""
        return 1000 * self.quantile(share)

    @property
    def throughput(self) -> float:
        """The median over blocks of durations finished in a second."""
        return median(len(block) / took for block, took in zip(self.blocks, self.elapsed, strict=True))


@dataclass(slots=True)
class Stopwatch:
    """Measures one thing after another; `durations` collects them."""

    durations: list[float] = field(default_factory=list)
    _begun: float = 0.0

    def __enter__(self) -> Self:
        self._begun = perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.durations.append(perf_counter() - self._begun)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median_ratio(ours: Samples, other: Samples, share: float) -> float:
    """How many times ours takes the other's time: the median over blocks that stood side by side."""
    pairs = zip(ours.blocks, other.blocks, strict=True)
    return median(quantile(mine, share) / quantile(theirs, share) for mine, theirs in pairs)


def throughput_ratio(ours: Samples, other: Samples) -> float:
    """How many times as much ours finishes in a second: the median over blocks that stood side by side."""
    pairs = zip(_rates(ours), _rates(other), strict=True)
    return median(mine / theirs for mine, theirs in pairs)


def _rates(samples: Samples) -> list[float]:
    return [len(block) / took for block, took in zip(samples.blocks, samples.elapsed, strict=True)]
