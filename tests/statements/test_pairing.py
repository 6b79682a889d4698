from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger import Money
from statements import End, Entry, pair

DAY = date(2026, 11, 12)


def entry(minor: int, after: int = 0) -> Entry:
    return Entry(1, DAY + timedelta(days=after), Money(minor, "EUR"), "", "", "")


def end(minor: int, after: int = 0, number: int = 1) -> End:
    return End(number, DAY + timedelta(days=after), "Savings", minor)


def test_the_same_amount_the_other_way_within_three_days_is_the_other_end() -> None:
    assert pair([entry(5000, after=3)], [end(-5000)])[0].end.number == 1
    assert pair([entry(-5000)], [end(5000, after=3)])[0].is_only


def test_the_same_way_another_amount_or_a_fourth_day_is_none() -> None:
    assert pair([entry(5000)], [end(5000), end(-5001), end(-5000, after=4)]) == {}


def test_the_nearest_is_taken_and_what_could_be_another_is_marked() -> None:
    found = pair([entry(5000)], [end(-5000, after=-2, number=1), end(-5000, after=1, number=2)])

    assert (found[0].end.number, found[0].is_only) == (2, False)


def test_two_entries_share_no_end() -> None:
    found = pair([entry(5000), entry(5000, after=1)], [end(-5000, after=1)])

    assert list(found) == [1]
    assert not found[1].is_only


amounts = st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(0, 9)), max_size=12)


@given(amounts, amounts)
def test_every_pair_is_a_transfer_and_no_end_is_taken_twice(lines, booked) -> None:
    entries = [entry(minor, after) for minor, after in lines]
    ends = [end(minor, after, number) for number, (minor, after) in enumerate(booked)]

    found = pair(entries, ends)

    assert len({one.end.number for one in found.values()}) == len(found)
    for index, one in found.items():
        assert one.end.minor == -entries[index].amount.minor
        assert abs((one.end.day - entries[index].day).days) <= 3
