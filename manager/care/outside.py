"""Care for a database file from outside the bot: how it is, what is stuck in it."""

from datetime import UTC, datetime
from pathlib import Path

from manager.care import health, stuck
from manager.care.health import Health
from manager.care.stuck import Stuck
from manager.clock import stamp
from manager.file.access import alone, read_only
from manager.file.store import connect


def health_of(path: Path) -> Health:
    """How the bots of a database are; it may be in use.

    Raises:
        StoreError: the file cannot be read.
    """
    with read_only(path) as db:
        return health.measure(db, None, path)


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
            return change(db, stuck_id, stamp(datetime.now(UTC)))
        finally:
            db.close()
