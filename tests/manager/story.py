from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from ledger import Draft, Money, Operation
from manager import (
    Ask,
    Context,
    ConversationManager,
    Founding,
    Incoming,
    Option,
    Person,
    Question,
    Record,
    Said,
    ShowCard,
    Step,
    Turn,
)

BOT = 7
ANNA = Person(1001, "Anna", "Petrova", "annap", "en")
BORIS = Person(1002, "Boris", language="en")
FOUNDING = Founding(owner_id=1001, language="en", currency="RUB", timezone="Europe/Moscow")


class Book:
    """A real manager on a real file, and the words to tell a story with it."""

    def __init__(self, path: Path, clock, bot_id: int = BOT, owner_id: int = FOUNDING.owner_id) -> None:
        self.clock = clock
        self.path = path
        self.manager = ConversationManager(
            path, bot_id=bot_id, founding=replace(FOUNDING, owner_id=owner_id), now=clock
        )
        self._ids = count(100)

    def said(self, text: str, *, person: Person = ANNA, chat_id: int | None = None, **more) -> Incoming:
        self.clock.advance(seconds=1)
        values = {"message_id": next(self._ids), "sent_at": self.clock()} | more
        return Incoming(chat_id=chat_id or person.id, person=person, text=text, **values)

    async def opened(self, incoming: Incoming, pressed=None) -> Context:
        context = await self.manager.open_turn(incoming, pressed)
        assert context is not None
        return context

    async def turn(self, incoming: Incoming, *steps: Step, inbox_id: int | None = None):
        context = await self.opened(incoming)
        turn = Turn(incoming, context.book.id, context.today, steps, inbox_id)
        return await self.manager.record(turn)

    async def ask(self, text: str = "coffee 300", **more):
        incoming = self.said(text, **more)
        (conversation_id,) = await self.turn(incoming, asking())
        return incoming, conversation_id

    async def book(self, text: str = "coffee 300 cash", **more):
        incoming = self.said(text, **more)
        (conversation_id,) = await self.turn(incoming, booking())
        return incoming, conversation_id

    async def deliver(self, first_id: int = 500) -> list:
        """Pretend that Telegram took everything, with message ids counting from `first_id`."""
        replies = await self.manager.due_replies()
        for offset, reply in enumerate(replies):
            new = None if reply.kind == "reaction" else reply.message_id or first_id + offset
            await self.manager.reply_sent(reply, Said(new, "shown"))
        return list(replies)


def asking(**more) -> Step:
    question = Question("account", (Option("Cash", "Cash"), Option("Card", "Card")))
    draft = Draft(type="expense", description="coffee")
    ask = Ask("ExpenseAgent", draft, question, ("account",))
    return Step(ask, question="Which account?", says=(ShowCard(),), **more)


def booking(amount: str = "300", **more) -> Step:
    return Step(Record("ExpenseAgent", Draft(type="expense"), operation(amount)), says=(ShowCard(),), **more)


def operation(amount: str = "300", account: str = "Cash") -> Operation:
    return Operation(
        "expense", Money.of(amount, "RUB"), date(2026, 11, 21), account, "Cafés", description="coffee"
    )


WEEK = timedelta(days=7)
