"""Whole messages, as people write them: every scene of the design in both languages, and hard ones."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agents.rules import read
from ledger import Draft
from tests.agents.rules.world import setting


def told(draft: Draft) -> dict[str, Any]:
    return {field: getattr(draft, field) for field in draft.said}


def expense(amount: str, description: str, category: str | None = None, **more: Any) -> dict[str, Any]:
    return operation("expense", amount, description, category, **more)


def income(
    amount: str, description: str | None = None, category: str | None = None, **more: Any
) -> dict[str, Any]:
    return operation("income", amount, description, category, **more)


def operation(
    type_: str, amount: str, description: str | None = None, category: str | None = None, **more: Any
) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": type_,
        "amount": Decimal(amount),
        "description": description,
        "category": category,
    }
    return {name: value for name, value in (fields | more).items() if value is not None}


def transfer(amount: str, source: str | None, target: str | None, **more: Any) -> dict[str, Any]:
    return operation("transfer", amount, account=source, to_account=target, **more)


EXPENSES = [
    ("coffee 300 cash", expense("300", "coffee", "Cafés", account="Cash")),
    ("кофе 300 наличные", expense("300", "кофе", "Кафе", account="Наличные")),
    ("300 coffee", expense("300", "coffee", "Cafés")),
    ("кофе 300", expense("300", "кофе", "Кафе")),
    (
        "coffee 300.50 cash yesterday",
        expense("300.50", "coffee", "Cafés", account="Cash", day=date(2026, 11, 20)),
    ),
    ("-300 кофе", expense("300", "кофе", "Кафе")),
    ("кофе 2*150 нал", expense("300", "кофе", "Кафе", account="Наличные")),
    (
        "coffee 4 eur cash #trip",
        expense("4", "coffee", "Cafés", account="Cash", currency="EUR", tags=("#trip",)),
    ),
    ("I bought coffee for 300 roubles", expense("300", "coffee", "Cafés", currency="RUB")),
    ("Купил кофе за 300 рублей", expense("300", "кофе", "Кафе", currency="RUB")),
    ("taxi 450", expense("450", "taxi", "Transport")),
    ("такси 450", expense("450", "такси", "Транспорт")),
    ("lunch 600", expense("600", "lunch", "Cafés")),
    ("обед 600", expense("600", "обед", "Кафе")),
    ("taxi 450 card yesterday", expense("450", "taxi", "Transport", account="Card", day=date(2026, 11, 20))),
    ("такси 450 карта вчера", expense("450", "такси", "Транспорт", account="Карта", day=date(2026, 11, 20))),
    ("такси четыреста пятьдесят картой", expense("450", "такси", "Транспорт", account="Карта")),
    ("taxi four hundred fifty card", expense("450", "taxi", "Transport", account="Card")),
    ("diapers 1490", expense("1490", "diapers", "Children")),
    ("подгузники 1490", expense("1490", "подгузники", "Дети")),
    ("КОФЕ 300 НАЛИЧНЫМИ", expense("300", "КОФЕ", "Кафе", account="Наличные")),
    ("Coffee: 300", expense("300", "Coffee", "Cafés")),
    ("кофе - 300 р.", expense("300", "кофе", "Кафе", currency="RUB")),
    ("обед в кафе с друзьями 1200", expense("1200", "обед в кафе с друзьями", "Кафе")),
    ("хлеб, молоко 200", expense("200", "хлеб, молоко", "Продукты")),
    ("купил хлеб и молоко за 200", expense("200", "хлеб и молоко", "Продукты")),
    ("хлеб и молоко итого 140", expense("140", "хлеб и молоко", "Продукты")),
    ("квартира 30000 за октябрь", expense("30000", "квартира за октябрь", "Дом")),
    ("снял квартиру 30000", expense("30000", "квартиру", "Дом")),
    ("spent 20 on pizza", expense("20", "pizza", "Cafés")),
    ("paid 60 for internet by card", expense("60", "internet", "Phone and internet", account="Card")),
    ("оплата интернета 650 картой", expense("650", "интернета", "Связь", account="Карта")),
    ("заправился на 2000 картой", expense("2000", "заправился", "Транспорт", account="Карта")),
    ("косарь за такси", expense("1000", "такси", "Транспорт")),
    ("card 300 coffee", expense("300", "coffee", "Cafés", account="Card")),
    ("кофе с карты 300", expense("300", "кофе", "Кафе", account="Карта")),
    ("card *1234 coffee 300", expense("300", "coffee", "Cafés", account="Card")),
    ("cofee 300 cash", expense("300", "cofee", "Cafés", account="Cash")),
    ("наличкой кофе 300", expense("300", "кофе", "Кафе", account="Наличные")),
    ("обед 400 категория продукты", expense("400", "обед", "Продукты")),
    ("lunch 12 category groceries", expense("12", "lunch", "Groceries")),
    ("paid a 100 deposit", expense("100", "")),
    ("потратил 500", expense("500", "")),
    ("скидка 10% на кофе 300", expense("300", "кофе", "Кафе")),
    ("завтра такси 500", expense("500", "такси", "Транспорт", day=date(2026, 11, 22))),
    ("велосипед 8000", expense("8000", "велосипед")),
    ("coffee 4 Nov 12", expense("4", "coffee", "Cafés", day=date(2026, 11, 12))),
]

MERCHANTS_AND_PEOPLE = [
    (
        "Pyaterochka 1250 card",
        expense("1250", "Pyaterochka", "Groceries", account="Card", counterparty="Pyaterochka"),
    ),
    ("купил в Пятёрочке 800", expense("800", "Пятёрочке", "Продукты", counterparty="Пятёрочке")),
    ("lunch at Joe's 9", expense("9", "lunch at Joe's", "Cafés", counterparty="Joe's")),
    ("перевёл маме 5000", expense("5000", "маме", counterparty="маме")),
    ("перевёл Ивану 1500 с карты", expense("1500", "Ивану", account="Карта", counterparty="Ивану")),
    ("sent 50 to John", expense("50", "John", counterparty="John")),
    ("дала маме 2000 наличными", expense("2000", "маме", account="Наличные", counterparty="маме")),
    ("мама прислала 5000", income("5000", "мама", counterparty="мама")),
    ("мама подарила 5000", income("5000", "мама", counterparty="мама")),
    ("получил 5000 от Васи", income("5000", "Васи", counterparty="Васи")),
    ("John sent me 50", income("50", "John", counterparty="John")),
    ("mom gave me 100", income("100", "mom", counterparty="mom")),
]

INCOME = [
    ("+85000 зарплата карта", income("85000", "зарплата", "Зарплата", account="Карта")),
    ("+85000 salary", income("85000", "salary", "Salary")),
    ("salary 85000 on the card", income("85000", "salary", "Salary", account="Card")),
    ("зарплата 85000 на карту", income("85000", "зарплата", "Зарплата", account="Карта")),
    ("аванс 30 тысяч", income("30000", "аванс", "Зарплата")),
    ("продал велосипед за 8000", income("8000", "велосипед")),
    ("sold the bike for 80", income("80", "bike")),
    ("got 100 dollars", income("100", currency="USD")),
    ("заняла у подруги 5000", income("5000", "подруги", counterparty="подруги")),
    ("Ozon returned 1200", income("1200", "Ozon", counterparty="Ozon")),
    ("Озон вернул 1200", income("1200", "Озон", counterparty="Озон")),
]

TRANSFERS = [
    ("took 5000 out of the card", transfer("5000", "Card", "Cash")),
    ("снял 5000 с карты", transfer("5000", "Карта", "Наличные")),
    ("снял 3000 в банкомате", transfer("3000", None, "Наличные")),
    ("withdrew 200", transfer("200", None, "Cash")),
    ("moved 5000 from card to cash", transfer("5000", "Card", "Cash")),
    ("перевёл 5000 с карты в наличные", transfer("5000", "Карта", "Наличные")),
    ("на карту с наличных 5000", transfer("5000", "Наличные", "Карта")),
    ("внёс 10000 на карту", transfer("10000", "Наличные", "Карта")),
    ("пополнил карту на 5000", transfer("5000", None, "Карта")),
    (
        "changed 100 euro to 10150 roubles cash",
        transfer("100", None, "Cash", currency="EUR", to_amount=Decimal(10150), to_currency="RUB"),
    ),
    (
        "поменял 100 евро на 10150 рублей наличными",
        transfer("100", None, "Наличные", currency="EUR", to_amount=Decimal(10150), to_currency="RUB"),
    ),
    (
        "купил 100 евро за 10150 рублей",
        transfer("10150", None, None, currency="RUB", to_amount=Decimal(100), to_currency="EUR"),
    ),
]

ADJUSTMENTS = [
    ("there is really 12400 on the card", "Card", "12400"),
    ("card really has 12400", "Card", "12400"),
    ("на карте на самом деле 12400", "Карта", "12400"),
    ("на карте осталось 12400", "Карта", "12400"),
    ("cash is actually 350", "Cash", "350"),
]


@pytest.mark.parametrize(("text", "expected"), EXPENSES + MERCHANTS_AND_PEOPLE + INCOME + TRANSFERS)
def test_a_message_about_money_is_one_operation(text: str, expected: dict[str, Any]) -> None:
    reading = read(text, setting(text))

    assert reading.act == "tell"
    assert [told(draft) for draft in reading.drafts] == [{k: v for k, v in expected.items() if v != ""}]


@pytest.mark.parametrize(("text", "account", "balance"), ADJUSTMENTS)
def test_what_an_account_really_holds_is_an_adjustment(text: str, account: str, balance: str) -> None:
    reading = read(text, setting(text))

    assert told(reading.draft) == {"type": "adjustment", "account": account, "balance": Decimal(balance)}


def test_money_that_came_back_is_so_unsure_that_the_bot_asks() -> None:
    draft = read("Озон вернул 1200", setting("Озон вернул 1200")).draft

    proof = draft.origin("type")
    assert proof is not None
    assert proof.confidence < 0.6
    assert draft.refund is None


@pytest.mark.parametrize("text", ["refund 30 amazon", "возврат 30 озон"])
def test_a_refund_that_is_called_so_is_an_expense_that_came_back(text: str) -> None:
    draft = read(text, setting(text)).draft

    assert (draft.type, draft.refund, draft.amount) == ("expense", True, Decimal(30))


LISTS = [
    (
        "Pyaterochka 1250 card, taxi 380 and coffee 220 cash",
        [("1250", "Pyaterochka", "Card"), ("380", "taxi", "Cash"), ("220", "coffee", "Cash")],
    ),
    (
        "Пятёрочка 1250 картой, такси 380 и кофе 220 наличными",
        [("1250", "Пятёрочка", "Карта"), ("380", "такси", "Наличные"), ("220", "кофе", "Наличные")],
    ),
    ("pizza 12, beer 5 cash", [("12", "pizza", "Cash"), ("5", "beer", "Cash")]),
    ("карта: кофе 300, такси 400", [("300", "кофе", "Карта"), ("400", "такси", "Карта")]),
    ("кофе 300\nтакси 400", [("300", "кофе", None), ("400", "такси", None)]),
    ("1. кофе 300\n2. такси 400", [("300", "кофе", None), ("400", "такси", None)]),
    ("молоко 90 хлеб 50", [("90", "молоко", None), ("50", "хлеб", None)]),
    ("90 milk 50 bread", [("90", "milk", None), ("50", "bread", None)]),
    ("кофе 150 + такси 200", [("150", "кофе", None), ("200", "такси", None)]),
    ("хлеб 50, молоко 90, итого 140", [("50", "хлеб", None), ("90", "молоко", None)]),
    ("хлеб, молоко 200; такси 300", [("200", "хлеб, молоко", None), ("300", "такси", None)]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_several_priced_things_are_several_operations(
    text: str, expected: list[tuple[str, str, str | None]]
) -> None:
    reading = read(text, setting(text))

    found = [(str(draft.amount), draft.description, draft.account) for draft in reading.drafts]
    assert found == expected
    assert not reading.certain


def test_an_account_taken_from_another_item_of_a_list_is_our_guess() -> None:
    first, second = read("pizza 12, beer 5 cash", setting("pizza")).drafts

    assert (first.is_guess("account"), second.is_guess("account")) == (True, False)


def test_a_day_said_once_holds_for_the_whole_list() -> None:
    drafts = read("вчера кофе 300, такси 400", setting("кофе")).drafts

    assert [draft.day for draft in drafts] == [date(2026, 11, 20)] * 2


@pytest.mark.parametrize(
    ("text", "rivals"),
    [
        ("кофе 1.250", ["1250", "1.250"]),
        ("coffee 1.250 cash", ["1250", "1.250"]),
        ("кофе 300-400", ["300", "400"]),
        ("кофе 300 или 350", ["300", "350"]),
        ("lunch 12 50", ["12", "50"]),
        ("coffee 300 450 cash", ["300450", "300", "450"]),
    ],
)
def test_the_bot_asks_when_only_one_of_several_amounts_can_be_meant(text: str, rivals: list[str]) -> None:
    reading = read(text, setting(text))

    assert reading.rivals == tuple(map(Decimal, rivals))
    assert (reading.draft.amount, reading.certain) == (None, False)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("coffee 300 from savings", "savings"),
        ("кофе 300 с копилки", "копилки"),
        ("Сбер", "Сбер"),
        ("отложил 10000 в копилку", "копилку"),
        ("перевёл 2000 на Жусан", "Жусан"),
    ],
)
def test_an_account_that_is_on_no_list_is_named(text: str, unknown: str) -> None:
    reading = read(text, setting(text))

    assert (reading.act, reading.unknown_account, reading.draft.account) == ("tell", unknown, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cash", {"account": "Cash"}),
        ("наличные", {"account": "Наличные"}),
        ("картой", {"account": "Карта"}),
        ("вчера", {"day": date(2026, 11, 20)}),
        ("350", {"amount": Decimal(350)}),
        ("300 руб", {"amount": Decimal(300), "currency": "RUB"}),
        ("lunch", {"description": "lunch", "category": "Cafés"}),
        ("купил хлеб", {"type": "expense", "description": "хлеб", "category": "Продукты"}),
    ],
)
def test_a_bare_answer_tells_only_what_it_says(text: str, expected: dict[str, Any]) -> None:
    reading = read(text, setting(text))

    assert (reading.act, told(reading.draft)) == ("tell", expected)


@pytest.mark.parametrize(
    "text",
    [
        "привет",
        "hello",
        "thanks!",
        "👍",
        "?",
        "",
        "   \n",
        "тест",
        "как дела?",
        "кофе?",
        "надо купить хлеб 300",
        "I need to pay 300",
        "I want to buy a phone for 300",
        "завтра куплю хлеб 50",
        "will pay 50 tomorrow",
        "если куплю кофе за 300",
        "if I buy a car for 5000",
        "не купил кофе 300",
        "чуть не купил куртку за 9000",
        "didn't buy coffee 3",
        "напомни заплатить 500",
        "remind me to pay 500",
        "кофе стоит 300",
        "coffee costs 3",
        "should I buy a car for 5000?",
        "встреча в 15:30",
        "созвон в 12",
        "код 4821",
        "code: 4821",
        "my pin is 4821",
        "размер 42",
        "мне 30 лет",
        "позвони 8 916 123-45-67",
        "+7 916 123 45 67",
        "мой номер 89161234567",
        "рейс SU1234",
        "1e444444410",
        "coffee 1e9",
        "budget 200 for groceries",
        "I owe Maya 40",
        "is 50 a lot for dinner",
        "what is the weather",
        "сколько стоит биткоин",
        "удалил приложение",
    ],
)
def test_what_is_no_operation_is_none(text: str) -> None:
    assert read(text, setting(text)).act == "none"


@pytest.mark.parametrize("text", ["кофе 0", "кофе 99999999999999999999", "кофе пара сотен"])
def test_an_amount_that_cannot_be_read_is_asked_for(text: str) -> None:
    reading = read(text, setting(text))

    assert told(reading.draft) == {"description": "кофе", "category": "Кафе"}
    assert (reading.act, reading.certain) == ("tell", False)


@pytest.mark.parametrize(
    "text", ["coffee 300 cash", "такси 450", "+85000 salary", "снял 5000 с карты", "cash"]
)
def test_what_is_wholly_explained_needs_no_model(text: str) -> None:
    assert read(text, setting(text)).certain


@pytest.mark.parametrize(
    "text", ["mood 4", "iphone15 300", "кофе 300 скидка 50", "bought coffee 5, will buy more tomorrow"]
)
def test_what_is_not_wholly_explained_is_uncertain(text: str) -> None:
    assert not read(text, setting(text)).certain


def test_every_said_field_points_at_the_persons_own_words() -> None:
    text = "Вчера купил кофе за 300 рублей картой #утро"

    proofs = {proof.field: proof for proof in read(text, setting(text)).draft.evidence}

    assert {field: proof.text for field, proof in proofs.items()} == {
        "type": "купил",
        "amount": "300 рублей",
        "currency": "300 рублей",
        "account": "картой",
        "category": "кофе",
        "day": "Вчера",
        "description": "кофе",
        "tags": "#утро",
    }
    assert all(text[proof.start : proof.end] == proof.text for proof in proofs.values())


def test_the_evidence_of_an_amount_is_its_place_in_the_message() -> None:
    proof = read("coffee 300 cash", setting("coffee")).draft.origin("amount")

    assert proof is not None
    assert (proof.origin, proof.text, proof.start, proof.end) == ("said", "300", 7, 10)


@pytest.mark.parametrize(
    ("text", "origin", "confidence"),
    [("groceries 30", "said", 1.0), ("milk 30", "guess", 0.9), ("grocceries 30", "guess", 0.7)],
)
def test_a_category_is_as_sure_as_its_word(text: str, origin: str, confidence: float) -> None:
    proof = read(text, setting(text)).draft.origin("category")

    assert proof is not None
    assert (proof.origin, proof.confidence) == (origin, confidence)
