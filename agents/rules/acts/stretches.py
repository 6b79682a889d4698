"""The periods of a question: the one it is about, and another one that is measured against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from agents.periods import before
from agents.reading import Setting
from agents.rules.dates.periods import find_period
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from manager import BEGINNING, Period, Span, Split

EACH: Final[tuple[tuple[Span, str], ...]] = (("day", "a_day"), ("week", "a_week"), ("month", "a_month"))
BY: Final[tuple[tuple[Split, str], ...]] = (
    ("party", "by_party"),
    ("account", "by_account"),
    ("person", "by_person"),
    ("day", "by_day"),
    ("week", "by_week"),
    ("month", "by_month"),
    ("category", "by_category"),
)
RATES: Final = tuple(role for _, role in EACH)
SPLITS: Final = tuple(role for _, role in BY)
MEASURES: Final = (*RATES, *SPLITS, "against", "lately")
"""Roles whose words name no period, though a week or a month may be among them."""

_DAY: Final = timedelta(1)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The period of a question, None when none is said, and the one it is compared with."""

    period: Period | None = None
    than: Period | None = None


def each_of(page: Page) -> Span | None:
    """Whether a question asks how much that is a day, a week or a month; `for a week` is a period."""
    return next((span for span, role in EACH if any(_rates(page, role))), None)


def _rates(page: Page, role: str) -> Iterator[Hit]:
    """The hits of a rate that nothing makes a period, as `for` does before `a week`."""
    return (hit for hit in page.hits.all(role) if page.hits.before("per", hit.first) is None)


def split_of(page: Page) -> Split | None:
    """By what a question wants a sum to be split."""
    return next((split for split, role in BY if page.hits.has(role)), None)


def weighs_both(page: Page) -> bool:
    """Whether a question names what came in and what was spent, each by a word of its own."""
    earned, spent = page.hits.all("earned_noun"), page.hits.all("spent_noun")
    return any(one.last < other.first or other.last < one.first for one in earned for other in spent)


def count_periods(page: Page, setting: Setting) -> int:
    """How many periods are said."""
    return len(list(_periods(page.part(0, len(page.tokens) - 1), setting)))


def first_period(page: Page, setting: Setting) -> Period | None:
    """The first period that is said, whatever it is for."""
    return next((period for _, period in _periods(page.part(0, len(page.tokens) - 1), setting)), None)


def stretches_of(page: Page, setting: Setting) -> Stretches:
    """The periods of a question; claims their words."""
    found = list(_periods(page, setting))
    against = next(iter(page.hits.all("against")), None)
    if not found:
        since_ever = (BEGINNING, setting.today) if page.hits.has("ever") else None
        return Stretches(since_ever)
    (_, first), *rest = found
    if rest and against is not None:
        earlier, later = sorted((first, rest[0][1]))
        return Stretches(later, earlier)
    if rest:
        return Stretches(_joined(first, rest[0][1]))
    if against is not None and not weighs_both(page):
        return _against_one(found[0], against, setting)
    return Stretches(_since(page, found[0], setting) or _at(page, first))


def _against_one(found: tuple[int, Period], against: Hit, setting: Setting) -> Stretches:
    """`compared to last month` is told of this month, `October compared to the one before` of October."""
    place, period = found
    following = (period[1] + _DAY, setting.today)
    is_led = against.last < place
    if is_led and following[0] <= setting.today and before(following, setting.today) is not None:
        return Stretches(following, period)
    return Stretches(period, before(period, setting.today))


def _joined(first: Period, second: Period) -> Period:
    """Two periods that touch as one, such as October and November; else the first alone."""
    earlier, later = sorted((first, second))
    return (earlier[0], later[1]) if later[0] == earlier[1] + _DAY else first


def _since(page: Page, found: tuple[int, Period], setting: Setting) -> Period | None:
    """From the beginning of a month until today, where that is asked for: `since September`."""
    place, (start, end) = found
    is_led = page.hits.at("since", place) or page.hits.before("since", place)
    is_whole = start.day == (end + _DAY).day == 1
    return (start, setting.today) if is_led and is_whole and end < setting.today else None


def _at(page: Page, period: Period) -> Period:
    """The end or the start of a month alone, where a question is about that: what an account held then."""
    if period[0] == period[1]:
        return period
    if page.hits.has("end_of"):
        return period[1], period[1]
    return (period[0], period[0]) if page.hits.has("start_of") else period


def _periods(page: Page, setting: Setting) -> Iterator[tuple[int, Period]]:
    """Every period of a message with the place of its first word, looked for between the measures."""
    for first, last in _between_measures(page):
        at = first
        while at <= last:
            part = page.part(at, last)
            found = find_period(part, setting.today)
            claimed = [index for index, owner in enumerate(part.owners) if owner == "day"]
            if found is None or not claimed:
                break
            page.claim(at + claimed[0], at + claimed[-1], "day")
            yield at + claimed[0], (found.start, found.end)
            at += claimed[-1] + 1


def _between_measures(page: Page) -> Iterator[tuple[int, int]]:
    """The stretches of tokens, first and last, that no measure covers."""
    start: int | None = None
    measures = [
        *page.hits.all(*SPLITS, "against", "lately"),
        *(hit for role in RATES for hit in _rates(page, role)),
    ]
    for index in range(len(page.tokens)):
        is_measure = any(hit.first <= index <= hit.last for hit in measures)
        if is_measure and start is not None:
            yield start, index - 1
            start = None
        elif not is_measure and start is None:
            start = index
    if start is not None:
        yield start, len(page.tokens) - 1
