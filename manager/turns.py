from dataclasses import dataclass

from ledger import BookId, CategoryKind, ConversationId, Draft, Operation
from manager import settling
from manager.failpoints import failpoint
from manager.file.store import Connection
from manager.tables import (
    conversations,
    events,
    inbox,
    lessons,
    messages,
    model_calls,
    operations,
    people,
    questions,
    replies,
    sheet_outbox,
    templates,
)
from manager.tables.conversations import Standing
from manager.tables.operations import Reason
from manager.values.context import Booked
from manager.values.decision import (
    Answer,
    Ask,
    Cancel,
    Correct,
    Decision,
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
from manager.values.errors import StaleTurnError
from manager.values.incoming import Incoming


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
        if (conversation_id := apply_step(db, bot_id, turn, step, now)) is not None
    )
    for conversation_id in went_to if turn.asked_model else ():
        model_calls.tell(db, bot_id, turn.incoming, conversation_id, now)
    if turn.settlement is not None:
        settling.settle(db, turn.settlement, next(iter(went_to), None), turn.incoming.person.id, now)
    people.touch_session(db, bot_id, turn.incoming, went_to[-1] if went_to else None, now)
    return went_to


def apply_step(db: Connection, bot_id: int, turn: Turn, step: Step, now: str) -> ConversationId | None:
    """Write what follows from one decision; returns the conversation it went to, if it has one.

    Raises:
        StaleTurnError: the conversation has moved on since the decision was made.
    """
    thread = _standing(db, bot_id, turn, step, now)
    if thread is not None:
        if step.owns_message:
            messages.add_incoming(db, bot_id, thread.id, turn.incoming, now)
        failpoint("turn.told")
        _decide(db, thread, step, turn.incoming, now)
        _learn(db, thread, step.decision, now)
        failpoint("turn.booked")
    place = replies.Place(bot_id, turn.incoming.chat_id, thread.id if thread else None, is_new=_is_new(step))
    for what in step.says:
        replies.say(db, place, what, now)
    failpoint("turn.queued")
    return thread.id if thread else None


@dataclass(frozen=True, slots=True)
class _Thread:
    """The conversation of a step, as it is from now on."""

    id: ConversationId
    book_id: BookId
    user_id: int


def _standing(db: Connection, bot_id: int, turn: Turn, step: Step, now: str) -> _Thread | None:
    """Begin the conversation of a step, or take the known one a revision further; None when it has none."""
    incoming, after = turn.incoming, _after(step)
    if step.conversation_id is None:
        if after is None:
            return None
        begun = conversations.add(db, bot_id, incoming, (turn.book_id, turn.today), after, now)
        return _Thread(begun, turn.book_id, incoming.person.id)
    before = conversations.before_turn(db, step.conversation_id)
    if before is None:
        raise StaleTurnError(f"there is no conversation {step.conversation_id}")
    if after is not None:
        if after.agent and before["agent_state"] not in (None, after.agent):
            events.add(db, before["id"], "handed over", now, from_=before["agent_state"], to=after.agent)
        if (before["agent_state"], before["operation_type"]) == (after.agent, after.type):
            after = Standing(after.status)
        if not conversations.move(db, before["id"], after, now, revision=step.revision):
            raise StaleTurnError(f"conversation {before['id']} is not at revision {step.revision} any more")
    return _Thread(step.conversation_id, before["book_id"], before["user_id"])


def _after(step: Step) -> Standing | None:
    """How a decision leaves its conversation; None: as it was.

    An answer or an explanation closes a conversation of its own, and leaves an older one alone.
    """
    match step.decision:
        case Ask(agent, draft):
            return Standing("active", agent, draft.type)
        case Record(agent, _, operation) | Correct(agent, _, operation):
            return Standing("completed", agent, operation.type)
        case Void():
            return Standing("voided")
        case Restore() | Revert():
            return Standing("completed")
        case Cancel() | Settle():
            return Standing("cancelled")
        case Revive():
            return Standing("active")
        case Answer() if _is_new(step):
            return Standing("completed", "InformationAgent", "information")
        case Explain() if _is_new(step):
            return Standing("cancelled")
        case Answer() | Explain() | Silence():
            return None


def _is_new(step: Step) -> bool:
    return step.conversation_id is None


def _decide(db: Connection, thread: _Thread, step: Step, cause: Incoming, now: str) -> None:
    match step.decision:
        case Ask():
            _ask(db, thread, step, step.decision, cause, now)
        case Record(_, draft, operation):
            _answered(db, step, cause, now)
            conversations.add_draft(db, thread.id, "complete", draft, now)
            whose = (thread.id, thread.book_id, thread.user_id)
            operation_id = operations.add(db, whose, (operation, draft), cause, now)
            sheet_outbox.add(db, operation_id, 1, now, is_backfill=step.is_backfill)
            events.add(db, thread.id, "recorded", now, user_id=cause.person.id, operation=operation_id)
        case Correct(_, draft, operation, changed):
            _answered(db, step, cause, now)
            conversations.add_draft(db, thread.id, "correction", draft, now)
            _revise(db, thread.id, "correct", (operation, draft), cause, now)
            events.add(db, thread.id, "corrected", now, user_id=cause.person.id, changed=changed)
        case Void() | Restore() | Revert():
            _flip(db, thread.id, step, cause, now)
        case Cancel() | Settle():
            questions.supersede(db, thread.id, now)
            if isinstance(step.decision, Settle):
                replies.retire_card(db, thread.id, now)
            events.add(db, thread.id, "cancelled", now, user_id=cause.person.id)
        case Revive():
            questions.reopen(db, thread.id)
            events.add(db, thread.id, "resumed", now, user_id=cause.person.id)
        case Answer() | Explain():
            code = step.decision.code if isinstance(step.decision, Explain) else ""
            events.add(db, thread.id, "told", now, user_id=cause.person.id, code=code)
        case Silence():
            pass


def _learn(db: Connection, thread: _Thread, decision: Decision, now: str) -> None:
    """Keep what an answer or a correction taught, and how it was told; most turns teach nothing."""
    if not isinstance(decision, Ask | Record | Correct) or not decision.lessons:
        return
    kind: CategoryKind = "income" if decision.draft.type == "income" else "expense"
    lessons.learn(db, thread.book_id, kind, decision.lessons, now)
    if not isinstance(decision, Ask):
        templates.learn(db, thread.book_id, thread.id, (decision.draft, decision.lessons), now)


def _flip(db: Connection, conversation_id: ConversationId, step: Step, cause: Incoming, now: str) -> None:
    """Undo, bring back, or take a correction back: a version without new values."""
    reason = _FLIPS[type(step.decision)]
    _answered(db, step, cause, now)
    _revise(db, conversation_id, reason, None, cause, now, is_backfill=step.is_backfill)
    events.add(db, conversation_id, reason, now, user_id=cause.person.id)


def _ask(db: Connection, thread: _Thread, step: Step, ask: Ask, cause: Incoming, now: str) -> None:
    _answered(db, step, cause, now)
    conversations.add_draft(db, thread.id, "partial", ask.draft, now)
    questions.ask(db, thread.id, ask.question, (ask.agent, step.question, ask.missing), now)
    events.add(db, thread.id, "asked", now, user_id=cause.person.id, field=ask.question.field)


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
    *,
    is_backfill: bool = False,
) -> Booked:
    booked = operations.of_conversation(db, conversation_id)
    if booked is None:
        raise StaleTurnError(f"conversation {conversation_id} has booked nothing")
    operation_id, version = operations.revise(db, booked, reason, change, cause, now)
    sheet_outbox.add(db, operation_id, version, now, is_backfill=is_backfill)
    return booked


_FLIPS: dict[type, Reason] = {Void: "void", Restore: "restore", Revert: "revert"}
