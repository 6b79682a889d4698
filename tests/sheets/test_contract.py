"""What every sheet promises: the fake, the workbook on disk, and Google's through the real gspread."""

from dataclasses import replace

import pytest

from sheets import Change, Entry, SheetError, rows_of
from sheets.layout import BOT_COLUMNS, COLUMNS, ColumnKey
from sheets.restoring import Confirmed
from sheets.rows import fingerprint
from sheets.sheet import ColumnsGoneError
from tests.sheets.conftest import Bench
from tests.sheets.story import RECORDED, RENDERING, corrected, expense, transfer, undone

NOTE, AMOUNT, TEXT, ACCOUNT = 12, 4, 8, 6


def entry(booked, guard: int | None = None) -> Entry:
    return Entry(guard or booked.number, rows_of(booked, RENDERING))


def change(row: int, booked, leg: int = 0) -> Change:
    return Change(row, rows_of(booked, RENDERING)[leg].cells)


def ids(bench: Bench) -> list[str]:
    return [found.op_id for found in bench.sheet.scan().rows]


@pytest.fixture
def ready(bench: Bench) -> Bench:
    bench.sheet.prepare()
    return bench


def test_a_new_sheet_holds_only_the_header(ready: Bench) -> None:
    [header] = ready.sheet.scan().rows

    assert (header.row, header.op_id) == (1, "")
    assert header.cells["op"] == "Operation ID"
    assert header.rest == ("My note",)


def test_preparing_twice_changes_nothing(ready: Bench) -> None:
    ready.sheet.append([entry(expense())])

    ready.sheet.prepare()

    assert ids(ready) == ["", "OP0000000001"]


def test_what_was_appended_is_read_back_with_the_same_fingerprint(ready: Bench) -> None:
    wanted = [expense(1), transfer(2), undone(expense(3), RECORDED)]

    ready.sheet.append([entry(booked) for booked in wanted])

    scan = ready.sheet.scan()
    for row in (row for booked in wanted for row in rows_of(booked, RENDERING)):
        [found] = scan.of(row.op_id)
        assert fingerprint(found.cells) == row.fingerprint


def test_another_process_reads_the_same(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1)), entry(transfer(2))])
    other = ready.again()
    other.prepare()

    found = [(found.row, found.op_id, fingerprint(found.cells)) for found in other.scan().rows]

    assert found == [(at.row, at.op_id, fingerprint(at.cells)) for at in ready.sheet.scan().rows]


def test_the_end_of_the_sheet_is_read_with_the_numbers_of_its_rows(ready: Bench) -> None:
    ready.sheet.append([entry(expense(number)) for number in range(1, 6)])

    tail = ready.sheet.tail(5)

    assert [(found.row, found.op_id) for found in tail.rows] == [(5, "OP0000000004"), (6, "OP0000000005")]
    assert ready.sheet.tail(7).rows == ()


def test_the_end_of_a_sheet_whose_columns_moved_is_understood(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1)), entry(expense(2))])

    ready.hands.insert_column(3)

    [found] = ready.sheet.tail(3).of("OP0000000002")
    assert (found.row, found.cells["amount"]) == (3, -300)


def test_the_legs_of_a_transfer_stand_below_each_other(ready: Bench) -> None:
    ready.sheet.append([entry(transfer(7))])

    assert ids(ready) == ["", "OP0000000007/1", "OP0000000007/2"]


def test_an_append_that_is_repeated_is_refused_whole(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])

    with pytest.raises(SheetError) as refusal:
        ready.sheet.append([entry(expense(1)), entry(expense(2))])

    assert refusal.value.kind == "used"
    assert ids(ready) == ["", "OP0000000001"]


def test_an_update_writes_the_new_version_into_its_row(ready: Bench) -> None:
    old = expense(1)
    ready.sheet.append([entry(old), entry(expense(2))])
    new = corrected(old, RECORDED, amount="350", account="Card")

    ready.sheet.update([change(2, new)])

    scan = ready.sheet.scan()
    [row] = rows_of(new, RENDERING)
    assert fingerprint(scan.of(new.key)[0].cells) == row.fingerprint
    assert fingerprint(scan.of("OP0000000002")[0].cells) == rows_of(expense(2), RENDERING)[0].fingerprint


def test_an_update_can_empty_a_cell(ready: Bench) -> None:
    old = expense(1)
    ready.sheet.append([entry(old)])

    ready.sheet.update([change(2, corrected(old, RECORDED, category=None))])

    assert ready.sheet.scan().of(old.key)[0].cells["category"] in (None, "")


def test_an_update_leaves_notes_of_people_alone(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.type(2, NOTE, "for work")
    ready.hands.type(2, 17, "mine")

    ready.sheet.update([change(2, corrected(expense(1), RECORDED, amount="350"))])

    assert (ready.hands.read(2, NOTE), ready.hands.read(2, 17)) == ("for work", "mine")


def test_an_update_never_writes_number_id_and_time_of_recording(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])

    ready.sheet.update([change(2, expense(2))])

    [found] = ready.sheet.scan().of("OP0000000001")
    assert found.cells["num"] == 1


def test_the_next_rows_are_appended_below_a_note_that_a_person_left(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.type(5, NOTE, "remember the milk")

    ready.sheet.append([entry(expense(2))])

    assert ready.sheet.scan().of("OP0000000002")[0].row == 6
    assert ready.hands.read(5, NOTE) == "remember the milk"


def test_rows_are_found_after_people_sorted_inserted_and_deleted(ready: Bench) -> None:
    ready.sheet.append([entry(expense(number, amount=str(100 * number))) for number in (1, 2, 3)])

    ready.hands.sort(1, descending=True)
    ready.hands.insert_row(2)
    ready.hands.delete_row(4)

    scan = ready.sheet.scan()
    assert [(found.row, found.op_id) for found in scan.rows] == [
        (1, ""),
        (3, "OP0000000003"),
        (4, "OP0000000001"),
    ]
    for number in (1, 3):
        row = rows_of(expense(number, amount=str(100 * number)), RENDERING)[0]
        assert fingerprint(scan.of(row.op_id)[0].cells) == row.fingerprint


def test_a_copied_row_is_seen_twice(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])

    ready.hands.copy_row(2, 4)

    assert [found.row for found in ready.sheet.scan().of("OP0000000001")] == [2, 4]


def test_an_edited_amount_changes_the_fingerprint(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])

    ready.hands.type(2, AMOUNT, "-540")

    [found] = ready.sheet.scan().of("OP0000000001")
    assert found.cells["amount"] == -540
    assert fingerprint(found.cells) != rows_of(expense(1), RENDERING)[0].fingerprint


def test_columns_are_found_when_people_insert_one(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])

    ready.hands.insert_column(3)
    ready.sheet.scan()
    ready.sheet.append([entry(expense(2))])
    ready.sheet.update([change(2, corrected(expense(1), RECORDED, amount="350"))])

    scan = ready.sheet.scan()
    assert scan.of("OP0000000001")[0].cells["amount"] == -350
    assert fingerprint(scan.of("OP0000000002")[0].cells) == rows_of(expense(2), RENDERING)[0].fingerprint
    assert ready.hands.read(3, 3) in (None, "")


def test_a_header_in_other_words_is_no_trouble(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.type(1, TEXT, "What for")

    ready.sheet.update([change(2, corrected(expense(1), RECORDED, description="tea"))])

    assert ready.sheet.scan().of("OP0000000001")[0].cells["text"] == "tea"


def test_a_deleted_column_stops_the_sheet_with_its_name(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])

    ready.hands.delete_column(ACCOUNT)

    with pytest.raises(SheetError, match="no column Account") as refusal:
        ready.sheet.scan()
    assert refusal.value.kind == "broken"


def test_a_sheet_without_one_of_our_columns_is_not_taken_up(ready: Bench) -> None:
    ready.hands.delete_column(ACCOUNT)
    other = ready.again()

    with pytest.raises(SheetError, match="no column Account"):
        other.prepare()


def test_a_renamed_tab_is_still_ours(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.rename_tab("Наши деньги 'дом'")

    ready.sheet.append([entry(expense(2))])

    assert ids(ready) == ["", "OP0000000001", "OP0000000002"]


def test_a_title_line_above_the_header_is_no_trouble(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.insert_row(1)
    ready.hands.type(1, 1, "Our money")

    ready.sheet.append([entry(expense(2))])

    scan = ready.sheet.scan()
    assert [found.op_id for found in scan.rows] == ["", "", "OP0000000001", "OP0000000002"]


@pytest.mark.parametrize("first", [*"=+-@'#\"\t\n 0", "#N/A", "TRUE", "12.5", "21.11.2026", "https://x.de"])
def test_a_description_stays_text_whatever_it_begins_with(ready: Bench, first: str) -> None:
    text = first if len(first) > 1 else f'{first}HYPERLINK("http://evil.example";1)'
    booked = expense(1, description=text)

    ready.sheet.append([entry(booked)])
    ready.sheet.update([change(2, replace(booked, version=2, changed_at=RECORDED))])

    found = ready.sheet.scan().of("OP0000000001")[0].cells["text"]
    assert (type(found), found) == (str, text)


def test_a_stamp_rests_while_nobody_changes_anything_and_is_another_after_every_change(ready: Bench) -> None:
    def seen() -> str:
        stamp = ready.sheet.stamp()
        assert ready.sheet.scan().rows
        assert ready.sheet.stamp() == stamp
        return stamp

    stamps = [seen()]
    ready.sheet.append([entry(expense(1))])
    stamps.append(seen())
    ready.sheet.update([change(2, corrected(expense(1), RECORDED, amount="350"))])
    stamps.append(seen())
    ready.hands.type(2, NOTE, "for work")
    stamps.append(seen())
    ready.hands.sort(1, descending=True)
    ready.hands.type(2, AMOUNT, "-380")
    stamps.append(seen())

    assert "" not in stamps
    assert len(set(stamps)) == len(stamps)


# ---- what people delete


def wanted(columns, *booked):
    """What rows of these operations should hold."""
    return Confirmed(booked, columns, RENDERING)


def test_looking_for_the_tab_changes_nothing_and_makes_none(bench: Bench) -> None:
    with pytest.raises(SheetError) as absent:
        bench.sheet.locate()

    assert absent.value.kind == "absent"
    with pytest.raises(SheetError):
        bench.again().locate()


def test_a_tab_is_found_without_being_repaired(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.delete_column(ACCOUNT)
    other = ready.again()

    with pytest.raises(ColumnsGoneError) as gone:
        other.locate()

    assert gone.value.columns == ("account",)
    with pytest.raises(ColumnsGoneError):
        ready.again().locate()


def test_a_deleted_tab_is_told_and_made_again_empty(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.delete_tab()

    with pytest.raises(SheetError) as absent:
        ready.sheet.scan()
    ready.sheet.prepare()
    ready.sheet.append([entry(expense(1))])

    assert absent.value.kind == "absent"
    assert ids(ready) == ["", "OP0000000001"]


@pytest.mark.parametrize("column", [column.key for column in BOT_COLUMNS])
def test_a_deleted_column_is_given_back_with_the_value_of_each_row(ready: Bench, column: ColumnKey) -> None:
    told = [expense(1), transfer(2), undone(expense(3, "7"), RECORDED)]
    ready.sheet.append([entry(booked) for booked in told])
    ready.hands.type(6, NOTE, "mine")
    ready.hands.delete_column([one.key for one in COLUMNS].index(column) + 1)
    with pytest.raises(ColumnsGoneError):
        ready.sheet.scan()

    ready.sheet.restore([column], wanted([column], *told))

    for sheet in (ready.sheet, ready.again()):
        sheet.locate()
        scan = sheet.scan()
        for row in (row for booked in told for row in rows_of(booked, RENDERING)):
            [found] = scan.of(row.op_id)
            assert fingerprint(found.cells) == row.fingerprint
            assert found.cells["num"] == row.cells["num"]
        assert [found.cells[column] in (None, "") for found in scan.rows if found.row == 6] == [True]


def test_several_deleted_columns_are_given_back(ready: Bench) -> None:
    ready.sheet.append([entry(expense(1))])
    ready.hands.delete_column(AMOUNT)
    ready.hands.delete_column(ACCOUNT - 1)

    ready.sheet.restore(["amount", "account"], wanted(["amount", "account"], expense(1)))

    [found] = ready.sheet.scan().of("OP0000000001")
    assert fingerprint(found.cells) == rows_of(expense(1), RENDERING)[0].fingerprint
