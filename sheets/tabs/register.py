from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from ledger import Account, Category
from manager import Book


@dataclass(frozen=True, slots=True)
class Register:
    """What the tabs beside the ledger show of a book, in an order that does not change with use.

    `since` is the day on which a person first said what an account holds, by its name.
    """

    currency: str
    accounts: tuple[Account, ...]
    categories: tuple[Category, ...]
    since: Mapping[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, since: Mapping[str, date]) -> Self:
        """The register of a book: accounts by name, categories as the book has them."""
        accounts = sorted(book.accounts, key=lambda account: account.name.casefold())
        return cls(book.currency, tuple(accounts), book.categories, since)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The book's own currency first, then those of its accounts."""
        others = sorted({account.currency for account in self.accounts} - {self.currency})
        return (self.currency, *others)
