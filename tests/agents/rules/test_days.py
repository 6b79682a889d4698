from datetime import date

import pytest

from agents.rules.dates.calendars import latest, shift
from agents.rules.dates.days import find_days
from agents.rules.page import Page
from tests.agents.rules.world import TODAY


def days(text: str, language: str, *, is_reply: bool = False) -> list[date]:
    return [said.day for said in find_days(Page.of(text, language), TODAY, is_reply=is_reply)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coffee 4 today", "2026-11-21"),
        ("coffee 4 yesterday", "2026-11-20"),
        ("coffee 4 the day before yesterday", "2026-11-19"),
        ("coffee 4 last night", "2026-11-20"),
        ("coffee 4 tomorrow", "2026-11-22"),
        ("coffee 4 on Friday", "2026-11-20"),
        ("coffee 4 on Saturday", "2026-11-14"),
        ("coffee 4 last Monday", "2026-11-16"),
        ("coffee 4 next Monday", "2026-11-23"),
        ("coffee 4 3 days ago", "2026-11-18"),
        ("a week ago coffee 4", "2026-11-14"),
        ("coffee 4 Nov 12", "2026-11-12"),
        ("4 Nov coffee 12", "2026-11-04"),
        ("November 12th coffee 4", "2026-11-12"),
        ("12th of November 2025 coffee 4", "2025-11-12"),
        ("Dec 25 coffee 4", "2025-12-25"),
        ("coffee 4 11/12", "2026-11-12"),
        ("coffee 4 13/11", "2026-11-13"),
        ("coffee 4 2026-11-12", "2026-11-12"),
        ("coffee 4 12.11.2026", "2026-11-12"),
        ("on the 15th coffee 4", "2026-11-15"),
    ],
)
def test_a_day_said_in_english_is_found(text: str, expected: str) -> None:
    assert days(text, "en") == [date.fromisoformat(expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("сегодня кофе 300", "2026-11-21"),
        ("кофе 300 вчера", "2026-11-20"),
        ("вчерашний кофе 300", "2026-11-20"),
        ("кофе 300 позавчера", "2026-11-19"),
        ("завтра кофе 300", "2026-11-22"),
        ("кофе 300 в пятницу", "2026-11-20"),
        ("кофе 300 в субботу", "2026-11-14"),
        ("кофе 300 в прошлый понедельник", "2026-11-16"),
        ("кофе 300 3 дня назад", "2026-11-18"),
        ("неделю назад кофе 300", "2026-11-14"),
        ("кофе 300 12 ноября", "2026-11-12"),
        ("12 ноября 2025 кофе 300", "2025-11-12"),
        ("кофе 300 пятого ноября", "2026-11-05"),
        ("кофе 300 31.12", "2025-12-31"),
        ("кофе 300 12.11", "2026-11-12"),
        ("кофе 300 12.11.26", "2026-11-12"),
        ("кофе 300 15-го", "2026-11-15"),
        ("кофе 300 25 числа", "2026-10-25"),
    ],
)
def test_a_day_said_in_russian_is_found(text: str, expected: str) -> None:
    assert days(text, "ru") == [date.fromisoformat(expected)]


@pytest.mark.parametrize(
    "text",
    [
        "coffee 300",
        "taxi 12.50",
        "lunch 12.11 eur",
        "sun cream 12",
        "may 300",
        "pizza 5-7",
        "room 31.02",
        "99/99",
    ],
)
def test_a_number_that_is_no_day_stays_a_number(text: str) -> None:
    assert days(text, "en") == []


def test_a_day_and_month_alone_answer_a_question_in_a_language_with_decimal_commas() -> None:
    assert days("12.11", "ru", is_reply=True) == [date(2026, 11, 12)]


def test_a_day_and_month_alone_may_be_an_amount_in_a_language_with_decimal_points() -> None:
    assert days("12.11", "en", is_reply=True) == []


def test_the_latest_29th_of_february_is_found_in_a_leap_year() -> None:
    assert latest(TODAY, 2, 29) == date(2024, 2, 29)


def test_a_month_back_from_its_last_day_is_the_last_day_of_the_shorter_one() -> None:
    assert shift(date(2026, 3, 31), "month", -1) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "the last day of October", "2026-10-31"),
        ("de", "letzter Tag im Oktober 2015", "2015-10-31"),
        ("en", "2 Thursdays ago", "2026-11-12"),
        ("en", "Tuesday of this week", "2026-11-17"),
        ("en", "the 20th of last month", "2026-10-20"),
        ("en", "two days before yesterday", "2026-11-18"),
        ("en", "4 days before", "2026-11-17"),
        ("en", "the last day", "2026-11-20"),
        ("en", "May twenty one", "2026-05-21"),
        ("es", "el 2/Oct", "2026-10-02"),
        ("pt", "em vinte e um de maio", "2026-05-21"),
        ("en", "on 4.22", "2026-04-22"),
        ("de", "am 15.1.", "2026-01-15"),
    ],
)
def test_a_day_is_told_from_another_or_in_few_signs(code: str, text: str, expected: str) -> None:
    assert days(text, code, is_reply=True) == [date.fromisoformat(expected)]
