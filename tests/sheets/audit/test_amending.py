"""A row that somebody decided about is written, whoever moves rows meanwhile; no other row changes."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheets import Entry, Found, SheetError, rows_of
from sheets.audit.amending import ChangedRowError, amend
from sheets.testing import Call, MemorySheet
from tests.sheets.conftest import Bench
from tests.sheets.story import RENDERING, expense

ASIDE = {"op": "", "status": "Void"}
TYPED_AMOUNT = -5


def filled(sheet, count: int = 4) -> None:
    sheet.prepare()
    for number in range(1, count + 1):
        sheet.append([Entry(number, rows_of(expense(number, str(number * 10)), RENDERING))])


def held(sheet: MemorySheet) -> list[list[object]]:
    return sorted(map(list, sheet.rows[1:]), key=repr)


def find(sheet, op_id: str) -> Found:
    return sheet.scan().of(op_id)[-1]


def typed_row(sheet: MemorySheet) -> Found:
    row = len(sheet.rows) + 1
    sheet.type(row, sheet.column("amount"), TYPED_AMOUNT)
    sheet.type(row, sheet.column("date"), 46347)
    return next(found for found in sheet.scan_quietly().rows if found.row == row)


def test_a_copy_is_put_aside_in_every_kind_of_sheet(bench: Bench) -> None:
    filled(bench.sheet)
    bench.hands.copy_row(3, 6)
    copy = find(bench.sheet, "OP0000000002")

    row = amend(bench.sheet, copy, ASIDE)

    scan = bench.sheet.scan()
    aside = next(found for found in scan.rows if found.row == row)
    assert (row, aside.op_id, aside.cells["status"], aside.cells["amount"]) == (6, "", "Void", -20)
    assert [found.row for found in scan.of("OP0000000002")] == [3]


def test_a_typed_row_becomes_an_operations_own_in_every_kind_of_sheet(bench: Bench) -> None:
    filled(bench.sheet, 2)
    bench.hands.type(4, 4, str(TYPED_AMOUNT))
    bench.hands.type(4, 12, "mine")
    [wanted] = rows_of(expense(9, "5"), RENDERING)
    found = next(one for one in bench.sheet.scan().rows if one.row == 4)

    row = amend(bench.sheet, found, wanted.cells)

    [own] = bench.sheet.scan().of("OP0000000009")
    assert (row, own.row, own.cells["text"], bench.hands.read(4, 12)) == (4, 4, "coffee", "mine")


def test_a_row_that_says_something_else_by_now_is_not_written() -> None:
    sheet = MemorySheet()
    filled(sheet)
    found = find(sheet, "OP0000000002")
    sheet.type(found.row, sheet.column("amount"), -21)
    before = held(sheet)

    with pytest.raises(ChangedRowError):
        amend(sheet, found, ASIDE)

    assert held(sheet) == before


@pytest.mark.parametrize("kind", ["aside", "own"])
@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["sort", "back", "insert", "none"]), max_size=8), st.integers(0, 2**16))
def test_people_who_move_rows_meanwhile_lose_nothing(kind: str, deeds: list[str], seed: int) -> None:
    sheet, random = MemorySheet(), Random(seed)  # noqa: S311  # a story, not a secret
    filled(sheet)
    if kind == "aside":
        sheet.copy_row(random.randrange(2, 6))
        target, cells = next(one for one in sheet.scan_quietly().rows if one.row == 6), ASIDE
    else:
        [wanted] = rows_of(expense(9, "5"), RENDERING)
        target, cells = typed_row(sheet), wanted.cells
    others = held(sheet)
    others.remove(list(sheet.rows[target.row - 1]))
    left = iter(deeds)

    def person(call: Call) -> None:
        match next(left, "none"):
            case "sort":
                sheet.sort(sheet.column("amount"))
            case "back":
                sheet.sort(sheet.column("amount"), descending=True)
            case "insert":
                sheet.insert_row(random.randrange(2, len(sheet.rows) + 1))

    sheet.on_call = person
    try:
        row = amend(sheet, target, cells)
    except SheetError:
        row = None
    sheet.on_call = None

    now = [one for one in held(sheet) if any(cell not in (None, "") for cell in one)]
    if row is None:
        assert len(now) == len(others) + 1
        return
    for one in others:
        now.remove(one)
    ((*mine,),) = now
    assert mine[sheet.column("op")] == cells["op"]
    assert mine[sheet.column("status")] == cells["status"]
