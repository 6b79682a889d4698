"""What a person wrote into a row becomes the book's operation exactly, or is refused by its cell."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Account, BookId, Category, Money, Operation
from manager import Book, Booked
from sheets import Found, rows_of
from sheets.audit.discrepancy import edits
from sheets.audit.taking import TakingError, edited, typed
from sheets.cell import Formula
from tests.sheets.story import RENDERING, booked, expense, transfer

BOOK = Book(
    BookId(1),
    "Home",
    "RUB",
    (Account("Cash", "RUB"), Account("Card", "RUB"), Account("Dollars", "USD")),
    (Category("Cafés", "expense"), Category("Food", "expense"), Category("Salary", "income")),
    "Cash",
)


def taken(was: Booked, leg: int = 0, **cells: object) -> Operation | str:
    """The operation of which one row says something else."""
    rows = [
        Found(number, row.op_id, row.cells) for number, row in enumerate(rows_of(was, RENDERING), start=2)
    ]
    rows[leg] = replace(rows[leg], cells={**rows[leg].cells, **cells})
    changed = [
        edit for row, found in zip(rows_of(was, RENDERING), rows, strict=True) for edit in edits(row, found)
    ]
    return edited(was, rows, changed, BOOK)


def row(**cells: object) -> Found:
    return Found(9, "", {**dict.fromkeys(rows_of(expense(), RENDERING)[0].cells), **cells})


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"amount": -380}, "amount", Money.of("380", "RUB")),
        ({"amount": -380.55}, "amount", Money.of("380.55", "RUB")),
        ({"date": 46348}, "day", date(2026, 11, 22)),
        ({"date": 46348.75}, "day", date(2026, 11, 22)),
        ({"account": "Card"}, "account", "Card"),
        ({"category": "Food"}, "category", "Food"),
        ({"category": ""}, "category", None),
        ({"text": "tea"}, "description", "tea"),
        ({"tags": "#trip work"}, "tags", ("trip", "work")),
        ({"currency": "EUR"}, "amount", Money.of("300", "EUR")),
        ({"amount": 300}, "refund", True),
        ({"type": "Доход", "amount": 300}, "type", "income"),
    ],
)
def test_an_edited_cell_is_taken_and_nothing_else_changes(
    cells: dict[str, object], field: str, value: object
) -> None:
    operation = taken(expense(), **cells)

    assert isinstance(operation, Operation)
    assert getattr(operation, field) == value
    kept = {"type", "amount", "day", "account", "category", "description", "tags"} - {field}
    if field != "type":
        assert {name: getattr(operation, name) for name in kept} == {
            name: getattr(expense().operation, name) for name in kept
        }


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("amount", "a lot"),
        ("amount", 0),
        ("amount", -0.001),
        ("amount", Formula("=1+1")),
        ("amount", True),
        ("amount", None),
        ("amount", float("inf")),
        ("currency", "XXQ"),
        ("date", "yesterday"),
        ("date", -5),
        ("account", "Mattress"),
        ("category", "Yachts"),
        ("type", "Present"),
        ("type", "Transfer"),
        ("status", "maybe"),
        ("who", "Boris"),
    ],
)
def test_a_cell_that_the_book_cannot_hold_is_named_and_not_taken(column: str, cell: object) -> None:
    with pytest.raises(TakingError) as told:
        taken(expense(), **{column: cell})

    assert (told.value.column, told.value.cell) == (column, cell) or cell != cell  # noqa: PLR0124  # NaN


@pytest.mark.parametrize("word", ["Void", "Отменено"])
def test_a_row_that_was_marked_void_undoes_the_operation(word: str) -> None:
    assert taken(expense(), status=word, amount=-1) == "void"


@pytest.mark.parametrize(("leg", "amount"), [(0, -600), (1, 600)])
def test_either_row_of_a_transfer_tells_the_amount_of_both(leg: int, amount: int) -> None:
    operation = taken(transfer(), leg, amount=amount)

    assert operation == replace(transfer().operation, amount=Money.of("600", "RUB"))


def test_what_arrived_in_another_currency_is_taken_from_its_own_row() -> None:
    exchange = replace(transfer().operation, to_account="Dollars", received=Money.of("50", "USD"))

    operation = taken(booked(exchange), 1, amount=52)

    assert operation == replace(exchange, received=Money.of("52", "USD"))


@pytest.mark.parametrize(
    ("leg", "cells"),
    [(0, {"amount": 600}), (1, {"amount": -600}), (1, {"account": "Card"}), (0, {"category": "Food"})],
)
def test_a_transfer_that_would_be_none_is_not_taken(leg: int, cells: dict[str, object]) -> None:
    with pytest.raises(TakingError):
        taken(transfer(), leg, **cells)


def test_the_account_to_which_money_went_is_taken_from_the_second_row() -> None:
    operation = taken(transfer(), 1, account="Dollars")

    assert operation == replace(transfer().operation, to_account="Dollars")


def test_a_typed_row_is_an_operation_with_what_the_book_usually_means() -> None:
    operation = typed(row(amount=-120.5, date=46347, text="bread"), BOOK)

    assert operation == Operation(
        "expense", Money.of("120.50", "RUB"), date(2026, 11, 21), "Cash", description="bread"
    )


def test_a_typed_row_says_all_it_can_say() -> None:
    said = {"account": "Dollars", "category": "Salary", "type": "Income", "tags": "#work", "text": "pay"}

    operation = typed(row(amount=1000, date=46347, **said), BOOK)

    assert operation == Operation(
        "income",
        Money.of("1000", "USD"),
        date(2026, 11, 21),
        "Dollars",
        "Salary",
        description="pay",
        tags=("work",),
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"amount": -5},
        {"date": 46347},
        {"amount": 0, "date": 46347},
        {"amount": -5, "date": 46347, "account": "Mattress"},
        {"amount": -5, "date": 46347, "type": "Transfer"},
        {"amount": -5, "date": 46347, "type": "Income"},
    ],
)
def test_a_typed_row_that_tells_too_little_is_not_taken(cells: dict[str, object]) -> None:
    with pytest.raises(TakingError):
        typed(row(**cells), BOOK)


@given(
    st.decimals("0.01", "9999999", places=2),
    st.sampled_from(["Cash", "Card"]),
    st.sampled_from(["Cafés", "Food", ""]),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.booleans(),
)
def test_what_is_taken_is_written_back_as_it_stood(
    amount: Decimal,
    account: str,
    category: str,
    day: date,
    refund: bool,  # noqa: FBT001
) -> None:
    operation = Operation(
        "expense", Money.of(amount, "RUB"), day, account, category or None, description="x", refund=refund
    )
    [wanted] = rows_of(booked(operation), RENDERING)

    taken_back = typed(Found(2, "", {**wanted.cells, "amount": float(wanted.cells["amount"])}), BOOK)

    assert taken_back == operation
