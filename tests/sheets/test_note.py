from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sheets.cell import Formula
from sheets.note import packed, unpacked
from sheets.repair import Written
from sheets.rows import fingerprint, rows_of
from sheets.sheet import Found, Scan
from tests.sheets.story import RECORDED, RENDERING, corrected, expense

UNTIL = RECORDED + timedelta(minutes=4)
[ROW] = rows_of(corrected(expense(1, "12.50"), RECORDED), RENDERING)


def doubted() -> Written:
    theirs = {**ROW.cells, "num": "mine", "op": None, "amount": Formula("=1+1"), "note": "mine"}
    before = Scan((Found(2, ROW.op_id, ROW.cells), Found(3, "", theirs, (True, None, Formula("=A1"), 2.5))))
    written = Written(before)
    written.add(ROW.cells, ROW.op_id)
    written.add(theirs)
    return written


def test_the_next_process_knows_how_rows_stood_and_what_was_written() -> None:
    written = doubted()

    left = unpacked(packed(written, UNTIL))

    assert [(found.row, found.op_id, found.rest) for found in left.before.rows] == [
        (2, ROW.op_id, ()),
        (3, "", (True, None, Formula("=A1"), 2.5)),
    ]
    assert [fingerprint(found.cells) for found in left.before.rows] == list(written.prints)
    assert isinstance(left.before.rows[1].cells["amount"], Formula)
    assert isinstance(left.before.rows[1].rest[2], Formula)
    assert left.owners == written.owners


def test_the_next_process_knows_which_writes_nobody_has_looked_up_and_what_people_had_typed() -> None:
    written = doubted()
    first, second = written.begin(), written.begin()
    written.edits.add(fingerprint(ROW.cells))

    left = unpacked(packed(written, UNTIL))

    assert (first.is_first, second.is_first) == (True, False)
    assert left.unseen == {first.number, second.number}
    assert left.edits == {fingerprint(ROW.cells)}


def test_all_that_was_written_may_arrive_as_late_as_what_is_being_written_now() -> None:
    written = doubted()
    written.doubt(ROW.cells, RECORDED)  # the same cells were on their way before

    assert set(unpacked(packed(written, UNTIL)).prints.values()) == {UNTIL}


def test_rows_that_were_noted_with_other_columns_are_left_to_the_book(monkeypatch) -> None:
    note = packed(doubted(), UNTIL)
    monkeypatch.setattr("sheets.note._KEYS", ["num", "op"])

    left = unpacked(note)

    assert left.before.rows == ()
    assert left.check_at == UNTIL


def test_amounts_of_any_length_say_the_same_afterwards() -> None:
    cells = {**ROW.cells, "amount": Decimal("123456789012.34")}
    written = Written(Scan((replace(Found(2, ROW.op_id, ROW.cells), cells=cells),)))

    [found] = unpacked(packed(written, UNTIL)).before.rows

    assert fingerprint(found.cells) == fingerprint(cells)
