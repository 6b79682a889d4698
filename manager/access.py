"""A database file from outside: read beside a bot that writes, or held while no bot may."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from manager.errors import StoreError
from manager.store import Connection


@contextmanager
def read_only(path: Path) -> Iterator[Connection]:
    """A connection that can write nothing; damaged text is read with marks, not refused.

    Raises:
        StoreError: there is no such file, or it cannot be read.
    """
    if not path.exists():
        raise StoreError(f"{path} does not exist")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.text_factory = lambda raw: raw.decode(errors="replace")
    try:
        yield db
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    finally:
        db.close()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a database, so that no bot can begin to use it.

    Raises:
        StoreError: a bot uses it.
    """
    try:
        with FileLock(f"{path}.lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreError(f"a Threadbook is using {path}; stop it first", "busy") from error
