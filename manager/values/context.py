from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from ledger import Account, BookId, Category, CategoryKind, ConversationId, Draft, Operation, OperationKey
from manager.values.incoming import Incoming
from manager.values.lesson import Lesson

Agent = Literal["ExpenseAgent", "IncomeAgent", "TransferAgent", "AdjustmentAgent", "InformationAgent"]
Status = Literal["active", "completed", "cancelled", "abandoned", "voided"]
AskedField = Literal[
    "amount",
    "currency",
    "account",
    "to_account",
    "to_amount",
    "category",
    "description",
    "day",
    "refund",
    "confirm",
    "which",
]
Route = Literal["reply", "button", "edit", "plain"]
"""How a message found its conversation. `plain` found none: the router decides among the open ones."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered as a button: what it sets, and what it says."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a conversation is waiting for, and the likely answers that were offered."""

    field: AskedField
    options: tuple[Option, ...] = ()
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said in a conversation."""

    sender: Literal["user", "bot", "system"]
    content: str
    sent_at: datetime
    message_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What the book says an account holds, in minor units of its currency."""

    account: str
    minor: int


@dataclass(frozen=True, slots=True)
class Book:
    """One set of books as an agent may know it: the person's own lists, most used first."""

    id: BookId
    name: str
    currency: str
    accounts: tuple[Account, ...]
    categories: tuple[Category, ...]
    default_account: str | None = None
    has_sheet: bool = True

    def account(self, name: str) -> Account | None:
        """The account of that exact name, or None."""
        return next((item for item in self.accounts if item.name == name), None)

    def of_kind(self, kind: CategoryKind) -> tuple[Category, ...]:
        """The categories of expenses or of income."""
        return tuple(item for item in self.categories if item.kind == kind)


@dataclass(frozen=True, slots=True)
class Booked:
    """An operation of the book as it stands now, with its number, its version and where it is in the sheet.

    `row` is a hint: the last row the operation was seen in; None until the sheet confirmed it. `said_in` is
    the chat in which its conversation is, and `said_as` the message of that chat in which it was told.
    """

    key: OperationKey
    number: int
    version: int
    operation: Operation
    state: Literal["booked", "void"]
    conversation_id: ConversationId
    who: str
    recorded_at: datetime
    changed_at: datetime | None = None
    row: int | None = None
    said_in: int | None = None
    said_as: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """An operation as it stood at one version, why it became so, who made it, and when."""

    booked: Booked
    reason: Literal["record", "correct", "void", "restore", "revert"]
    who: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation as it stands: its state, its draft, what it waits for, and what it has booked."""

    id: ConversationId
    status: Status
    agent: Agent | None
    revision: int
    user_id: int
    draft: Draft
    question: Question | None = None
    booked: Booked | None = None
    started_on: date | None = None
    card_message_id: int | None = None
    card_shown_at: datetime | None = None

    @property
    def google_sheets_row(self) -> int | None:
        """The row of the sheet in which its operation was last seen; None as long as there is none."""
        return self.booked.row if self.booked is not None else None


@dataclass(frozen=True, slots=True)
class Context:
    """All that an agent may know about a turn; nobody else's books, no ids of the database but these.

    `thread` is the conversation the message belongs to, when that is certain; `open_threads` are the ones in
    this chat and topic that wait for this person. `today` is the person's day when they wrote. `balances` are
    there only when the turn needs them, and so are the `recent` operations that were told in this chat and
    the `lessons` about what is spoken of. `is_ordered` says that a command tells it to be an operation.
    """

    incoming: Incoming
    route: Route
    book: Book
    language: str
    zone: ZoneInfo
    today: date
    thread: Thread | None = None
    open_threads: tuple[Thread, ...] = ()
    history: tuple[Message, ...] = ()
    balances: tuple[Balance, ...] = ()
    recent: tuple[Booked, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    unknown_reply: bool = False
    last_bot_message_id: int | None = None
    is_ordered: bool = False

    def balance(self, account: str) -> int:
        """What the book says an account holds, in minor units; 0 for one that has seen nothing."""
        return next((item.minor for item in self.balances if item.account == account), 0)
