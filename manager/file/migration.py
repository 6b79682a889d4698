import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from manager.file.faults import translated
from manager.values import seals
from manager.values.errors import StoreError

SCHEMA: Final = Path(__file__).parents[2] / "schema.sql"
MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"
VERSION: Final = 12

AFTER: Final[Mapping[int, Callable[[sqlite3.Connection], None]]] = {3: seals.seal_all}
"""What a migration needs beside its script, in the same transaction."""


def refuse_others(db: sqlite3.Connection, path: Path | str) -> None:
    """See that a file is ours, or empty, before anything is written into it.

    Raises:
        StoreError: a newer Threadbook wrote it, or another program.
    """
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise StoreError(
            f"{path} has version {version}, newer than {VERSION}: update Threadbook. Nothing was changed.",
            "newer",
        )
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == 0 and tables:
        raise StoreError(f"{path} is the database of another program. Nothing was changed.", "foreign")


def migrate(db: sqlite3.Connection, path: Path | str) -> None:
    """Bring a database to this program's version, in one transaction; a fresh file gets schema.sql.

    A file with content is first copied whole beside itself, as `threadbook.db.version-1`: the way back.

    Raises:
        StoreError: there is no room for the copy; nothing was changed.
    """
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version > 0 and str(path) != ":memory:":
        _keep(db, Path(path), version)
    steps = {VERSION: SCHEMA} if version == 0 else _steps(version)
    db.execute("BEGIN IMMEDIATE")
    try:
        for number, script in steps.items():
            for statement in statements(script.read_text(encoding="utf-8")):
                db.execute(statement)
            if number in AFTER and version > 0:
                AFTER[number](db)
        db.execute(f"PRAGMA user_version = {VERSION:d}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _keep(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Copy the file as it is before a migration; a copy that was not finished never has the copy's name."""
    kept, unfinished = (path.with_name(f"{path.name}.version-{version}{end}") for end in ("", ".part"))
    unfinished.unlink(missing_ok=True)
    try:
        db.execute("VACUUM INTO ?", (str(unfinished),))
    except sqlite3.Error as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"{path} must be copied before it is brought to version {VERSION}, and cannot be: {error}. "
            "Nothing was changed.",
            translated(error).fault,
        ) from error
    unfinished.replace(kept)


def statements(script: str) -> Iterator[str]:
    """Single statements of a script: `executescript` would commit first and could leave half a schema."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if re.sub(r"--.*", "", pending).strip():
        raise StoreError(f"unfinished statement in a schema script: {pending!r}")


def _steps(version: int) -> dict[int, Path]:
    """The migrations above `version`, such as 0002_close_conversations.sql, in order; numbers may lack."""
    numbered = {int(path.name[:4]): path for path in MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql")}
    return {number: numbered[number] for number in sorted(numbered) if version < number <= VERSION}
