from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NewType

from ledger import BookId, Draft, Operation
from manager.values.context import Agent
from manager.values.decision import Turn

ImportId = NewType("ImportId", int)
ImportState = Literal["open", "done", "partial", "cancelled", "undone"]
"""`partial`: taken over, but for lines that could not be read."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that is offered for import: its name, Telegram's id of it, and how it is to be read (JSON)."""

    name: str
    plan: str
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """An import as it stands; `operations` counts what it brought into the book."""

    id: ImportId
    book_id: BookId
    user_id: int
    file: ImportedFile
    revision: int
    state: ImportState
    operations: int
    numbers: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One line of a file that becomes an operation, with its own words and when they were said.

    `replaces` is the number of the operation that it takes the place of: the other end of a transfer.
    """

    line: int
    fingerprint: str
    words: str
    said_at: datetime
    agent: Agent
    draft: Draft
    operation: Operation
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedWords:
    """A message of a file that its writer must be asked about: its words, and when they were said.

    `turn` says whose it is and for which day; its steps begin the conversations.
    """

    line: int
    words: str
    said_at: datetime
    turn: Turn


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An operation as one account sees it: its signed amount in minor units of the account's currency."""

    number: int
    day: date
    minor: int
    is_transfer: bool = False


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """An expense or an income that may be one end of a transfer: its own account, and its signed amount."""

    number: int
    day: date
    account: str
    minor: int
    words: str
