"""What was read is kept until a table that it stands on is written."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, cast

Read = TypeVar("Read")

READS: Final = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|COMMIT)\b")
WRITES: Final = re.compile(r"\s*(?:INSERT\s+INTO\s+(\w+)[\s(]|UPDATE\s+(\w+)\s+SET\b)")

NOTHING: Final = ""
EVERYTHING: Final = "*"


class Kept:
    """What the connection that writes has read, by what was asked; nothing is ever older than its tables."""

    def __init__(self) -> None:
        self._values: dict[Hashable, Any] = {}
        self.standing: defaultdict[str, set[Hashable]] = defaultdict(set)
        """What stands on a table, by the table; all of it stands on `EVERYTHING`."""

    def get(self, key: Hashable, tables: tuple[str, ...], read: Callable[[], Read]) -> Read:
        """What was read under that key, or what `read` reads now out of these tables."""
        try:
            return cast("Read", self._values[key])
        except KeyError:
            value = self._values[key] = read()
        for table in (*tables, EVERYTHING):
            self.standing[table].add(key)
        return value

    def forget(self, table: str) -> None:
        """A table is written: what stands on it must be read anew."""
        for key in self.standing.pop(table, ()):
            self._values.pop(key, None)

    def clear(self) -> None:
        """Read everything anew."""
        self._values.clear()
        self.standing.clear()


def written(sql: str) -> str:
    """The table that a statement writes: `NOTHING`, or `EVERYTHING` where that cannot be told for sure.

    A deletion may reach other tables, and so may a replacement.

    >>> written("UPDATE books SET name = 'Home'"), written("SELECT 1"), written("DELETE FROM books")
    ('books', '', '*')
    """
    if READS.match(sql):
        return NOTHING
    found = WRITES.match(sql)
    return (found[1] or found[2]).lower() if found else EVERYTHING
