"""What was only needed to handle messages goes when it is old; what people said and booked never does."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from bot.care.tidying import Tidying
from ledger import ConversationId
from manager import Incident, LeftoverKind, Notice, RawUpdate, React, Said, Spent, TokenLimits, integrity
from manager.care import leftovers as leftovers_module
from tests.manager.story import ANNA, Book

MONTH = timedelta(days=30)


def count(book: Book, table: str) -> int:
    with closing(sqlite3.connect(book.path)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # a table's name


def everything(book: Book) -> dict[str, list[tuple]]:
    """All rows of every table."""
    with closing(sqlite3.connect(book.path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608


async def updates(book: Book, first: int, how_many: int = 1, chat_id: int = 1001) -> None:
    """Updates come in and are handled."""
    words = "coffee " * 2_000
    said = [{"update_id": first + n, "message": {"text": f"{words}{n}"}} for n in range(how_many)]
    await book.manager.receive([RawUpdate(one["update_id"], chat_id, one) for one in said])
    while (entry := await book.manager.next_update(chat_id)) is not None:
        await book.manager.ignore_update(entry.id, "talk")


async def told(book: Book) -> ConversationId:
    """A turn that leaves one of everything behind: an update, a reading, its cost, answers, a booking."""
    await updates(book, 1)
    incoming, conversation_id = await book.book()
    await book.manager.store_reading(incoming, "{}")
    call = await book.manager.reserve_tokens(
        (incoming, date(2026, 11, 21)), "m", 100, TokenLimits(), Notice("no")
    )
    assert call is not None
    await book.manager.settle_tokens(call, Spent("answered", 80))
    await book.manager.say(ANNA.id, Notice("hello"))
    await book.manager.say(ANNA.id, React(incoming.message_id, "✍"), conversation_id)
    await book.deliver()
    return conversation_id


async def tidied(book: Book, keep: timedelta = MONTH) -> dict[str, int]:
    return dict(await Tidying(book.manager, keep=keep).look())


async def test_old_leftovers_of_every_kind_go(book: Book) -> None:
    await told(book)
    book.clock.advance(days=31)

    gone = await tidied(book)

    assert gone == {"reply": 2, "update": 1, "call": 1, "reading": 1}
    assert [count(book, table) for table in ("inbox", "readings", "model_calls")] == [0, 0, 0]


async def test_nothing_goes_before_its_time(book: Book) -> None:
    await told(book)
    before = everything(book)
    book.clock.advance(days=29)

    assert await tidied(book) == {}
    assert everything(book) == before


async def test_without_a_limit_all_is_kept_for_ever(book: Book) -> None:
    await told(book)
    book.clock.advance(days=3650)

    assert await tidied(book, timedelta()) == {}


async def test_what_was_said_and_booked_stays_and_a_reply_still_finds_it(book: Book) -> None:
    conversation_id = await told(book)
    before = everything(book)
    book.clock.advance(days=400)

    await tidied(book)

    after = everything(book)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"inbox", "readings", "model_calls", "reply_outbox"}
    assert await book.manager.find_conversation_by_reply(ANNA.id, 500) == conversation_id
    assert await book.manager.get_conversation_history(conversation_id)


async def test_the_card_of_an_old_operation_is_still_edited_in_its_place(book: Book) -> None:
    incoming, _ = await book.book()
    await book.deliver()
    book.clock.advance(days=400)
    await tidied(book)

    (job,) = await book.manager.due_sheet_jobs(10)
    await book.manager.sheet_jobs_moved([job.id], "BLOCKED", reason="403")

    (card,) = [reply for reply in await book.manager.due_replies() if reply.kind == "card"]
    assert card.message_id == 500
    assert incoming.chat_id == card.chat_id


async def test_what_was_given_up_stays_until_somebody_lets_it_go(book: Book) -> None:
    await book.opened(book.said("hello"))
    await book.manager.receive([RawUpdate(1, 1001, {"update_id": 1}, poison="KeyError('date')")])
    await book.manager.say(ANNA.id, Notice("an answer"))
    (reply,) = await book.manager.due_replies()
    await book.manager.reply_failed(reply, "FAILED", "refused")
    book.clock.advance(days=31)

    assert await tidied(book) == {}
    given_up = await book.manager.stuck()
    for one in given_up:
        await book.manager.discard_stuck(one.id)

    assert [one.kind for one in given_up] == ["update", "reply"]
    assert await tidied(book) == {"update": 1, "reply": 1}


async def test_what_still_waits_is_no_leftover(book: Book) -> None:
    await book.opened(book.said("hello"))
    await book.manager.receive([RawUpdate(1, 1001, {"update_id": 1, "message": {"text": "coffee"}})])
    await book.manager.say(ANNA.id, Notice("an answer"))
    book.clock.advance(days=31)

    assert await tidied(book) == {}


async def test_an_incident_that_is_over_goes_with_its_message_and_one_that_lasts_stays(book: Book) -> None:
    await book.opened(book.said("hello"))
    for kind in ("sheet", "disk"):
        incident = Incident(kind, "it is ill", book.clock())
        await book.manager.tell_incident(ANNA.id, incident, Notice("it is ill"))
    await book.manager.close_incident("sheet", Notice("over"))
    await book.deliver()
    book.clock.advance(days=31)

    assert await tidied(book) == {"incident": 1, "reply": 1}
    assert list(await book.manager.incidents()) == ["disk"]


async def test_what_somebody_wants_back_meanwhile_is_not_deleted(book: Book) -> None:
    await book.opened(book.said("hello"))
    await book.manager.receive([RawUpdate(1, 1001, {"update_id": 1}, poison="KeyError('date')")])
    (stuck,) = await book.manager.stuck()
    await book.manager.discard_stuck(stuck.id)
    book.clock.advance(days=31)
    (page,) = await book.manager.leftovers(MONTH)

    await book.manager.recall_stuck(stuck.id)

    assert await book.manager.drop_leftovers(page) == 0
    assert [one.id for one in await book.manager.stuck()] == [stuck.id]


async def test_many_go_in_short_transactions(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers_module, "PAGE", 10)
    monkeypatch.setattr(leftovers_module, "MOST", 25)
    await updates(book, 1, how_many=30)
    book.clock.advance(days=31)

    pages = await book.manager.leftovers(MONTH)

    kinds: set[LeftoverKind] = {page.kind for page in pages}
    assert (kinds, [len(page.rows) for page in pages]) == ({"update"}, [10, 10, 5])
    assert await tidied(book) == {"update": 30}


async def test_a_file_that_is_tidied_stays_as_large_as_a_month_and_whole(book: Book) -> None:
    sizes = []
    for month in range(6):
        await updates(book, 1 + month * 20, how_many=20)
        await tidied(book)
        sizes.append((await book.manager.get_storage_stats()).size_bytes)
        book.clock.advance(days=31)

    assert sizes[-1] <= sizes[2]
    assert [one.claim for one in integrity(book.path, now=book.clock) if not one.holds] == []


async def test_an_update_that_telegram_repeats_after_all_books_nothing_again(book: Book) -> None:
    incoming, _ = await book.book()
    book.clock.advance(days=31)
    await tidied(book)

    assert await book.turn(incoming) == ()
    assert count(book, "operations") == 1


async def test_a_reply_that_was_sent_late_is_young(book: Book) -> None:
    await book.opened(book.said("hello"))
    await book.manager.say(ANNA.id, Notice("an answer"))
    book.clock.advance(days=31)
    (reply,) = await book.manager.due_replies()
    await book.manager.reply_sent(reply, Said(500, "an answer"))

    assert await tidied(book) == {}
