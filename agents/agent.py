from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final

from agents.learning import NEW, lessons, with_habits
from agents.reading import Reading
from ledger import Draft, Field, Money, MoneyError, Operation, OperationError, OperationType
from manager import (
    Agent,
    Ask,
    AskedField,
    Book,
    Booked,
    Context,
    Correct,
    Decision,
    Explain,
    Option,
    Question,
    Record,
    Thread,
)

CHOICES: Final = 6
"""Most answers offered as buttons."""

ASKED: Final = 0.6
"""A value of lower confidence is asked for."""

AGAIN: Final = "again:"
"""How the option begins that records once more what was told before, such as `again:147`."""

FORWARDED: Final = "forwarded"
"""The option that records somebody else's words."""

IMPORTED: Final = "imported"
"""The option that records what was read in a file, but not for certain."""

DOUBTED: Final = "doubted"
"""The option that records words of which too little says that they are an operation."""

COMPARED: Final[tuple[Field, ...]] = (
    "type",
    "amount",
    "currency",
    "account",
    "to_account",
    "to_amount",
    "category",
    "day",
    "description",
    "counterparty",
    "tags",
    "refund",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one message adds to a conversation: what was told, the amounts that rival, an unknown account.

    `is_doubtful` says that it may be no operation at all.
    """

    draft: Draft
    rivals: tuple[Decimal, ...] = ()
    unknown_account: str = ""
    is_doubtful: bool = False

    @classmethod
    def of(cls, reading: Reading) -> "Facts":
        """The facts of a reading that is about one operation."""
        return cls(reading.draft, reading.rivals, reading.unknown_account, reading.is_doubtful)


class OperationAgent(ABC):
    """Brings one type of operation from first words to a booking, one question at a time.

    It holds nothing and touches nothing: a context and facts go in, a decision comes out.
    """

    name: ClassVar[Agent]
    type: ClassVar[OperationType]

    def turn(self, context: Context, facts: Facts, thread: Thread | None = None) -> Decision:
        """What should be done now that these facts are known in a conversation (None: a new one)."""
        known = _known(thread)
        draft = known.merge(facts.draft)
        if not facts.unknown_account and (thread is None or thread.booked is None):
            draft = with_habits(draft, self.type, context)
        draft = self._complete(draft, context, thread)
        decision = self._decision(draft, facts, context, thread)
        if isinstance(decision, Explain):
            return decision
        return replace(decision, lessons=lessons(facts.draft, known, draft, thread))

    def _decision(
        self, draft: Draft, facts: Facts, context: Context, thread: Thread | None
    ) -> Ask | Record | Correct | Explain:
        question = self._question(draft, facts, context)
        if question is not None:
            return Ask(self.name, draft, question, self._missing(draft, context.book))
        operation = self.operation(draft, context)
        if thread is None or thread.booked is None:
            doubt = _second_thought(operation, draft, facts, context)
            return Record(self.name, draft, operation) if doubt is None else Ask(self.name, draft, doubt)
        return self._correct(thread.booked, draft, operation)

    def operation(self, draft: Draft, context: Context) -> Operation:
        """The operation of a complete draft."""
        return booking(draft, self.type, money(draft.amount, draft.currency))

    @abstractmethod
    def required(self, draft: Draft, book: Book) -> tuple[AskedField, ...]:
        """What must be known before it is booked, in the order in which it is asked."""

    def complete(self, draft: Draft, context: Context) -> Draft:
        """The draft with what this type of operation may infer."""
        return draft

    def _complete(self, draft: Draft, context: Context, thread: Thread | None) -> Draft:
        """Fill defaults: the type, the day the person wrote, the currency of the account or the book."""
        if draft.type != self.type:
            draft = draft.fill("type", self.type, "said")
        if draft.day is None:
            started_on = thread.started_on if thread else None
            draft = draft.fill("day", started_on or context.today, "default")
        if draft.account is None and context.book.default_account is not None:
            draft = draft.fill("account", context.book.default_account, "default")
        draft = self.complete(draft, context)
        proof = draft.origin("currency")
        if draft.currency is None or (proof is not None and proof.origin == "default"):
            draft = draft.fill("currency", _currency(draft, context.book), "default")
        return draft

    def _missing(self, draft: Draft, book: Book) -> tuple[AskedField, ...]:
        return tuple(field for field in self.required(draft, book) if getattr(draft, field, None) is None)

    def _question(self, draft: Draft, facts: Facts, context: Context) -> Question | None:
        """The one thing to ask next, or None when everything is known."""
        if len(facts.rivals) > 1:
            return Question("amount", tuple(Option(str(rival), "") for rival in facts.rivals[:CHOICES]))
        if draft.amount is not None and not _fits(draft.amount, draft.currency):
            return Question("amount")
        if facts.unknown_account:
            return self._unknown_account(draft, facts.unknown_account, context.book)
        for field in self._missing(draft, context.book):
            return Question(field, self._options(field, draft, context.book))
        return self._doubt(draft, context)

    def _doubt(self, draft: Draft, context: Context) -> Question | None:
        """What is known but must be confirmed: a day that has not come yet."""
        proof = draft.origin("day")
        if (
            draft.day is not None
            and draft.day > context.today
            and (proof is None or proof.origin != "button")
        ):
            days = (context.today, draft.day)
            return Question("day", tuple(Option(day.isoformat(), "") for day in days))
        return None

    def _unknown_account(self, draft: Draft, name: str, book: Book) -> Question:
        is_second = self.type == "transfer" and draft.account is not None
        field: AskedField = "to_account" if is_second else "account"
        known = self._options(field, draft, book)[: CHOICES - 1]
        return Question(field, (Option(NEW + name, name), *known))

    def _options(self, field: AskedField, draft: Draft, book: Book) -> tuple[Option, ...]:
        if field not in ("account", "to_account"):
            return ()
        taken = draft.account if field == "to_account" else draft.to_account
        names = [account.name for account in book.accounts if account.name != taken]
        return tuple(Option(name, name) for name in names[:CHOICES])

    def _correct(self, booked: Booked, draft: Draft, operation: Operation) -> Correct | Explain:
        before = as_draft(booked.operation)
        after = as_draft(operation)
        changed = tuple(field for field in COMPARED if getattr(before, field) != getattr(after, field))
        if not changed:
            return Explain("CHANGE", (("num", str(booked.number)),))
        return Correct(self.name, draft, operation, changed)


def _second_thought(operation: Operation, draft: Draft, facts: Facts, context: Context) -> Question | None:
    """Whether a complete operation is confirmed first: told just now, by another, or hardly told."""
    amount = draft.origin("amount")
    if amount is not None and amount.origin == "button":
        return None
    twin = next((one for one in context.recent if _told(one.operation) == _told(operation)), None)
    if twin is not None:
        return Question("confirm", (Option(f"{AGAIN}{twin.number}", ""),))
    if context.incoming.is_forwarded:
        return Question("confirm", (Option(FORWARDED, ""),))
    return Question("confirm", (Option(DOUBTED, ""),)) if facts.is_doubtful else None


def _told(operation: Operation) -> Operation:
    """An operation without what the bot guesses and without small differences of writing."""
    return replace(operation, category=None, tags=(), description=operation.description.casefold())


def as_draft(operation: Operation) -> Draft:
    """A booked operation as a draft, so that a correction merges into it."""
    received = operation.received
    return Draft(
        type=operation.type,
        amount=operation.amount.amount,
        currency=operation.amount.currency,
        account=operation.account,
        to_account=operation.to_account,
        to_amount=received.amount if received else None,
        to_currency=received.currency if received else None,
        category=operation.category,
        day=operation.day,
        description=operation.description,
        counterparty=operation.counterparty,
        tags=operation.tags,
        refund=operation.refund,
    )


def booking(draft: Draft, type_: OperationType, amount: Money) -> Operation:
    """The operation of a complete draft with one leg; for a transfer, both legs."""
    if draft.day is None or draft.account is None:
        raise OperationError(f"{type_} without a day or an account")
    crosses = draft.to_amount is not None and draft.to_currency is not None
    return Operation(
        type=type_,
        amount=amount,
        day=draft.day,
        account=draft.account,
        category=draft.category if type_ in ("expense", "income") else None,
        to_account=draft.to_account if type_ == "transfer" else None,
        received=money(draft.to_amount, draft.to_currency) if crosses and type_ == "transfer" else None,
        description=draft.description or "",
        counterparty=draft.counterparty or "",
        tags=draft.tags or (),
        refund=bool(draft.refund) and type_ == "expense",
    )


def money(amount: Decimal | None, currency: str | None) -> Money:
    """The exact amount of a complete draft."""
    return Money.of(amount or Decimal(0), currency or "")


def categorised(draft: Draft, book: Book, kind: str) -> Draft:
    """The draft with a category of its kind; the list's last one, "Other", when nothing points anywhere."""
    names = [category.name for category in book.categories if category.kind == kind]
    if draft.category in names or not names:
        return draft
    return draft.fill("category", names[-1], "default")


def _known(thread: Thread | None) -> Draft:
    if thread is None:
        return Draft()
    if thread.booked is None:
        return thread.draft
    booked = as_draft(thread.booked.operation)
    # A correction that still waits for an answer has been told more than the book knows.
    return (
        booked.merge(thread.draft)
        if thread.question is not None
        else replace(booked, evidence=thread.draft.evidence)
    )


def _currency(draft: Draft, book: Book) -> str:
    account = book.account(draft.account) if draft.account else None
    return account.currency if account else book.currency


def _fits(amount: Decimal, currency: str | None) -> bool:
    try:
        return Money.of(amount, currency or "").minor != 0
    except MoneyError:
        return False
