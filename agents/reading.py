from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, Protocol

from pydantic import TypeAdapter

from ledger import Draft
from manager import Book, Example, Message, Query, Thread

Act = Literal["tell", "query", "delete", "restore", "cancel", "none"]
"""What a message does: tell facts (a new operation, an answer, a correction), ask about the book, undo what
is booked, bring it back, drop the open question, or nothing that concerns money."""


LAST: Final = ""
JUST: Final = "*"
ITEM: Final = "#"
"""How a reference begins that names one of a list that was told together, such as `#2`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader understood of one message.

    `drafts` holds what was told, one per operation, in the message's order; an answer such as "cash" is one
    draft with an account alone. `rivals` are amounts of which only one can be meant: the bot asks.
    `unknown_account` is a name that was used as an account and is on no list. `reference` says which entry of
    the book a message without a reply corrects or undoes: words of it, `LAST` for the person's last one,
    `JUST` for the last one if it was told a moment ago, `#2` for the second item of that list; None when
    it speaks of none. `certain` says that a model needs not be asked, `is_doubtful` that too little tells of
    an operation to write it unasked.
    """

    act: Act
    drafts: tuple[Draft, ...] = ()
    query: Query | None = None
    rivals: tuple[Decimal, ...] = ()
    unknown_account: str = ""
    reference: str | None = None
    certain: bool = True
    is_doubtful: bool = False
    is_vague: bool = False
    by: Literal["rules", "model"] = "rules"

    @property
    def draft(self) -> Draft:
        """What was told, when it is about one operation; an empty draft when nothing was."""
        return self.drafts[0] if self.drafts else Draft()


def packed_reading(reading: Reading) -> str:
    """A reading as JSON, to be kept before it is acted on."""
    return _READING.dump_json(reading, exclude_defaults=True).decode()


def unpacked_reading(text: str) -> Reading:
    """The reading that `packed_reading` wrote."""
    return _READING.validate_json(text)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reader may know beside the text: the lists, the day, the language, and what the text answers.

    `thread` is the conversation that the text surely belongs to (a reply, a tap), else None; `history` is
    what was said in it, oldest first. `examples` tell how the book's people write, best first. `is_ordered`
    says that the person has told by a command that it is an operation: there is nothing to doubt then.
    """

    book: Book
    today: date
    language: str = "en"
    thread: Thread | None = None
    history: tuple[Message, ...] = ()
    examples: tuple[Example, ...] = ()
    is_ordered: bool = False


class Reader(Protocol):
    """Reads a message. Never invents: every value has its evidence in the text or is marked a guess."""

    async def read(self, text: str, setting: Setting) -> Reading:
        """What the message says.

        Raises:
            ReaderError: the reader cannot answer now; another may.
        """


_READING: Final = TypeAdapter(Reading)
