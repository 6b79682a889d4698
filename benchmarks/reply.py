import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import story
from benchmarks.filling import CHATS, fill_addresses
from benchmarks.plan import MILLION, Plan, named
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Report, Steps, Table
from benchmarks.samples import Samples, Stopwatch, median_ratio
from manager import ConversationManager, utc_now

TEN_THOUSAND = 10_000
LOOKUPS = 1_000
"""Lookups of a block."""


@dataclass(frozen=True, slots=True)
class AddressBook:
    """A file of addresses, opened by both contenders, and what their lookups took."""

    manager: ConversationManager
    raw: RawBook
    size: int
    dice: random.Random
    ours: Samples = field(default_factory=Samples)
    raw_samples: Samples = field(default_factory=Samples)

    async def block(self, *, is_kept: bool) -> None:
        """Look up random messages, each by both; keep what it took unless it was to warm up."""
        our_watch, raw_watch = Stopwatch(), Stopwatch()
        for _ in range(LOOKUPS):
            place = story.OWNER + self.dice.randrange(CHATS), self.dice.randint(1, self.size // CHATS + 1)
            with our_watch:
                found = await self.manager.find_conversation_by_reply(*place)
            with raw_watch:
                same = self.raw.find(*place)
            if found != same[0]:
                raise AssertionError(f"{found} is not {same[0]}")
        if is_kept:
            self.ours.add(our_watch.durations, sum(our_watch.durations))
            self.raw_samples.add(raw_watch.durations, sum(raw_watch.durations))


async def measure(plan: Plan, steps: Steps) -> Report:
    """Finding the conversation of a reply, by the number of messages that may be replied to."""
    sizes = plan.sizes(TEN_THOUSAND, MILLION)
    async with AsyncExitStack() as stack:
        books = [await stack.enter_async_context(_opened(size, steps)) for size in sizes]
        with steps.of("lookups", plan.rounds + 1) as step:
            for number in range(plan.rounds + 1):
                for book in books:
                    await book.block(is_kept=number > 0)
                step.advance()
    rows = tuple(_row(book, books[0]) for book in books)
    notes = (
        f"{plan.rounds} rounds of blocks of {LOOKUPS} lookups of random messages, all sizes in each round.",
        "Ours is the whole call, awaited.",
    )
    return Report("reply", (Table("find_conversation_by_reply", _columns(sizes[0]), rows),), notes)


@asynccontextmanager
async def _opened(size: int, steps: Steps) -> AsyncIterator[AddressBook]:
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        path = str(Path(folder) / "addresses.db")
        await story.found_book(path, utc_now)
        with steps.of(f"filling {size:,} addresses", size) as step:
            fill_addresses(path, size, step.advance)
        manager = await story.open_manager(path, utc_now)
        try:
            with closing(RawBook(path, utc_now)) as raw:
                dice = random.Random(size)  # noqa: S311  # the same lookups in every run
                yield AddressBook(manager, raw, size, dice)
        finally:
            await manager.close()


def _columns(smallest: int) -> tuple[str, ...]:
    contenders = ("ours p50 ms", "raw p50 ms", "p50 ×", "ours p99 ms", "raw p99 ms")
    growth = (f"ours p99 × at {named(smallest)}", f"raw p99 × at {named(smallest)}")
    return ("addresses", *contenders, *growth, "lookups each")


def _row(book: AddressBook, smallest: AddressBook) -> tuple[Cell, ...]:
    ours, raw = book.ours, book.raw_samples
    return (
        named(book.size),
        *(ours.milliseconds(0.5), raw.milliseconds(0.5), median_ratio(ours, raw, 0.5)),
        *(ours.milliseconds(0.99), raw.milliseconds(0.99)),
        *(median_ratio(ours, smallest.ours, 0.99), median_ratio(raw, smallest.raw_samples, 0.99)),
        ours.count,
    )
