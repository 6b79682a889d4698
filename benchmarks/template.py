import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.filling import Past, fill
from benchmarks.report import Steps
from benchmarks.story import found_book
from manager import Clock, utc_now


@dataclass(frozen=True, slots=True)
class Template:
    """A filled file of one run; each contender gets a copy of its own, and so the same past."""

    path: str
    past: Past

    def copy(self, name: str) -> tuple[str, Past]:
        """A fresh copy of the file, all of it on disk, and of what is known about it."""
        folder = Path(self.path).parent
        target = folder / name
        for left in folder.glob(f"{name}*"):
            left.unlink()
        shutil.copyfile(self.path, target)
        with target.open("rb+") as copied:
            # Else the first turns would pay for it.
            os.fsync(copied)
        return str(target), deepcopy(self.past)


@asynccontextmanager
async def filled(
    messages: int,
    waiting: int,
    steps: Steps,
    found: Callable[[str, Clock], Awaitable[None]] = found_book,
) -> AsyncIterator[Template]:
    """A template with so many messages, in a temporary folder that is removed at the end."""
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        path = str(Path(folder) / "template.db")
        await found(path, utc_now)
        with steps.of(f"filling {messages:,} messages", messages) as step:
            past = fill(path, messages, waiting, step.advance)
        yield Template(path, past)
