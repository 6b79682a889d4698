from dataclasses import replace

import pytest

from crashes.inspection import Books, Operation
from crashes.people import Told
from crashes.stories import Story
from crashes.verdict import OPERATION_ID, STATUS, Breach, judge, shows

COFFEE = Story(1, "told", 1234, 9999, 0)
MOVED = Story(2, "moved", 4321, 8888, 0)
BOOKED = Operation("AAAABBBBCCCC", "expense", "booked", 1, 1234.0, frozenset({1234.0}))
TRANSFERRED = Operation("DDDDEEEEFFFF", "transfer", "booked", 1, 4321.0, frozenset({4321.0}))
BOOKS = Books((BOOKED,), (), (), (), (), (), ())


def over(story: Story) -> Told:
    return Told(story, chat_id=1, waits_for="")


def row(op_id: str, amount: float, status: str = "ОК") -> list[object]:
    cells: list[object] = [""] * 16
    cells[3], cells[STATUS], cells[OPERATION_ID] = amount, status, op_id
    return cells


def breaches(books: Books = BOOKS, *rows: list[object], told: Told | None = None) -> list[Breach]:
    return [finding.breach for finding in judge([told or over(COFFEE)], books, rows)]


COFFEE_ROW = row("AAAABBBBCCCC", -1234.0)


def test_a_run_in_which_all_went_right_has_no_findings() -> None:
    books = replace(BOOKS, operations=(BOOKED, TRANSFERRED))
    rows = [COFFEE_ROW, row("DDDDEEEEFFFF/1", -4321.0), row("DDDDEEEEFFFF/2", 4321.0)]

    assert judge([over(COFFEE), over(MOVED)], books, rows) == []


def test_an_operation_that_is_missing_or_there_twice_is_found() -> None:
    twin = replace(BOOKED, key="GGGGHHHHIIII")

    assert breaches(replace(BOOKS, operations=())) == ["lost"]
    twice = replace(BOOKS, operations=(BOOKED, twin))
    assert breaches(twice, COFFEE_ROW, row("GGGGHHHHIIII", -1234.0)) == ["doubled"]


def test_a_wrong_amount_or_state_is_found() -> None:
    corrected = over(Story(1, "corrected", 1234, 5555, 0))
    undone = over(Story(1, "undone", 1234, 5555, 0))

    assert breaches(BOOKS, COFFEE_ROW, told=corrected) == ["wrong"]
    assert breaches(BOOKS, COFFEE_ROW, told=undone) == ["wrong"]


def test_an_operation_that_nobody_told_of_is_found() -> None:
    stray = replace(BOOKED, key="GGGGHHHHIIII", amounts=frozenset({7.0}), amount=7.0)

    books = replace(BOOKS, operations=(BOOKED, stray))
    assert breaches(books, COFFEE_ROW, row("GGGGHHHHIIII", -7.0)) == ["wrong"]


@pytest.mark.parametrize(
    ("rows", "breach"),
    [
        ([], "sheet lost"),
        ([COFFEE_ROW, COFFEE_ROW], "sheet doubled"),
        ([row("AAAABBBBCCCC", -1235.0)], "sheet wrong"),
        ([row("AAAABBBBCCCC", -1234.0, "Отменено")], "sheet wrong"),
        ([COFFEE_ROW, row("ZZZZ", -1.0)], "sheet wrong"),
    ],
    ids=["none", "two", "another amount", "another status", "a stranger's"],
)
def test_a_row_that_is_not_as_it_is_booked_is_found(rows: list[list[object]], breach: Breach) -> None:
    assert breaches(BOOKS, *rows) == [breach]


@pytest.mark.parametrize(
    ("field", "breach"),
    [
        ("without_outbox", "no outbox"),
        ("undone", "not in the sheet"),
        ("unsent", "answer unsent"),
        ("unhandled", "update left"),
        ("ignored", "update left"),
        ("unsound", "unsound file"),
    ],
)
def test_what_is_left_in_the_database_is_found(field: str, breach: Breach) -> None:
    books = replace(BOOKS, **{field: ("something",)})

    assert breaches(books, COFFEE_ROW) == [breach]


def test_a_person_who_still_waits_is_found() -> None:
    waiting = Told(COFFEE, chat_id=1, waits_for="a receipt for 1234")

    assert breaches(BOOKS, COFFEE_ROW, told=waiting) == ["answer unsent"]


def test_a_reply_that_missed_its_conversation_is_found() -> None:
    told = Told(COFFEE, chat_id=1, waits_for="", astray="For which one?")

    assert breaches(BOOKS, COFFEE_ROW, told=told) == ["reply astray"]


@pytest.mark.parametrize(
    ("op_id", "amount", "is_right"),
    [
        ("A1B2", -300, True),
        ("A1B2", 300, False),
        ("A1B2/1", -300, True),
        ("A1B2/2", 300, True),
        ("A1B2/2", -300, False),  # what the other leg says, written into this row by mistake
    ],
)
def test_a_row_shows_its_operation_only_with_the_sign_of_its_leg(
    op_id: str, amount: float, *, is_right: bool
) -> None:
    assert shows(op_id, {"amount": amount, "status": "ОК"}, 300.0, "booked") is is_right
