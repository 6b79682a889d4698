"""What a reader knows of a text that stands alone."""

from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo

from agents import Setting
from evals.case import Case
from ledger import Account, BookId, Category, CategoryKind, ConversationId, Draft
from manager import AskedField, Book, Question, Thread


def plain_setting(language: str, currency: str, today: date, asked: AskedField | None = None) -> Setting:
    """A book with one account; `asked` is the open question that the text answers."""
    book = Book(BookId(1), "Home", currency, (Account("Cash", currency),), ())
    thread = None
    if asked is not None:
        thread = Thread(ConversationId(1), "active", "ExpenseAgent", 1, 1, Draft(), Question(asked))
    return Setting(book, today, language, thread)


def setting_of(case: Case) -> Setting:
    """What a reader knows of the first message of a case."""
    user = case.user
    accounts = tuple(Account(one.name, one.currency) for one in user.accounts)
    categories = tuple(
        Category(name, kind) for kind in get_args(CategoryKind) for name in user.categories.get(kind, ())
    )
    book = Book(BookId(1), "Home", user.default_currency, accounts, categories, user.default_account)
    today = case.now.astimezone(ZoneInfo(case.timezone)).date()
    return Setting(book, today, case.locale or case.lang)
