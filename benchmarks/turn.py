from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing

from benchmarks import blocks, disk, story
from benchmarks.blocks import Contender, Kind, Ours, Raw, Took
from benchmarks.plain import found_plain_book
from benchmarks.plan import HUNDRED_THOUSAND, THOUSAND, Plan, named
from benchmarks.raw import RawBook
from benchmarks.report import Cell, Chart, Report, Steps, Table
from benchmarks.samples import median_ratio, throughput_ratio
from benchmarks.template import filled
from manager import utc_now

OURS, RAW, PLAIN = "ours", "raw", "raw plain"

QUANTILES: tuple[tuple[str, Kind, float], ...] = (
    ("A durable turn: ConversationManager.record beside raw sqlite3 (one chat), p50", "both", 0.5),
    ("… the same, p95", "both", 0.95),
    ("… of these, turns that end in a question, p50", "ask", 0.5),
    ("… of these, turns that book an operation, p50", "book", 0.5),
)
CROWD = (
    "messages",
    "raw plain one by one, turns/s",
    "raw one by one, turns/s",
    "ours one by one, turns/s",
    "×",
    "ours 32 at once, turns/s",
    "32 ×",
)

Field = Mapping[str, Contender]
"""The contenders over one size, each with a file of its own."""

Results = dict[int, dict[str, Took]]
"""By size, by contender. The blocks of one number stood side by side, whatever their size."""


async def measure(plan: Plan, steps: Steps) -> Report:
    """Durable turns beside raw loops that write the same rows, at all sizes by turns."""
    sizes = plan.sizes(THOUSAND, HUNDRED_THOUSAND)
    syncing = disk.syncing_milliseconds()
    results: Results = {size: {name: Took() for name in (OURS, RAW, PLAIN)} for size in sizes}
    waiting = 2 * 2 * max(blocks.EXCHANGES, blocks.AT_ONCE) * (plan.rounds + 1)
    async with AsyncExitStack() as stack:
        fields = {size: await stack.enter_async_context(_field(size, waiting, steps)) for size in sizes}
        with steps.of("turns", plan.rounds + 1) as step:
            for number in range(plan.rounds + 1):
                for size, field in fields.items():
                    await _round(field, number, results[size] if number else None)
                step.advance()
    columns = _columns(sizes[0])
    quantiles = (
        Table(title, columns, tuple(_row(size, results, kind, share) for size in sizes))
        for title, kind, share in QUANTILES
    )
    crowd = Table(
        f"Throughput, {blocks.AT_ONCE} chats", CROWD, tuple(_crowd_row(size, results[size]) for size in sizes)
    )
    return Report(
        "turn",
        (*quantiles, crowd),
        (
            "Same rows, same pragmas (WAL, synchronous=FULL), one transaction a turn.",
            "Raw: the same schema.sql. Raw plain: its tables by rowid, with the indexes these usually have.",
            "The raw loops look nothing up, check nothing, and make no values from objects.",
            f"{plan.rounds} rounds of alternating blocks of {2 * blocks.EXCHANGES} turns, all sizes in each.",
            "Quantiles are medians over blocks, ratios are medians over the blocks of one round.",
            disk.told(syncing, disk.syncing_milliseconds()),
        ),
        _chart(results),
    )


@asynccontextmanager
async def _field(size: int, waiting: int, steps: Steps) -> AsyncIterator[Field]:
    async with (
        filled(size, waiting, steps) as template,
        filled(size, waiting, steps, found=found_plain_book) as plain,
    ):
        our_path, our_past = template.copy("ours.db")
        raw_path, raw_past = template.copy("raw.db")
        manager = await story.open_manager(our_path, utc_now)
        try:
            with (
                closing(RawBook(raw_path, utc_now)) as raw_book,
                closing(RawBook(plain.path, utc_now)) as plain_book,
            ):
                yield {
                    OURS: Ours(manager, our_past),
                    RAW: Raw(raw_book, raw_past),
                    PLAIN: Raw(plain_book, plain.past),
                }
        finally:
            await manager.close()


async def _round(field: Field, number: int, results: Mapping[str, Took] | None) -> None:
    """One block of each, another first each time; without results to warm up."""
    names = list(field)
    first = number % len(names)
    for name in (*names[first:], *names[:first]):
        await field[name].block(results[name] if results else Took())


def _chart(results: Results) -> Chart:
    labels = tuple(f"{named(size)} messages" for size in results)
    series = {
        said: [took[name].both.milliseconds(0.5) for took in results.values()]
        for name, said in ((OURS, "Threadbook"), (RAW, "raw sqlite3"), (PLAIN, "raw sqlite3, plain tables"))
    }
    return Chart("A durable turn, by the size of the book", "p50, ms; shorter is better", labels, series)


def _columns(smallest: int) -> tuple[str, ...]:
    contenders = ("ours ms", "raw ms", "raw plain ms", "× raw", "× raw plain")
    return ("messages", *contenders, f"ours × at {named(smallest)}", "turns each")


def _row(size: int, results: Results, kind: Kind, share: float) -> tuple[Cell, ...]:
    ours, raw, plain = (results[size][name].of(kind) for name in (OURS, RAW, PLAIN))
    smallest = results[min(results)][OURS].of(kind)
    return (
        named(size),
        *(samples.milliseconds(share) for samples in (ours, raw, plain)),
        *(median_ratio(ours, other, share) for other in (raw, plain, smallest)),
        ours.count,
    )


def _crowd_row(size: int, took: Mapping[str, Took]) -> tuple[Cell, ...]:
    raw, plain, alone, crowd = took[RAW].crowd, took[PLAIN].crowd, took[OURS].both, took[OURS].crowd
    return (
        named(size),
        plain.throughput,
        raw.throughput,
        alone.throughput,
        throughput_ratio(alone, raw),
        crowd.throughput,
        throughput_ratio(crowd, raw),
    )
