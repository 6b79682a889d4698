"""Operations to tell stories with, and an outbox in memory that keeps the promises of the real one."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ledger import ConversationId, Money, Operation, OperationKey
from manager import Booked, Link, SheetJob, SheetState
from sheets import Rendering
from tests.conftest import FakeClock

RENDERING = Rendering("en", ZoneInfo("Europe/Berlin"), "ThreadbookBot")
RECORDED = datetime(2026, 11, 21, 10, 5, 30, tzinfo=UTC)


def key(number: int) -> OperationKey:
    return OperationKey(f"OP{number:010d}")


def expense(number: int = 1, amount: str = "300", description: str = "coffee", **more) -> Booked:
    operation = Operation(
        "expense",
        Money.of(amount, "RUB"),
        date(2026, 11, 21),
        more.pop("account", "Cash"),
        "Cafés",
        description=description,
        **more,
    )
    return booked(operation, number)


def in_yen(version: Booked) -> Booked:
    """The same operation in a currency without decimals."""
    yen = Money.of(str(version.operation.amount.amount.to_integral_value()), "JPY")
    return replace(version, operation=replace(version.operation, amount=yen))


def transfer(number: int = 1, amount: str = "5000") -> Booked:
    operation = Operation("transfer", Money.of(amount, "RUB"), date(2026, 11, 21), "Card", to_account="Cash")
    return booked(operation, number)


def booked(operation: Operation, number: int = 1) -> Booked:
    return Booked(key(number), number, 1, operation, "booked", ConversationId(number), "Anna", RECORDED)


def corrected(old: Booked, now: datetime, operation: Operation | None = None, **changes) -> Booked:
    """The next version of an operation."""
    if "amount" in changes:
        changes["amount"] = Money.of(changes["amount"], "RUB")
    return replace(
        old,
        version=old.version + 1,
        operation=operation or replace(old.operation, **changes),
        state="booked",
        changed_at=now,
    )


def undone(old: Booked, now: datetime) -> Booked:
    return replace(old, version=old.version + 1, state="void", changed_at=now)


@dataclass
class _Waiting:
    id: int
    booked: Booked
    guard: int
    next_at: datetime
    state: SheetState = "READY"
    reason: str = ""
    attempts: int = 0
    sent_at: datetime | None = None
    history: list[SheetState] = field(default_factory=lambda: ["READY"])


class MemoryQueue:
    """The outbox of the sheet, in memory: one job per version, a later one after the earlier is DONE."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.jobs: dict[int, _Waiting] = {}
        self.rows: dict[OperationKey, tuple[int, ...]] = {}
        self.confirmed: dict[OperationKey, Booked] = {}
        self._guards: dict[OperationKey, int] = {}
        self._changed = asyncio.Condition()
        self.note: bytes | None = None

    def put(self, *versions: Booked) -> None:
        for version in versions:
            guard = self._guards.setdefault(version.key, 1000 + len(self._guards))
            number = len(self.jobs) + 1
            self.jobs[number] = _Waiting(number, version, guard, self._clock())

    def state(self, version: Booked) -> SheetState:
        return self.job(version).state

    def job(self, version: Booked) -> _Waiting:
        wanted = (version.key, version.version)
        return next(job for job in self.jobs.values() if (job.booked.key, job.booked.version) == wanted)

    async def reached(self, version: Booked, state: SheetState) -> None:
        """Wait until a version is in a state."""
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: self.state(version) == state)

    def newest(self) -> dict[OperationKey, Booked]:
        return {job.booked.key: job.booked for job in self.jobs.values()}

    async def find(self, wanted: OperationKey) -> Booked | None:
        return self.newest().get(wanted)

    async def due_sheet_jobs(self, limit: int) -> tuple[SheetJob, ...]:
        due = [job for job in self._waiting() if job.next_at <= self._clock() and not self._is_behind(job)]
        return tuple(self._shown(job) for job in due[:limit])

    async def next_sheet_job_at(self) -> datetime | None:
        return min((job.next_at for job in self._waiting()), default=None)

    async def sheet_note(self) -> bytes | None:
        return self.note

    async def set_sheet_note(self, note: bytes | None) -> None:
        self.note = note

    async def sheet_jobs_sending(self, ids: Sequence[int], note: bytes | None = None) -> None:
        self.note = note or self.note
        for job in self._of(ids):
            await self._set(job, "SENDING")
            job.attempts += 1
            job.sent_at = self._clock()

    async def sheet_jobs_moved(
        self, ids: Sequence[int], state: SheetState, *, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        for job in self._of(ids):
            if job.state != "DONE":
                await self._set(job, state)
                job.reason = reason
                is_for_person = state in ("BLOCKED", "MISSING", "DIVERGED", "DUPLICATE")
                never = datetime.max.replace(tzinfo=UTC)
                job.next_at = retry_at or (never if is_for_person else job.next_at)

    async def link(self, links: Sequence[Link]) -> None:
        for link in links:
            job = self.jobs[link.job_id]
            await self._set(job, "DONE")
            self.rows[link.key] = link.rows
            self.confirmed[link.key] = job.booked

    def begin_anew(self) -> None:
        """The newest version of each operation is to be written, as if none had been."""
        self.rows.clear()
        self.confirmed.clear()
        self.note = None
        newest = {booked.key: booked.version for booked in self.newest().values()}
        for job in self.jobs.values():
            is_newest = newest[job.booked.key] == job.booked.version
            job.state, job.attempts, job.sent_at = ("READY" if is_newest else "DONE"), 0, None
            job.next_at = self._clock()

    async def recover_sheet_jobs(self) -> int:
        sending = [job for job in self.jobs.values() if job.state == "SENDING"]
        for job in sending:
            await self._set(job, "UNKNOWN")
        return len(sending)

    def _waiting(self) -> Iterable[_Waiting]:
        states = ("READY", "UNKNOWN", "VERIFY", "BLOCKED")
        return [job for job in self.jobs.values() if job.state in states]

    def _is_behind(self, job: _Waiting) -> bool:
        return any(
            other.booked.key == job.booked.key and other.id < job.id and other.state != "DONE"
            for other in self.jobs.values()
        )

    def _shown(self, job: _Waiting) -> SheetJob:
        before = self.confirmed.get(job.booked.key)
        return SheetJob(
            id=job.id,
            booked=job.booked,
            guard=job.guard,
            is_new=before is None,
            state=job.state,
            attempts=job.attempts,
            sent_at=job.sent_at,
            previous=before,
        )

    def _of(self, ids: Sequence[int]) -> list[_Waiting]:
        return [self.jobs[number] for number in ids]

    async def _set(self, job: _Waiting, state: SheetState) -> None:
        job.state = state
        job.history.append(state)
        async with self._changed:
            self._changed.notify_all()
