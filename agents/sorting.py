from agents.rules.names.finding import find_categories
from agents.rules.page import Page
from ledger import CategoryKind
from manager import Book


def category_of(words: str, book: Book, kind: CategoryKind, language: str) -> str | None:
    """The category of this kind to which words lead, such as `LIDL SAGT DANKE`; None when none does."""
    found = find_categories(Page.of(words, language), book.of_kind(kind))
    return next((one.name for one in found), None)
