"""Random characters of many scripts: nothing may break, nothing may be written, nothing may take long."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from agents import Reader
from evals.case import Case
from evals.replay import replay
from evals.scoring import WRITES

LONGEST: Final = 4096
"""Characters of the longest message that Telegram takes."""

LIMIT_MS: Final = 10.0

RANGES: Final = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x3FF),
    (0x400, 0x4FF),
    (0x590, 0x5FF),
    (0x600, 0x6FF),
    (0x900, 0x97F),
    (0xE00, 0xE7F),
    (0x2000, 0x206F),
    (0x20A0, 0x20BF),
    (0x3040, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFE00, 0xFE0F),
    (0x1F300, 0x1F6FF),
)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What random texts did: those that broke something, those that were written, milliseconds of each."""

    broken: tuple[str, ...]
    written: tuple[str, ...]
    ms: tuple[float, ...]

    @property
    def slow(self) -> int:
        """How many took longer than they may."""
        return sum(one > LIMIT_MS for one in self.ms)


def text_of(random: Random, length: int) -> str:
    """Random characters, mostly of one script."""
    first, last = random.choice(RANGES)
    return "".join(
        chr(
            random.randint(*random.choice(RANGES)) if random.random() < 1 / 4 else random.randint(first, last)
        )
        for _ in range(length)
    )


async def fuzz(
    world: Case,
    reader: Reader,
    *,
    texts: int,
    longest: int = LONGEST,
    seed: int = 1,
    advance: Callable[[], None] = lambda: None,
) -> Fuzzed:
    """Say random texts in the world of a case, each to a fresh book."""
    random = Random(seed)  # noqa: S311  # no secret
    broken: list[str] = []
    written: list[str] = []
    ms: list[float] = []
    for _ in range(texts):
        text = text_of(random, random.randint(1, longest))
        turn = world.turns[0].model_copy(update={"user": text})
        read = await replay(world.model_copy(update={"turns": (turn,)}), reader)
        ms += read.ms
        if read.error is not None:
            broken.append(f"{read.error}: {text[:80]!r}")
        if read.turns[0].act in WRITES:
            written.append(text)
        advance()
    return Fuzzed(tuple(broken), tuple(written), tuple(ms))
