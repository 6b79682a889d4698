"""A database file from outside: read beside a bot that writes, or held while no bot may."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from manager.file.store import Connection
from manager.values.errors import StoreError


@contextmanager
def read_only(path: Path) -> Iterator[Connection]:
    """A connection that can write nothing; damaged text is read with marks, not refused.

    Raises:
        StoreError: there is no such file, or it cannot be read.
    """
    with _opened(path, "ro") as db:
        yield db


@contextmanager
def unused(path: Path) -> Iterator[Connection]:
    """A connection to a file that no bot uses, for a closer look.

    SQLite looks whether rows keep the conditions of their table only where it could also write.

    Raises:
        StoreError: there is no such file, or it cannot be read.
    """
    with _opened(path, "rw") as db:
        db.execute("PRAGMA query_only = ON")
        yield db


@contextmanager
def closely(path: Path) -> Iterator[Connection]:
    """The closest look that is allowed: a bot that writes is not disturbed.

    Raises:
        StoreError: there is no such file, or it cannot be read.
    """
    with ExitStack() as stack:
        look = unused if _is_held(stack, path) else read_only
        yield stack.enter_context(look(path))


def _is_held(stack: ExitStack, path: Path) -> bool:
    """Hold a database for as long as the stack lasts; False when a bot uses it."""
    if not path.with_name(f"{path.name}.lock").exists():
        return True  # no bot has ever used it
    try:
        stack.enter_context(alone(path))
    except (StoreError, OSError):
        return False
    return True


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[Connection]:
    if not path.exists():
        raise StoreError(f"{path} does not exist")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
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
