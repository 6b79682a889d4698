"""What a reader knows of a text that stands alone."""

from datetime import date

from agents import Setting
from ledger import Account, BookId, ConversationId, Draft
from manager import AskedField, Book, Question, Thread


def plain_setting(language: str, currency: str, today: date, asked: AskedField | None = None) -> Setting:
    """A book with one account; `asked` is the open question that the text answers."""
    book = Book(BookId(1), "Home", currency, (Account("Cash", currency),), ())
    thread = None
    if asked is not None:
        thread = Thread(ConversationId(1), "active", "ExpenseAgent", 1, 1, Draft(), Question(asked))
    return Setting(book, today, language, thread)
