"""What the entries of a file would become: operations, each as if it had been told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from agents import IMPORTED, Plan, Reading, Setting, category_of, route
from agents.readers import Readers
from ledger import Draft, Operation
from manager import Ask, Context, ImportedEntry, Incoming, Option, Question, Record
from statements import ChatMessage, End, Entry

GUESSED: Final = 0.7
"""Confidence of a category that only the words of a bank lead to."""

LONGEST: Final = 120
"""Characters of a description: banks put whole contracts there."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message of a chat: the operations that were told in it, or whether it told of money unclearly."""

    message: ChatMessage
    operations: tuple[Record, ...] = ()
    is_unclear: bool = False


def draft_of(entry: Entry, account: str, context: Context) -> Draft:
    """An entry of a statement as a draft: everything is said in it but the category."""
    kind: Literal["expense", "income"] = "expense" if entry.amount.minor < 0 else "income"
    said = {
        "type": kind,
        "amount": abs(entry.amount).amount,
        "currency": entry.amount.currency,
        "account": account,
        "day": entry.day,
    }
    draft = _filled(said)
    words = entry.text or entry.party
    if words:
        draft = draft.fill("description", words[:LONGEST], "said")
    if entry.party and entry.text:
        draft = draft.fill("counterparty", entry.party[:LONGEST], "said")
    category = category_of(f"{entry.party} {entry.text}", context.book, kind, context.language)
    return draft.fill("category", category, "guess", GUESSED) if category else draft


def transfer_of(entry: Entry, end: End, account: str) -> Draft:
    """An entry of a statement and its other end as one draft; its day is that on which the money went."""
    goes = entry.amount.minor < 0
    source, target = (account, end.account) if goes else (end.account, account)
    said = {
        "type": "transfer",
        "amount": abs(entry.amount).amount,
        "currency": entry.amount.currency,
        "account": source,
        "to_account": target,
        "day": entry.day if goes else end.day,
    }
    draft = _filled(said)
    words = entry.text or entry.party or end.words
    return draft.fill("description", words[:LONGEST], "said") if words else draft


def _filled(said: Mapping[str, object]) -> Draft:
    draft = Draft()
    for field, value in said.items():
        draft = draft.fill(field, value, "said")  # type: ignore[arg-type]  # the names are fields
    return draft


def record_of(draft: Draft, context: Context) -> Record | None:
    """The booking of a draft, by the same agents as of what is told; None where they would ask."""
    incoming = replace(context.incoming, text=draft.description or "")
    (plan, *_) = route(_alone(context, incoming), Reading("tell", (draft,)))
    return plan.decision if isinstance(plan.decision, Record) else None


def imported(entry: Entry, record: Record, words: str, said_at: datetime) -> ImportedEntry:
    """An entry with its booking, known again by what stands in its line and by the account."""
    print_ = f"{record.operation.account} {entry.fingerprint}"
    return ImportedEntry(entry.line, print_, words, said_at, record.agent, record.draft, record.operation)


async def tell(messages: Sequence[ChatMessage], context: Context, readers: Readers) -> tuple[Told, ...]:
    """What the messages of a chat told at their time, read as if they had been sent to the bot."""
    return tuple([await _told(message, context, readers) for message in messages])


async def questions(
    message: ChatMessage, context: Context, readers: Readers
) -> tuple[Context, tuple[Plan, ...]]:
    """The context of a message, and what to ask: what is missing, else whether it was read rightly."""
    then = _then(message, context)
    read = await readers.read(message.text, Setting(context.book, then.today, context.language))
    return then, tuple(_confirmed(plan) for plan in route(then, read.reading))


async def _told(message: ChatMessage, context: Context, readers: Readers) -> Told:
    then = _then(message, context)
    read = await readers.read(message.text, Setting(context.book, then.today, context.language))
    if read.reading.act != "tell" or read.reading.reference is not None:
        return Told(message)
    decisions = [plan.decision for plan in route(then, read.reading)]
    records = tuple(one for one in decisions if isinstance(one, Record))
    if len(records) == len(decisions) and read.reading.certain:
        return Told(message, records)
    has_amount = read.reading.draft.amount is not None or bool(read.reading.rivals)
    return Told(message, is_unclear=has_amount and all(isinstance(one, Ask | Record) for one in decisions))


def _confirmed(plan: Plan) -> Plan:
    """A booking as a question: what was not read for certain is not booked without a word."""
    if not isinstance(plan.decision, Record):
        return plan
    question = Question("confirm", (Option(IMPORTED, ""),))
    return Plan(Ask(plan.decision.agent, plan.decision.draft, question))


def _then(message: ChatMessage, context: Context) -> Context:
    """The context in which a message was written."""
    incoming = replace(context.incoming, text=message.text, sent_at=message.sent_at)
    today = message.sent_at.astimezone(context.zone).date()
    return replace(_alone(context, incoming), today=today)


def _alone(context: Context, incoming: Incoming) -> Context:
    """The context of words that belong to no conversation, whatever else is going on in the chat."""
    incoming = replace(incoming, kind="text", is_forwarded=False, reply_to=None)
    return replace(context, incoming=incoming, thread=None, open_threads=(), recent=(), unknown_reply=False)


def entry_of(message: ChatMessage, operation: Operation, item: int) -> Entry:
    """An operation that was told in a chat, as its first account sees it."""
    leg = operation.legs[0]
    print_ = f"{message.sent_at:%s} {message.sender_id} {item} {message.text}"
    return Entry(message.id, operation.day, leg.amount, message.text, "", print_)
