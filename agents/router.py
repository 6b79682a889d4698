from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from agents.adjustment import AdjustmentAgent
from agents.agent import ASKED, Facts, OperationAgent
from agents.answers import answer, confirmation
from agents.expense import ExpenseAgent
from agents.income import IncomeAgent
from agents.information import InformationAgent
from agents.reading import Reading
from agents.rules.names.usual import has_usual_thing
from agents.transfer import TransferAgent
from ledger import Draft, OperationType
from manager import (
    Ask,
    Cancel,
    Context,
    Decision,
    Explain,
    Option,
    Question,
    Restore,
    Revive,
    Settle,
    Silence,
    Thread,
    Void,
)

AGENTS: Final[Mapping[OperationType, OperationAgent]] = {
    agent.type: agent for agent in (ExpenseAgent(), IncomeAgent(), TransferAgent(), AdjustmentAgent())
}
INFORMATION: Final = InformationAgent()
_BESIDE_AMOUNT: Final = frozenset({"amount", "currency", "type", "account", "to_account", "day"})
"""What may be said with the amount that was asked for, without being an operation of its own."""
SHORT: Final = 8
"""Words of a message that may be an operation without its amount; a longer one is a sentence of its own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One decision about one conversation; None starts a new one."""

    decision: Decision
    thread: Thread | None = None


def route(context: Context, reading: Reading) -> tuple[Plan, ...]:
    """What to do with a message, and in which conversation.

    A reply belongs to its conversation. Otherwise words with an amount are a new operation; words without one
    answer the only open question, or the person is asked which one is meant: never the most recent by guess.
    """
    if context.thread is not None:
        return (_in_thread(context, reading, context.thread),)
    waiting = waiting_threads(context)
    if (acted := _acted(context, reading, waiting)) is not None:
        return acted
    facts = Facts.of(reading)
    if answers_amount(context, facts):
        return (Plan(_answered(context, facts, waiting[0]), waiting[0]),)
    if starts_operation(reading.draft) or facts.rivals or (reading.is_vague and not waiting):
        return _new_operations(context, reading)
    if not waiting or not (reading.draft.said or facts.unknown_account) or _is_off_topic(facts, waiting):
        return (_incomplete(context, facts),)
    if len(waiting) == 1:
        return (Plan(_answered(context, facts, waiting[0]), waiting[0]),)
    return (Plan(which(facts.draft, waiting)),)


def press(context: Context, thread: Thread, index: int, targets: tuple[Thread, ...]) -> tuple[Plan, ...]:
    """What a tapped answer does. `targets` are the conversations that a "which one?" offered."""
    question = thread.question
    if question is None or index >= len(question.options):
        return ()
    value = question.options[index].value
    if question.field != "which":
        facts = Facts(answer(question.field, value, thread))
        return (Plan(_answered(context, facts, thread), thread),)
    if value == "neither":
        return (Plan(Cancel(), thread),)
    facts = Facts(thread.draft)
    if value == "new":
        asked = replace(thread, draft=Draft(), question=None)
        return (Plan(_agent(facts.draft, None).turn(context, facts, asked), thread),)
    chosen = targets if value == "both" else tuple(one for one in targets if str(one.id) == value)
    if not facts.draft.said:
        return (Plan(Settle(), thread), *(Plan(Cancel(), one) for one in chosen))
    return (Plan(Settle(), thread), *(Plan(_answered(context, facts, one), one) for one in chosen))


def waiting_threads(context: Context) -> tuple[Thread, ...]:
    """The open conversations that words may answer; a "which one?" is answered by a tap alone."""
    return tuple(
        one for one in context.open_threads if one.question is not None and one.question.field != "which"
    )


def starts_operation(draft: Draft) -> bool:
    """Whether words are an operation of their own: an amount or a balance, and something it is about."""
    about = {"description", "type", "category", "counterparty", "account", "to_account"}
    has_money = draft.amount is not None or draft.balance is not None
    return has_money and bool(about & draft.said)


def answers_amount(context: Context, facts: Facts) -> bool:
    """Whether a bare number answers the only open question, which asks for one."""
    questions = [thread.question for thread in waiting_threads(context) if thread.question is not None]
    is_bare = facts.draft.amount is not None and facts.draft.said <= _BESIDE_AMOUNT
    return is_bare and len(questions) == 1 and questions[0].field in ("amount", "to_amount")


def which(facts: Draft, threads: tuple[Thread, ...]) -> Ask:
    """Ask which of several conversations is meant; the facts wait in a conversation of their own."""
    options = [Option(str(thread.id), "") for thread in threads[:4]]
    many = [Option("both", "")] if facts.said else []
    return Ask(None, facts, Question("which", (*options, *many, Option("neither", ""))))


def _acted(context: Context, reading: Reading, waiting: tuple[Thread, ...]) -> tuple[Plan, ...] | None:
    """What is done with words that tell nothing: a question, a yes, an undo, a cancel, chatter; else None."""
    if reading.act == "query":
        return (Plan(INFORMATION.turn(context, reading)),)
    if len(waiting) == 1 and (decision := _confirmed(context, waiting[0])) is not None:
        return (Plan(decision, waiting[0]),)
    names_another = reading.query is not None
    if reading.act == "cancel" or (reading.act == "delete" and waiting and not names_another):
        return _cancel(waiting)
    if reading.act == "delete" and not names_another and not context.unknown_reply:
        return (Plan(Explain("UNDO_LAST")),)
    if reading.act in ("delete", "restore"):
        return (Plan(Explain("UNDO_WHAT")),)
    return (_not_understood(context),) if reading.act == "none" else None


def _in_thread(context: Context, reading: Reading, thread: Thread) -> Plan:
    facts = Facts.of(reading)
    if reading.act == "query":
        return Plan(INFORMATION.turn(context, reading), thread)
    if thread.question is not None and thread.question.field == "which":
        return Plan(Explain("TAP_ONE"), thread)
    if (decision := _confirmed(context, thread)) is not None:
        return Plan(decision, thread)
    if reading.act in ("delete", "cancel"):
        return Plan(_drop(thread), thread)
    if reading.act == "restore":
        return Plan(_bring_back(thread), thread)
    if context.route == "edit":
        return Plan(_edited(context, reading, thread), thread)
    if thread.status == "voided" and thread.booked is not None:
        return Plan(Explain("VOIDED", (("num", str(thread.booked.number)),)), thread)
    if not facts.draft.said and not facts.unknown_account and not facts.rivals:
        return Plan(_unclear(context, thread), thread)
    if thread.booked is not None and _is_another(facts.draft):
        options = (Option(str(thread.id), ""), Option("new", ""), Option("neither", ""))
        return Plan(Ask(None, facts.draft, Question("which", options)))
    return Plan(_answered(context, facts, thread), thread)


def _confirmed(context: Context, thread: Thread) -> Decision | None:
    """A typed yes or no to a question that only wants to be confirmed."""
    if thread.question is None or thread.question.field != "confirm":
        return None
    match confirmation(context.incoming.text):
        case True:
            return _answered(context, Facts(answer("confirm", "yes", thread)), thread)
        case False:
            return Cancel()
        case None:
            return None


def _answered(context: Context, facts: Facts, thread: Thread) -> Decision:
    """Give facts to the agent that holds the conversation, or hand over to another with all fields kept.

    An amount without a thing is asked what it was for until that is told.
    """
    known = thread.draft.merge(facts.draft)
    is_open = thread.question is not None and thread.question.field == "description" and not facts.rivals
    if is_open and not known.said & {"description", "category", "type", "counterparty"}:
        return Ask("ExpenseAgent", known, Question("description"))
    return _agent(facts.draft, thread).turn(context, facts, thread)


def _agent(draft: Draft, thread: Thread | None) -> OperationAgent:
    known = thread.draft.type if thread is not None else None
    booked = thread.booked.operation.type if thread is not None and thread.booked is not None else None
    return AGENTS[_said_type(draft) or known or booked or draft.type or "expense"]


def _said_type(draft: Draft) -> OperationType | None:
    """The type a person named or meant; an inferred one does not move a conversation to another agent."""
    proof = draft.origin("type")
    is_said = proof is not None and (proof.origin in ("said", "button") or proof.confidence >= ASKED)
    return draft.type if is_said and proof is not None and proof.origin != "guess" else None


def _new_operations(context: Context, reading: Reading) -> tuple[Plan, ...]:
    """One conversation per operation that was told; a list is that many conversations."""
    drafts = reading.drafts or (Draft(),)
    return tuple(
        Plan(AGENTS[draft.type or "expense"].turn(context, replace(Facts.of(reading), draft=draft)))
        for draft in drafts
    )


def _cancel(waiting: tuple[Thread, ...]) -> tuple[Plan, ...]:
    if not waiting:
        return (Plan(Explain("NOTHING_OPEN")),)
    if len(waiting) == 1:
        return (Plan(Cancel(), waiting[0]),)
    return (Plan(which(Draft(), waiting)),)


def _drop(thread: Thread) -> Decision:
    if thread.booked is None:
        return Cancel()
    if thread.booked.state == "void":
        return Explain("VOIDED", (("num", str(thread.booked.number)),))
    return Void()


def _bring_back(thread: Thread) -> Decision:
    if thread.booked is None:
        return Revive()
    return (
        Restore()
        if thread.booked.state == "void"
        else Explain("CHANGE", (("num", str(thread.booked.number)),))
    )


def _edited(context: Context, reading: Reading, thread: Thread) -> Decision:
    """The person rewrote their own words: the operation follows, if the words still say one."""
    facts = Facts.of(reading)
    if reading.act != "tell" or not facts.draft.said or thread.status in ("voided", "cancelled"):
        return Silence()
    decision = _answered(context, facts, thread)
    return Silence() if isinstance(decision, Explain) else decision


def _unclear(context: Context, thread: Thread) -> Decision:
    if thread.booked is not None:
        return Explain("CHANGE", (("num", str(thread.booked.number)),))
    if thread.question is not None or thread.status == "abandoned":
        return Explain("ANSWER")
    return _not_understood(context).decision


def _is_off_topic(facts: Facts, waiting: tuple[Thread, ...]) -> bool:
    """Whether words name a thing, and nothing that any open question asks for."""
    asked = {thread.question.field for thread in waiting if thread.question is not None}
    names_a_thing = facts.draft.description is not None and not facts.unknown_account
    return names_a_thing and not asked & facts.draft.said


def _incomplete(context: Context, facts: Facts) -> Plan:
    """Words that lack the thing or the amount: a known thing is asked about, the rest is explained."""
    draft = facts.draft
    if context.unknown_reply or not _is_spoken_to(context):
        return _not_understood(context)
    if draft.amount is not None:
        return Plan(Ask("ExpenseAgent", draft, Question("description")))
    is_short = len(context.incoming.text.split()) <= SHORT
    is_told = _said_type(draft) in ("expense", "income") and not context.unknown_reply
    is_income = draft.type == "income" and draft.amount is None
    if is_income or (
        draft.description is not None
        and (is_told or (_is_known(draft, context.language) and (is_short or draft.account is not None)))
    ):
        return Plan(AGENTS[draft.type or "expense"].turn(context, facts))
    return _not_understood(context)


def _is_known(draft: Draft, language: str) -> bool:
    """Whether what is named is a thing that people buy, or something for somebody."""
    return (
        draft.category is not None
        or bool(draft.counterparty)
        or has_usual_thing(draft.description or "", language)
    )


def _is_another(draft: Draft) -> bool:
    """Whether a reply to a booked operation is a full operation of its own."""
    return draft.amount is not None and draft.description is not None


def _not_understood(context: Context) -> Plan:
    if context.unknown_reply:
        return Plan(Explain("E15"))
    return Plan(Explain("E01") if _is_spoken_to(context) else Silence())


def _is_spoken_to(context: Context) -> bool:
    """Whether words are surely for the bot: in private, or behind its command."""
    return context.incoming.is_private or context.is_ordered
