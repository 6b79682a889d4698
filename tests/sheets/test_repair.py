from sheets.repair import Written, repairs
from sheets.rows import WRITTEN, fingerprint, rows_of
from sheets.sheet import Found, Scan
from tests.sheets.story import RECORDED, RENDERING, corrected, expense

OLD, NEW = expense(1), corrected(expense(1), RECORDED, amount="350")


def found(row: int, version, *, of=None, rest=()) -> Found:
    """A row that belongs to `of` and holds what `version` says."""
    [own] = rows_of(of or version, RENDERING)
    [says] = rows_of(version, RENDERING)
    return Found(row, own.op_id, {**own.cells, **{key: says.cells[key] for key in WRITTEN}}, rest)


def hand_typed(row: int, version=None, **cells) -> Found:
    empty = dict.fromkeys(rows_of(OLD, RENDERING)[0].cells)
    says = rows_of(version, RENDERING)[0].cells if version else {}
    return Found(row, "", {**empty, **{key: says[key] for key in WRITTEN if says}, **cells})


def written(*before: Found) -> Written:
    memory = Written(Scan(before))
    memory.add(rows_of(NEW, RENDERING)[0].cells, OLD.key)
    return memory


def test_a_row_that_was_meant_to_change_is_right() -> None:
    assert repairs(written(found(2, OLD)), Scan((found(2, NEW),))) == ([], [])


def test_a_row_of_another_operation_gets_back_what_it_held() -> None:
    before = (found(2, OLD), found(3, expense(2)))

    [change], _ = repairs(written(*before), Scan((found(2, NEW, of=expense(2)), found(3, OLD))))

    assert (change.row, fingerprint(change.cells)) == (2, rows_of(expense(2), RENDERING)[0].fingerprint)


def test_a_row_that_a_person_typed_gets_back_what_it_held() -> None:
    mine = hand_typed(3, num="mine", amount=7)

    [change], _ = repairs(written(found(2, OLD), mine), Scan((hand_typed(2, NEW, num="mine"), found(3, OLD))))

    assert (change.row, change.cells["amount"]) == (2, 7)


def test_a_row_that_was_blank_is_emptied() -> None:
    [change], _ = repairs(written(found(2, OLD)), Scan((found(2, OLD), hand_typed(9, NEW))))

    assert change.row == 9
    assert set(change.cells.values()) == {None}


def test_a_blank_row_that_a_repair_hit_is_emptied() -> None:
    memory = Written(Scan((found(2, OLD),)))
    memory.add(rows_of(OLD, RENDERING)[0].cells)  # never corrected, so without a time of its change

    [change], _ = repairs(memory, Scan((found(2, OLD), hand_typed(9, OLD))))

    assert change.row == 9
    assert set(change.cells.values()) == {None}


def test_a_row_that_a_person_typed_meanwhile_is_never_emptied() -> None:
    after = Scan((found(2, OLD), hand_typed(9, NEW, num="new")))

    assert repairs(written(found(2, OLD)), after) == ([], [])


def test_a_write_is_forgotten_after_a_clean_reading_unless_it_may_still_arrive() -> None:
    memory = written(found(2, OLD))
    late = rows_of(corrected(expense(2), RECORDED), RENDERING)[0]
    memory.add(late.cells, late.op_id)
    memory.doubt(late.cells, RECORDED)

    memory.learn(Scan((found(2, NEW),)), [], RECORDED.replace(year=2025))
    assert (set(memory.prints), memory.check_at) == ({late.fingerprint}, RECORDED)

    memory.learn(Scan((found(2, NEW),)), [], RECORDED.replace(year=2027))
    assert (memory.prints, memory.check_at) == ({}, None)
