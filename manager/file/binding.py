"""Named values reach SQLite by their place.

For each name the driver lets go of the interpreter's lock, asks SQLite for its spelling, makes a string of it
and looks that up, at every call. Here that is done once for each statement.
"""

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

NAMES: Final = re.compile(r"'[^']*'|--[^\n]*|:(?P<name>\w+)")
"""A named value; or what only looks as if it held one: a text, a comment."""

Pick = Callable[[dict[str, Any]], tuple[Any, ...]]


def placed(sql: str) -> tuple[str, Pick]:
    """A statement with numbers for its names, and what picks the values of these numbers out of a dictionary.

    >>> placed("SELECT :day, :day < :today, ':day'")[0]
    "SELECT ?1, ?1 < ?2, ':day'"
    """
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found["name"]
        if name is None:
            return found[0]
        if name not in names:
            names.append(name)
        return f"?{names.index(name) + 1}"

    text = NAMES.sub(number, sql)
    return text, _picking(names)


def _picking(names: list[str]) -> Pick:
    """`itemgetter` gives a tuple only from two names on."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)
