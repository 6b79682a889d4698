"""A past for a peer's memory: one conversation that it keeps itself, and copies. Imports nothing of ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.peers.memories import Memory

TURNS = 10
NOBODY = -1
"""The chat of the past; the chats of the benchmark count from 0."""

SOURCE = f"chat-{NOBODY}-0."
"""Its first conversation, as memories name them."""


async def fill(memory: Memory, file: str, messages: int) -> None:
    """Keep about so many messages, in conversations of ten turns."""
    for _ in range(TURNS):
        await memory.turn(NOBODY)
    targets = [f"past-{number}." for number in range(1, messages // (2 * TURNS))]
    if memory.copy:
        await memory.copy(SOURCE, targets)
    else:
        copy_rows(file, SOURCE, targets)


def copy_rows(file: str, source: str, targets: Sequence[str]) -> None:
    """Repeat all rows of a SQLite file that name a conversation, under other names."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA synchronous = OFF")
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            columns = _kept(db.execute(f"PRAGMA table_info({table})").fetchall())
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            found = db.execute(f"SELECT {names} FROM {table}").fetchall()  # noqa: S608  # its own names
            rows = [row for row in found if any(isinstance(cell, str) and source in cell for cell in row)]
            into = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # its own names
            db.executemany(into, _renamed(rows, source, targets))


def _kept(columns: Sequence[tuple[Any, ...]]) -> list[str]:
    """The names of columns, without a key that SQLite numbers itself."""
    keys = [name for _, name, _, _, _, place_in_key in columns if place_in_key]
    return [name for _, name, kind, *_ in columns if keys != [name] or kind != "INTEGER"]


def _renamed(
    rows: Sequence[tuple[Any, ...]], source: str, targets: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    for target in targets:
        for row in rows:
            yield tuple(cell.replace(source, target) if isinstance(cell, str) else cell for cell in row)
