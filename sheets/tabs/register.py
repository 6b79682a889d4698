from dataclasses import dataclass
from typing import Self

from ledger import Account, Category
from manager import Book


@dataclass(frozen=True, slots=True)
class Register:
    """What the tabs beside the ledger show of a book, in an order that does not change with use."""

    currency: str
    accounts: tuple[Account, ...]
    categories: tuple[Category, ...]

    @classmethod
    def of(cls, book: Book) -> Self:
        """The register of a book: accounts by name, categories as the book has them."""
        accounts = sorted(book.accounts, key=lambda account: account.name.casefold())
        return cls(book.currency, tuple(accounts), book.categories)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The book's own currency first, then those of its accounts."""
        others = sorted({account.currency for account in self.accounts} - {self.currency})
        return (self.currency, *others)
