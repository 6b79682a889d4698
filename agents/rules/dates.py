"""Days as the calendar names them: `12 November`, `12.11.2026`, `the 15th`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from agents.rules.calendars import (
    MONTHS,
    YEAR_DIGITS,
    day_number,
    latest,
    latest_of_month,
    month_at,
    nth_of_month,
    ordinal_at,
    safe_date,
    shift,
    weekday_at,
    year_at,
)
from agents.rules.page import Page

_CENTURY: Final = 2000
_SHORT: Final = 2
_FULL: Final = 3
_MOST_WEEKS: Final = 5
_LONGEST_MONTH: Final = 31
_SUFFIXES: Final = frozenset(
    {
        "st",
        "nd",
        "rd",
        "th",
        "го",
        "его",
        "ое",
        "е",
        "er",
        "º",
        "ª",
        "o",
        "e",
        "eme",
        "ro",
        "do",
        "de",
        "ci",
        "cu",
        "go",
        "ego",
        "tego",
        "szy",
        "gi",
        "te",
        "ste",
    }
)
_ENGLISH: Final = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day that the person named, by the tokens `first` to `last`."""

    day: date
    first: int
    last: int
    is_weekday: bool = False


def calendar_days(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """The day of the calendar that begins at a token, if one does; without a year the latest not after today."""
    yield from _year_first(page, index)
    yield from _nth_weekday(page, index, today)
    yield from _day_first(page, index, today)
    yield from _month_first(page, index, today)
    yield from _numeric(page, index, today, is_reply=is_reply)
    yield from _day_of_month(page, index, today, is_reply=is_reply)


def is_money(page: Page, index: int) -> bool:
    """Whether a number is followed by a currency or a multiplier, or has one in front."""
    near = (page.hits.at("currency", index + 1), page.hits.at("multiplier", index + 1))
    return any(near) or page.hits.before("currency", index) is not None


def _nth_weekday(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`the third Tuesday of September 2014`; without a month, of this one or the one before."""
    nth, last = ordinal_at(page, index), page.hits.at("last", index)
    at = last.last + 1 if last else index + 1
    weekday = weekday_at(page, at)
    if weekday is None or not (last or (nth is not None and nth <= _MOST_WEEKS)):
        return
    end = at
    for role in ("of", "in_year", "on_day"):
        if hit := page.hits.at(role, end + 1):
            end = hit.last
    month = month_at(page, end + 1)
    if month is None:
        if nth is not None and (found := _latest_nth(today, weekday, nth)):
            yield DaySaid(found, index, at)
        return
    year, end = _year_after(page, _skip_dot(page, end + 1))
    chosen = year or (today.year if month <= today.month else today.year - 1)
    found = nth_of_month(chosen, month, weekday, -1 if last else nth or 1)
    if found is not None:
        yield DaySaid(found, index, end)


def _latest_nth(today: date, weekday: int, nth: int) -> date | None:
    """The latest such weekday of a month which is not after today."""
    for back in (0, 1):
        month = shift(today.replace(day=1), "month", -back)
        found = nth_of_month(month.year, month.month, weekday, nth) if month else None
        if found is not None and found <= today:
            return found
    return None


def _day_first(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`12 ноября`, `12th of November 2025`, `3 de octubre de 2025`, `2-Oct`."""
    day, end = _day_at(page, index)
    if day is None:
        return
    for role in ("day_mark", "of"):
        if hit := page.hits.at(role, end + 1):
            end = hit.last
    end += page.word(end + 1) == "-" and page.glued(end + 1)
    if page.word(end + 1) == "'":
        return
    month = month_at(page, end + 1)
    if month is None or _is_day_behind(page, end + 1):
        return
    yield from _in_year(page, today, month, day, index, _skip_dot(page, end + 1))


def _day_at(page: Page, index: int) -> tuple[int | None, int]:
    """The day's number and its last token; `twenty second` and `тридцать первое` are two words."""
    day = day_number(page, index)
    unit = ordinal_at(page, index + 1)
    if day in (20, 30) and unit is not None and unit < 10 and day + unit <= 31:  # noqa: PLR2004 — tens and units of days
        return day + unit, index + 1
    return day, _skip_suffix(page, index)


def _is_day_behind(page: Page, index: int) -> bool:
    """Whether `4 Nov 12` is an amount and November 12th: so in English, where a day follows the month."""
    if "en" not in page.codes or not page.word(index).isascii() or page.glued(index):
        return False
    return day_number(page, index + 1) is not None and not is_money(page, index + 1)


def _month_first(page: Page, index: int, today: date) -> Iterator[DaySaid]:
    """`Nov 12`, `November 12th, 2025`, `marzec 3`."""
    month = month_at(page, index)
    if month is None or not page.word(index).isascii():
        return
    at = _skip_dot(page, index) + 1
    at += page.word(at) == "-" and page.glued(at) and page.glued(at + 1)
    day = day_number(page, at)
    if day is None or is_money(page, at):
        return
    is_alone = not has_other_number(page, index, at)
    if is_alone and page.hits.has("spend", "earn", "transfer", "deed") and "en" not in page.codes:
        return
    yield from _in_year(page, today, month, day, index, _skip_suffix(page, at))


def _year_first(page: Page, index: int) -> Iterator[DaySaid]:
    """`2025年11月12日`."""
    year = year_at(page, index)
    mark = page.hits.at("year_word", index + 1)
    if year is None or mark is None:
        return
    day, month, end = _marked(page, mark.last + 1)
    found = safe_date(year, month, day) if month and day else None
    if found is not None:
        yield DaySaid(found, index, end)


def _marked(page: Page, index: int) -> tuple[int, int, int]:
    """Day, month and last token of `11月12日`; zeros when it is none."""
    month, end = month_at(page, index) or 0, index
    if not month and (hit := page.hits.at("month_mark", index + 1)):
        month, end = day_number(page, index) or 0, hit.last
    day = day_number(page, end + 1) or 0
    mark = page.hits.at("day_mark", end + 2)
    if not month or month > MONTHS or not day:
        return 0, 0, index
    return day, month, mark.last if mark else end + 1


def _in_year(page: Page, today: date, month: int, day: int, first: int, last: int) -> Iterator[DaySaid]:
    year, last = _year_after(page, last)
    found = safe_date(year, month, day) if year else latest(today, month, day)
    if found is not None:
        yield DaySaid(found, first, last)


def _skip_dot(page: Page, index: int) -> int:
    is_dot = page.word(index + 1) == "." and page.glued(index + 1)
    return index + 1 if is_dot and page.is_free(index + 2) else index


def _skip_suffix(page: Page, index: int) -> int:
    """Where `12th`, `12-го`, `3.` and `15'inde` end."""
    after = page.word(index + 1)
    if after in _SUFFIXES and page.glued(index + 1):
        return index + 1
    if after == "-" and page.word(index + 2) in _SUFFIXES and page.glued(index + 2):
        return index + 2
    if after == "'" and "tr" in page.codes and page.glued(index + 2):
        return index + 2
    if after == "." and page.glued(index + 1) and month_at(page, index + 2) is not None:
        return index + 1
    return index


def _year_after(page: Page, index: int) -> tuple[int | None, int]:
    at = index + 1
    at += page.word(at) in (",", ".")
    if hit := page.hits.at("of", at):
        at = hit.last + 1
    year = year_at(page, at)
    if year is None or is_money(page, at):
        return None, index
    mark = page.hits.at("year_word", at + 1)
    return year, mark.last if mark else at


def _numeric(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """`2026-11-12`, `12.11.2026`, `12.11` beside an amount, `11/12` in the order of the language."""
    day, month, end = _marked(page, index)
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
        and _is_day_month(page, parts, mark, index, end, is_reply)
    ):
        first, second = _ordered(page, parts, mark)
        found = latest(today, second, first) if second <= MONTHS else None
    else:
        return
    if found is not None:
        year = page.hits.at("year_word", end + 1) if len(parts) == _FULL else None
        yield DaySaid(found, index, year.last if year else end)


def _is_day_month(page: Page, parts: list[str], mark: str, first: int, last: int, is_reply: bool) -> bool:  # noqa: FBT001 — passed on
    """Whether two numbers are day and month: beside an amount, or in an answer; `5-7` is a range."""
    if mark == ".":
        return _is_dotted_day(page, parts, first, last, is_reply=is_reply)
    if mark == "-":
        return is_reply and max(map(int, parts)) > MONTHS and not has_other_number(page, first, last)
    return is_reply or has_other_number(page, first, last)


def _is_dotted_day(page: Page, parts: list[str], first: int, last: int, *, is_reply: bool) -> bool:
    """Whether `12.11` is a day: where people write decimals with a comma, and no price is written so beside it."""
    is_day = int(parts[0]) <= _LONGEST_MONTH and 1 <= int(parts[1]) <= MONTHS
    if page.language.decimal_mark == "." or not is_day or page.hits.before("each", first):
        return False
    others = [
        token
        for index, token in enumerate(page.tokens)
        if token.kind == "number" and not first <= index <= last
    ]
    if any("." in token.word for token in others) or page.hits.at("unit", last + 1):
        return False
    return has_other_number(page, first, last) or is_reply or len(parts[0]) > 1


def _numeric_parts(page: Page, index: int) -> tuple[list[str], str, int]:
    text = page.word(index)
    if "." in text:
        parts = text.split(".")
        is_day_month = len(parts) == _FULL or (
            len(parts) == _SHORT and len(parts[0]) <= _SHORT and len(parts[1]) == _SHORT
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


def has_other_number(page: Page, first: int, last: int) -> bool:
    """Whether a message has a number beside the tokens `first` to `last`."""
    return any(
        page.is_free(index)
        and (token.kind == "number" or (token.kind == "word" and (page.numerals.value(token.word) or 0) > 1))
        for index, token in enumerate(page.tokens)
        if not first <= index <= last
    )


def _named_weekday(page: Page, index: int, today: date, day: int) -> date | None:
    """The day of `Friday 15`, where the latest 15th really was a Friday."""
    found = latest_of_month(today, day) if weekday_at(page, index - 1) is not None else None
    return found if found is not None and found.weekday() == weekday_at(page, index - 1) else None


def _day_of_month(page: Page, index: int, today: date, *, is_reply: bool) -> Iterator[DaySaid]:
    """`15-го`, `15 числа`, `on the 15th`, `el día 15`, `le 15`."""
    day = day_number(page, index)
    if day is None:
        return
    end = _skip_suffix(page, index)
    suffix = page.word(end)
    if hit := page.hits.at("day_mark", end + 1):
        end = hit.last
    elif suffix in _ENGLISH:
        is_weekday_before = page.glued(end) and weekday_at(page, index - 2) is not None
        if page.hits.before("on_date", index) is None and not is_weekday_before:
            return
    elif (named := _named_weekday(page, index, today, day)) is not None:
        yield DaySaid(named, index, end)
        return
    elif suffix not in ("го", "ego") or end == index:
        led = page.hits.before("on_date", index) or page.hits.before("day_word", index)
        is_sure = led is not None and not is_money(page, index) and not page.word(index + 1) == "%"
        if not is_sure or "en" in page.codes & {led.code for led in (led,) if led}:
            return
        if not (is_reply or has_other_number(page, index, end)):
            return
        end += page.word(end + 1) == "." and page.glued(end + 1)
    if (found := latest_of_month(today, day)) is not None:
        yield DaySaid(found, index, end)
