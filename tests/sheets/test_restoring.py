"""Columns that are given back say what they should, whatever people do meanwhile."""

from dataclasses import replace

from sheets.layout import BY_KEY
from sheets.restoring import Confirmed, refill
from sheets.rows import rows_of
from sheets.sheet import Found
from sheets.testing import MemorySheet
from tests.sheets.story import RECORDED, RENDERING, corrected, expense, transfer
from tests.sheets.test_contract import entry


def sheet_of(*booked) -> MemorySheet:
    sheet = MemorySheet()
    sheet.prepare()
    sheet.append([entry(one) for one in booked])
    return sheet


def without(sheet: MemorySheet, key: str) -> MemorySheet:
    column = sheet.column(key)
    for row in sheet.rows:
        del row[column]
    return sheet


def said(sheet: MemorySheet, key: str) -> dict[str, object]:
    return {found.op_id: found.cells[key] for found in sheet.scan_quietly().rows if found.op_id}


TOLD = [expense(number, str(100 * number)) for number in (1, 2, 3)]


def test_rows_that_people_move_while_a_column_is_given_back_get_their_own_values() -> None:
    sheet = without(sheet_of(*TOLD), "amount")
    told = Confirmed(TOLD, ["amount"], RENDERING)
    sheet.restore(["amount"], told)
    column = sheet.column("amount")
    values = [row[column] for row in sheet.rows[1:]]
    for row, value in zip(sheet.rows[1:], reversed(values), strict=True):
        row[column] = value  # as if the rows had been sorted between the reading and the write

    refill(sheet, ["amount"], told)

    assert list(said(sheet, "amount").values()) == [-100, -200, -300]


def test_what_a_person_types_into_the_new_column_is_left() -> None:
    sheet = without(sheet_of(*TOLD), "category")
    told = Confirmed(TOLD, ["category"], RENDERING)
    sheet.restore(["category"], told)
    sheet.type(3, sheet.column("category"), "Beans")

    refill(sheet, ["category"], told)

    assert list(said(sheet, "category").values()) == ["Cafés", "Beans", "Cafés"]


def test_a_value_that_hit_the_row_of_a_person_is_taken_away_again() -> None:
    sheet = sheet_of(*TOLD)
    sheet.type(5, sheet.column("text"), "mine")
    without(sheet, "amount")
    told = Confirmed(TOLD, ["amount"], RENDERING)
    sheet.restore(["amount"], told)
    sheet.type(5, sheet.column("amount"), -300)

    refill(sheet, ["amount"], told)

    assert sheet.rows[4][sheet.column("amount")] is None


def test_the_row_of_a_leg_that_is_no_more_is_void() -> None:
    now = corrected(transfer(1), RECORDED, operation=expense(1).operation)
    [row] = rows_of(now, RENDERING)
    told = Confirmed([now], ["amount"], RENDERING)

    assert told(Found(2, row.op_id, row.cells)) == row.cells
    assert told(Found(3, f"{row.op_id}/2", row.cells))["status"] == "Void"
    assert told(Found(4, "OTHER", row.cells)) is None


def test_without_ids_the_legs_of_a_transfer_are_told_apart_by_their_sign() -> None:
    legs = rows_of(transfer(7), RENDERING)
    told = Confirmed([transfer(7), expense(8)], ["op"], RENDERING)
    bare = dict.fromkeys(BY_KEY)

    for leg in legs:
        found = Found(2, "", {**bare, "num": 7.0, "amount": float(leg.cells["amount"])})
        assert told(found)["op"] == leg.op_id
    assert told(Found(3, "", {**bare, "num": 7.0})) is None
    assert told(replace(found, cells={**bare, "num": 8})) is not None


def test_a_correction_that_was_written_and_not_yet_confirmed_gets_its_own_value() -> None:
    old = expense(1)
    new = corrected(old, RECORDED, amount="350", account="Card")
    told = Confirmed([old, new], ["account"], RENDERING)
    before, after = (rows_of(one, RENDERING)[0] for one in (old, new))

    def row(cells) -> Found:
        return Found(2, before.op_id, {**cells, "account": None})

    assert told(row(before.cells))["account"] == "Cash"
    assert told(row(after.cells))["account"] == "Card"
    assert told(row({**before.cells, "amount": -7}))["account"] == "Cash"
