"""What is said when something was decided: which card is shown or edited, and which words go along."""

from datetime import timedelta
from typing import Final

from agents import Plan, as_draft
from bot.wording import amounts, explanations, titles
from bot.wording.callbacks import Callback
from bot.wording.questions import asked, labelled
from bot.wording.texts import Texts
from ledger import Draft, Field
from manager import (
    Ask,
    Booked,
    Button,
    Cancel,
    Context,
    Correct,
    Explain,
    Notice,
    React,
    Record,
    Restore,
    Revert,
    Revive,
    Say,
    Settle,
    ShowCard,
    ShowChange,
    Step,
    Thread,
    Void,
)

IN_PLACE: Final = timedelta(minutes=10)
"""How long a card that is the bot's last message is edited in place when words answer it."""

ASKED: Final = "🤔"


def step(context: Context, plan: Plan, t: Texts, targets: tuple[Thread, ...] = ()) -> Step:
    """The step of a turn for one decision, with all that is to be said about it."""
    decision = plan.decision
    question = ""
    if isinstance(decision, Ask):
        decision = labelled(decision, t, context.book, targets or context.open_threads)
        question = asked(decision.draft, decision.question, t, context.book)
    thread = plan.thread
    return Step(
        decision=decision,
        conversation_id=thread.id if thread else None,
        revision=thread.revision if thread else None,
        owns_message=context.incoming.kind != "edit" or thread is not None,
        question=question,
        says=_says(context, Plan(decision, thread), t),
    )


def _says(context: Context, plan: Plan, t: Texts) -> tuple[Say, ...]:
    incoming, thread = context.incoming, plan.thread
    is_words = incoming.kind != "button"
    match plan.decision:
        case Ask():
            reaction = (React(incoming.message_id, ASKED),) if is_words else ()
            return (_card(context, thread), *reaction)
        case Record():
            late = thread is not None and thread.status == "abandoned"
            return (_card(context, thread, "Recorded with its own date." if late else ""),)
        case Correct(operation=operation, changed=changed):
            if thread is None or thread.booked is None or changed == ("description",):
                return (ShowCard(),)
            changes = _changes(thread.booked, as_draft(operation), changed, t, context.book.currency)
            reply_to = incoming.message_id if is_words else None
            return (ShowCard(), ShowChange(changes, reply_to))
        case Void() if thread is not None and thread.booked is not None and is_words:
            return (ShowCard(), _undone(thread, thread.booked, incoming.message_id, t))
        case Void() | Restore() | Revert() | Cancel():
            return (ShowCard(),)
        case Revive():
            return (_card(context, thread),)
        case Settle():
            return ()
        case Explain() as explained:
            return explanations.says(explained, context, thread, t)
        case _:
            return ()


def _card(context: Context, thread: Thread | None, note: str = "") -> ShowCard:
    """The card edited in place while the eye is on it, else anew below, as a reply to the words."""
    incoming = context.incoming
    in_group = not incoming.is_private
    if thread is None or thread.card_message_id is None:
        several = bool(context.open_threads)
        return ShowCard(reply_to=incoming.message_id if in_group or several else None, note=note)
    if incoming.kind in ("button", "edit"):
        return ShowCard(note=note)
    is_last = thread.card_message_id == context.last_bot_message_id
    is_recent = thread.card_shown_at is not None and incoming.sent_at - thread.card_shown_at < IN_PLACE
    if is_last and is_recent:
        return ShowCard(note=note)
    return ShowCard(fresh=True, reply_to=incoming.message_id, note=note)


def _undone(thread: Thread, booked: Booked, reply_to: int, t: Texts) -> Notice:
    title = titles.title(as_draft(booked.operation), t, booked.operation.amount.currency)
    text = t("Undone <b>#{number}</b>: {title}.", number=booked.number, title=title)
    back = Callback("back", thread.id, thread.revision + 1).pack()
    return Notice(text, ((Button(t.plain("Bring back"), data=back),),), reply_to)


def _changes(
    booked: Booked, after: Draft, changed: tuple[Field, ...], t: Texts, currency: str
) -> tuple[tuple[str, str], ...]:
    before = as_draft(booked.operation)
    shown = [(_old(before, after, field, t), _shown(after, field, t, currency)) for field in changed]
    return tuple((old or "–", new or "–") for old, new in shown if old != new)


def _shown(draft: Draft, field: Field, t: Texts, currency: str) -> str:
    match field:
        case "type":
            return titles.type_name(draft.type or "expense", t)
        case "amount":
            return _amount(draft, t, currency)
        case "day":
            return amounts.day(draft.day, t.language) if draft.day else ""
        case "account" | "to_account" | "category" | "description" | "counterparty":
            return t("{value}", value=getattr(draft, field) or "")
        case "tags":
            return t("{value}", value=" ".join(f"#{tag}" for tag in draft.tags or ()))
        case _:
            return ""


def _old(before: Draft, after: Draft, field: Field, t: Texts) -> str:
    """The old value; a currency that stays is said once: `300 → 350 ₽`."""
    stays = before.currency == after.currency
    if field == "amount" and stays and before.amount is not None and before.currency is not None:
        return amounts.number(before.amount, before.currency, t.language)
    return _shown(before, field, t, before.currency or "")


def _amount(draft: Draft, t: Texts, currency: str) -> str:
    money = titles.value(draft, currency)
    return amounts.money(money, t.language) if money else ""
