"""The connection that writes: it binds named values by their place, and keeps what it has read."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable
from functools import cache, wraps
from typing import Any, Final, TypeVar, cast

from manager.file.binding import Pick, placed
from manager.file.keeping import Kept, written

Reading = TypeVar("Reading", bound=Callable[..., Any])


class WritingConnection(sqlite3.Connection):
    """The one connection that writes into a file.

    Its statements name their values and pay nothing for it, and what `keeping` marks is read once until
    something of it is written.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as in the base class
        super().__init__(*args, **kwargs)
        self._kept: Final = Kept()
        self._version = 0
        self._has_looked = False

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401  # as in the base class
        """Run a statement; `values` by name in a dictionary, or by place."""
        text, pick, table = _known(sql)
        if table in self._kept.standing:
            self._kept.forget(table)
        if type(values) is dict:
            return _execute(self, text, pick(values))
        return _execute(self, sql, values)

    def executemany(self, sql: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement for each of the rows."""
        self._kept.forget(written(sql))
        return super().executemany(sql, rows)

    def begin(self) -> None:
        """Begin a transaction: nobody else writes until it ends."""
        _execute(self, "BEGIN IMMEDIATE")
        self._has_looked = False

    def rollback(self) -> None:
        """Take back what was written, if SQLite has not done so itself; what was read of it is forgotten."""
        self._kept.clear()
        super().rollback()

    @property
    def kept(self) -> Kept:
        """What was read in this transaction and before it; nothing, if another program wrote in between."""
        if not self._has_looked:
            self._has_looked = True
            (version,) = _execute(self, "PRAGMA data_version").fetchone()
            if version != self._version:
                self._version = version
                self._kept.clear()
        return self._kept


_execute: Final = sqlite3.Connection.execute


@cache
def _known(sql: str) -> tuple[str, Pick, str]:
    """A statement with numbers for its names, what picks their values, and the table that it writes."""
    return *placed(sql), written(sql)


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
