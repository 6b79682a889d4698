from ledger import ConversationId, Draft, Operation
from manager import (
    conversations,
    events,
    inbox,
    messages,
    operations,
    people,
    questions,
    replies,
    sheet_outbox,
)
from manager.context import Booked
from manager.decision import (
    Answer,
    Ask,
    Cancel,
    Correct,
    Explain,
    Record,
    Restore,
    Revert,
    Revive,
    Settle,
    Silence,
    Step,
    Turn,
    Void,
)
from manager.errors import StaleTurnError
from manager.failpoints import failpoint
from manager.incoming import Incoming
from manager.operations import Reason
from manager.packing import packed
from manager.store import Connection


def apply(db: Connection, bot_id: int, turn: Turn, now: str) -> tuple[ConversationId, ...]:
    """Write everything that follows from one message; returns the conversations it went to, step by step.

    A turn whose inbox entry is closed was written before, and so were words that came under another update
    id: nothing happens.

    Raises:
        StaleTurnError: a conversation has moved on since the decision was made.
    """
    if not inbox.close(db, turn.inbox_id, now) or not inbox.is_first(db, bot_id, turn.incoming):
        return ()
    failpoint("turn.closing")
    people.save_chat(db, bot_id, turn.incoming, turn.book_id, now)
    if turn.incoming.reply_to is not None:
        replies.erase_prompt(db, (bot_id, turn.incoming.chat_id, turn.incoming.reply_to), now)
    went_to = tuple(
        conversation_id
        for step in turn.steps
        if (conversation_id := _apply_step(db, bot_id, turn, step, now)) is not None
    )
    people.touch_session(db, bot_id, turn.incoming, went_to[-1] if went_to else None, now)
    return went_to


def _apply_step(db: Connection, bot_id: int, turn: Turn, step: Step, now: str) -> ConversationId | None:
    incoming, conversation_id = turn.incoming, step.conversation_id
    if conversation_id is None and not isinstance(step.decision, Silence):
        conversation_id = conversations.add(db, bot_id, incoming, turn.book_id, turn.today, now)
    if conversation_id is not None:
        if step.owns_message:
            messages.add_incoming(db, bot_id, conversation_id, incoming, now)
        failpoint("turn.told")
        _decide(db, conversation_id, step, incoming, now)
        failpoint("turn.booked")
    for what in step.says:
        replies.say(db, bot_id, incoming.chat_id, conversation_id, what, now)
    failpoint("turn.queued")
    return conversation_id


def _decide(db: Connection, conversation_id: ConversationId, step: Step, cause: Incoming, now: str) -> None:
    match step.decision:
        case Ask():
            _ask(db, conversation_id, step, step.decision, cause, now)
        case Record(agent, draft, operation):
            _move(db, conversation_id, step, now, ("completed", agent, operation.type))
            _answered(db, step, cause, now)
            conversations.add_draft(db, conversation_id, "complete", draft, now)
            operation_id = operations.add(db, conversation_id, (operation, draft), cause, now)
            sheet_outbox.add(db, operation_id, 1, now)
            events.add(db, conversation_id, "recorded", now, user_id=cause.person.id, operation=operation_id)
        case Correct(agent, draft, operation, changed):
            _move(db, conversation_id, step, now, ("completed", agent, operation.type))
            _answered(db, step, cause, now)
            conversations.add_draft(db, conversation_id, "correction", draft, now)
            _revise(db, conversation_id, "correct", (operation, draft), cause, now)
            events.add(db, conversation_id, "corrected", now, user_id=cause.person.id, changed=changed)
        case Void() | Restore() | Revert():
            _flip(db, conversation_id, step, cause, now)
        case Cancel() | Settle():
            _move(db, conversation_id, step, now, ("cancelled", None, None))
            questions.supersede(db, conversation_id, now)
            if isinstance(step.decision, Settle):
                replies.retire_card(db, conversation_id, now)
            events.add(db, conversation_id, "cancelled", now, user_id=cause.person.id)
        case Revive():
            _move(db, conversation_id, step, now, ("active", None, None))
            questions.reopen(db, conversation_id)
            events.add(db, conversation_id, "resumed", now, user_id=cause.person.id)
        case Answer() | Explain():
            _told(db, conversation_id, step, cause, now)
        case Silence():
            pass


def _flip(db: Connection, conversation_id: ConversationId, step: Step, cause: Incoming, now: str) -> None:
    """Undo, bring back, or take a correction back: a version without new values."""
    reason, status = _FLIPS[type(step.decision)]
    _move(db, conversation_id, step, now, (status, None, None))
    _answered(db, step, cause, now)
    _revise(db, conversation_id, reason, None, cause, now)
    events.add(db, conversation_id, reason, now, user_id=cause.person.id)


def _told(db: Connection, conversation_id: ConversationId, step: Step, cause: Incoming, now: str) -> None:
    """Answer or explain: it closes a conversation of its own, and leaves an older one as it was."""
    is_answer = isinstance(step.decision, Answer)
    if step.conversation_id is None:
        kept = ("completed", "InformationAgent", "information") if is_answer else ("cancelled", None, None)
        _move(db, conversation_id, step, now, kept)
    code = step.decision.code if isinstance(step.decision, Explain) else ""
    events.add(db, conversation_id, "told", now, user_id=cause.person.id, code=code)


def _ask(
    db: Connection, conversation_id: ConversationId, step: Step, ask: Ask, cause: Incoming, now: str
) -> None:
    _move(db, conversation_id, step, now, ("active", ask.agent, ask.draft.type))
    _answered(db, step, cause, now)
    conversations.add_draft(db, conversation_id, "partial", ask.draft, now)
    if ask.missing:
        conversations.add_data(db, conversation_id, "missing_fields", packed(ask.missing), now)
    questions.ask(db, conversation_id, ask.question, (ask.agent, step.question, ask.missing), now)
    events.add(db, conversation_id, "asked", now, user_id=cause.person.id, field=ask.question.field)


def _move(
    db: Connection,
    conversation_id: ConversationId,
    step: Step,
    now: str,
    kept: tuple[str | None, str | None, str | None],
) -> None:
    status, agent, type_ = kept
    before = conversations.row(db, conversation_id) if agent and step.conversation_id else None
    if before is not None and before["agent_state"] not in (None, agent):
        events.add(db, conversation_id, "handed over", now, from_=before["agent_state"], to=agent)
    moved = conversations.move(
        db, conversation_id, now, status=status, agent=agent, type_=type_, revision=step.revision
    )
    if not moved:
        raise StaleTurnError(f"conversation {conversation_id} is not at revision {step.revision} any more")


def _answered(db: Connection, step: Step, cause: Incoming, now: str) -> None:
    """Close the question that was open; a new conversation had none."""
    if step.conversation_id is not None:
        questions.answer(db, step.conversation_id, cause.message_id, cause.person.id, now)


def _revise(
    db: Connection,
    conversation_id: ConversationId,
    reason: Reason,
    change: tuple[Operation, Draft] | None,
    cause: Incoming,
    now: str,
) -> Booked:
    booked = operations.of_conversation(db, conversation_id)
    if booked is None:
        raise StaleTurnError(f"conversation {conversation_id} has booked nothing")
    operation_id, version = operations.revise(db, booked, reason, change, cause, now)
    sheet_outbox.add(db, operation_id, version, now)
    return booked


_FLIPS: dict[type, tuple[Reason, str]] = {
    Void: ("void", "voided"),
    Restore: ("restore", "completed"),
    Revert: ("revert", "completed"),
}
