import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.plain import plain_schema


def tables(db: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Every table with the names and types of its columns."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: [tuple(row[1:3]) for row in db.execute(f"PRAGMA table_info({name})")] for name in names}


def test_plain_tables_are_those_of_the_schema_without_clustering() -> None:
    schema = Path("schema.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(":memory:")) as ours, closing(sqlite3.connect(":memory:")) as plain:
        ours.executescript(schema)
        plain.executescript(plain_schema())

        clustered = "SELECT name FROM pragma_table_list WHERE wr"
        assert tables(plain) == tables(ours)
        assert len(ours.execute(clustered).fetchall()) > 5
        assert plain.execute(clustered).fetchall() == []
