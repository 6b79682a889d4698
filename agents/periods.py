from datetime import date

from agents.rules.dates.periods import find_period
from agents.rules.page import Page


def period_of(words: str, language: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a period in words, such as `October`; None when they tell of none."""
    page = Page.of(words, language)
    found = find_period(page, today) if page.tokens else None
    return (found.start, found.end) if found else None
