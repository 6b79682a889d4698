"""Care for a database file from outside the bot: how it is, what is stuck, what its sheet should say."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from manager.care import health, metrics, stuck
from manager.care.health import Health
from manager.care.metrics import Sample
from manager.care.stuck import Stuck
from manager.file.access import alone, read_only
from manager.file.store import Connection, connect
from manager.tables import books, findings, linkages
from manager.tables.books import Habits
from manager.values.clock import stamp
from manager.values.projection import Linkage


@dataclass(frozen=True, slots=True)
class BookBesideSheet:
    """A book as its sheet is compared with it; `habits` is None before the owner's first message."""

    habits: Habits | None
    ignored: Counter[str]
    _db: Connection

    def linkages(self) -> Iterator[Linkage]:
        """All operations, as they are when they are taken."""
        return linkages.every(self._db, self.habits.book_id) if self.habits else iter(())


@contextmanager
def book_beside_sheet(path: Path, owner_id: int) -> Iterator[BookBesideSheet]:
    """The owner's book in a database that may be in use, for comparing it with its sheet.

    Raises:
        StoreError: the file cannot be read.
    """
    with read_only(path) as db:
        habits = books.habits(db, owner_id)
        ignored = findings.ignored(db, habits.book_id) if habits else Counter[str]()
        yield BookBesideSheet(habits, ignored, db)


def health_of(path: Path) -> Health:
    """How the bots of a database are; it may be in use.

    Raises:
        StoreError: the file cannot be read.
    """
    with read_only(path) as db:
        return health.measure(db, None, path, datetime.now(UTC))


def metrics_of(path: Path, window: timedelta) -> tuple[Sample, ...]:
    """Figures of a database for a monitor, what happened in the last `window` among them; it may be in use.

    Raises:
        StoreError: the file cannot be read.
    """
    with read_only(path) as db:
        return metrics.samples(db, path, datetime.now(UTC), window)


def stuck_in(path: Path) -> tuple[Stuck, ...]:
    """What is stuck in a database; it may be in use.

    Raises:
        StoreError: the file cannot be read.
    """
    with read_only(path) as db:
        return stuck.listed(db, None)


def settle_stuck(path: Path, stuck_id: str, *, is_retry: bool) -> bool:
    """Have something tried again at the next start, or let it go; False when it is not stuck.

    Raises:
        StoreError: a bot is using the file, or it cannot be written.
    """
    with alone(path):
        db = connect(path)
        try:
            change = stuck.retry if is_retry else stuck.discard
            db.execute("BEGIN IMMEDIATE")
            is_done = change(db, stuck_id, stamp(datetime.now(UTC)))
            db.execute("COMMIT")
        finally:
            db.close()
    return is_done
