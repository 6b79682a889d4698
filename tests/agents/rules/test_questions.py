from datetime import date
from typing import Any

import pytest

from agents.rules import read
from manager import Query
from tests.agents.rules.world import booked, setting

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
TODAY = (date(2026, 11, 21), date(2026, 11, 21))
YESTERDAY = (date(2026, 11, 20), date(2026, 11, 20))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 21))

QUESTIONS: list[tuple[str, Query]] = [
    ("how much on food in October?", Query("sum", "expense", "Groceries", period=OCTOBER)),
    ("сколько на еду в октябре?", Query("sum", "expense", "Продукты", period=OCTOBER)),
    ("how much on food in October", Query("sum", "expense", "Groceries", period=OCTOBER)),
    ("last 5 taxis", Query("list", words="taxi", limit=5)),
    ("последние 5 такси", Query("list", words="такси", limit=5)),
    ("last 10", Query("list", limit=10)),
    ("последние операции", Query("list")),
    ("сколько потратил вчера?", Query("sum", "expense", period=YESTERDAY)),
    ("how much did I spend today", Query("sum", "expense", period=TODAY)),
    ("how much did I spend on coffee last month?", Query("sum", "expense", words="coffee", period=OCTOBER)),
    ("сколько я потратил на пиццу в этом месяце", Query("sum", "expense", words="пицц", period=NOVEMBER)),
    ("how much on groceries with the card", Query("sum", "expense", "Groceries", "Card")),
    ("сколько заработал в этом году", Query("sum", "income", period=(date(2026, 1, 1), TODAY[1]))),
    ("расходы за прошлый месяц", Query("sum", "expense", period=OCTOBER)),
    ("show expenses for 2025", Query("list", "expense", period=(date(2025, 1, 1), date(2025, 12, 31)))),
    ("how many coffees this month", Query("count", words="coffee", period=NOVEMBER)),
    ("сколько раз такси за неделю", Query("count", words="такси", period=(date(2026, 11, 16), TODAY[1]))),
    ("average lunch in October", Query("average", "expense", words="lunch", period=OCTOBER)),
    ("самая большая трата в октябре", Query("max", "expense", period=OCTOBER, limit=1)),
    (
        "сколько на такси с 1 по 15 ноября",
        Query("sum", "expense", words="такси", period=(date(2026, 11, 1), date(2026, 11, 15))),
    ),
    ("how much since Monday", Query("sum", "expense", period=(date(2026, 11, 16), TODAY[1]))),
    ("расходы за последние 7 дней", Query("sum", "expense", period=(date(2026, 11, 15), TODAY[1]))),
    ("когда я платил за интернет", Query("list", "expense", words="интернет")),
    ("balance", Query("balance")),
    ("баланс", Query("balance")),
    ("what's my balance", Query("balance")),
    ("card balance", Query("balance", account="Card")),
    ("сколько на карте?", Query("balance", account="Карта")),
    ("сколько осталось на карте", Query("balance", account="Карта")),
    ("how much cash do I have", Query("balance", account="Cash")),
]


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_a_question_becomes_a_form_that_can_be_counted(text: str, expected: Query) -> None:
    reading = read(text, setting(text))

    assert (reading.act, reading.query) == ("query", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in September?", {"period": (date(2026, 9, 1), date(2026, 9, 30))}),
        ("а в сентябре?", {"period": (date(2026, 9, 1), date(2026, 9, 30))}),
        ("when was it?", {"metric": "list"}),
        ("сколько всего на кофе?", {"metric": "sum", "words": "кофе"}),
    ],
)
def test_a_reply_may_be_a_question(text: str, expected: dict[str, Any]) -> None:
    reading = read(text, setting(text, thread=booked()))

    assert reading.act == "query"
    assert {name: getattr(reading.query, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "how much is a tesla",
        "сколько стоит биткоин",
        "how many books are in the series",
        "сколько тебе лет?",
        "who are you?",
    ],
)
def test_what_is_not_about_the_book_is_no_question(text: str) -> None:
    assert read(text, setting(text)).act == "none"


@pytest.mark.parametrize("text", ["last night pizza 12", "total 500 groceries", "расходы 500 такси"])
def test_what_tells_an_amount_is_no_question(text: str) -> None:
    assert read(text, setting(text)).act == "tell"
