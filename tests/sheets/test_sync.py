"""The worker: every version gets into the sheet exactly once, or stands on the list that says why not."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from ledger import Money, Operation
from manager import Booked
from sheets import Entry, SheetError
from sheets.cell import Formula
from sheets.rows import is_void, rows_of
from sheets.sync import SheetSync
from sheets.testing import MemorySheet
from tests.sheets.story import RENDERING, MemoryQueue, corrected, expense, key, transfer, undone

LOST = SheetError("no answer", "outage", ambiguous=True)
UNREACHED = SheetError("connection refused", "outage")
QUOTA = SheetError("quota", "quota")
REFUSED = SheetError("the caller does not have permission", "refused")
GONE = SheetError("not found", "gone")
NOTE = 11


def op_ids(memory: MemorySheet) -> list[str]:
    return [found.op_id for found in memory.scan_quietly().rows if found.op_id]


def amount(memory: MemorySheet, op_id: str) -> float:
    [found] = memory.scan_quietly().of(op_id)
    return float(found.cells["amount"])


async def linked(queue: MemoryQueue, sync, *versions) -> None:
    queue.put(*versions)
    await sync.drain()
    assert {queue.state(version) for version in versions} == {"DONE"}


# ---- new operations


async def test_new_operations_are_written_in_one_request_and_read_back(memory, queue, start) -> None:
    queue.put(expense(1), expense(2), expense(3))

    await start(memory).drain()

    assert memory.calls == ["locate", "prepare", "scan", "append", "scan"]
    assert queue.rows == {key(1): (2,), key(2): (3,), key(3): (4,)}


async def test_the_next_new_operations_cost_no_reading_of_the_whole_sheet(memory, queue, start) -> None:
    sync = start(memory)
    await linked(queue, sync, *(expense(number) for number in range(1, 101)))
    memory.calls.clear()

    await linked(queue, sync, expense(101), transfer(102))

    assert memory.calls == ["append", "tail"]
    assert queue.rows[key(102)] == (103, 104)


async def test_new_rows_that_people_move_at_once_are_looked_for_in_the_whole_sheet(
    memory, queue, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, *(expense(number) for number in range(1, 101)))
    memory.calls.clear()
    memory.on_call = lambda call: memory.sort(0, descending=True) if call == "append" else None

    await linked(queue, sync, expense(999))

    assert memory.calls == ["append", "tail", "scan"]
    assert queue.rows[key(999)] == (2,)


async def test_every_step_is_committed_before_the_next(memory, queue, start) -> None:
    queue.put(expense(1))

    await start(memory).drain()

    assert queue.job(expense(1)).history == ["READY", "SENDING", "VERIFY", "DONE"]


async def test_a_transfer_has_two_rows(memory, queue, start) -> None:
    await linked(queue, start(memory), transfer(1))

    assert queue.rows[key(1)] == (2, 3)
    assert (amount(memory, f"{key(1)}/1"), amount(memory, f"{key(1)}/2")) == (-5000, 5000)


async def test_more_operations_than_a_batch_holds_take_several(memory, queue, start) -> None:
    everything = [expense(number) for number in range(1, 121)]

    await linked(queue, start(memory), *everything)

    assert memory.calls.count("append") == 3
    assert len(op_ids(memory)) == 120


async def test_nothing_is_asked_of_the_sheet_when_nothing_waits(memory, start) -> None:
    await start(memory).drain()

    assert memory.calls == []


# ---- corrections


async def test_a_correction_changes_its_row_in_place_after_a_sort(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"), expense(3, "300"))
    memory.sort(0, descending=True)
    memory.type(4, NOTE, "mine")

    await linked(queue, sync, corrected(expense(1, "100"), clock(), amount="150"))

    assert queue.rows[key(1)] == (4,)
    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -200, -300]
    assert memory.rows[3][NOTE] == "mine"


async def test_an_undone_operation_is_marked_void_in_its_row(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))

    await linked(queue, sync, undone(expense(1), clock()))

    [found] = memory.scan_quietly().of(key(1))
    assert (found.row, found.cells["status"]) == (2, "Void")


async def test_versions_are_written_one_after_the_other(memory, queue, clock, start) -> None:
    first = expense(1, "100")
    second = corrected(first, clock(), amount="200")
    third = corrected(second, clock(), amount="100")

    await linked(queue, start(memory), first, second, third)

    assert op_ids(memory) == [key(1)]
    assert amount(memory, key(1)) == -100


async def test_an_expense_that_becomes_a_transfer_gets_two_rows_and_its_own_is_void(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))

    await linked(queue, sync, corrected(expense(1), clock(), operation=transfer(1).operation))

    scan = memory.scan_quietly()
    assert [(found.op_id, is_void(found.cells)) for found in scan.rows[1:]] == [
        (key(1), True),
        (f"{key(1)}/1", False),
        (f"{key(1)}/2", False),
    ]
    assert queue.rows[key(1)] == (3, 4)


async def test_a_transfer_that_was_an_expense_all_along_comes_back_to_its_first_row(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    was_expense = expense(1)
    was_transfer = corrected(was_expense, clock(), operation=transfer(1).operation)
    await linked(queue, sync, was_expense, was_transfer)

    await linked(queue, sync, corrected(was_transfer, clock(), operation=was_expense.operation))

    assert queue.rows[key(1)] == (2,)
    assert [is_void(found.cells) for found in memory.scan_quietly().rows[1:]] == [False, True, True]


async def test_a_correction_of_currency_and_account_is_written_whole(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    income = Operation("income", Money.of("12.50", "EUR"), expense(1).operation.day, "Card", "Salary")

    await linked(queue, sync, corrected(expense(1), clock(), operation=income))

    cells = memory.scan_quietly().of(key(1))[0].cells
    assert [cells[name] for name in ("type", "currency", "account", "category", "text")] == [
        "Income",
        "EUR",
        "Card",
        "Salary",
        "",
    ]


# ---- what people did


async def test_a_row_that_was_edited_by_hand_is_never_overwritten(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    memory.type(2, memory.column("amount"), -540)
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change)
    await sync.drain()

    assert (queue.state(change), queue.job(change).reason) == ("DIVERGED", "row 2: Amount edited by hand")
    assert amount(memory, key(1)) == -540


async def test_a_row_that_is_edited_between_its_writing_and_its_reading_keeps_the_edit(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    column = memory.column("category")
    memory.on_call = lambda call: memory.type(2, column, "Beans") if call == "update" else None
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change)
    await sync.drain()

    assert (queue.state(change), queue.job(change).reason) == ("DIVERGED", "row 2: Category edited by hand")
    assert (amount(memory, key(1)), memory.rows[1][column]) == (-350, "Beans")


def once(memory: MemorySheet, wanted: str, act) -> None:
    """Let a person act right after the next call of that name."""
    turns = iter([True])
    memory.on_call = lambda call: act() if call == wanted and next(turns, False) else None


async def test_an_edit_between_the_reading_of_a_row_and_its_correction_is_given_back_and_asked_about(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    column = memory.column("amount")
    once(memory, "scan", lambda: memory.type(2, column, -380))
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change)
    await sync.drain()

    assert (queue.state(change), queue.job(change).reason) == ("DIVERGED", "row 2: Amount edited by hand")
    assert amount(memory, key(1)) == -380
    assert queue.note is None


async def test_an_edit_that_moves_away_before_the_correction_hits_another_row_is_given_back_too(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"), expense(3, "300"))

    def edit_and_sort() -> None:
        memory.type(4, memory.column("amount"), -333)
        memory.sort(0, descending=True)

    once(memory, "scan", edit_and_sort)

    await linked(queue, sync, corrected(expense(1, "100"), clock(), amount="150"))

    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -200, -333]


async def test_what_a_person_types_into_a_blank_row_as_a_write_hits_it_is_given_back(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1), expense(2))

    def insert_and_type() -> None:
        memory.insert_row(3)
        memory.type(3, memory.column("text"), "mine")

    once(memory, "scan", insert_and_type)

    await linked(queue, sync, corrected(expense(2), clock(), amount="350"))

    assert amount(memory, key(2)) == -350
    assert [cell for cell in memory.rows[2] if cell not in (None, "")] == ["mine"]


async def test_an_edit_that_meets_the_giving_back_of_another_is_given_back_as_well(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    edits = iter([-380, -390])
    column = memory.column("amount")

    def edit(call: str) -> None:
        if call == "scan" and (value := next(edits, None)) is not None:
            memory.type(2, column, value)

    memory.on_call = edit
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change)
    await sync.drain()

    assert (queue.state(change), amount(memory, key(1))) == ("DIVERGED", -390)


async def test_an_edit_that_a_dead_process_wrote_over_is_given_back_by_the_next(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    change = corrected(expense(1), clock(), amount="350")
    queue.put(change)

    await die_in_update(memory, queue, sync, lambda: memory.type(2, memory.column("amount"), -380))
    assert amount(memory, key(1)) == -350
    clock.advance(seconds=241)
    await start(memory).drain()

    assert (queue.state(change), amount(memory, key(1))) == ("DIVERGED", -380)
    assert queue.note is None


async def test_an_edit_that_a_late_write_hits_is_given_back(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    memory.fail("update", LOST, "late")
    change = corrected(expense(1), clock(), amount="350")
    queue.put(change)
    await sync.drain()
    memory.type(2, memory.column("amount"), -380)

    memory.land()
    clock.advance(seconds=241)
    await sync.drain()

    assert (queue.state(change), amount(memory, key(1))) == ("DIVERGED", -380)


async def test_a_decision_after_an_edit_was_given_back_is_written(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1), expense(2))
    once(memory, "scan", lambda: memory.type(2, memory.column("amount"), -380))
    change = corrected(expense(1), clock(), amount="350")
    queue.put(change)
    await sync.drain()
    memory.type(2, memory.column("amount"), -300)  # the person takes it back
    await queue.sheet_jobs_moved([queue.job(change).id], "READY", retry_at=clock())

    await sync.drain()

    assert (queue.state(change), amount(memory, key(1))) == ("DONE", -350)


class Kept:
    """A book that knows what the sheet held, and is told what people took."""

    def __init__(self, queue: MemoryQueue) -> None:
        self._queue = queue
        self.told: list[object] = []

    async def tab_gone(self) -> int:
        had = len(self._queue.rows)
        self.told += ["tab"] if had else []
        self._queue.begin_anew()
        return had

    async def confirmed(self) -> list[Booked]:
        versions = [job.booked for job in self._queue.jobs.values()]
        held = self._queue.confirmed
        return [one for one in versions if one.key not in held or one.version >= held[one.key].version]

    async def columns_given_back(self, columns) -> None:
        self.told.append(columns)


def watched(sync: SheetSync, queue: MemoryQueue) -> Kept:
    kept = Kept(queue)
    sync.give_back(kept)
    return kept


async def test_a_tab_that_was_deleted_is_made_again_with_all_its_rows(memory, queue, clock, start) -> None:
    sync = start(memory)
    kept = watched(sync, queue)
    await linked(queue, sync, expense(1), transfer(2))
    memory.rows.clear()

    await linked(queue, sync, expense(3))

    assert sorted(op_ids(memory)) == sorted([key(1), f"{key(2)}/1", f"{key(2)}/2", key(3)])
    assert kept.told == ["tab"]


@pytest.mark.parametrize("call", ["scan", "update", "append", "tail"])
async def test_a_tab_that_is_deleted_while_rows_are_written_loses_none_and_doubles_none(
    memory, queue, clock, start, call
) -> None:
    sync = start(memory)
    watched(sync, queue)
    await linked(queue, sync, expense(1), expense(2))
    once(memory, call, memory.rows.clear)
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change, expense(3))
    await sync.drain()
    queue.put(expense(4))
    await sync.drain()
    await sync.scan()
    await sync.drain()

    assert sorted(op_ids(memory)) == [key(number) for number in (1, 2, 3, 4)]
    assert amount(memory, key(1)) == -350
    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert queue.note is None


async def test_a_tab_that_was_deleted_while_the_bot_was_away_is_filled_again(
    memory, queue, clock, start
) -> None:
    await linked(queue, start(memory), expense(1), expense(2))
    memory.rows.clear()
    sync = start(memory)
    watched(sync, queue)

    await linked(queue, sync, corrected(expense(1), clock(), amount="350"))

    assert sorted(op_ids(memory)) == [key(1), key(2)]
    assert amount(memory, key(1)) == -350


async def test_whoever_reads_a_sheet_whose_tab_was_deleted_finds_it_made_again(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    watched(sync, queue)
    await linked(queue, sync, expense(1))
    memory.rows.clear()

    assert [found.row for found in (await sync.scan()).rows] == [1]
    await sync.drain()

    assert op_ids(memory) == [key(1)]


@pytest.mark.parametrize("call", ["scan", "update", "append"])
async def test_a_column_that_is_deleted_while_rows_are_written_is_given_back(
    memory, queue, clock, start, call
) -> None:
    sync = start(memory)
    kept = watched(sync, queue)
    await linked(queue, sync, expense(1), expense(2))
    column = memory.column("account")
    once(memory, call, lambda: [row.pop(column) for row in memory.rows])

    queue.put(corrected(expense(1), clock(), amount="350", account="Card"), expense(3))
    await sync.drain()
    queue.put(expense(4))
    await sync.drain()

    assert [row[memory.column("account")] for row in memory.rows] == ["Account", "Card", *(["Cash"] * 3)]
    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert kept.told == [("account",)]


async def test_a_row_that_was_deleted_is_never_made_again(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1), expense(2))
    memory.delete_row(2)
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change)
    await sync.drain()

    assert queue.state(change) == "MISSING"
    assert op_ids(memory) == [key(2)]


async def test_a_row_that_stands_twice_is_left_to_a_person(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    memory.copy_row(2)
    change = corrected(expense(1), clock(), amount="350")

    queue.put(change)
    await sync.drain()

    assert (queue.state(change), queue.job(change).reason) == (
        "DUPLICATE",
        f"{key(1)} stands in rows 2, 3",
    )


async def test_a_deleted_leg_of_a_transfer_is_missing(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, transfer(1))
    memory.delete_row(3)
    change = undone(transfer(1), clock())

    queue.put(change)
    await sync.drain()

    assert (queue.state(change), queue.job(change).reason) == ("MISSING", f"no row with {key(1)}/2")


async def test_a_row_deleted_before_it_was_read_back_is_missing(memory, queue, start) -> None:
    memory.on_call = lambda call: memory.delete_row(2) if call == "append" else None
    queue.put(expense(1))

    await start(memory).drain()

    assert queue.state(expense(1)) == "MISSING"
    assert op_ids(memory) == []


async def test_a_sort_between_reading_and_writing_damages_nobody(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"), expense(3, "300"))
    turns = iter([True])
    memory.on_call = lambda call: (
        memory.sort(0, descending=True) if call == "scan" and next(turns, False) else None
    )

    await linked(queue, sync, corrected(expense(1, "100"), clock(), amount="150"))

    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -200, -300]


async def test_rows_that_people_typed_are_given_back_what_a_write_took(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1), expense(2))
    for column, value in enumerate(["my", 46000, "own", 7, "row"]):
        memory.type(4, column, value)
    before = [list(row) for row in memory.rows]
    turns = iter([True])
    memory.on_call = lambda call: memory.delete_row(2) if call == "scan" and next(turns, False) else None

    change = corrected(expense(2), clock(), amount="350")
    await linked(queue, sync, change)

    assert memory.rows[2] == before[3]
    assert queue.rows[key(2)] == (2,)


async def test_a_sheet_that_is_sorted_at_every_step_is_left_alone_for_a_while(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"))
    turn = 0

    def shuffle(call: str) -> None:
        nonlocal turn
        if call == "scan":
            turn += 1
            memory.sort(0, descending=turn % 2 == 1)

    memory.on_call = shuffle
    change = corrected(expense(1, "100"), clock(), amount="150")
    queue.put(change)
    await sync.drain()

    assert queue.state(change) == "VERIFY"
    assert memory.calls.count("update") == 6

    memory.on_call = None
    clock.advance(seconds=2)
    await sync.drain()
    assert [amount(memory, key(number)) for number in (1, 2)] == [-150, -200]


# ---- bad days


async def test_a_lost_answer_is_repeated_with_the_same_guard_and_written_once(
    memory, queue, clock, start
) -> None:
    memory.fail("append", LOST, "after")
    sync = start(memory)
    queue.put(expense(1))

    await sync.drain()
    assert queue.state(expense(1)) == "UNKNOWN"
    clock.advance(seconds=2)
    await sync.drain()

    assert queue.state(expense(1)) == "DONE"
    assert op_ids(memory) == [key(1)]


async def test_a_request_that_lands_late_is_refused_by_the_guard(memory, queue, clock, start) -> None:
    memory.fail("append", LOST, "late")
    sync = start(memory)
    queue.put(expense(1))
    await sync.drain()
    clock.advance(seconds=2)
    await sync.drain()

    memory.land()

    assert queue.state(expense(1)) == "DONE"
    assert op_ids(memory) == [key(1)]


async def test_a_request_that_lands_between_reading_and_repeating_is_written_once(
    memory, queue, clock, start
) -> None:
    memory.fail("append", LOST, "late")
    sync = start(memory)
    queue.put(expense(1), transfer(2))
    await sync.drain()
    memory.on_call = lambda call: memory.land() if call == "scan" else None
    queue.put(expense(3))

    clock.advance(seconds=2)
    await sync.drain()

    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert op_ids(memory) == [key(1), f"{key(2)}/1", f"{key(2)}/2", key(3)]


async def test_a_batch_that_had_arrived_is_looked_up_in_one_reading_and_the_rest_sent_as_one(
    memory, queue, clock, start
) -> None:
    memory.fail("append", LOST, "late")
    sync = start(memory)
    queue.put(*(expense(number) for number in range(1, 31)))
    await sync.drain()
    memory.on_call = lambda call: memory.land() if call == "scan" else None
    queue.put(*(expense(number) for number in range(31, 61)))

    clock.advance(seconds=2)
    memory.calls.clear()
    await sync.drain()

    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert op_ids(memory) == [key(number) for number in range(1, 61)]
    assert memory.calls == ["scan", "append", "scan", "append", "scan", *["append", "tail"]]


async def test_rows_that_had_arrived_and_were_deleted_cost_the_others_few_tries(
    memory, queue, clock, start
) -> None:
    memory.fail("append", LOST, "late")
    sync = start(memory)
    queue.put(expense(7))
    await sync.drain()
    memory.land()
    memory.delete_row(2)
    queue.put(*(expense(number) for number in range(8, 57)))

    clock.advance(seconds=2)
    memory.calls.clear()
    await sync.drain()

    assert queue.state(expense(7)) == "MISSING"
    assert op_ids(memory) == [key(number) for number in range(8, 57)]
    assert memory.calls.count("append") <= 2 * 6 + 2


async def test_a_row_that_was_deleted_while_its_answer_was_lost_is_missing(
    memory, queue, clock, start
) -> None:
    memory.fail("append", LOST, "after")
    sync = start(memory)
    queue.put(expense(1), expense(2))
    await sync.drain()
    memory.delete_row(2)

    clock.advance(seconds=2)
    await sync.drain()

    assert (queue.state(expense(1)), queue.state(expense(2))) == ("MISSING", "DONE")
    assert op_ids(memory) == [key(2)]


async def test_an_outage_is_waited_out_longer_each_time(memory, queue, clock, start) -> None:
    memory.fail("scan", UNREACHED, count=8)
    sync = start(memory)
    queue.put(expense(1))
    waits = []

    for _ in range(8):
        await sync.drain()
        due = queue.job(expense(1)).next_at
        waits.append((due - clock()).total_seconds())
        clock.now = due
    await sync.drain()

    assert waits == [1, 5, 30, 300, 900, 3600, 3600, 3600]
    assert queue.state(expense(1)) == "DONE"


async def test_when_the_sheet_heals_everything_that_waited_is_written_at_once(
    memory, queue, clock, start
) -> None:
    memory.fail("scan", UNREACHED, count=5)
    sync = start(memory)
    queue.put(expense(1))
    for _ in range(5):
        await sync.drain()
        clock.now = queue.job(expense(1)).next_at
    clock.now -= timedelta(minutes=10)
    assert queue.job(expense(1)).next_at > clock()

    queue.put(expense(2))
    await sync.drain()

    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert sync.trouble is None


async def test_trouble_says_why_since_when_and_until_when(memory, queue, clock, start) -> None:
    memory.fail("scan", UNREACHED, count=2)
    sync = start(memory)
    queue.put(expense(1))
    began = clock()
    await sync.drain()
    clock.advance(seconds=1)

    await sync.drain()

    assert sync.trouble is not None
    assert (sync.trouble.kind, sync.trouble.message) == ("outage", "connection refused")
    assert (sync.trouble.since, sync.trouble.retry_at) == (began, clock() + timedelta(seconds=5))


async def test_trying_now_does_not_wait(memory, queue, clock, start) -> None:
    memory.fail("scan", UNREACHED, count=4)
    sync = start(memory)
    queue.put(expense(1))
    for _ in range(4):
        await sync.drain()
        clock.now = queue.job(expense(1)).next_at
    clock.now -= timedelta(seconds=299)

    await sync.try_now()
    await sync.drain()

    assert queue.state(expense(1)) == "DONE"


async def test_a_connection_that_was_not_made_leaves_the_job_ready(memory, queue, start) -> None:
    memory.fail("append", UNREACHED)
    queue.put(expense(1))

    await start(memory).drain()

    assert queue.job(expense(1)).history == ["READY", "SENDING", "READY"]


async def test_too_many_requests_leave_the_job_unknown_and_cost_nothing(memory, queue, clock, start) -> None:
    memory.fail("append", QUOTA)
    sync = start(memory)
    queue.put(expense(1))
    await sync.drain()
    assert queue.state(expense(1)) == "UNKNOWN"

    clock.advance(seconds=2)
    await sync.drain()

    assert queue.state(expense(1)) == "DONE"


async def test_revoked_access_blocks_until_a_probe_a_minute_later(memory, queue, clock, start) -> None:
    memory.fail("append", REFUSED)
    sync = start(memory)
    queue.put(expense(1))
    await sync.drain()
    assert queue.state(expense(1)) == "BLOCKED"

    queue.put(expense(2))
    await sync.drain()
    assert queue.state(expense(2)) == "READY"
    clock.advance(seconds=60)
    await sync.drain()

    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert memory.calls.count("append") == 2


async def test_a_sheet_that_is_gone_is_prepared_anew_before_it_is_used(memory, queue, clock, start) -> None:
    memory.fail("scan", GONE)
    sync = start(memory)
    queue.put(expense(1))
    await sync.drain()
    assert queue.state(expense(1)) == "BLOCKED"

    clock.advance(seconds=61)
    await sync.drain()

    assert queue.state(expense(1)) == "DONE"
    assert memory.calls.count("prepare") == 2


async def test_a_deleted_column_pauses_the_sheet_until_it_is_back(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    header, column = memory.rows[0], memory.column("account")
    memory.rows[0] = [title for index, title in enumerate(header) if index != column]

    queue.put(expense(2))
    await sync.drain()
    assert (queue.state(expense(2)), queue.job(expense(2)).reason) == (
        "BLOCKED",
        "the sheet has no column Account",
    )
    memory.rows[0] = header
    clock.advance(seconds=61)
    await sync.drain()

    assert queue.state(expense(2)) == "DONE"


async def test_one_row_that_the_sheet_refuses_holds_up_nobody_else(memory, queue, start) -> None:
    broken = SheetError("cell too large", "broken")
    memory.fail("append", broken)  # all three together
    memory.fail("append", broken)  # the first two
    memory.fail("append", broken)  # the first alone
    queue.put(expense(1), expense(2), expense(3))

    await start(memory).drain()

    assert [queue.state(expense(number)) for number in (1, 2, 3)] == ["BLOCKED", "DONE", "DONE"]
    assert queue.job(expense(1)).reason == "cell too large"
    assert op_ids(memory) == [key(2), key(3)]


async def test_an_outage_among_single_tries_leaves_the_others_for_later(memory, queue, clock, start) -> None:
    memory.fail("append", SheetError("cell too large", "broken"))
    memory.fail("append", UNREACHED)
    sync = start(memory)
    queue.put(expense(1), expense(2), expense(3))

    await sync.drain()
    assert [queue.state(expense(number)) for number in (1, 2, 3)] == ["READY", "READY", "READY"]
    clock.advance(seconds=2)
    await sync.drain()

    assert op_ids(memory) == [key(1), key(2), key(3)]


async def test_a_correction_that_the_sheet_refuses_is_blocked_alone(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1), expense(2))
    first, second = (corrected(expense(number), clock(), amount="9") for number in (1, 2))
    broken = SheetError("protected", "broken")
    memory.fail("update", broken)
    memory.fail("update", broken)

    queue.put(first, second)
    await sync.drain()

    assert (queue.state(first), queue.state(second)) == ("BLOCKED", "DONE")


async def test_a_correction_whose_answer_was_lost_waits_until_it_cannot_arrive_any_more(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    change = corrected(expense(1), clock(), amount="350")
    memory.fail("update", LOST)
    queue.put(change)
    await sync.drain()
    assert queue.state(change) == "UNKNOWN"

    clock.advance(seconds=239)
    await sync.try_now()
    await sync.drain()
    assert (queue.state(change), memory.calls.count("update")) == ("UNKNOWN", 1)
    clock.advance(seconds=2)
    await sync.drain()

    assert (queue.state(change), amount(memory, key(1))) == ("DONE", -350)


async def test_a_correction_that_lands_late_on_a_sorted_sheet_damages_nobody(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"), expense(3, "300"))
    change = corrected(expense(1, "100"), clock(), amount="150")
    memory.fail("update", LOST, "late")
    queue.put(change)
    await sync.drain()
    clock.advance(seconds=100)
    memory.sort(0, descending=True)
    await linked(queue, sync, corrected(expense(3, "300"), clock(), amount="333"))

    clock.advance(seconds=70)
    memory.land()
    clock.advance(seconds=71)
    await sync.drain()

    assert queue.state(change) == "DONE"
    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -200, -333]


async def test_a_correction_that_did_arrive_is_seen_at_once(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1))
    change = corrected(expense(1), clock(), amount="350")
    memory.fail("update", LOST, "after")
    queue.put(change)
    await sync.drain()

    clock.advance(seconds=1)
    await sync.try_now()
    await sync.drain()

    assert (queue.state(change), memory.calls.count("update")) == ("DONE", 1)


# ---- dying


async def test_a_process_that_dies_while_sending_is_taken_up_without_writing_twice(
    memory, queue, clock, start
) -> None:
    queue.put(expense(1), transfer(2))
    await queue.sheet_jobs_sending([1, 2])
    memory.prepare()
    memory.append([Entry(queue.job(expense(1)).guard, rows_of(expense(1), RENDERING))])

    await queue.recover_sheet_jobs()
    await start(memory).drain()

    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert op_ids(memory) == [key(1), f"{key(2)}/1", f"{key(2)}/2"]


async def test_a_process_that_died_after_its_rows_were_written_only_reads_them_back(
    memory, queue, clock, start
) -> None:
    memory.on_call = lambda call: memory.fail("scan", UNREACHED) if call == "append" else None
    queue.put(expense(1))
    await start(memory).drain()
    assert queue.state(expense(1)) == "VERIFY"

    clock.advance(seconds=2)
    await start(memory).drain()

    assert queue.state(expense(1)) == "DONE"
    assert memory.calls.count("append") == 1


class KilledError(Exception):
    """The process ends here."""


async def die_in_update(memory: MemorySheet, queue: MemoryQueue, sync: SheetSync, meanwhile) -> None:
    """Let people act between the reading and the write, and the process die before it learns of its write."""

    def act(call: str) -> None:
        if call == "scan":
            meanwhile()
        if call == "update":
            raise KilledError

    memory.on_call = act
    with suppress(KilledError):
        await sync.drain()
    memory.on_call = None
    await queue.recover_sheet_jobs()


async def test_what_a_write_of_a_dead_process_hit_is_put_right(memory, queue, clock, start) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"), expense(3, "300"))
    memory.type(4, memory.column("amount"), -333)
    queue.put(corrected(expense(1, "100"), clock(), amount="150"))

    await die_in_update(memory, queue, sync, lambda: memory.sort(0, descending=True))
    assert amount(memory, key(3)) == -150
    clock.advance(seconds=241)
    await start(memory).drain()

    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -200, -333]
    assert {job.state for job in queue.jobs.values()} == {"DONE"}
    assert queue.note is None


async def test_what_a_write_of_a_dead_process_took_from_people_is_given_back(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"))
    for column, value in enumerate(["my", 46000, "own", 7, Formula("=1+1")]):
        memory.type(4, column, value)
    before = list(memory.rows[3])
    queue.put(corrected(expense(2, "200"), clock(), amount="250"))

    await die_in_update(memory, queue, sync, lambda: memory.delete_row(2))
    assert memory.rows[2] != before
    clock.advance(seconds=241)
    await start(memory).drain()

    assert memory.rows[2] == before
    assert amount(memory, key(2)) == -250


async def test_a_repair_that_a_dead_process_put_into_another_row_is_put_right(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, *(expense(number, str(100 * number)) for number in (1, 2, 3)))
    queue.put(corrected(expense(1, "100"), clock(), amount="150"))
    await die_in_update(memory, queue, sync, lambda: memory.sort(0, descending=True))
    clock.advance(seconds=241)

    await die_in_update(memory, queue, start(memory), lambda: memory.sort(3))
    clock.advance(seconds=241)
    await start(memory).drain()

    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -200, -300]


async def test_a_row_that_a_person_made_the_twin_of_another_is_theirs_after_a_death_too(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, *(expense(number, str(100 * number)) for number in (1, 2, 3)))
    memory.type(3, memory.column("amount"), -300)
    queue.put(corrected(expense(1, "100"), clock(), amount="150"))

    await die_in_update(memory, queue, sync, lambda: None)
    memory.type(3, memory.column("text"), "tea")
    memory.type(4, memory.column("text"), "tea")
    clock.advance(seconds=241)
    await start(memory).drain()

    assert [amount(memory, key(number)) for number in (1, 2, 3)] == [-150, -300, -300]
    assert [row[memory.column("text")] for row in memory.rows[1:]] == ["coffee", "tea", "tea"]


async def test_what_was_written_while_an_answer_was_lost_is_not_taken_back_after_a_death(
    memory, queue, clock, start
) -> None:
    sync = start(memory)
    await linked(queue, sync, expense(1, "100"), expense(2, "200"), expense(3, "300"))
    memory.fail("update", LOST, "late")
    queue.put(corrected(expense(1, "100"), clock(), amount="150"))
    await sync.drain()
    clock.advance(seconds=2)
    await linked(queue, sync, corrected(expense(2, "200"), clock(), amount="250"))
    memory.type(4, memory.column("amount"), -333)
    await linked(queue, sync, expense(4, "400"))

    memory.sort(0, descending=True)
    memory.rows[1], memory.rows[2] = memory.rows[2], memory.rows[1]
    memory.land()  # into the row of the third, which a person has edited since
    assert amount(memory, key(3)) == -150
    await queue.recover_sheet_jobs()
    clock.advance(seconds=241)
    await start(memory).drain()

    assert [amount(memory, key(number)) for number in (1, 2, 3, 4)] == [-150, -250, -333, -400]


# ---- its life


async def test_the_worker_wakes_when_it_is_told_and_ends_when_it_is_cancelled(memory, queue, clock) -> None:
    sync = SheetSync(queue, memory, RENDERING, now=clock)
    done = asyncio.Event()
    memory.on_call = lambda call: loop.call_soon_threadsafe(done.set) if call == "append" else None
    loop = asyncio.get_running_loop()
    worker = asyncio.create_task(sync.run())
    await asyncio.sleep(0)

    queue.put(expense(1))
    sync.wake()
    await asyncio.wait_for(done.wait(), 30)

    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    await sync.aclose()
    assert memory.is_closed


@pytest.mark.parametrize("moments", range(4))
async def test_the_worker_ends_though_something_wakes_it_in_that_moment(
    memory, queue, clock, start, moments: int
) -> None:
    queue.put(expense(1))
    await queue.sheet_jobs_moved([1], "READY", retry_at=clock() + timedelta(hours=1))
    sync = start(memory)
    worker = asyncio.create_task(sync.run())
    await asyncio.sleep(0.2)

    sync.wake()
    for _ in range(moments):
        await asyncio.sleep(0)
    worker.cancel()

    done, _ = await asyncio.wait({worker}, timeout=5)
    worker.cancel()
    await asyncio.wait({worker})
    assert done == {worker}


async def test_what_comes_one_by_one_while_the_worker_writes_goes_together(
    memory, queue, start, monkeypatch
) -> None:
    monkeypatch.setattr("sheets.sync.GATHER_SECONDS", 0.2)
    sync = start(memory)
    worker = asyncio.create_task(sync.run())
    queue.put(expense(1))
    sync.wake()
    await queue.reached(expense(1), "DONE")

    for number in range(2, 7):
        queue.put(expense(number))
        sync.wake()
        await asyncio.sleep(0.01)
    await queue.reached(expense(6), "DONE")

    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    assert memory.calls.count("append") <= 3
    assert op_ids(memory) == [key(number) for number in range(1, 7)]


async def test_the_worker_begins_with_what_a_dead_process_left(memory, queue, start) -> None:
    queue.put(expense(1))
    await queue.sheet_jobs_sending([1])

    worker = asyncio.create_task(start(memory).run())
    await queue.reached(expense(1), "DONE")

    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    assert queue.job(expense(1)).history == ["READY", "SENDING", "UNKNOWN", "SENDING", "VERIFY", "DONE"]


async def test_a_bug_in_the_sheet_ends_neither_the_worker_nor_the_job(memory, queue, start, caplog) -> None:
    failed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stumble(call: str) -> None:
        if call == "append":
            memory.on_call = None
            loop.call_soon_threadsafe(failed.set)
            raise RuntimeError("a bug")

    memory.on_call = stumble
    queue.put(expense(1))
    sync = start(memory)
    worker = asyncio.create_task(sync.run())
    await asyncio.wait_for(failed.wait(), 30)
    await queue.reached(expense(1), "UNKNOWN")

    sync.wake()
    await queue.reached(expense(1), "DONE")

    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    assert op_ids(memory) == [key(1)]
    assert "sheet worker failed" in caplog.text
