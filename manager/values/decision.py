from dataclasses import dataclass
from datetime import date

from ledger import BookId, ConversationId, Draft, Field, Operation
from manager.values.context import Agent, Question
from manager.values.finding import Settlement
from manager.values.incoming import Incoming
from manager.values.lesson import Lesson
from manager.values.query import Query
from manager.values.say import Say


@dataclass(frozen=True, slots=True)
class Ask:
    """Something is missing: keep the draft and ask for one field."""

    agent: Agent | None
    draft: Draft
    question: Question
    missing: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything is known: book the operation."""

    agent: Agent
    draft: Draft
    operation: Operation
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Correct:
    """A booked operation gets a new version; `changed` names the fields that differ."""

    agent: Agent
    draft: Draft
    operation: Operation
    changed: tuple[Field, ...]
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Void:
    """Undo what is booked; the row stays and is marked."""


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring a voided operation back into the book."""


@dataclass(frozen=True, slots=True)
class Revert:
    """Undo the last correction: the version before it becomes the newest."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Drop the draft; nothing was booked and nothing is."""


@dataclass(frozen=True, slots=True)
class Revive:
    """Take up a dropped or put-aside draft again, with the question it was waiting for."""


@dataclass(frozen=True, slots=True)
class Settle:
    """Close a conversation that only served to ask which one was meant."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question about the book, to be counted by SQL."""

    query: Query


@dataclass(frozen=True, slots=True)
class Explain:
    """Nothing can be done; the person is told why. `code` names a text, such as `E01`."""

    code: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    """The message is none of our business; say nothing."""


Decision = (
    Ask | Record | Correct | Void | Restore | Revert | Cancel | Revive | Settle | Answer | Explain | Silence
)


@dataclass(frozen=True, slots=True)
class Step:
    """One decision about one conversation. `conversation_id` None starts a new one.

    `revision` is the one the decision was made on: if the conversation has moved on, nothing is written.
    `owns_message` says that the message becomes part of the conversation. What `is_backfill` waits for the
    sheet behind what people have just said.
    """

    decision: Decision
    conversation_id: ConversationId | None = None
    revision: int | None = None
    owns_message: bool = True
    is_backfill: bool = False
    question: str = ""
    says: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message and everything that follows from it, written in one transaction with its inbox entry.

    `asked_model` says that a model was asked about it, which its conversations remember. `settlement` is what
    the person decided about a finding in the sheet.
    """

    incoming: Incoming
    book_id: BookId
    today: date
    steps: tuple[Step, ...]
    inbox_id: int | None = None
    asked_model: bool = False
    settlement: Settlement | None = None
