import sqlite3

import pytest

from manager.file.binding import placed
from manager.file.connection import WritingConnection


@pytest.fixture
def db():
    db = sqlite3.connect(":memory:", factory=WritingConnection)
    yield db
    db.close()


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("SELECT :a, :b, :a || :b", {"a": "x", "b": "y", "unused": 1}),
        ("SELECT :a", {"a": None}),
        ("SELECT 1", {}),
        ("SELECT ':a', 'it''s :b', :b -- not :c\n, :d", {"b": 1, "d": 2}),
        ("SELECT ?, ?", (1, 2)),
        ("SELECT json_extract('{\"a\":\":b\"}', '$.a'), :b", {"b": 3}),
    ],
)
def test_values_by_name_are_what_they_are_to_the_driver(db, sql: str, values) -> None:
    assert db.execute(sql, values).fetchall() == sqlite3.connect(":memory:").execute(sql, values).fetchall()


def test_a_name_without_a_value_is_an_error_and_not_null(db) -> None:
    with pytest.raises(KeyError, match="b"):
        db.execute("SELECT :a, :b", {"a": 1})
    with pytest.raises(KeyError, match="a"):
        db.execute("SELECT :a", {})


def test_no_name_is_left_for_the_driver_to_look_up() -> None:
    text, pick = placed("INSERT INTO notes VALUES (:day, :text, :day, ':day')")

    assert text == "INSERT INTO notes VALUES (?1, ?2, ?1, ':day')"
    assert pick({"text": "b", "day": "a"}) == ("a", "b")
