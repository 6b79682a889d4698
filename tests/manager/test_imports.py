from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger import Draft, Money, Operation
from manager import Import, ImportedEntry, ImportedFile, Record, Step, Turn, Void, integrity
from tests.manager.story import operation

DAY = date(2026, 11, 21)


def entry(book, line: int, amount: str = "300", **more) -> ImportedEntry:
    one = Operation("expense", Money.of(amount, "RUB"), DAY, "Card", "Cafés", description="Coffee")
    return ImportedEntry(
        line, f"print {line}", f"line {line}", book.clock(), "ExpenseAgent", Draft(), replace(one, **more)
    )


async def offered(book, **more) -> tuple[Import, Turn]:
    incoming = book.said("", kind="document", **more)
    context = await book.opened(incoming)
    taken = await book.manager.offer_import(context.book.id, incoming, ImportedFile("a.csv", "{}"))
    return taken, Turn(incoming, context.book.id, context.today, ())


async def standing(book, taken: Import) -> Import:
    found = await book.manager.find_import(taken.id)
    assert found is not None
    return found


async def booked(book, taken: Import) -> list:
    return list(await book.manager.last_operations(taken.book_id, 1000))


async def imported(book, count: int = 3):
    taken, turn = await offered(book)
    await book.manager.import_entries(taken, turn, [entry(book, line) for line in range(1, count + 1)])
    await book.manager.close_import(taken.id, is_whole=True)
    return await standing(book, taken), turn


async def test_each_entry_is_booked_in_a_conversation_of_its_own_that_knows_its_line(book) -> None:
    taken, _ = await imported(book)

    found = await booked(book, taken)
    conversations = {one.conversation_id for one in found}
    (said,) = await book.manager.get_conversation_history(found[-1].conversation_id)

    assert len(conversations) == 3
    assert (said.sender, said.content, said.message_id) == ("user", "line 1", None)
    assert (taken.state, taken.operations, taken.numbers) == ("done", 3, (1, 3))


async def test_the_same_file_is_offered_once_for_one_message(book) -> None:
    incoming = book.said("", kind="document")
    context = await book.opened(incoming)

    first, again = [
        await book.manager.offer_import(context.book.id, incoming, ImportedFile("a.csv", "{}")) for _ in "12"
    ]

    assert first == again


async def test_a_line_that_was_imported_is_not_imported_again_whatever_became_of_it(book) -> None:
    first, turn = await imported(book)
    one = (await booked(book, first))[0]
    await book.turn(book.said("undo"), Step(Void(), one.conversation_id))
    second, turn = await offered(book)

    count = await book.manager.import_entries(second, turn, [entry(book, line) for line in (1, 2, 3, 4)])

    assert count == 1
    assert await book.manager.imported_before(first.book_id, ["print 1", "print 9"]) == {"print 1"}


async def test_an_import_is_undone_as_a_whole_and_brought_back_as_a_whole(book) -> None:
    taken, turn = await imported(book, 250)

    assert await book.manager.undo_import(taken, turn) == 250
    undone = await standing(book, taken)
    assert (undone.state, await booked(book, taken)) == ("undone", [])

    assert await book.manager.restore_import(undone, turn) == 250
    assert (await standing(book, taken)).state == "done"
    assert len(await booked(book, taken)) == 250
    assert [one.broken for one in integrity(book.path, now=book.clock) if not one.holds] == []


async def test_what_was_undone_by_itself_stays_so_when_its_import_is_brought_back(book) -> None:
    taken, turn = await imported(book)
    one = (await booked(book, taken))[0]
    await book.turn(book.said("undo"), Step(Void(), one.conversation_id))
    book.clock.advance(seconds=5)

    assert await book.manager.undo_import(taken, turn) == 2
    assert await book.manager.restore_import(await standing(book, taken), turn) == 2


async def test_an_undone_import_can_be_imported_anew_and_then_is_not_brought_back(book) -> None:
    taken, turn = await imported(book)
    await book.manager.undo_import(taken, turn)
    again, turn = await offered(book)

    assert await book.manager.import_entries(again, turn, [entry(book, line) for line in (1, 2, 3)]) == 3
    assert await book.manager.restore_import(await standing(book, taken), turn) == 0
    assert len(await booked(book, taken)) == 3


async def test_an_import_that_died_halfway_goes_on_where_it_was(book) -> None:
    taken, turn = await offered(book)
    entries = [entry(book, line) for line in range(1, 201)]
    broken = [*entries[:150], replace(entries[150], operation=operation(account="No such account"))]

    with pytest.raises(KeyError):
        await book.manager.import_entries(taken, turn, broken)

    assert (await standing(book, taken)).operations == 100
    assert await book.manager.import_entries(taken, turn, entries) == 100
    assert (await standing(book, taken)).numbers == (1, 200)


async def test_a_cancelled_import_and_an_older_reading_of_it_change_nothing(book) -> None:
    taken, _ = await offered(book)

    assert await book.manager.revise_import(taken.id, taken.revision, '{"a": 1}')
    assert not await book.manager.revise_import(taken.id, taken.revision, '{"a": 2}')
    assert await book.manager.cancel_import(taken.id)
    assert not await book.manager.cancel_import(taken.id)
    assert (await standing(book, taken)).file.plan == '{"a": 1}'


async def test_what_a_person_waits_for_goes_to_the_sheet_before_what_a_file_brought(book) -> None:
    await imported(book, 120)
    await book.book()

    first, *_ = await book.manager.due_sheet_jobs(50)

    assert first.booked.number == 121


async def test_undo_means_what_was_told_and_not_the_last_line_of_a_file(book) -> None:
    incoming, conversation_id = await book.book()
    await imported(book)

    assert await book.manager.last_conversation(incoming.chat_id, incoming.person.id) == conversation_id


async def test_an_account_is_seen_from_its_own_side(book) -> None:
    taken, turn = await offered(book)
    await book.manager.import_entries(
        taken,
        turn,
        [
            entry(book, 1),
            entry(book, 2, type="income", category="Salary"),
            entry(book, 3, refund=True),
            entry(book, 4, "50", type="transfer", category=None, to_account="Cash"),
            entry(book, 5, "50", type="transfer", category=None, account="Cash", to_account="Card"),
        ],
    )

    seen = await book.manager.account_entries(taken.book_id, "Card", (DAY, DAY))

    assert [one.minor for one in seen] == [-30000, 30000, 30000, -5000, 5000]
    assert (
        await book.manager.account_entries(taken.book_id, "Card", (date(2026, 1, 1), date(2026, 1, 2))) == ()
    )


# ---- both ends of a transfer


async def told(book, kind: str = "expense", account: str = "Card", **more) -> int:
    """An operation in the book; returns its number."""
    agent = "ExpenseAgent" if kind == "expense" else "IncomeAgent"
    one = Operation(kind, Money.of("5000", "RUB"), DAY, account, description="To my savings")
    await book.turn(book.said("told"), Step(Record(agent, Draft(type=kind), replace(one, **more))))
    return (await book.manager.last_operations((await book.opened(book.said("hi"))).book.id, 1))[0].number


def transfer(book, replaces: int) -> ImportedEntry:
    one = Operation("transfer", Money.of("5000", "RUB"), DAY, "Card", to_account="Cash")
    return replace(entry(book, 1), agent="TransferAgent", operation=one, replaces=replaces)


async def test_what_other_accounts_spent_and_received_may_be_the_other_end_of_a_transfer(book) -> None:
    spent, received = await told(book), await told(book, "income")
    await told(book, account="Cash")
    await told(book, refund=True)
    await told(book, day=DAY - timedelta(days=9))
    undone = await told(book)
    thread = (await book.manager.last_operations((await book.opened(book.said("hi"))).book.id, 1))[
        0
    ].conversation_id
    await book.turn(book.said("undo"), Step(Void(), thread))

    days = (DAY - timedelta(days=3), DAY + timedelta(days=3))
    found = await book.manager.other_ends((await book.opened(book.said("hi"))).book.id, "Cash", days)

    assert undone not in [one.number for one in found]
    assert [(one.number, one.account, one.minor, one.words) for one in found] == [
        (spent, "Card", -500000, "To my savings"),
        (received, "Card", 500000, "To my savings"),
    ]


async def test_a_transfer_takes_the_place_of_what_was_booked_as_one_of_its_ends(book) -> None:
    number = await told(book)
    taken, turn = await offered(book)

    await book.manager.import_entries(taken, turn, [transfer(book, number)])
    await book.manager.close_import(taken.id, is_whole=True)

    assert [one.operation.type for one in await booked(book, taken)] == ["transfer"]
    assert await balances(book) == {"Card": -500000, "Cash": 500000}
    taken = await standing(book, taken)
    await book.manager.undo_import(taken, turn)
    assert [one.number for one in await booked(book, taken)] == [number]
    assert await balances(book) == {"Card": -500000}
    await book.manager.restore_import(await standing(book, taken), turn)
    assert [one.operation.type for one in await booked(book, taken)] == ["transfer"]
    assert [one.broken for one in integrity(book.path, now=book.clock) if not one.holds] == []


async def test_a_transfer_is_not_booked_when_its_other_end_does_not_stand_any_more(book) -> None:
    number = await told(book)
    thread = (await book.manager.last_operations((await book.opened(book.said("hi"))).book.id, 1))[
        0
    ].conversation_id
    await book.turn(book.said("undo"), Step(Void(), thread))
    taken, turn = await offered(book)

    assert await book.manager.import_entries(taken, turn, [transfer(book, number)]) == 0
    assert await booked(book, taken) == []


async def test_what_gave_way_does_not_come_back_when_its_own_import_was_undone(book) -> None:
    first, turn = await imported(book, 1)
    number = (await booked(book, first))[0].number
    second, turn = await offered(book)
    await book.manager.import_entries(second, turn, [replace(transfer(book, number), fingerprint="other")])
    await book.manager.close_import(second.id, is_whole=True)

    await book.manager.undo_import(first, turn)
    assert [one.operation.type for one in await booked(book, first)] == ["transfer"]
    await book.manager.undo_import(await standing(book, second), turn)

    assert await booked(book, first) == []


async def balances(book) -> dict[str, int]:
    return {
        one.account: one.minor
        for one in await book.manager.balances((await book.opened(book.said("hi"))).book.id)
    }
