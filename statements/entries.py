"""The entries of a statement: what went and came, each exact, and what could not be read and why."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from ledger import Money, MoneyError, is_currency
from statements.amounts import read_amount
from statements.columns import Columns
from statements.days import read_day
from statements.table import Line, Table
from statements.vocabulary import sign_of

Trouble = Literal[
    "no day",
    "future",
    "no amount",
    "two amounts",
    "ambiguous",
    "zero",
    "currency",
    "direction",
    "too fine",
    "no time",
    "no sender",
    "unclear",
    "changed",
]
"""Why a line, or a message of a chat, is no entry. `changed`: it was told before in other words."""

SIGNS: Final = {
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "¥": "CNY",
    "ZŁ": "PLN",
    "RUR": "RUB",
}
LONGEST_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `amount` is signed, negative for money that went. `fingerprint` tells it from all others."""

    line: int
    day: date
    amount: Money
    text: str
    party: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is no entry, why, and its own words."""

    line: int
    trouble: Trouble
    said: str


@dataclass(frozen=True, slots=True)
class Statement:
    """All lines of a statement: each is an entry, or a problem. `proved` says that its balances add up."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    proved: bool | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day; None without entries."""
        days = [entry.day for entry in self.entries]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the entries of a statement must be: in this currency, and not after this day."""

    currency: str
    today: date


def read_entries(table: Table, columns: Columns, expected: Expected) -> Statement:
    """Every line below the headings as an entry or a problem; none is left out."""
    lines = [line for line in table.lines if line.number > columns.header]
    read = [_read(line, columns, expected) for line in lines]
    entries = tuple(_told_apart(one for one in read if isinstance(one, Entry)))
    problems = tuple(one for one in read if isinstance(one, Problem))
    return Statement(entries, problems, _proved(lines, columns, entries, problems))


def _read(line: Line, columns: Columns, expected: Expected) -> Entry | Problem:
    day = read_day(line.cell(columns.date), columns.order)
    if day is None:
        return _problem(line, "no day")
    if day > expected.today:
        return _problem(line, "future")
    amount = _amount(line, columns)
    if not isinstance(amount, Decimal):
        return _problem(line, amount)
    if not amount:
        return _problem(line, "zero")
    if _currency(line, columns, expected.currency) != expected.currency:
        return _problem(line, "currency")
    try:
        money = Money.of(amount, expected.currency)
    except MoneyError:
        return _problem(line, "too fine")
    text, party = line.text(columns.text)[:LONGEST_TEXT], line.text(columns.party)[:LONGEST_TEXT]
    return Entry(line.number, day, money, text, party, "")


def _amount(line: Line, columns: Columns) -> Decimal | Trouble:
    """The signed amount of a line, or why there is none."""
    mark = columns.mark
    if mark is None:
        return "ambiguous"
    if columns.amount is not None:
        value = read_amount(line.cell(columns.amount), mark)
        if value is None:
            return "no amount"
        value = -value if columns.plus_is_spent else value
        return value if columns.direction is None else _directed(value, line.text(columns.direction))
    debit, credit = (
        read_amount(line.cell(column), mark) or Decimal(0) for column in (columns.debit, columns.credit)
    )
    if debit and credit:
        return "two amounts"
    if not debit and not credit:
        return "no amount"
    return abs(credit) if credit else -abs(debit)


def _directed(value: Decimal, word: str) -> Decimal | Trouble:
    """The amount with the sign that a word such as `debit` gives."""
    sign = sign_of(word)
    return abs(value) * sign if sign else "direction"


def _currency(line: Line, columns: Columns, usual: str) -> str:
    """The currency that a line names; the usual one where it names none that we know."""
    said = line.text(columns.currency).upper()
    code = SIGNS.get(said, said)
    return code if is_currency(code) else usual


def _problem(line: Line, trouble: Trouble) -> Problem:
    return Problem(line.number, trouble, line.words[:LONGEST_TEXT])


def _told_apart(entries: Iterable[Entry]) -> Iterable[Entry]:
    """The entries with fingerprints: the second coffee of a day differs from the first by its count."""
    seen: Counter[tuple[object, ...]] = Counter()
    for entry in entries:
        says = (entry.day.isoformat(), entry.amount.minor, entry.amount.currency, entry.text, entry.party)
        seen[says] += 1
        digest = hashlib.sha256(repr((*says, seen[says])).encode()).hexdigest()[:24]
        yield Entry(entry.line, entry.day, entry.amount, entry.text, entry.party, digest)


def _proved(
    lines: Sequence[Line], columns: Columns, entries: Sequence[Entry], problems: Sequence[Problem]
) -> bool | None:
    """Whether each balance is the one before and the amount between; None where it cannot be told."""
    if columns.balance is None or columns.mark is None or len(entries) < 2:  # noqa: PLR2004
        return None
    if any(entries[0].line < one.line < entries[-1].line for one in problems):
        return None
    of_entries = {entry.line for entry in entries}
    mark = columns.mark
    found = [read_amount(line.cell(columns.balance), mark) for line in lines if line.number in of_entries]
    balances = [balance for balance in found if balance is not None]
    amounts = [entry.amount.amount for entry in entries]
    if len(balances) != len(amounts):
        return None
    steps = list(pairwise(balances))
    forwards = all(
        before + amount == after for (before, after), amount in zip(steps, amounts[1:], strict=True)
    )
    backwards = all(after + amount == before for (before, after), amount in zip(steps, amounts, strict=False))
    return forwards or backwards
