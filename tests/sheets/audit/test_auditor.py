"""The real book beside a sheet that people work in: what is found, decided, written, and found no more."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from ledger import BookId, Draft, OperationKey
from manager import (
    Correct,
    Restore,
    Settlement,
    SheetFinding,
    Silence,
    StaleTurnError,
    Step,
    Turn,
    Verdict,
    Void,
    integrity,
)
from sheets import SheetError
from sheets.audit.auditor import Auditor
from sheets.audit.saying import packed, unpacked
from sheets.cell import Formula
from sheets.sync import SheetSync
from sheets.testing import MemorySheet
from tests.conftest import FakeClock
from tests.manager.story import Book, operation
from tests.sheets.story import RENDERING

BOOK = BookId(1)


class Desk:
    """A book, its sheet with a worker, an auditor, and somebody who decides."""

    def __init__(self, book: Book, sheet: MemorySheet) -> None:
        self.book = book
        self.sheet = sheet
        find = partial(book.manager.find_operation, BOOK)
        self.sync = SheetSync(book.manager, sheet, RENDERING, now=book.clock, random=lambda: 0.5, find=find)
        self.auditor = Auditor(book.manager, BOOK, self.sync.scan, self.sync.stamp, RENDERING, now=book.clock)

    async def booked(self) -> tuple[int, OperationKey]:
        """Book an operation and bring it into the sheet; returns its conversation and key."""
        _, conversation_id = await self.book.book()
        await self.sync.drain()
        thread = await self.book.manager.get_conversation_context(conversation_id)
        return conversation_id, thread.booked.key

    def type(self, key: str, column: str, value: object) -> None:
        self.sheet.type(self.sheet.find(key), self.sheet.column(column), value)

    async def counts(self) -> dict[str, int]:
        self.book.clock.advance(seconds=1)
        report, _ = await self.auditor.check()
        return +report.counts

    async def found(self) -> SheetFinding:
        """Check, and return the one thing that waits for a decision."""
        self.book.clock.advance(seconds=1)
        await self.auditor.check()
        (one,) = await self.book.manager.findings(BOOK)
        return one

    async def decide(self, found: SheetFinding, verdict: Verdict, *, amount: str = "300") -> None:
        """Decide, and let the worker write what follows."""
        incoming = self.book.said(verdict, kind="button")
        if found.booked is None or verdict == "keep":
            step = Step(Silence())
        else:
            thread = await self.book.manager.get_conversation_context(found.booked.conversation_id)
            decision = (
                Void()
                if verdict == "void"
                else Correct("ExpenseAgent", Draft(), operation(amount), ("amount",))
            )
            step = Step(decision, thread.id, thread.revision, owns_message=False)
        settlement = Settlement(found.id, verdict, found.fingerprint)
        await self.book.manager.record(
            Turn(incoming, BOOK, incoming.sent_at.date(), (step,), settlement=settlement)
        )
        await self.sync.drain()
        self.book.clock.advance(seconds=1)


@pytest.fixture
async def desk(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Desk]:
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    desk = Desk(book, MemorySheet())
    yield desk
    await desk.sync.aclose()
    await book.manager.close()
    assert [one.claim for one in integrity(book.path, now=clock) if not one.holds] == []


def amounts(sheet: MemorySheet) -> list[object]:
    return [found.cells["amount"] for found in sheet.scan_quietly().rows[1:]]


async def test_an_untouched_sheet_matches_and_the_check_is_remembered(desk: Desk) -> None:
    await desk.booked()

    assert await desk.counts() == {"match": 1}
    check = await desk.book.manager.last_check(BOOK)
    assert (check.checked_at, check.counts) == (
        desk.book.clock(),
        {"match": 1, "operations": 1, "rows": 1},
    )


async def test_an_edited_row_is_found_once_and_closed_when_somebody_mends_it(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.type(key, "amount", -380)
    first = await desk.found()
    assert (await desk.found()).id == first.id

    desk.type(key, "amount", -300)

    assert await desk.counts() == {"match": 1}
    assert await desk.book.manager.findings(BOOK) == ()
    closed = await desk.book.manager.find_finding(BOOK, first.id)
    assert (closed.is_open, closed.verdict) == (False, None)


async def test_what_the_sheet_says_is_taken_into_the_book(desk: Desk) -> None:
    conversation_id, key = await desk.booked()
    desk.type(key, "amount", -380)

    await desk.decide(await desk.found(), "take", amount="380")

    thread = await desk.book.manager.get_conversation_context(conversation_id)
    assert (str(thread.booked.operation.amount.amount), thread.booked.version) == ("380.00", 2)
    assert await desk.counts() == {"match": 1}


async def test_what_the_book_says_is_put_back_into_the_sheet(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.type(key, "amount", -380)

    await desk.decide(await desk.found(), "put back")

    assert amounts(desk.sheet) == [-300]
    assert await desk.counts() == {"match": 1}


async def test_a_row_that_was_edited_again_meanwhile_is_not_written_over(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.type(key, "amount", -380)
    found = await desk.found()
    desk.type(key, "amount", -390)

    await desk.decide(found, "put back")

    assert amounts(desk.sheet) == [-390]
    again = await desk.found()
    assert (again.id != found.id, unpacked(again.says)[0].cells["amount"]) == (True, -390)
    await desk.decide(again, "put back")
    assert amounts(desk.sheet) == [-300]


async def test_a_decision_on_what_rows_said_before_is_refused(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.type(key, "amount", -380)
    old = await desk.found()
    desk.type(key, "amount", -390)
    new = await desk.found()

    with pytest.raises(StaleTurnError):
        await desk.decide(old, "put back")

    assert await desk.found() == new


async def test_a_missing_row_is_written_again(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.sheet.delete_row(desk.sheet.find(key))
    found = await desk.found()
    assert found.kind == "missing"

    await desk.decide(found, "write again")

    assert amounts(desk.sheet) == [-300]
    assert await desk.counts() == {"match": 1}


async def test_a_row_that_is_gone_again_after_it_was_written_again_is_missing_again(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.sheet.delete_row(desk.sheet.find(key))
    await desk.decide(await desk.found(), "write again")
    desk.sheet.delete_row(desk.sheet.find(key))

    await desk.decide(await desk.found(), "write again")

    assert amounts(desk.sheet) == [-300]


async def test_a_new_row_that_vanished_before_it_was_read_back_is_written_again(desk: Desk) -> None:
    desk.sheet.on_call = lambda call: desk.sheet.delete_row(2) if call == "append" else None
    await desk.booked()
    desk.sheet.on_call = None
    found = await desk.found()
    assert (found.kind, amounts(desk.sheet)) == ("missing", [])

    await desk.decide(found, "write again")

    assert amounts(desk.sheet) == [-300]
    assert await desk.counts() == {"match": 1}


async def test_an_operation_whose_row_is_gone_is_undone_and_comes_back_with_a_row(desk: Desk) -> None:
    conversation_id, key = await desk.booked()
    desk.sheet.delete_row(desk.sheet.find(key))

    await desk.decide(await desk.found(), "void")

    assert amounts(desk.sheet) == []
    assert await desk.counts() == {"match": 1}
    undone = await desk.book.manager.get_conversation_context(conversation_id)
    assert undone.booked.state == "void"
    step = Step(Restore(), conversation_id, undone.revision)
    await desk.book.turn(desk.book.said("bring it back"), step)
    await desk.sync.drain()
    assert amounts(desk.sheet) == [-300]
    assert await desk.counts() == {"match": 1}


async def test_an_operation_that_is_undone_after_its_row_was_deleted_waits_for_nobody(desk: Desk) -> None:
    conversation_id, key = await desk.booked()
    desk.sheet.delete_row(desk.sheet.find(key))
    await desk.book.turn(desk.book.said("undo"), Step(Void(), conversation_id))
    await desk.sync.drain()
    assert (await desk.book.manager.card(conversation_id)).sheet == "missing"

    assert await desk.counts() == {"match": 1}

    await desk.sync.drain()
    assert (await desk.book.manager.card(conversation_id)).sheet == "linked"
    assert await desk.counts() == {"match": 1}


async def test_a_correction_that_met_an_edited_row_is_settled_with_it(desk: Desk) -> None:
    conversation_id, key = await desk.booked()
    desk.type(key, "amount", -380)
    correct = Correct("ExpenseAgent", Draft(), operation("350"), ("amount",))
    await desk.book.turn(desk.book.said("350"), Step(correct, conversation_id))
    await desk.sync.drain()
    assert (await desk.book.manager.card(conversation_id)).sheet == "edited"

    await desk.decide(await desk.found(), "put back", amount="350")

    assert amounts(desk.sheet) == [-350]
    assert (await desk.book.manager.card(conversation_id)).sheet == "linked"


async def test_a_correction_that_met_an_edited_row_goes_on_when_somebody_mends_the_row(desk: Desk) -> None:
    conversation_id, key = await desk.booked()
    desk.type(key, "amount", -380)
    correct = Correct("ExpenseAgent", Draft(), operation("350"), ("amount",))
    await desk.book.turn(desk.book.said("350"), Step(correct, conversation_id))
    await desk.sync.drain()

    desk.type(key, "amount", -350)
    assert await desk.counts() == {"match": 1}
    await desk.sync.drain()

    assert (await desk.book.manager.card(conversation_id)).sheet == "linked"


async def test_after_a_sort_the_new_rows_are_known_and_nothing_waits(desk: Desk) -> None:
    conversation_id, first = await desk.booked()
    await desk.booked()
    desk.sheet.rows[1], desk.sheet.rows[2] = desk.sheet.rows[2], desk.sheet.rows[1]

    assert await desk.counts() == {"moved": 2}

    assert await desk.counts() == {"match": 2}
    thread = await desk.book.manager.get_conversation_context(conversation_id)
    assert (thread.booked.row, desk.sheet.find(first)) == (3, 3)


async def test_a_row_that_was_typed_by_hand_is_ignored_when_somebody_says_so_until_that_is_taken_back(
    desk: Desk,
) -> None:
    await desk.booked()
    desk.sheet.type(3, desk.sheet.column("amount"), -5)
    found = await desk.found()
    assert (found.kind, found.booked) == ("foreign", None)

    await desk.decide(found, "ignore")

    assert await desk.counts() == {"match": 1, "ignored": 1}
    assert await desk.book.manager.reopen_finding(BOOK, found.id)
    assert await desk.counts() == {"match": 1, "foreign": 1}
    assert (await desk.found()).id == found.id


async def test_two_rows_that_say_the_same_are_two_findings(desk: Desk) -> None:
    await desk.sync.scan()
    await desk.book.manager.open_turn(desk.book.said("hello"))
    for row in (2, 3):
        desk.sheet.type(row, desk.sheet.column("amount"), -5)
    await desk.auditor.check()
    first, second = await desk.book.manager.findings(BOOK)

    await desk.decide(first, "ignore")

    assert await desk.counts() == {"ignored": 1, "foreign": 1}
    (left,) = await desk.book.manager.findings(BOOK)
    assert left.fingerprint == second.fingerprint


async def test_a_sheet_that_does_not_answer_changes_nothing(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.type(key, "amount", -380)
    found = await desk.found()
    desk.sheet.fail("scan", SheetError("no answer", "outage"))

    with pytest.raises(SheetError):
        await desk.auditor.check()

    assert await desk.book.manager.findings(BOOK) == (found,)


async def test_rows_are_remembered_as_they_stood(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.type(key, "amount", Formula("=1+1"))
    desk.type(key, "text", "«=чай»")
    rows = desk.sheet.scan_quietly().of(key)

    (again,) = unpacked(packed(rows))

    assert (again.row, again.op_id, again.cells["text"]) == (rows[0].row, key, "«=чай»")
    assert isinstance(again.cells["amount"], Formula)


# ---- a sheet that nobody changed


async def test_a_sheet_that_nobody_changed_is_not_read_again_and_what_was_found_holds(desk: Desk) -> None:
    await desk.booked()
    await desk.counts()
    desk.sheet.calls.clear()
    desk.book.clock.advance(minutes=4)

    assert await desk.auditor.is_unchanged()

    assert desk.sheet.calls == ["stamp"]
    check = await desk.book.manager.last_check(BOOK)
    assert (check.checked_at, check.counts["match"]) == (desk.book.clock(), 1)


async def test_a_sheet_that_was_never_compared_is_not_called_unchanged(desk: Desk) -> None:
    await desk.booked()

    assert not await desk.auditor.is_unchanged()


async def test_an_edit_during_the_reading_is_read_the_next_time(desk: Desk) -> None:
    _, key = await desk.booked()
    desk.sheet.on_call = lambda call: desk.type(key, "amount", -380) if call == "scan" else None
    assert await desk.counts() == {"match": 1}
    desk.sheet.on_call = None

    assert not await desk.auditor.is_unchanged()
    assert await desk.counts() == {"edited": 1}


async def test_a_check_that_failed_leaves_nothing_compared(desk: Desk) -> None:
    await desk.booked()
    await desk.counts()
    desk.sheet.fail("scan", SheetError("no answer", "outage"))
    with pytest.raises(SheetError):
        await desk.auditor.check()

    assert not await desk.auditor.is_unchanged()


async def test_a_sheet_that_does_not_tell_whether_it_changed_is_read(desk: Desk) -> None:
    desk.sheet.is_stamped = False
    await desk.booked()
    await desk.counts()

    assert not await desk.auditor.is_unchanged()
