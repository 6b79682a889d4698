from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agents.rules.calendars import (
    MONTHS,
    WEEK,
    YEAR_DIGITS,
    latest,
    month_at,
    safe_date,
    shift,
    small_number,
    weekday_at,
    year_at,
)
from agents.rules.numerals import number_words, ordinal_words
from agents.rules.page import Page

LAST_DAY: Final = 31
_CENTURY: Final = 2000
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th", "го", "ое", "е", "-го", "числа", "число"})
_YEAR_WORDS: Final = frozenset({"г", "год", "года", "году"})
_LEADING: Final = frozenset(
    {"на", "за", "от", "с", "со", "в", "во", "on", "from", "for", "the", "of", "at", "dated"}
)


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day that the person named, by the tokens `first` to `last`."""

    day: date
    first: int
    last: int


def find_days(page: Page, today: date, *, is_reply: bool = False) -> tuple[DaySaid, ...]:
    """The days that a message names; claims their tokens. Without a year it is the latest not after today.

    `is_reply` says that the text corrects or answers, so that `12.11` alone is a day.
    """
    found: list[DaySaid] = []
    for index in range(len(page.tokens)):
        said = next(_readings(page, index, today, is_reply=is_reply), None)
        if said is not None:
            first = said.first
            while page.is_free(first - 1) and page.word(first - 1) in _LEADING:
                first -= 1
            page.claim(first, said.last, "day")
            found.append(said)
    for hit in page.free_hits("day_part"):
        page.claim(hit.first, hit.last, "day")
    return tuple(found)


def _readings(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    if not page.is_free(index):
        return
    yield from _with_month(page, index, today)
    yield from _numeric(page, index, today, is_reply=is_reply)
    yield from _ago(page, index, today)
    yield from _weekday(page, index, today)
    yield from _day_of_month(page, index, today)
    hit = page.hits.at("day", index)
    if hit is not None and isinstance(hit.value, int):
        yield DaySaid(today + timedelta(hit.value), hit.first, hit.last)


def _with_month(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`12 ноября`, `12th of November 2025`, `Nov 12`."""
    day = small_number(page, index) or ordinal_words().get(page.word(index))
    month = month_at(page, index)
    end = index
    if day is not None and 1 <= day <= LAST_DAY:
        end = _skip_suffix(page, index)
        if page.word(end + 1) == "of":
            end += 1
        if page.word(end + 1) in ("-", "'", "."):
            return
        month = month_at(page, end + 1)
        end += 1
        if month is not None and _is_month_first(page, end):
            return
    elif month is not None and page.word(index).isascii():
        dotted = index + (page.word(index + 1) == ".")
        day = small_number(page, dotted + 1) or ordinal_words().get(page.word(dotted + 1))
        if day is None or _is_money(page, dotted + 1):
            return
        end = _skip_suffix(page, dotted + 1)
    if month is None or day is None:
        return
    year, end = _year_after(page, end)
    found = safe_date(year, month, day) if year else latest(today, month, day)
    if found is not None:
        yield DaySaid(found, index, end)


def _is_month_first(page: Page, index: int) -> bool:
    """Whether `4 Nov 12` is an amount and November 12th: so in English, where a day follows the month."""
    day = small_number(page, index + 1)
    is_day = day is not None and 1 <= day <= LAST_DAY and not _is_money(page, index + 1)
    return is_day and page.word(index).isascii() and not page.glued(index)


def _skip_suffix(page: Page, index: int) -> int:
    if page.word(index + 1) in _SUFFIXES and page.glued(index + 1):
        return index + 1
    if page.word(index + 1) == "-" and page.word(index + 2) in _SUFFIXES and page.glued(index + 2):
        return index + 2
    return index


def _year_after(page: Page, index: int) -> tuple[int | None, int]:
    position = index + 1 + (page.word(index + 1) in (",", "."))
    year = year_at(page, position)
    if year is None or _is_money(page, position):
        return None, index
    return year, position + (page.word(position + 1) in _YEAR_WORDS)


def _is_money(page: Page, index: int) -> bool:
    """Whether a number is followed by a currency or a multiplier, or has one in front."""
    near = (page.hits.at("currency", index + 1), page.hits.at("multiplier", index + 1))
    return any(near) or page.hits.before("currency", index) is not None


def _numeric(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """`2026-11-12`, `12.11.2026`, `12.11` beside an amount, `11/12` in the order of the language."""
    if not page.is_number(index) or _is_money(page, index):
        return
    parts, mark, end = _numeric_parts(page, index)
    found = None
    if len(parts) == 3:  # noqa: PLR2004 — day, month and year
        found = _full_date(page, parts, mark)
    elif len(parts) == 2 and not _is_money(page, end):  # noqa: PLR2004 — day and month
        first, second = _ordered(page, parts, mark)
        is_alone = not _has_other_number(page, index, end)
        is_sure = is_reply and page.language.decimal_mark == "," if mark == "." else is_reply
        if (
            not is_alone
            or is_sure
            or (mark == "." and page.language.decimal_mark == "," and len(parts[0]) > 1)
        ):
            found = latest(today, second, first) if second <= MONTHS else None
    if found is not None:
        yield DaySaid(found, index, end + (page.word(end + 1) in _YEAR_WORDS and len(parts) > 2))  # noqa: PLR2004


def _numeric_parts(page: Page, index: int) -> tuple[list[str], str, int]:
    text = page.word(index)
    if "." in text:
        parts = text.split(".")
        if not all(part.isdecimal() for part in parts):
            return [], ".", index
        is_day_month = len(parts) != 2 or (len(parts[1]) == 2 and len(parts[0]) <= 2)  # noqa: PLR2004 — DD.MM
        return (parts if is_day_month else []), ".", index
    parts, end = [text], index
    mark = page.word(index + 1)
    while (
        mark in ("/", "-")
        and page.word(end + 1) == mark
        and page.glued(end + 1)
        and page.glued(end + 2)
        and page.is_number(end + 2)
    ):
        parts.append(page.word(end + 2))
        end += 2
    if not all(part.isdecimal() and len(part) <= YEAR_DIGITS for part in parts):
        return [], mark, index
    if len(parts) == 2 and (mark == "-" or max(map(len, parts)) > 2):  # noqa: PLR2004 — `5-7` is a range
        return [], mark, index
    return parts, mark, end


def _full_date(page: Page, parts: list[str], mark: str) -> date | None:
    if not all(part.isdecimal() for part in parts):
        return None
    if len(parts[0]) == YEAR_DIGITS:
        return safe_date(int(parts[0]), int(parts[1]), int(parts[2]))
    if len(parts[2]) not in (2, YEAR_DIGITS):
        return None
    year = int(parts[2]) + (_CENTURY if len(parts[2]) == 2 else 0)  # noqa: PLR2004 — `26` is 2026
    first, second = _ordered(page, parts[:2], mark)
    return safe_date(year, second, first)


def _ordered(page: Page, parts: list[str], mark: str) -> tuple[int, int]:
    """Day and month in the order of the language; a slash in English puts the month first."""
    first, second = int(parts[0]), int(parts[1])
    is_month_first = mark == "/" and page.language.code == "en"
    if (is_month_first and first <= MONTHS) or second > MONTHS:
        return second, first
    return first, second


def _has_other_number(page: Page, first: int, last: int) -> bool:
    words = number_words()
    return any(
        page.is_free(index) and (token.kind == "number" or (token.word in words and words[token.word] > 1))
        for index, token in enumerate(page.tokens)
        if not first <= index <= last
    )


def _ago(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`3 days ago`, `неделю назад`."""
    count, at = small_number(page, index), index + 1
    if page.word(index) in ("a", "an"):
        count = 1
    if count is None:
        count, at = 1, index
    span = page.hits.at("span", at)
    ago = page.hits.at("ago", at + 1)
    if span is None or ago is None:
        return
    found = shift(today, str(span.value), -count)
    if found is not None:
        yield DaySaid(found, index, ago.last)


def _weekday(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`в пятницу`, `last Friday`: the latest strictly before today; `next Friday` is to come."""
    number = weekday_at(page, index)
    if number is None:
        return
    back = (today.weekday() - number - 1) % WEEK + 1
    first = index
    if page.hits.before("next", index):
        first, back = index - 1, back - WEEK
    elif led := page.hits.before("last", index) or page.hits.before("this", index):
        first = led.first
    yield DaySaid(today - timedelta(back), first, index)


def _day_of_month(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`15-го`, `15 числа`, `on the 15th`."""
    token = page.tokens[index]
    day = small_number(page, index) or ordinal_words().get(token.word)
    if day is None or not 1 <= day <= LAST_DAY:
        return
    end = _skip_suffix(page, index)
    if page.word(end + 1) == "числа":
        end += 1
    elif token.word.isascii() and end > index and page.word(end) in ("st", "nd", "rd", "th"):
        if page.word(index - 1) != "the" and page.word(index - 1) != "on":
            return
        if page.word(index - 2) != "on" and page.word(index - 1) != "on":
            return
    elif end == index or page.word(end) != "го":
        return
    for back in range(3):
        start = shift(today.replace(day=1), "month", -back)
        found = safe_date(start.year, start.month, day) if start else None
        if found is not None and found <= today:
            yield DaySaid(found, index, end)
            return
