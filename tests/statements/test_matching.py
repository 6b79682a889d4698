from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger import Money
from statements import APART, Entry, Known, match

DAY = date(2026, 11, 12)


def entry(minor: int, after: int = 0) -> Entry:
    return Entry(1, DAY + timedelta(days=after), Money(minor, "EUR"), "", "", "")


def known(minor: int, after: int = 0, number: int = 1) -> Known:
    return Known(number, DAY + timedelta(days=after), minor)


def test_an_entry_is_known_by_the_same_amount_at_most_two_days_apart() -> None:
    book = [known(-350, after=2)]

    assert match([entry(-350)], book)[0].known
    assert match([entry(-350, after=-1)], book)[0].known is None
    assert match([entry(350)], book)[0].known is None


def test_a_transfer_is_known_up_to_three_days_apart() -> None:
    transfer = Known(1, DAY + timedelta(days=3), -350, APART)

    assert match([entry(-350)], [transfer])[0].known
    assert match([entry(-350)], [known(-350, after=3)])[0].known is None
    assert match([entry(-350, after=-1)], [transfer])[0].known is None


def test_one_operation_answers_for_one_entry_and_the_nearest_first() -> None:
    far, near = match([entry(-350), entry(-350, after=1)], [known(-350, after=1)])

    assert far.known is None
    assert near.known


@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(0, 30))))
def test_a_statement_whose_entries_are_all_booked_has_nothing_new(lines) -> None:
    entries = [entry(minor, after) for minor, after in lines]
    book = [known(minor, after, number) for number, (minor, after) in enumerate(lines)]

    assert all(one.known for one in match(entries, book))


@given(st.lists(st.integers(-3, 3).filter(bool)), st.lists(st.integers(-3, 3).filter(bool)))
def test_no_operation_answers_twice(lines, booked) -> None:
    book = [known(minor, 0, number) for number, minor in enumerate(booked)]

    found = [one.known for one in match([entry(minor) for minor in lines], book) if one.known]

    assert len(found) == len(set(found))
