from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from agents.reading import Setting
from agents.rules.money.currencies import currency_of
from agents.rules.money.figures import find_figures
from agents.rules.numbers.number import Number
from agents.rules.page import Page
from ledger import Draft, Field, is_currency


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the person's text after their own arithmetic: its place `start:end` and what it can mean.

    There is more than one reading where a separator is ambiguous, and none where it cannot be read.
    `is_money` says that nothing beside it explains it as something else, such as a time or a quantity;
    `currency` is the one said beside it.
    """

    start: int
    end: int
    readings: tuple[Decimal, ...]
    is_money: bool = True
    is_negative: bool = False
    currency: str | None = None

    def touches(self, start: int, end: int) -> bool:
        """Whether it shares a character with the place `start:end`."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a text itself yields: nothing else may become an amount, a currency or a day.

    `has_command` says that it has a word for undoing, bringing back or dropping something.
    """

    figures: tuple[Figure, ...] = ()
    currencies: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    has_command: bool = False


class Surveyor(Protocol):
    """Finds the grounds of a text; pure and without a model."""

    def __call__(self, text: str, setting: Setting) -> Grounds:
        """The numbers, currencies and days that the text says."""


def survey(text: str, setting: Setting) -> Grounds:
    """The grounds of a text as the rules read it, in the order in which they do: days first, then numbers."""
    page = Page.of(text, setting.language)
    figures = find_figures(page, setting)
    numbers = sorted((*figures.money.amounts, *figures.money.others), key=lambda number: number.first)
    return Grounds(
        tuple(_figure(page, number) for number in numbers),
        frozenset(_currencies(page, setting.book.currency, numbers)),
        frozenset(said.day for said in figures.days),
        page.hits.has("undo", "stop", "cancel", "restore"),
    )


def figure_of(figures: tuple[Figure, ...], draft: Draft, field: Field) -> Figure | None:
    """The number that an amount of a draft rests on: its evidence touches it, and it means that value.

    Amounts are positive; a balance may be nought, and negative where the number has its minus.
    """
    value, proof = getattr(draft, field), draft.origin(field)
    if value is None or proof is None or proof.origin not in ("said", "guess"):
        return None
    if value <= 0 and field != "balance":
        return None
    return next(
        (
            figure
            for figure in figures
            if figure.touches(proof.start, proof.end)
            and abs(value) in figure.readings
            and (value >= 0 or figure.is_negative)
        ),
        None,
    )


def _figure(page: Page, number: Number) -> Figure:
    return Figure(
        page.tokens[number.first].start,
        page.tokens[number.last].end,
        number.readings,
        is_money=number.role in ("amount", "range", "glued"),
        is_negative=number.sign == "-",
        currency=number.currency,
    )


def _currencies(page: Page, book_currency: str, numbers: list[Number]) -> Iterator[str]:
    """Currencies named anywhere: beside a number, by a word or a sign, or by a code in capitals."""
    yield from (number.currency for number in numbers if number.currency)
    yield from (currency_of(page, hit, book_currency) for hit in page.hits.all("currency"))
    yield from (token.text for token in page.tokens if token.text.isupper() and is_currency(token.text))
