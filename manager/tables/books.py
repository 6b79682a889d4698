import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from ledger import Account, BookId, Category, CategoryKind
from manager.file.connection import keeping
from manager.file.store import Connection, Row
from manager.tables.packing import packed_words, unpacked_words
from manager.values.context import Balance, Book

DEFAULTS: Final = Path(__file__).parents[1] / "defaults"

ADD = """
    INSERT INTO books (name, currency, timezone, language, owner_id, has_sheet, created_at)
    VALUES (:name, :currency, :timezone, :language, :owner_id, :has_sheet, :now)
"""
ADD_ACCOUNT = """
    INSERT INTO accounts (book_id, name, currency, words) VALUES (:book_id, :name, :currency, :words)
"""
ADD_CATEGORY = """
    INSERT INTO categories (book_id, name, kind, words) VALUES (:book_id, :name, :kind, :words)
"""
BOOK = "SELECT * FROM books WHERE id = :book_id"
SHARED = "SELECT id FROM books WHERE owner_id = :owner_id AND has_sheet = 1 ORDER BY id LIMIT 1"
ACCOUNTS = """
    SELECT a.id, a.name, a.currency, a.words, (
        SELECT json_group_array(l.said) FROM lessons l
        WHERE l.book_id = a.book_id AND l.kind = 'alias' AND l.account_id = a.id AND l.forgotten_at IS NULL
    ) AS aliases
    FROM accounts a WHERE a.book_id = :book_id AND a.is_active ORDER BY a.id
"""
# Of the last two hundred operations: the likely answers come first on the buttons.
USED = """
    SELECT account_id, to_account_id, count(*) AS times FROM (
        SELECT v.account_id, v.to_account_id
        FROM operations o JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        WHERE o.book_id = :book_id ORDER BY o.number DESC LIMIT 200
    ) GROUP BY account_id, to_account_id
"""
CATEGORIES = "SELECT name, kind, words FROM categories WHERE book_id = :book_id ORDER BY id"
ACCOUNT_IDS = "SELECT name, id FROM accounts WHERE book_id = :book_id"
CATEGORY_IDS = "SELECT kind, name, id FROM categories WHERE book_id = :book_id"
SET_DEFAULT = "UPDATE books SET default_account_id = :account_id WHERE id = :book_id"
# In two statements: what an update returns, SQLite first puts into a table of its own.
NEXT_NUMBER = "SELECT next_number FROM books WHERE id = :book_id"
TAKE_NUMBER = "UPDATE books SET next_number = next_number + 1 WHERE id = :book_id"
# The first day on which a person said what an account really holds, and it stands.
COUNTED = """
    SELECT a.name, min(v.day) AS day
    FROM operation_versions v JOIN accounts a ON a.id = v.account_id AND a.currency = v.currency
    WHERE v.type = 'adjustment' AND EXISTS (
        SELECT 1 FROM operations o WHERE o.id = v.operation_id AND o.version = v.version
            AND o.book_id = :book_id AND o.state = 'booked')
    GROUP BY a.id
"""
BALANCES = """
    SELECT name, sum(minor) AS minor FROM (
        SELECT a.name, CASE
            WHEN v.type = 'expense' AND NOT v.refund THEN -v.amount_minor
            WHEN v.type = 'transfer' THEN -v.amount_minor
            ELSE v.amount_minor END AS minor
        FROM operations o
        JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        JOIN accounts a ON a.id = v.account_id
        WHERE o.book_id = :book_id AND o.state = 'booked' AND v.currency = a.currency
            AND (:until IS NULL OR v.day <= :until)
        UNION ALL
        SELECT a.name, coalesce(v.received_minor, v.amount_minor)
        FROM operations o
        JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
        JOIN accounts a ON a.id = v.to_account_id
        WHERE o.book_id = :book_id AND o.state = 'booked'
            AND coalesce(v.received_currency, v.currency) = a.currency
            AND (:until IS NULL OR v.day <= :until)
    ) GROUP BY name
"""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a book is written: its language, the zone of its days, and where its rows stand.

    `spreadsheet` is the id of one at Google; empty for the local workbook.
    """

    book_id: BookId
    language: str
    timezone: str
    spreadsheet: str


@dataclass(frozen=True, slots=True)
class Lists:
    """What a book starts with; `default_account` names the account of an operation that says none."""

    accounts: tuple[Account, ...]
    categories: tuple[Category, ...]
    default_account: str | None = None


@cache
def defaults(language: str) -> Mapping[str, Any]:
    """The accounts and categories that a new book starts with; English where a language has none."""
    path = DEFAULTS / f"{language}.toml"
    path = path if path.exists() else DEFAULTS / "en.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def usual_lists(language: str, currency: str) -> Lists:
    """The accounts and categories that a new book of this language starts with."""
    lists = defaults(language)
    return Lists(
        tuple(Account(one["name"], currency, tuple(one["words"])) for one in lists["account"]),
        tuple(Category(one["name"], one["kind"], tuple(one["words"])) for one in lists["category"]),
    )


def add(db: Connection, book: Mapping[str, object], lists: Lists) -> BookId:
    """A new book with its accounts and categories; `book` has the columns, and `now`."""
    book_id = BookId(db.execute(ADD, book).lastrowid or 0)
    for account in lists.accounts:
        add_account(db, book_id, account)
    for category in lists.categories:
        words = packed_words(category.words)
        row = {"book_id": book_id, "name": category.name, "kind": category.kind, "words": words}
        db.execute(ADD_CATEGORY, row)
    default = account_id(db, book_id, lists.default_account)
    if default is not None:
        db.execute(SET_DEFAULT, {"book_id": book_id, "account_id": default})
    return book_id


def add_account(db: Connection, book_id: BookId, account: Account) -> None:
    """One more account of a book."""
    words = packed_words(account.words)
    row = {"book_id": book_id, "name": account.name, "currency": account.currency, "words": words}
    db.execute(ADD_ACCOUNT, row)


def add_missing_account(db: Connection, book_id: BookId, name: str, currency: str) -> None:
    """One more account, unless the book has one of that name."""
    if name not in _account_ids(db, book_id):
        add_account(db, book_id, Account(name, currency))


def row(db: Connection, book_id: int) -> Row:
    """The book's own row."""
    found: Row = db.execute(BOOK, {"book_id": book_id}).fetchone()
    return found


def shared(db: Connection, owner_id: int) -> BookId | None:
    """The owner's book with a sheet, into which invited people write; None before the first start."""
    found = db.execute(SHARED, {"owner_id": owner_id}).fetchone()
    return BookId(found["id"]) if found else None


def habits(db: Connection, owner_id: int) -> Habits | None:
    """How the owner's book is written; None before the owner's first message."""
    book_id = shared(db, owner_id)
    if book_id is None:
        return None
    found = row(db, book_id)
    return Habits(book_id, found["language"], found["timezone"], found["spreadsheet"])


def load(db: Connection, book_id: BookId) -> Book:
    """The book as agents may know it."""
    book = row(db, book_id)
    used = _used(db, book_id)
    accounts = _accounts(db, book_id)
    default = accounts.get(book["default_account_id"])
    return Book(
        id=book_id,
        name=book["name"],
        currency=book["currency"],
        accounts=tuple(accounts[one] for one in sorted(accounts, key=lambda one: -used[one])),
        categories=_categories(db, book_id),
        default_account=default.name if default else None,
        has_sheet=bool(book["has_sheet"]),
    )


@keeping("accounts", "lessons")
def _accounts(db: Connection, book_id: int) -> Mapping[int, Account]:
    """The accounts in use, by id, in the order in which they came."""
    return {account_id: _account(*said) for account_id, *said in db.execute(ACCOUNTS, {"book_id": book_id})}


@keeping("categories")
def _categories(db: Connection, book_id: int) -> tuple[Category, ...]:
    return tuple(_category(*said) for said in db.execute(CATEGORIES, {"book_id": book_id}))


@lru_cache(maxsize=4096)
def _account(name: str, currency: str, words: str, aliases: str) -> Account:
    return Account(name, currency, unpacked_words(words), unpacked_words(aliases))


@lru_cache(maxsize=4096)
def _category(name: str, kind: CategoryKind, words: str) -> Category:
    return Category(name, kind, unpacked_words(words))


@keeping("operations", "operation_versions")
def _used(db: Connection, book_id: int) -> Counter[int]:
    """How often each account, by id, was used lately."""
    used: Counter[int] = Counter()
    for row in db.execute(USED, {"book_id": book_id}):
        for account in {row["account_id"], row["to_account_id"]}:
            used[account] += row["times"]
    return used


def account_id(db: Connection, book_id: int, name: str | None) -> int | None:
    """The id of an account by its exact name; None for None."""
    return None if name is None else _account_ids(db, book_id)[name]


def category_id(db: Connection, book_id: int, name: str | None, kind: CategoryKind) -> int | None:
    """The id of a category by its exact name, of that kind where both kinds have it; None for None."""
    if name is None:
        return None
    ids = _category_ids(db, book_id)
    return ids.get((kind, name)) or ids["income" if kind == "expense" else "expense", name]


@keeping("accounts")
def _account_ids(db: Connection, book_id: int) -> Mapping[str, int]:
    """The ids of all accounts by name, of those that are not in use any more too."""
    return dict(db.execute(ACCOUNT_IDS, {"book_id": book_id}))


@keeping("categories")
def _category_ids(db: Connection, book_id: int) -> Mapping[tuple[CategoryKind, str], int]:
    return {(kind, name): id_ for kind, name, id_ in db.execute(CATEGORY_IDS, {"book_id": book_id})}


def take_number(db: Connection, book_id: int) -> int:
    """The next human number of an operation in this book."""
    where = {"book_id": book_id}
    (number,) = db.execute(NEXT_NUMBER, where).fetchone()
    db.execute(TAKE_NUMBER, where)
    return int(number)


def counted_since(db: Connection, book_id: int) -> Mapping[str, date]:
    """The day on which a person first said what an account holds, by its name; nothing for the others."""
    rows = db.execute(COUNTED, {"book_id": book_id})
    return {row["name"]: date.fromisoformat(row["day"]) for row in rows}


def balances(db: Connection, book_id: int, until: date | None = None) -> Sequence[Balance]:
    """What the book says each account holds, or held at the end of a day, in the account's own currency."""
    rows = db.execute(BALANCES, {"book_id": book_id, "until": until.isoformat() if until else None})
    return [Balance(account["name"], account["minor"]) for account in rows]
