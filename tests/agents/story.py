from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from agents import Reading
from ledger import Account, BookId, Category, ConversationId, Draft, Evidence, Money, Operation, OperationKey
from manager import Balance, Book, Booked, Context, Incoming, Option, Person, Question, Thread

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)
BOOK = Book(
    BookId(1),
    "Home",
    "RUB",
    (Account("Cash", "RUB"), Account("Card", "RUB"), Account("Euro", "EUR")),
    (
        Category("Cafés", "expense"),
        Category("Other", "expense"),
        Category("Salary", "income"),
        Category("Gift", "income"),
    ),
)


def context(
    text: str = "words", *, thread: Thread | None = None, waiting: tuple[Thread, ...] = (), **more: Any
) -> Context:
    incoming = Incoming(1, 10, Person(1, "Anna"), text, NOW, **more.pop("incoming", {}))
    values: dict[str, Any] = {
        "incoming": incoming,
        "route": "reply" if thread else "plain",
        "book": BOOK,
        "language": "en",
        "zone": ZoneInfo("UTC"),
        "today": TODAY,
        "thread": thread,
        "open_threads": waiting,
        "balances": (Balance("Card", 1295000),),
    }
    return Context(**values | more)


def told(**fields: Any) -> Draft:
    if "amount" in fields:
        fields["amount"] = Decimal(fields["amount"])
    evidence = tuple(Evidence(name, "said", str(value)) for name, value in fields.items())  # type: ignore[arg-type]  # field names
    return Draft(**fields, evidence=evidence)


def reading(**fields: Any) -> Reading:
    return Reading("tell", (told(**fields),))


def waiting(number: int = 1, field: str = "account", **fields: Any) -> Thread:
    options = (Option("Cash", "Cash"), Option("Card", "Card")) if field == "account" else ()
    known = {"type": "expense", "amount": "450", "description": "taxi"} | fields
    return Thread(
        ConversationId(number),
        "active",
        "ExpenseAgent",
        1,
        1,
        told(**known),
        Question(field, options),  # type: ignore[arg-type]  # a field name
        started_on=TODAY,
    )


def booked(state: str = "booked", **changes: Any) -> Thread:
    values = {"type": "expense", "amount": Money.of("300", "RUB"), "day": TODAY, "account": "Cash"}
    operation = Operation(**values | {"category": "Cafés", "description": "coffee"} | changes)
    entry = Booked(OperationKey("7K3QZ9M2XW4C"), 147, 1, operation, state, ConversationId(5), "Anna", NOW)  # type: ignore[arg-type]  # a state
    status = "completed" if state == "booked" else "voided"
    return Thread(ConversationId(5), status, "ExpenseAgent", 2, 1, Draft(), None, entry, TODAY)
