"""The days, the numbers and the money of a message, found in that order: the grounds of a reading."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from agents.reading import Setting
from agents.rules.dates.days import find_days
from agents.rules.dates.numeric_dates import DaySaid
from agents.rules.money.amounts import Money, find_money
from agents.rules.numbers.finding import find_numbers
from agents.rules.numbers.roles import give_roles
from agents.rules.page import Owner, Page


@dataclass(frozen=True, slots=True)
class Figures:
    """What a message says in figures; `has_numbers` tells of any at all, `owners` who explained what."""

    days: tuple[DaySaid, ...]
    money: Money
    has_numbers: bool
    owners: tuple[Owner, ...]


def find_figures(page: Page, setting: Setting) -> Figures:
    """The days and the money of a whole message; claims their tokens.

    What is found where no room has looked yet is remembered: reader and gate ask for the same.
    """
    asked = (setting.today, setting.book.currency, setting.thread is not None)
    if any(page.owners):
        return _found(page, *asked)
    figures = _figures(page.text, setting.language, *asked)
    page.owners[:] = figures.owners
    return figures


@lru_cache(maxsize=64)
def _figures(text: str, language: str, today: date, currency: str, is_reply: bool) -> Figures:  # noqa: FBT001  # as they are asked for
    return _found(Page.of(text, language), today, currency, is_reply)


def _found(page: Page, today: date, currency: str, is_reply: bool) -> Figures:  # noqa: FBT001  # same
    days = find_days(page, today, is_reply=is_reply)
    numbers = give_roles(page, find_numbers(page), is_reply=is_reply)
    money = find_money(page, numbers, currency)
    return Figures(days, money, bool(numbers), tuple(page.owners))
