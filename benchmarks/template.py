import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.filling import Past, fill
from benchmarks.report import Steps
from benchmarks.story import found_book
from manager import utc_now


@dataclass(frozen=True, slots=True)
class Template:
    """A filled file of one run; each contender gets a copy of its own, and so the same past."""

    folder: Path
    past: Past

    def copy(self, name: str) -> tuple[str, Past]:
        """A fresh copy of the file, and of what is known about it."""
        target = self.folder / name
        for left in self.folder.glob(f"{name}*"):
            left.unlink()
        shutil.copyfile(self.folder / "template.db", target)
        return str(target), deepcopy(self.past)


@asynccontextmanager
async def filled(messages: int, waiting: int, steps: Steps) -> AsyncIterator[Template]:
    """A template with so many messages, in a temporary folder that is removed at the end."""
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        path = str(Path(folder) / "template.db")
        await found_book(path, utc_now)
        with steps.of(f"filling {messages:,} messages", messages) as step:
            past = fill(path, messages, waiting, step.advance)
        yield Template(Path(folder), past)
