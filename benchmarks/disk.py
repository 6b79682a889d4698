"""What the disk takes to keep a turn: nobody's durable turn is shorter, and all ratios hang on it."""

import os
from statistics import median
from tempfile import TemporaryFile
from typing import Final

from benchmarks.samples import Stopwatch

TURN_BYTES: Final = 24 * 4096
"""What a turn writes: about so many pages."""

TIMES: Final = 64
sync: Final = getattr(os, "fdatasync", os.fsync)


def syncing_milliseconds() -> float:
    """The median of writing a turn's bytes over older ones, as into SQLite's journal, until they are safe."""
    watch = Stopwatch()
    with TemporaryFile(buffering=0) as file:
        file.write(bytes(TURN_BYTES * TIMES))
        os.fsync(file)
        file.seek(0)
        for number in range(TIMES):
            with watch:
                file.write(bytes([number]) * TURN_BYTES)
                sync(file)
    return 1000 * median(watch.durations)


def told(before: float, after: float) -> str:
    """The two medians around a run, in words."""
    return (
        f"The disk took {before:.2g} ms to keep {TURN_BYTES // 1024} KiB, about a turn, before the run and "
        f"{after:.2g} ms after it (medians of {TIMES}). The longer, the smaller the ratios of one chat, and "
        "the larger those of many."
    )
