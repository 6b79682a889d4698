from decimal import Decimal

import pytest

from agents.rules.dates.days import find_days
from agents.rules.money.amounts import Money, find_money
from agents.rules.numbers.finding import find_numbers
from agents.rules.numbers.number import Role
from agents.rules.numbers.roles import give_roles
from agents.rules.page import Page
from tests.agents.rules.world import TODAY


def money(text: str, language: str = "", book_currency: str = "RUB") -> Money:
    page = Page.of(text, language or ("ru" if any("а" <= char <= "я" for char in text.lower()) else "en"))
    find_days(page, TODAY)
    return find_money(page, give_roles(page, find_numbers(page)), book_currency)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("кофе 300", "300"),
        ("кофе 1250,50", "1250.50"),
        ("кофе 1 250.50", "1250.50"),
        ("кофе 1\u00a0250,50", "1250.50"),
        ("кофе 1\u202f250", "1250"),
        ("такси 150 000 р", "150000"),
        ("кофе 1к", "1000"),
        ("coffee 1.5k", "1500"),
        ("ноутбук 85 тыс", "85000"),
        ("ноутбук 85 тыс. руб.", "85000"),
        ("ремонт 2т.р.", "2000"),
        ("ремонт 2,5 тысячи", "2500"),
        ("машина 1.2 млн", "1200000"),
        ("обед полторы тысячи", "1500"),
        ("две с половиной тысячи", "2500"),
        ("2 тысячи 500", "2500"),
        ("5 hundred", "500"),
        ("two grand", "2000"),
        ("косарь", "1000"),
        ("пятихатка на обед", "500"),
        ("полтинник", "50"),
        ("такси четыреста пятьдесят", "450"),
        ("taxi twenty-five", "25"),
        ("half a million", "500000"),
        ("кофе 2*150", "300"),
        ("кофе 2x150", "300"),
        ("кофе 2 х 150", "300"),
        ("кофе 2 по 280", "560"),
        ("2 кофе по 150", "300"),
        ("2 шт по 150", "300"),
        ("по 150 2 штуки", "300"),
        ("3 beers at 5", "15"),
        ("3 tickets 15 each", "45"),
        ("two coffees for 4 each", "8"),
        ("обед 150+200", "350"),
        ("обед 150 + 200 руб", "350"),
        ("ужин 3000/3", "1000"),
        ("2*150=300", "300"),
        ("300 рублей 50 копеек", "300.50"),
        ("50 копеек", "0.50"),
        ("coffee .50", "0.50"),
    ],
)
def test_an_amount_is_read_exactly(text: str, amount: str) -> None:
    (found,) = money(text).amounts

    assert found.readings == (Decimal(amount),)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("кофе 1.250", ["1250", "1.250"]),
        ("кофе 1,250", ["1250", "1.250"]),
        ("такси 300 450", ["300450", "300", "450"]),
    ],
)
def test_an_ambiguous_amount_keeps_all_its_readings(text: str, readings: list[str]) -> None:
    (found,) = money(text).amounts

    assert found.readings == tuple(map(Decimal, readings))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("скидка 10%", "percent"),
        ("встреча в 15:30", "time"),
        ("ужин в 7 вечера", "time"),
        ("lunch at 12pm", "time"),
        ("код 4821", "label"),
        ("my pin is 4821", "label"),
        ("№12", "label"),
        ("размер 42", "label"),
        ("card *1234", "tail"),
        ("молоко 2л", "unit"),
        ("мне 30 лет", "unit"),
        ("2-й завтрак", "ordinal"),
        ("2: card", "item"),
        ("не 300", "negated"),
        ("instead of 300", "negated"),
        ("осталось 500", "balance"),
        ("итого 500", "total"),
        ("скидка 50", "discount"),
        ("300-400", "range"),
        ("1e444444410", "glued"),
        ("4chan", "glued"),
        ("пара тысяч", "vague"),
        ("99999999999999999999", "unreadable"),
        ("кофе 0", "unreadable"),
        ("в 2025 году", "year"),
        ("3 glasses", "quantity"),
    ],
)
def test_a_number_that_something_explains_is_no_amount(text: str, role: Role) -> None:
    found = money(text)

    assert found.amounts == ()
    assert found.others[0].role == role


@pytest.mark.parametrize(
    ("text", "amount", "role"),
    [
        ("3 пиццы 1500", "1500", "quantity"),
        ("бензин 40 л 2200", "2200", "unit"),
        ("кофе 300, осталось 2000", "300", "balance"),
        ("налог за 2025 12000", "12000", "year"),
        ("обед 300 в 15:30", "300", "time"),
        ("dinner at 7 for 40 eur", "40", "time"),
        ("300 → 350", "350", "negated"),
        ("1. кофе 300", "300", "item"),
        ("dinner for 2 60", "60", "quantity"),
        ("pizza 18 yesterday at 8pm", "18", "time"),
        ("pizza 18 yesterday at 8", "18", "time"),
        ("pizza 18 at 8", "18", "time"),
        ("обед 18 в 8", "18", "time"),
    ],
)
def test_a_number_beside_an_amount_gets_its_own_role(text: str, amount: str, role: Role) -> None:
    found = money(text)

    assert [number.value for number in found.amounts] == [Decimal(amount)]
    assert found.others[0].role == role


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("300 рублей", "RUB"),
        ("300р", "RUB"),
        ("300 р.", "RUB"),
        ("₽300", "RUB"),
        ("4 евро", "EUR"),
        ("€4.50", "EUR"),
        ("4 eur", "EUR"),
        ("eur4", "EUR"),
        ("4$", "USD"),
        ("20 баксов", "USD"),
        ("US$5", "USD"),
        ("NZ$12", "NZD"),
        ("5 quid", "GBP"),
        ("500 тенге", "KZT"),
        ("15 000 uzs", "UZS"),
        ("100 hotel THB", "THB"),
        ("50 TRY", None),
        ("hotel 50 TRY", "TRY"),
        ("try 50", None),
        ("29 RON", "RON"),
        ("NZD $100.70", "NZD"),
        ("SGD4.90 $", "SGD"),
        ("US$:12.99", "USD"),
        ("6 300 Р", "RUB"),
        ("300", None),
    ],
)
def test_a_currency_is_what_was_said(text: str, currency: str | None) -> None:
    assert money(text).amounts[0].currency == currency


@pytest.mark.parametrize(
    ("language", "text", "amount", "currency"),
    [
        ("nb", "ti danske kr", "10", "DKK"),
        ("nb", "10kr", "10", "NOK"),
        ("ro", "doi dolari și 23 de cenți", "2.23", "USD"),
        ("ja", "2ドル3セント", "2.03", "USD"),
        ("de", "50,- €", "50", "EUR"),
        ("de", "1.899,-", "1899", None),
    ],
)
def test_money_is_read_in_languages_with_and_without_a_file(
    language: str, text: str, amount: str, currency: str | None
) -> None:
    found = money(text, language, "EUR").amounts

    assert [(one.readings, one.currency) for one in found] == [((Decimal(amount),), currency)]


def test_a_dollar_is_the_dollar_of_the_book() -> None:
    assert money("coffee $5", book_currency="AUD").amounts[0].currency == "AUD"


def test_a_currency_code_is_never_taken_for_the_currency_of_the_book() -> None:
    assert money("coffee 5 usd", book_currency="AUD").amounts[0].currency == "USD"


@pytest.mark.parametrize(
    ("text", "sign"), [("+85000 зарплата", "+"), ("-300 кофе", "-"), ("кофе -300", "-"), ("кофе - 300", "")]
)
def test_a_sign_counts_when_it_stands_right_at_the_number(text: str, sign: str) -> None:
    assert money(text).amounts[0].sign == sign


def test_an_amount_is_never_negative() -> None:
    assert money("-300 кофе").amounts[0].value == Decimal(300)
