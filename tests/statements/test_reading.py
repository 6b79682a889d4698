from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.amounts import mark_of, read_amount
from statements.days import order_of, read_day

AMOUNTS = [
    ("-1 234,50 €", ",", "-1234.50"),
    ("1,234.50 CR", ".", "1234.50"),
    ("12,50 DR", ",", "-12.50"),
    ("(12.00)", ".", "-12.00"),
    ("300-", "", "-300"),
    ("−7,00 грн", ",", "-7.00"),
    ("EUR 12.50", ".", "12.50"),
    ("1\u202f250,5", ",", "1250.5"),
    ("1'250.05", ".", "1250.05"),
    ("1,23,456.78", ".", "123456.78"),
    ("¥1,250", "", "1250"),
]


@pytest.mark.parametrize(("cell", "mark", "amount"), AMOUNTS)
def test_amounts_are_read_exactly_as_banks_write_them(cell, mark, amount) -> None:
    assert read_amount(cell, mark) == Decimal(amount)


@pytest.mark.parametrize("cell", ["", "25.11.2026", "Order 15", "12.5.3", "1.2345,67,8", "n/a", "=1+1"])
def test_what_is_no_amount_is_none(cell) -> None:
    assert read_amount(cell, ".") is None


@given(st.integers(-(10**12), 10**12), st.sampled_from([".", ","]), st.sampled_from(["", "\u00a0", "'"]))
def test_every_amount_survives_being_written_with_groups_and_a_mark(minor, mark, group) -> None:
    value = Decimal(minor).scaleb(-2)
    whole, part = f"{abs(value):,.2f}".split(".")
    written = f"{'-' if minor < 0 else ''}{whole.replace(',', group)}{mark}{part}"

    assert read_amount(written, mark) == value
    assert mark_of([written]) == mark


def test_a_column_tells_its_mark_by_all_its_cells() -> None:
    assert mark_of(["1.250", "12,50"]) == ","
    assert mark_of(["1,250", "12.50"]) == "."
    assert mark_of(["1.250", "300"]) == ""
    assert mark_of(["1.250.000"]) == ","


def test_a_column_of_nothing_but_thousands_or_thousandths_tells_no_mark() -> None:
    assert mark_of(["1.250", "3.400"]) is None


DAYS = [
    ("25.11.2026", date(2026, 11, 25)),
    ("25/11/26", date(2026, 11, 25)),
    ("2026-11-25T14:05:07", date(2026, 11, 25)),
    ("25.11.2026 14:05", date(2026, 11, 25)),
    ("20261125", date(2026, 11, 25)),
    ("2026年11月25日", date(2026, 11, 25)),
    ("25 Nov 2026", date(2026, 11, 25)),
    ("Nov 25, 2026", date(2026, 11, 25)),
    ("25 ноября 2026", date(2026, 11, 25)),
    ("25 lis 2026", date(2026, 11, 25)),
    ("3 de marzo de 2026", date(2026, 3, 3)),
    ("25 Kas 2026", date(2026, 11, 25)),
]


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_days_are_read_as_banks_write_them(cell, day) -> None:
    assert read_day(cell, "dmy") == day


@pytest.mark.parametrize("cell", ["", "31.02.2026", "12.50", "lunch", "99999999", "1.1.1"])
def test_what_is_no_day_is_none(cell) -> None:
    assert read_day(cell, "dmy") is None


def test_a_day_above_twelve_tells_the_order_of_the_whole_column() -> None:
    assert order_of(["03/04/2026", "03/25/2026"], "dmy") == "mdy"
    assert order_of(["03/04/2026", "25/04/2026"], "mdy") == "dmy"


def test_where_both_orders_are_days_the_one_in_which_lines_follow_closely_is_taken() -> None:
    assert order_of(["03/04/2026", "03/05/2026", "03/06/2026"], "dmy") == "mdy"
    assert order_of(["03/04/2026"], "dmy") == "dmy"
