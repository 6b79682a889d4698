"""What a turn teaches about a person's words, and how it helps with the next ones."""

from collections.abc import Mapping
from typing import Final, Literal

from agents.rules.writing.stems import stem
from agents.wording import words
from ledger import PLAIN, Draft, OperationType
from manager import Context, Lesson, Thread

NEW: Final = "new:"
"""How an option begins that adds to the person's list, such as `new:Savings`."""

USUAL: Final = 0.7
"""Confidence of what was learned: it is used, and shown as a guess."""

LONGEST: Final = 4
"""Words of a subject: what is told at more length hardly comes again."""

HABITUAL: Final[tuple[OperationType, ...]] = ("expense", "income")
"""Types of operations for which an account and a category are usual."""

Usual = Literal["account", "category"]


def subject_of(said: str) -> str:
    """Words as they are compared, in whatever form they come: `такси` of `Таксі`; empty where none can be.

    >>> subject_of("the Taxis"), subject_of("12"), subject_of("dinner with Ann after the cinema")
    ('the taxi', '', '')
    """
    parts = [stem(word) for word in words(said) if not word.isdigit()]
    return " ".join(parts) if len(parts) <= LONGEST else ""


def subjects(draft: Draft) -> Mapping[str, str]:
    """By what an operation is known again, and how it was written: the shop or person first."""
    said = (draft.counterparty or "", draft.description or "")
    return {subject: words for words in said if (subject := subject_of(words))}


def lessons(told: Draft, known: Draft, draft: Draft, thread: Thread | None) -> tuple[Lesson, ...]:
    """What `told` teaches, as an answer to `thread` or a correction of it.

    `known` is what was known before, `draft` what is known now. A new operation teaches nothing.
    """
    if thread is None:
        return ()
    usual: tuple[Usual, ...] = ("account", "category") if draft.type in HABITUAL else ()
    taught = (_usual(field, told, known, draft) for field in usual)
    return tuple(lesson for lesson in (_alias(told, thread), *taught) if lesson is not None)


def with_habits(draft: Draft, type_: OperationType, context: Context) -> Draft:
    """The draft with the account and the category that usually go with what it is about, as guesses.

    A category that was only inferred gives way to what the person taught. Nothing is usual for money that
    only moves or is counted.
    """
    if type_ not in HABITUAL:
        return draft
    account = _learned("account", draft, context)
    if draft.account is None and account is not None and context.book.account(account) is not None:
        draft = draft.fill("account", account, "habit", USUAL)
    category, proof = _learned("category", draft, context), draft.origin("category")
    is_inferred = proof is None or proof.origin in ("guess", "default")
    fitting = {one.name for one in context.book.categories if one.kind == type_}
    if category in fitting and (draft.category is None or is_inferred):
        draft = draft.fill("category", category, "habit", USUAL)
    return draft


def _learned(field: Usual, draft: Draft, context: Context) -> str | None:
    """What is usual for the shop, else for the thing; None before it was taught often enough."""
    known = {one.subject: one.value for one in context.lessons if one.kind == field and one.is_firm}
    return next((known[subject] for subject in subjects(draft) if subject in known), None)


def _usual(field: Usual, told: Draft, known: Draft, draft: Draft) -> Lesson | None:
    """An account or category that was asked for or corrected, under the surest name of what it is for."""
    value, proof = getattr(told, field), told.origin(field)
    if value is None or value == getattr(known, field) or proof is None or proof.confidence < PLAIN:
        return None
    subject, said = next(iter(subjects(draft).items()), ("", ""))
    return Lesson(field, subject, said, value) if subject else None


def _alias(told: Draft, thread: Thread) -> Lesson | None:
    """A name that is on no list, when the person was asked what it is and chose an account they have."""
    question = thread.question
    if question is None or question.field not in ("account", "to_account"):
        return None
    said = next((one.label for one in question.options if one.value.startswith(NEW)), "")
    chosen, subject = getattr(told, question.field), subject_of(said)
    proof = told.origin(question.field)
    is_sure = proof is not None and proof.confidence >= PLAIN
    if not subject or chosen is None or chosen == said or not is_sure:
        return None
    return Lesson("alias", subject, said, chosen)
