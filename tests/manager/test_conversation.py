from dataclasses import replace

import pytest

from ledger import Account, Category, Draft
from manager import (
    Cancel,
    ConversationManager,
    Correct,
    Founding,
    Incoming,
    Link,
    Lists,
    RawUpdate,
    Restore,
    ShowChange,
    StaleTurnError,
    Step,
    Turn,
    Void,
)
from tests.manager.story import ANNA, BORIS, BOT, FOUNDING, WEEK, Book, asking, booking, operation


async def test_the_owner_gets_a_book_with_lists_on_the_first_message(book: Book) -> None:
    context = await book.opened(book.said("hello"))

    assert context.book.currency == "RUB"
    assert [account.name for account in context.book.accounts] == ["Cash", "Card"]
    assert "Cafés" in [category.name for category in context.book.of_kind("expense")]


async def test_a_book_can_be_founded_with_ones_own_lists(clock) -> None:
    lists = Lists((Account("Wallet", "EUR"), Account("Bank", "USD")), (Category("Cats", "expense"),), "Bank")
    founding = Founding(1001, "en", "EUR", "UTC", lists)
    manager = ConversationManager(":memory:", bot_id=7, founding=founding, now=clock)
    await manager.open()

    context = await manager.open_turn(Incoming(1001, 1, ANNA, "hello", clock()))
    await manager.close()

    assert context is not None
    assert context.book.accounts == lists.accounts
    assert context.book.categories == lists.categories
    assert context.book.default_account == "Bank"


async def test_a_stranger_gets_no_context_and_no_book(book: Book) -> None:
    assert await book.manager.open_turn(book.said("taxi 450", person=BORIS)) is None
    assert (await book.manager.meet(book.said("again", person=BORIS))).role == "stranger"


async def test_somebody_who_asked_for_their_id_first_becomes_the_owner_when_the_setting_says_so(
    book: Book, clock
) -> None:
    assert (await book.manager.meet(book.said("what is my id", person=BORIS))).role == "stranger"
    await book.manager.close()
    later = Book(book.path, clock, owner_id=BORIS.id)
    await later.manager.open()

    context = await later.manager.open_turn(later.said("coffee 300", person=BORIS))

    assert context is not None
    assert context.book.accounts
    await later.manager.close()


async def test_an_admitted_person_writes_into_the_owners_book(book: Book) -> None:
    mine = (await book.opened(book.said("hello"))).book
    await book.manager.meet(book.said("hello", person=BORIS))

    await book.manager.admit(BORIS.id, "member")

    assert (await book.opened(book.said("hi", person=BORIS))).book.id == mine.id


async def test_a_reply_to_the_bots_question_finds_its_conversation(book: Book) -> None:
    _, conversation_id = await book.ask()
    await book.deliver(first_id=500)

    assert await book.manager.find_conversation_by_reply(ANNA.id, 500) == conversation_id


async def test_a_reply_to_ones_own_words_finds_the_same_conversation(book: Book) -> None:
    incoming, conversation_id = await book.ask()

    assert await book.manager.find_conversation_by_reply(ANNA.id, incoming.message_id) == conversation_id


async def test_equal_message_ids_of_two_chats_lead_to_their_own_conversations(book: Book) -> None:
    await book.opened(book.said("hello"))
    _, private = await book.ask(message_id=42)
    _, group = await book.ask(message_id=42, chat_id=-100500, chat_type="supergroup", chat_title="Home")

    assert private != group
    assert await book.manager.find_conversation_by_reply(ANNA.id, 42) == private
    assert await book.manager.find_conversation_by_reply(-100500, 42) == group


async def test_another_bots_messages_of_the_same_ids_are_not_ours(book: Book, clock) -> None:
    await book.ask(message_id=42)
    await book.manager.close()
    other = Book(book.path, clock, bot_id=BOT + 1)
    await other.manager.open()

    assert await other.manager.find_conversation_by_reply(ANNA.id, 42) is None
    await other.manager.close()


async def test_the_topic_root_is_no_reply(book: Book) -> None:
    _, _ = await book.ask(message_id=5)

    context = await book.opened(book.said("lunch", reply_to=5, thread_id=5))

    assert context.thread is None
    assert not context.unknown_reply


async def test_a_context_knows_the_draft_the_question_and_what_was_said(book: Book) -> None:
    incoming, _ = await book.ask()
    await book.deliver(500)

    context = await book.opened(book.said("cash", reply_to=500))

    assert context.route == "reply"
    assert context.thread is not None
    assert context.thread.draft.description == "coffee"
    assert context.thread.question is not None
    assert context.thread.question.options[0].value == "Cash"
    assert [message.content for message in context.history] == [incoming.text, "shown"]
    assert context.thread.card_message_id == 500


async def test_an_answer_completes_the_conversation_and_books_one_operation(book: Book) -> None:
    _, conversation_id = await book.ask()

    await book.turn(book.said("cash"), booking(conversation_id=conversation_id))

    thread = await book.manager.get_conversation_context(conversation_id)
    assert thread is not None
    assert (thread.status, thread.question) == ("completed", None)
    assert thread.booked is not None
    assert thread.booked.number == 1


async def test_numbers_count_up_within_a_book(book: Book) -> None:
    ids = [(await book.book())[1] for _ in range(3)]

    threads = [await book.manager.get_conversation_context(one) for one in ids]
    assert [thread.booked.number for thread in threads if thread and thread.booked] == [1, 2, 3]


async def test_a_guard_that_another_operation_has_is_drawn_anew(book: Book, monkeypatch) -> None:
    draws = iter([5, 5, 6])
    monkeypatch.setattr("manager.tables.operations.secrets.randbelow", lambda _: next(draws))

    await book.turn(book.said("coffee 300 cash"), booking())
    await book.turn(book.said("tea 200 cash"), booking("200"))

    assert [job.guard for job in await book.manager.due_sheet_jobs(10)] == [6, 7]


async def test_a_decision_on_an_old_revision_writes_nothing(book: Book) -> None:
    _, conversation_id = await book.ask()
    thread = await book.manager.get_conversation_context(conversation_id)
    assert thread is not None
    await book.turn(book.said("cash"), booking(conversation_id=conversation_id, revision=thread.revision))

    with pytest.raises(StaleTurnError):
        await book.turn(book.said("card"), Step(Cancel(), conversation_id, thread.revision))

    assert (await book.manager.get_storage_stats()).operations == 1
    assert await book.manager.get_user_active_conversations(ANNA.id, ANNA.id) == ()


async def test_a_correction_is_a_new_version_of_the_same_operation(book: Book) -> None:
    _, conversation_id = await book.book()
    correct = Correct("ExpenseAgent", Draft(), operation("350", "Card"), ("amount", "account"))

    await book.turn(book.said("not 300 but 350"), Step(correct, conversation_id))

    thread = await book.manager.get_conversation_context(conversation_id)
    assert thread is not None
    assert thread.booked is not None
    assert (thread.booked.number, thread.booked.version) == (1, 2)
    assert thread.booked.operation == operation("350", "Card")


async def test_undo_and_bring_back_keep_the_operation_and_its_history(book: Book) -> None:
    _, conversation_id = await book.book()

    await book.turn(book.said("undo"), Step(Void(), conversation_id))
    voided = await book.manager.get_conversation_context(conversation_id)
    await book.turn(book.said("back"), Step(Restore(), conversation_id))
    back = await book.manager.get_conversation_context(conversation_id)

    assert voided is not None
    assert back is not None
    assert (voided.status, voided.booked and voided.booked.state) == ("voided", "void")
    assert (back.status, back.booked and back.booked.state) == ("completed", "booked")
    assert back.booked is not None
    assert back.booked.version == 3


async def test_a_voided_operation_leaves_the_balance(book: Book) -> None:
    context = await book.opened(book.said("hello"))
    _, conversation_id = await book.book()
    before = await book.manager.balances(context.book.id)

    await book.turn(book.said("undo"), Step(Void(), conversation_id))

    assert [(one.account, one.minor) for one in before] == [("Cash", -30000)]
    assert await book.manager.balances(context.book.id) == ()


async def test_every_version_waits_for_the_sheet_and_only_the_newest_unsent_is_written(book: Book) -> None:
    _, conversation_id = await book.book()
    await book.turn(book.said("undo"), Step(Void(), conversation_id))

    (job,) = await book.manager.due_sheet_jobs(50)

    assert (job.booked.version, job.booked.state, job.is_new) == (2, "void", True)


async def test_a_version_in_flight_comes_before_the_correction_that_follows(book: Book) -> None:
    _, conversation_id = await book.book()
    (first,) = await book.manager.due_sheet_jobs(50)
    await book.manager.sheet_jobs_sending([first.id])
    await book.manager.sheet_jobs_moved([first.id], "UNKNOWN", retry_at=book.clock())

    await book.turn(book.said("undo"), Step(Void(), conversation_id))

    (job,) = await book.manager.due_sheet_jobs(50)
    assert job.id == first.id


async def test_a_link_tells_the_row_on_the_card_and_marks_the_persons_words(book: Book) -> None:
    incoming, conversation_id = await book.book()
    await book.deliver(500)
    (job,) = await book.manager.due_sheet_jobs(50)

    await book.manager.link([Link(job.id, job.booked.key, 1, (58,))])

    card = await book.manager.card(conversation_id)
    assert card is not None
    assert (card.sheet, card.rows) == ("linked", (58,))
    said = await book.manager.due_replies()
    assert [(reply.kind, reply.message_id) for reply in said] == [
        ("card", 500),
        ("reaction", incoming.message_id),
    ]


async def test_a_correction_is_told_again_when_the_sheet_has_it(book: Book) -> None:
    _, conversation_id = await book.book()
    await book.deliver(500)
    correct = Correct("ExpenseAgent", Draft(), operation("350"), ("amount",))
    says = (ShowChange((("300 ₽", "350 ₽"),)),)
    await book.turn(book.said("350"), Step(correct, conversation_id, says=says))
    await book.deliver(600)
    (job,) = await book.manager.due_sheet_jobs(50)

    await book.manager.link([Link(job.id, job.booked.key, 2, (58,))])

    kinds = [(reply.kind, reply.message_id) for reply in await book.manager.due_replies()]
    assert ("change", 600) in kinds


async def test_what_was_being_sent_when_the_process_died_is_taken_up_again(book: Book, clock) -> None:
    await book.book()
    (job,) = await book.manager.due_sheet_jobs(50)
    await book.manager.sheet_jobs_sending([job.id])
    await book.manager.due_replies()
    await book.manager.close()

    again = Book(book.path, clock)
    await again.manager.open()

    assert [one.state for one in await again.manager.due_sheet_jobs(50)] == ["UNKNOWN"]
    assert [one.kind for one in await again.manager.due_replies()] == ["card"]
    await again.manager.close()


async def test_a_question_is_recalled_once_after_a_day(book: Book) -> None:
    await book.ask()
    assert await book.manager.due_reminders() == ()

    book.clock.advance(hours=25)
    (card,) = await book.manager.due_reminders()
    assert await book.manager.remind(card.thread.id, ShowChange(()))

    assert await book.manager.due_reminders() == ()


async def test_a_question_is_put_aside_after_a_week_and_a_reply_still_finds_it(book: Book) -> None:
    incoming, conversation_id = await book.ask()

    book.clock.now += WEEK
    assert await book.manager.put_aside() == 1

    context = await book.opened(book.said("cash", reply_to=incoming.message_id))
    assert context.thread is not None
    assert (context.thread.id, context.thread.status) == (conversation_id, "abandoned")


async def test_archiving_and_cleaning_keep_the_address_the_operation_and_the_link(book: Book) -> None:
    incoming, conversation_id = await book.book()
    book.clock.advance(days=91)
    assert await book.manager.archive_old_conversations() == 1
    book.clock.advance(days=300)
    assert await book.manager.cleanup_old_messages() == 1

    assert await book.manager.find_conversation_by_reply(ANNA.id, incoming.message_id) == conversation_id
    thread = await book.manager.get_conversation_context(conversation_id)
    assert thread is not None
    assert thread.booked is not None
    assert [message.content for message in await book.manager.get_conversation_history(conversation_id)] == [
        ""
    ]


async def test_the_named_methods_tell_the_story_of_the_seed(book: Book) -> None:
    manager: ConversationManager = book.manager
    first = book.said("I bought coffee for 300 roubles")

    conversation_id = await manager.create_conversation(first)
    assert await manager.update_conversation_state(conversation_id, draft=Draft(description="coffee"))
    await manager.store_bot_message(conversation_id, ANNA.id, 900, "Which account?")
    answer = book.said("cash", reply_to=900)
    assert await manager.find_or_create_conversation(answer) == conversation_id
    await manager.store_user_response(conversation_id, book.said("from my wallet", reply_to=900))
    await manager.store_final_operation_data(conversation_id, Draft(description="coffee", account="Cash"))
    await manager.mark_conversation_complete(conversation_id, google_sheets_row=7)

    history = await manager.get_conversation_history(conversation_id)
    assert [message.sender for message in history] == ["user", "bot", "user", "user"]
    thread = await manager.get_conversation_context(conversation_id)
    assert thread is not None
    assert (thread.status, thread.draft.account) == ("completed", "Cash")
    resumed = await manager.resume_conversation(conversation_id)
    assert resumed is not None
    assert resumed.status == "active"
    assert [one.id for one in await manager.get_user_active_conversations(ANNA.id, ANNA.id)] == [
        conversation_id
    ]


async def test_a_turn_is_written_once_however_often_its_update_is_replayed(book: Book) -> None:
    await book.manager.receive([RawUpdate(1, ANNA.id, {"update_id": 1})])
    entry = await book.manager.next_update(ANNA.id)
    assert entry is not None
    incoming = book.said("coffee 300 cash")
    context = await book.opened(incoming)
    turn = Turn(incoming, context.book.id, context.today, (booking(),), entry.id)

    first = await book.manager.record(turn)
    second = await book.manager.record(replace(turn))

    assert (len(first), second) == (1, ())
    assert (await book.manager.get_storage_stats()).operations == 1


async def test_the_same_words_under_another_update_id_are_booked_once(book: Book) -> None:
    incoming, _ = await book.book()

    again = await book.turn(incoming, booking())
    edited = await book.turn(replace(incoming, kind="edit", edit_date=5), booking())

    assert again == ()
    assert len(edited) == 1


async def test_two_questions_of_one_person_are_both_open(book: Book) -> None:
    await book.ask("taxi 450")
    await book.ask("lunch 600")

    context = await book.opened(book.said("card"))

    assert len(context.open_threads) == 2
    assert context.thread is None


async def test_a_reply_into_another_chats_conversation_is_not_resolved(book: Book) -> None:
    await book.opened(book.said("hello"))
    _, conversation_id = await book.ask(message_id=77)

    pressed = book.said("x", kind="button", chat_id=-5, chat_type="group", chat_title="g")
    context = await book.opened(pressed, conversation_id)

    assert context.thread is None
    assert FOUNDING.owner_id == ANNA.id
    assert asking().question == "Which account?"
