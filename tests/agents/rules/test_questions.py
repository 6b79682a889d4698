from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agents.reading import Setting
from agents.rules import read
from ledger import Draft
from manager import BEGINNING, Message, Query, Topic
from tests.agents.rules.world import NOW, booked, setting, waiting

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


SO_FAR = (date(2026, 10, 1), date(2026, 10, 21))
WHOLE = (date(2026, 11, 1), date(2026, 11, 30))
EVER = (BEGINNING, TODAY[1])

BEYOND_A_SUM: list[tuple[str, Query]] = [
    # one period against another
    ("compare October and November", Query("sum", "expense", period=WHOLE, than=OCTOBER)),
    ("сравни октябрь и ноябрь", Query("sum", "expense", period=WHOLE, than=OCTOBER)),
    ("vergleiche Oktober und November", Query("sum", "expense", period=WHOLE, than=OCTOBER)),
    ("compara octubre y noviembre", Query("sum", "expense", period=WHOLE, than=OCTOBER)),
    (
        "did I spend more on food in November than in October?",
        Query("sum", "expense", "Groceries", period=WHOLE, than=OCTOBER),
    ),
    (
        "я потратил на еду больше в ноябре, чем в октябре?",
        Query("sum", "expense", "Продукты", period=WHOLE, than=OCTOBER),
    ),
    (
        "how much did I spend this month compared to last month?",
        Query("sum", "expense", period=NOVEMBER, than=OCTOBER),
    ),
    (
        "сколько потратил в этом месяце по сравнению с прошлым?",
        Query("sum", "expense", period=NOVEMBER, than=SO_FAR),
    ),
    ("spending compared to last month?", Query("sum", "expense", period=NOVEMBER, than=OCTOBER)),
    # two periods that touch
    ("how much in October and November", Query("sum", "expense", period=(OCTOBER[0], WHOLE[1]))),
    # the largest and the smallest
    ("top 3 expenses this month", Query("max", "expense", period=NOVEMBER, limit=3)),
    ("топ 3 траты за месяц", Query("max", "expense", period=NOVEMBER, limit=3)),
    ("5 biggest expenses in October", Query("max", "expense", period=OCTOBER, limit=5)),
    ("my biggest expense ever", Query("max", "expense", period=EVER, limit=1)),
    ("самая крупная трата за всё время", Query("max", "expense", period=EVER, limit=1)),
    ("los mayores gastos de octubre", Query("max", "expense", period=OCTOBER, limit=1)),
    ("the cheapest coffee", Query("min", "expense", words="coffee", limit=1)),
    ("самый дешёвый кофе", Query("min", "expense", words="кофе", limit=1)),
    # what a sum is made of
    ("where does my money go?", Query("sum", "expense", by="category")),
    ("куда уходят деньги?", Query("sum", "expense", by="category")),
    ("wohin geht mein Geld?", Query("sum", "expense", by="category")),
    ("top 3 categories this month", Query("sum", "expense", period=NOVEMBER, limit=3, by="category")),
    ("expenses by month", Query("sum", "expense", by="month")),
    ("расходы по людям за октябрь", Query("sum", "expense", period=OCTOBER, by="person")),
    ("spending by shop", Query("sum", "expense", by="party")),
    # so much a day, a week, a month
    ("how much a day do I spend?", Query("sum", "expense", each="day")),
    ("how much a day", Query("sum", "expense", each="day")),
    ("сколько я трачу в день?", Query("sum", "expense", each="day")),
    ("¿cuánto gasto de media al día este mes?", Query("average", "expense", period=NOVEMBER, each="day")),
    ("average per week on groceries", Query("average", "expense", "Groceries", each="week")),
    ("сколько в месяц уходит на кофе", Query("sum", "expense", words="кофе", each="month")),
    ("how much for a week", Query("sum", "expense", period=(date(2026, 11, 16), TODAY[1]))),
    # what came in and what is left
    ("how much did I save this month?", Query("net", period=NOVEMBER)),
    ("income vs expenses in October", Query("net", period=OCTOBER)),
    ("доходы и расходы за октябрь", Query("net", period=OCTOBER)),
    ("wie viel habe ich diesen Monat gespart?", Query("net", period=NOVEMBER)),
    # what an account held
    ("what was my card balance on November 1?", Query("balance", account="Card", period=(WHOLE[0],) * 2)),
    ("сколько было на карте 1 ноября?", Query("balance", account="Карта", period=(WHOLE[0],) * 2)),
    (
        "how much cash did I have at the end of October?",
        Query("balance", account="Cash", period=(OCTOBER[1],) * 2),
    ),
    # the last time
    ("when did I last take a taxi?", Query("list", words="taxi", limit=1)),
    ("когда я последний раз платил за интернет?", Query("list", "expense", words="интернет", limit=1)),
    ("last time I bought coffee", Query("list", "expense", words="coffee", limit=1)),
    # whether, where, whom, which
    ("did I pay the rent in October?", Query("list", "expense", words="rent", period=OCTOBER)),
    ("я платил за интернет в октябре?", Query("list", "expense", words="интернет", period=OCTOBER)),
    ("¿pagué el alquiler en octubre?", Query("list", "expense", words="alquiler", period=OCTOBER)),
    ("who did I pay the most?", Query("sum", "expense", by="party")),
    (
        "на какую категорию я потратил больше всего в октябре?",
        Query("sum", "expense", period=OCTOBER, by="category"),
    ),
    ("все продукты за октябрь", Query("list", category="Продукты", period=OCTOBER)),
    ("what is my daily average?", Query("average", "expense", each="day")),
    ("how much money came in this month?", Query("sum", "income", period=NOVEMBER)),
    # several things
    (
        "how much on taxi and coffee in October?",
        Query("sum", "expense", words="taxi", period=OCTOBER, also=(Topic(words="coffee"),)),
    ),
    (
        "total for groceries and transport in October",
        Query("sum", "expense", "Groceries", period=OCTOBER, also=(Topic("Transport"),)),
    ),
    (
        "сколько на такси, кофе и продукты в октябре",
        Query(
            "sum",
            "expense",
            words="такси",
            period=OCTOBER,
            also=(Topic(words="кофе"), Topic("Продукты")),
        ),
    ),
    # from a month until today, and between two days
    (
        "how much on groceries since September?",
        Query("sum", "expense", "Groceries", period=(date(2026, 9, 1), TODAY[1])),
    ),
    (
        "how much did I spend between November 1 and November 10?",
        Query("sum", "expense", period=(date(2026, 11, 1), date(2026, 11, 10))),
    ),
    # periods whose word for the last one stands behind
    ("¿cuánto gasté el mes pasado?", Query("sum", "expense", period=OCTOBER)),
    ("combien j'ai dépensé le mois dernier ?", Query("sum", "expense", period=OCTOBER)),
    ("quanto ho speso il mese scorso?", Query("sum", "expense", period=OCTOBER)),
    ("quanto gastei no mês passado?", Query("sum", "expense", period=OCTOBER)),
    ("combien les 3 derniers mois ?", Query("sum", "expense", period=(date(2026, 8, 22), TODAY[1]))),
    (
        "¿cuánto gasté en marzo de 2025?",
        Query("sum", "expense", period=(date(2025, 3, 1), date(2025, 3, 31))),
    ),
    ("wie viel habe ich am 1. November ausgegeben?", Query("sum", "expense", period=(WHOLE[0],) * 2)),
]


@pytest.mark.parametrize(("text", "expected"), [*QUESTIONS, *BEYOND_A_SUM])
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
    ("text", "expected"),
    [
        ("how much in total?", Query("sum", "expense", words="coffee", period=EVER)),
        ("how often?", Query("count", words="coffee", period=EVER)),
        ("how much on taxi?", Query("sum", "expense", words="taxi")),
    ],
)
def test_a_question_that_names_nothing_is_about_the_operation_it_replies_to(
    text: str, expected: Query
) -> None:
    thread = booked()
    assert thread.booked is not None
    coffee = replace(thread.booked, operation=replace(thread.booked.operation, description="coffee"))

    assert read(text, setting(text, thread=replace(thread, booked=coffee))).query == expected


ASKED_BEFORE = Query("sum", "expense", "Groceries", period=OCTOBER)
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in September?", replace(ASKED_BEFORE, period=SEPTEMBER)),
        ("September", replace(ASKED_BEFORE, period=SEPTEMBER)),
        ("and on coffee?", replace(ASKED_BEFORE, category=None, words="coffee")),
        ("by shop", replace(ASKED_BEFORE, by="party")),
        ("per day", replace(ASKED_BEFORE, each="day")),
        ("compared to September?", replace(ASKED_BEFORE, than=SEPTEMBER)),
        ("list them", replace(ASKED_BEFORE, metric="list")),
        ("with the card?", replace(ASKED_BEFORE, account="Card")),
        (
            "how much did I earn in September?",
            Query("sum", "income", period=SEPTEMBER),
        ),
    ],
)
def test_a_reply_to_an_answer_asks_the_same_with_what_is_said_anew(text: str, expected: Query) -> None:
    assert read(text, answered(text)).query == expected


@pytest.mark.parametrize("text", ["thanks!", "ok", "hm, interesting", "coffee 3 cash"])
def test_a_reply_to_an_answer_that_asks_nothing_is_no_question(text: str) -> None:
    assert read(text, answered(text)).act != "query"


def answered(text: str) -> Setting:
    """Somebody who replies to the answer to `how much on food in October?`."""
    thread = replace(waiting(), status="completed", agent="InformationAgent", question=None, draft=Draft())
    history = (
        Message("user", "how much on food in October?", NOW),
        Message("bot", "<b>70 €</b>", NOW),
    )
    return replace(setting(text, thread=thread), history=history)


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


@pytest.mark.parametrize(
    "text",
    [
        "last night pizza 12",
        "total 500 groceries",
        "расходы 500 такси",
        "red top 15 card",
        "топ 1500 картой",
        "the cheapest coffee 3",
        "последний раз такси 450",
    ],
)
def test_what_tells_an_amount_is_no_question(text: str) -> None:
    assert read(text, setting(text)).act == "tell"
