"""Whatever people, networks and power cuts do: nothing is lost, doubled, or written over another row."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from manager import Booked
from sheets import SheetError, rows_of
from sheets.rows import fingerprint, is_void, key_of, op_ids
from sheets.sync import SheetSync
from sheets.testing import MemorySheet
from tests.conftest import FakeClock
from tests.sheets.story import RENDERING, MemoryQueue, corrected, expense, transfer, undone

LOST = SheetError("no answer", "outage", ambiguous=True)
UNREACHED = SheetError("connection refused", "outage")
NOTE, NUMBER, AMOUNT = 11, 0, 3
PEOPLE = ("sort", "sort back", "insert", "note", "none", "none")


class World:
    """The book, the sheet, the people at it, and what must be true of them at the end."""

    def __init__(self, people: Sequence[str], seed: int) -> None:
        self.clock = FakeClock()
        self.queue = MemoryQueue(self.clock)
        self.sheet = MemorySheet()
        self.random = Random(seed)  # noqa: S311 - a story, not a secret
        self.notes: dict[str, str] = {}
        self.own: list[list[object]] = []
        self.deleted: set[str] = set()
        self.late_since: datetime | None = None
        self._numbers = 0
        self._people = iter(people)
        self.sheet.on_call = lambda call: (
            self.person(next(self._people, "none")) if call != "prepare" else None
        )
        self.sync = self.started()

    def started(self) -> SheetSync:
        return SheetSync(
            self.queue,
            self.sheet,
            RENDERING,
            now=self.clock,
            random=self.random.random,
            find=self.queue.find,
        )

    # ---- what happens

    async def book(self) -> None:
        self._numbers += 1
        make = self.random.choice([expense, transfer])
        self.queue.put(make(self._numbers, str(self._numbers * 100)))

    async def change(self) -> None:
        self.clock.advance(seconds=1)
        for old in self.random.sample(list(self.queue.newest().values()), k=min(2, self._numbers)):
            amount = str(self.random.randrange(1, 10**6))
            other = (transfer if len(old.operation.legs) == 1 else expense)(old.number, amount).operation
            new = self.random.choice(
                [
                    corrected(old, self.clock(), amount=amount),
                    corrected(old, self.clock(), operation=other),
                    undone(old, self.clock()),
                ]
            )
            self.queue.put(new)

    async def drain(self) -> None:
        await self.sync.drain()

    async def time(self) -> None:
        for _ in range(self.random.choice([1, 6, 40, 250])):
            self.clock.advance(seconds=1)
            self.age_late_requests()
        await self.sync.drain()

    def age_late_requests(self) -> None:
        """Google works on a request for up to 180 seconds, and then no more."""
        if not self.sheet.late:
            self.late_since = None
        elif self.late_since is None:
            self.late_since = self.clock()
        elif self.clock() - self.late_since >= timedelta(seconds=170):
            self.sheet.land()

    async def lose(self) -> None:
        call = self.random.choice(["append", "update", "update"])
        self.sheet.fail(call, LOST, self.random.choice(["after", "late"]))

    async def outage(self) -> None:
        self.sheet.fail(self.random.choice(["append", "update", "scan"]), UNREACHED)

    async def late(self) -> None:
        self.sheet.land()

    async def die(self) -> None:
        """The process dies in its next write, after it arrived or before, and another one begins."""
        self.sheet.fail(
            self.random.choice(["append", "update"]),
            SheetError("killed", "outage"),
            self.random.choice(["before", "after"]),
        )
        moved = self.queue.sheet_jobs_moved

        async def dead(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        self.queue.sheet_jobs_moved = dead  # type: ignore[method-assign]  # nothing is committed any more
        try:
            await self.sync.drain()
        except KeyboardInterrupt:
            pass
        finally:
            self.queue.sheet_jobs_moved = moved  # type: ignore[method-assign]
        self.sheet.heal()
        await self.sync.aclose()
        await self.queue.recover_sheet_jobs()
        self.sync = self.started()

    async def type_own_row(self) -> None:
        if self.sheet.late:
            return  # what was never read and is then written over is known to nobody
        row: list[object] = [f"mine {len(self.own)}", 46000, "own", self.random.randrange(100), "row"]
        row += [None] * (20 - len(row))
        self.own.append(row)
        self.sheet.rows.append(list(row))  # type: ignore[arg-type]  # any cells

    async def delete(self) -> None:
        bodies = [found for found in self.sheet.scan_quietly().rows if found.op_id] if self.sheet.rows else []
        if bodies:
            found = self.random.choice(bodies)
            self.deleted.add(key_of(found.op_id))
            self.notes.pop(found.op_id, None)
            self.sheet.delete_row(found.row)

    def person(self, what: str) -> None:
        match what:
            case "sort" | "sort back":
                self.sheet.sort(self.random.choice([NUMBER, AMOUNT]), descending=what == "sort back")
            case "insert":
                self.sheet.insert_row(self.random.randrange(2, len(self.sheet.rows) + 2))
            case "note":
                rows = [found for found in self.sheet.scan_quietly().rows if found.op_id]
                if rows:
                    found = self.random.choice(rows)
                    self.notes[found.op_id] = f"note {self.random.random()}"
                    self.sheet.type(found.row, NOTE, self.notes[found.op_id])

    # ---- the end

    async def settle(self) -> None:
        """People go home, the network heals, and all that waits gets its time."""
        self.sheet.on_call = None
        self.sheet.heal()
        self.sheet.land()
        for _ in range(4 * len(self.queue.jobs) + 4):
            self.clock.advance(seconds=3700)
            await self.sync.drain()
        await self.sync.aclose()

    def check(self) -> None:
        """Everything is as the book says, but for what stands on the list of those that wait for a person.

        On it are only operations whose rows people deleted.
        """
        jobs = self.queue.jobs.values()
        asked = {job.booked.key for job in jobs if job.state == "MISSING"}
        assert asked <= self.deleted
        assert {job.booked.key for job in jobs if job.state != "DONE"} <= asked
        assert {job.state for job in jobs} <= {"DONE", "MISSING", "READY"}
        assert self.queue.note is None
        self.deleted |= asked
        scan = self.sheet.scan_quietly() if self.sheet.rows else None
        for booked in self.queue.newest().values():
            if booked.key not in self.deleted:
                assert scan is not None
                for row in rows_of(booked, RENDERING):
                    [found] = scan.of(row.op_id)
                    assert self.shows(found.cells, booked, row.op_id)
        for found in scan.rows if scan else ():
            booked = self.queue.newest().get(key_of(found.op_id))
            if booked and booked.key not in self.deleted and found.op_id not in op_ids(booked):
                assert is_void(found.cells)
            if found.op_id in self.notes:
                assert found.rest == (self.notes[found.op_id],)
        own = [row for row in self.sheet.rows if str(row[0]).startswith("mine")]
        assert sorted(map(repr, own)) == sorted(map(repr, self.own))
        strangers = [found for found in scan.rows[1:] if not found.op_id] if scan else []
        assert len(strangers) == len(self.own)

    def shows(self, cells, booked: Booked, op_id: str) -> bool:
        """The version itself, or, for one that was never corrected, at least all that it says."""
        row = next(row for row in rows_of(booked, RENDERING) if row.op_id == op_id)
        return fingerprint({**cells}) == row.fingerprint


async def play(world: World, story: Sequence[str]) -> None:
    for act in ("book", "drain", *story):
        await getattr(world, act)()
    await world.settle()
    world.check()


ALIVE = ("book", "change", "drain", "time", "time", "lose", "outage", "late")
MORTAL = ("book", "change", "change", "drain", "drain", "time", "lose", "outage", "late")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from((*ALIVE, "type_own_row", "delete")), min_size=4, max_size=25),
    st.lists(st.sampled_from(PEOPLE), max_size=20),
    st.integers(0, 10**9),
)
def test_people_and_networks_lose_double_and_damage_nothing(
    story: list[str], people: list[str], seed: int
) -> None:
    asyncio.run(play(World(people, seed), story))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(MORTAL), max_size=12),
    st.lists(st.sampled_from(MORTAL), max_size=8),
    st.lists(st.sampled_from(PEOPLE), max_size=20),
    st.integers(0, 10**9),
)
def test_a_process_that_dies_loses_doubles_and_damages_nothing(
    before: list[str], after: list[str], people: list[str], seed: int
) -> None:
    asyncio.run(play(World(people, seed), [*before, "die", *after]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from((*MORTAL, "type_own_row", "delete", "die", "die")), min_size=4, max_size=20),
    st.lists(st.sampled_from(PEOPLE), max_size=20),
    st.integers(0, 10**9),
)
def test_processes_that_die_again_and_again_lose_double_and_damage_nothing(
    story: list[str], people: list[str], seed: int
) -> None:
    asyncio.run(play(World(people, seed), story))
