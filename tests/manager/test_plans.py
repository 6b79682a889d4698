"""No statement of a turn walks a whole table, however large the book has grown."""

import re
import sqlite3
from types import ModuleType

import pytest

from manager.care import health, stuck
from manager.file.store import connect
from manager.tables import (
    books,
    conversations,
    deliveries,
    imports,
    inbox,
    lessons,
    messages,
    model_calls,
    operations,
    people,
    questions,
    replies,
    sheet_outbox,
    templates,
)

MODULES = (
    books,
    conversations,
    deliveries,
    health,
    imports,
    inbox,
    lessons,
    messages,
    model_calls,
    operations,
    people,
    questions,
    replies,
    sheet_outbox,
    stuck,
    templates,
)
# The book's own lists are short; the others are asked for by a person or at start, not in a turn.
SHORT = re.compile(r"SCAN (a|c|b|accounts|categories|books|recent|\(subquery|m\b|co-routine)")
RARE = {
    "books.COUNTED",  # beside the turns, by the worker of the sheet
    "health.LAST_CALLS",
    "health.MODEL",
    "health.POLLED",
    "health.STUCK",
    "operations.LAST_OF_PERSON",
    "books.BALANCES",
    "books.SHARED",
    "imports.OF_ACCOUNT",
    "messages.SAID",
}


def statements(module: ModuleType) -> list[tuple[str, str]]:
    name = module.__name__.rpartition(".")[2]
    return [
        (f"{name}.{key}", text)
        for key, text in vars(module).items()
        if key.isupper()
        and not key.startswith("_")
        and isinstance(text, str)
        and re.match(r"\s*(SELECT|UPDATE|DELETE)\b", text)
    ]


ALL = [one for module in MODULES for one in statements(module) if one[0] not in RARE]


@pytest.fixture(scope="module")
def db() -> sqlite3.Connection:
    return connect(":memory:")


@pytest.mark.parametrize(("name", "statement"), ALL, ids=[name for name, _ in ALL])
def test_a_statement_of_a_turn_finds_its_rows_by_an_index(
    db: sqlite3.Connection, name: str, statement: str
) -> None:
    if name.endswith(".SELECT"):  # the beginning of others
        return
    values = dict.fromkeys(re.findall(r":(\w+)", statement))

    steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert [
        step for step in steps if step.startswith("SCAN") and not SHORT.match(step) and "INDEX" not in step
    ] == []
