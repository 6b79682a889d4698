from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger import Money
from statements import Entry, Known, match

DAY = date(2026, 11, 12)


def entry(minor: int, after: int = 0, fingerprint: str = "") -> Entry:
    return Entry(1, DAY + timedelta(days=after), Money(minor, "EUR"), "", "", fingerprint)


def known(minor: int, after: int = 0, number: int = 1) -> Known:
    return Known(number, DAY + timedelta(days=after), minor)


def test_an_entry_is_known_by_the_same_amount_at_most_two_days_apart() -> None:
    book = [known(-350, after=2)]

    assert not match([entry(-350)], book)[0].is_new
    assert match([entry(-350, after=-1)], book)[0].is_new
    assert match([entry(350)], book)[0].is_new


def test_one_operation_answers_for_one_entry_and_the_nearest_first() -> None:
    far, near = match([entry(-350), entry(-350, after=1)], [known(-350, after=1)])

    assert far.is_new
    assert not near.is_new


def test_what_was_imported_before_is_known_whatever_became_of_it() -> None:
    assert match([entry(-350, fingerprint="a")], [], {"a"})[0].was_imported


@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(0, 30))))
def test_a_statement_whose_entries_are_all_booked_has_nothing_new(lines) -> None:
    entries = [entry(minor, after) for minor, after in lines]
    book = [known(minor, after, number) for number, (minor, after) in enumerate(lines)]

    assert not any(one.is_new for one in match(entries, book))


@given(st.lists(st.integers(-3, 3).filter(bool)), st.lists(st.integers(-3, 3).filter(bool)))
def test_no_operation_answers_twice(lines, booked) -> None:
    book = [known(minor, 0, number) for number, minor in enumerate(booked)]

    found = [one.known for one in match([entry(minor) for minor in lines], book) if one.known]

    assert len(found) == len(set(found))
