import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from manager.file.faults import is_trouble, translated
from manager.file.folding import add_functions

Result = TypeVar("Result")


class Reports:
    """A second connection to the database, that can only read, in a thread of its own.

    However long a count takes, no turn waits for it. What was committed before a report begins is in it;
    nothing that comes later is.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._db: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="threadbook-reports")

    async def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """What `work` reads, all of it as it was at one moment.

        Raises:
            StoreError: the file cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    async def close(self) -> None:
        """Finish what was begun, then let the file go."""
        await asyncio.to_thread(self._thread.shutdown)
        if self._db is not None:
            self._db.close()

    def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        try:
            db = self._db = self._db or connect_to_read(self._path)
            db.execute("BEGIN")
            try:
                return work(db)
            finally:
                db.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise translated(error) if is_trouble(error) else error from None


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, with the functions our statements use."""
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    db.row_factory = sqlite3.Row
    add_functions(db)
    db.execute("PRAGMA busy_timeout = 5000")
    return db
