"""One exchange as a person and the bot have it: a purchase without its account, the question, the answer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from ledger import BookId, ConversationId, Draft, Evidence, Money, Operation
from manager import (
    Ask,
    Clock,
    ConversationManager,
    Founding,
    Incoming,
    Option,
    Person,
    Question,
    React,
    Record,
    ShowCard,
    Step,
    Turn,
)

BOT: Final = 7
OWNER: Final = 1001
BOOK: Final = BookId(1)
FOUNDING: Final = Founding(owner_id=OWNER, language="en", currency="RUB", timezone="Europe/Moscow")
WORDS: Final = "coffee 300"
ANSWER: Final = "cash"
TODAY: Final = date(2026, 11, 21)

EVIDENCE: Final = (
    Evidence("amount", "said", "300", 7, 10),
    Evidence("description", "said", "coffee", 0, 6),
)
DRAFT: Final = Draft(
    type="expense",
    amount=Decimal(300),
    currency="RUB",
    category="Cafés",
    description="coffee",
    evidence=EVIDENCE,
)
QUESTION: Final = Question("account", (Option("Cash", "Cash"), Option("Card", "Card")))
OPERATION: Final = Operation("expense", Money(30000, "RUB"), TODAY, "Cash", "Cafés", description="coffee")
ASK: Final = Ask("ExpenseAgent", DRAFT, QUESTION, ("account",))
RECORD: Final = Record("ExpenseAgent", DRAFT, OPERATION)
ASKED: Final = "Which account?"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Where an exchange happens: a private chat, the ids of its two messages, and of their inbox entries."""

    chat_id: int
    message_ids: tuple[int, int]
    inbox_ids: tuple[int, int]


async def open_manager(path: str, now: Clock) -> ConversationManager:
    """The manager of a file, opened."""
    manager = ConversationManager(path, bot_id=BOT, founding=FOUNDING, now=now)
    await manager.open()
    return manager


async def found_book(path: str, now: Clock) -> None:
    """Make a file with the owner's book in it."""
    manager = await open_manager(path, now)
    try:
        await manager.meet(said(OWNER, 1, "/start", now))
    finally:
        await manager.close()


def asking(exchange: Exchange, now: Clock) -> Turn:
    """The first turn: words come, a question is written down."""
    incoming = said(exchange.chat_id, exchange.message_ids[0], WORDS, now)
    says = (ShowCard(), React(incoming.message_id, "🤔"))
    step = Step(ASK, question=ASKED, says=says)
    return Turn(incoming, BOOK, TODAY, (step,), exchange.inbox_ids[0])


def booking(exchange: Exchange, conversation_id: ConversationId, now: Clock) -> Turn:
    """The second turn: the answer comes, an operation is booked."""
    first, second = exchange.message_ids
    incoming = said(exchange.chat_id, second, ANSWER, now, reply_to=first)
    step = Step(RECORD, conversation_id, revision=1, says=(ShowCard(),))
    return Turn(incoming, BOOK, TODAY, (step,), exchange.inbox_ids[1])


def said(chat_id: int, message_id: int, text: str, now: Clock, reply_to: int | None = None) -> Incoming:
    """Words of the person of a private chat."""
    person = Person(chat_id, "Anna", "Petrova", "annap", "en")
    return Incoming(chat_id, message_id, person, text, now(), reply_to=reply_to)
