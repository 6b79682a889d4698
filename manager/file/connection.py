"""The connection that writes: it binds named values by their place, and keeps what it has read."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from manager.file.binding import placed
from manager.file.keeping import Kept, written

Reading = TypeVar("Reading", bound=Callable[..., Any])


class WritingConnection(sqlite3.Connection):
    """The one connection that writes into a file.

    Its statements name their values and pay nothing for it, and what `keeping` marks is read once until
    something of it is written.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as in the base class
        super().__init__(*args, **kwargs)
        self.kept: Final = Kept()
        self._version = 0

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401  # as in the base class
        """Run a statement; `values` by name in a dictionary, or by place."""
        if table := written(sql):
            self.kept.forget(table)
        if type(values) is dict:
            sql, pick = placed(sql)
            values = pick(values)
        return _execute(self, sql, values)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement for each of the rows."""
        self.kept.forget(written(sql))
        return super().executemany(sql, rows)

    def begin(self) -> None:
        """Begin a transaction; what another program wrote since the last one is read anew."""
        self.execute("BEGIN IMMEDIATE")
        (version,) = self.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self.kept.clear()

    def rollback(self) -> None:
        """Take back what was written, if SQLite has not done so itself; what was read of it is forgotten."""
        self.kept.clear()
        super().rollback()


_execute: Final = sqlite3.Connection.execute


def keeping(*tables: str) -> Callable[[Reading], Reading]:
    """Marks a function that reads nothing but these tables: its answer is kept until one of them is written.

    All who ask share that answer, so nobody may change it. A connection that only reads cannot know what is
    written beside it, and reads every time.
    """

    def marked(read: Reading) -> Reading:
        @wraps(read)
        def kept(db: sqlite3.Connection, *which: Hashable) -> Any:  # noqa: ANN401  # whatever is read
            if not isinstance(db, WritingConnection):
                return read(db, *which)
            return db.kept.get((read, which), tables, lambda: read(db, *which))

        return cast("Reading", kept)

    return marked
