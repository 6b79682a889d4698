"""Days written in digits: `12.11.2026`, `11/12`, `2025年11月12日`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agents.rules.dates.calendars import MONTHS, YEAR_DIGITS, day_number, latest, month_at, safe_date, year_at
from agents.rules.page import Page
from agents.rules.vocabulary.numerals import number_said

_CENTURY: Final = 2000
_SHORT: Final = 2
_FULL: Final = 3
_LONGEST_MONTH: Final = 31
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
"""Thousands with points between them, as in `1.180,50`."""


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day that the person named, by the tokens `first` to `last`."""

    day: date
    first: int
    last: int
    is_weekday: bool = False


def is_money(page: Page, index: int) -> bool:
    """Whether a number is followed by a currency or a multiplier, or has one in front."""
    near = (page.hits.at("currency", index + 1), page.hits.at("multiplier", index + 1))
    return any(near) or page.hits.before("currency", index) is not None


def numeric_days(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """`2026-11-12`, `12.11.2026`, `12.11` beside an amount, `11/12` in the order of the language."""
    day, month, end = marked(page, index)
    if day and (found := latest(today, month, day)):
        yield DaySaid(found, index, end)
    if not page.is_number(index) or is_money(page, index):
        return
    parts, mark, end = _numeric_parts(page, index)
    if len(parts) == _FULL:
        found = _full_date(page, parts, mark)
    elif (
        len(parts) == _SHORT
        and not is_money(page, end)
        and _is_day_month(page, parts, mark, index, end, is_reply=is_reply)
    ):
        first, second = _ordered(page, parts, mark)
        found = latest(today, second, first) if second <= MONTHS else None
    else:
        return
    if found is not None:
        year = page.hits.at("year_word", end + 1) if len(parts) == _FULL else None
        yield DaySaid(found, index, year.last if year else end)


def _is_day_month(page: Page, parts: list[str], mark: str, first: int, last: int, *, is_reply: bool) -> bool:
    """Whether two numbers are day and month: beside an amount, or in an answer; `5-7` is a range."""
    if mark == ".":
        return _is_dotted_day(page, parts, first, last, is_reply=is_reply)
    if mark == "-":
        return is_reply and max(map(int, parts)) > MONTHS and not has_other_number(page, first, last)
    return is_reply or has_other_number(page, first, last)


def _is_dotted_day(page: Page, parts: list[str], first: int, last: int, *, is_reply: bool) -> bool:
    """Whether `12.11` is a day: where decimals have a comma, and no price is written so beside it."""
    is_day = int(parts[0]) <= _LONGEST_MONTH and 1 <= int(parts[1]) <= MONTHS
    if _is_led_answer(page, parts, first, is_reply=is_reply):
        return True
    if page.language.decimal_mark == "." or not is_day or page.hits.before("each", first):
        return False
    others = [
        token
        for index, token in enumerate(page.tokens)
        if token.kind == "number" and not first <= index <= last
    ]
    if any(_is_pointed(page, token.word) for token in others) or page.hits.at("unit", last + 1):
        return False
    is_full = len(parts[0]) == len(parts[1]) == _SHORT
    return has_other_number(page, first, last) or is_reply or is_full


def _is_led_answer(page: Page, parts: list[str], first: int, *, is_reply: bool) -> bool:
    """Whether an answer such as `on 4.22` is a day, for no amount has `on` before it."""
    is_led = any(page.hits.before(role, first) for role in ("on_day", "on_date", "in_year"))
    is_day = max(map(int, parts)) <= _LONGEST_MONTH and 1 <= min(map(int, parts)) <= MONTHS
    return is_reply and is_led and is_day and not page.hits.before("each", first)


def _is_pointed(page: Page, text: str) -> bool:
    """Whether a number is written with a decimal point, and not with points between its thousands."""
    return "." in text and not (page.language.group_mark == "." and _GROUPED.fullmatch(text))


def _numeric_parts(page: Page, index: int) -> tuple[list[str], str, int]:
    text = page.word(index)
    if "." in text:
        parts = text.split(".")
        is_closed = page.word(index + 1) == "." and page.glued(index + 1)
        is_day_month = len(parts) == _FULL or (
            len(parts) == _SHORT and len(parts[0]) <= _SHORT and (len(parts[1]) == _SHORT or is_closed)
        )
        is_sound = all(part.isdecimal() for part in parts) and is_day_month
        if len(parts) == _SHORT and is_sound and (year := _glued_year(page, index)):
            return [*parts, year], ".", index + 2
        return (parts if is_sound else []), ".", index
    parts, end, mark = [text], index, page.word(index + 1)
    while (
        mark in ("/", "-")
        and page.word(end + 1) == mark
        and page.glued(end + 1)
        and page.glued(end + 2)
        and page.is_number(end + 2)
    ):
        parts += page.word(end + 2).split(",")
        end += 2
    if len(parts) == _SHORT and page.word(end + 1) == "," and year_at(page, end + 2):
        parts.append(page.word(end + 2))
        end += 2
    if not all(part.isdecimal() and len(part) <= YEAR_DIGITS for part in parts):
        return [], mark, index
    is_short = len(parts) == _SHORT and max(map(len, parts)) <= _SHORT
    return (parts if is_short or len(parts) == _FULL else []), mark, end


def _glued_year(page: Page, index: int) -> str:
    """The year of `12.11. 2026`."""
    is_dot = page.word(index + 1) == "." and page.glued(index + 1)
    return page.word(index + 2) if is_dot and year_at(page, index + 2) else ""


def _full_date(page: Page, parts: list[str], mark: str) -> date | None:
    if len(parts[0]) == YEAR_DIGITS:
        return safe_date(int(parts[0]), int(parts[1]), int(parts[2]))
    if len(parts[2]) not in (_SHORT, YEAR_DIGITS):
        return None
    year = int(parts[2]) + (_CENTURY if len(parts[2]) == _SHORT else 0)
    first, second = _ordered(page, parts[:2], mark)
    return safe_date(year, second, first)


def _ordered(page: Page, parts: list[str], mark: str) -> tuple[int, int]:
    """Day and month in the order of the language; dots always put the day first."""
    first, second = int(parts[0]), int(parts[1])
    is_month_first = mark in ("/", "-") and page.language.day_order != "dmy"
    if (is_month_first and first <= MONTHS) or second > MONTHS:
        return second, first
    return first, second


def marked(page: Page, index: int) -> tuple[int, int, int]:
    """Day, month and last token of `11月12日`; zeros when it is none."""
    month, end = month_at(page, index) or 0, index
    if not month and (hit := page.hits.at("month_mark", index + 1)):
        month, end = day_number(page, index) or 0, hit.last
    day = day_number(page, end + 1) or 0
    mark = page.hits.at("day_mark", end + 2)
    if not month or month > MONTHS or not day:
        return 0, 0, index
    return day, month, mark.last if mark else end + 1


def has_other_number(page: Page, first: int, last: int) -> bool:
    """Whether a message has a number beside the tokens `first` to `last`."""
    return any(
        page.is_free(index)
        and (token.kind == "number" or (token.kind == "word" and _counts(token.word, page.codes)))
        for index, token in enumerate(page.tokens)
        if not first <= index <= last
    )


def _counts(word: str, codes: frozenset[str]) -> bool:
    """Whether a word is a number above one."""
    return (number_said(word, codes) or 0) > 1
