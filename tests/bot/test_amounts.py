from datetime import date
from decimal import Decimal

import pytest

from bot.wording import amounts
from ledger import Money


@pytest.mark.parametrize(
    ("amount", "currency", "language", "shown"),
    [
        ("300", "RUB", "ru", "300 ₽"),
        ("1250.50", "RUB", "ru", "1\xa0250,50 ₽"),
        ("1250.50", "RUB", "en", "1\xa0250.50 ₽"),
        ("-550", "RUB", "en", "−550 ₽"),
        ("1000000", "JPY", "en", "1\xa0000\xa0000 ¥"),
        ("4", "EUR", "ru", "4 €"),
        ("1.234", "KWD", "en", "1.234 KWD"),
    ],
)
def test_an_amount_is_shown_as_people_write_it(amount: str, currency: str, language: str, shown: str) -> None:
    assert amounts.money(Money.of(amount, currency), language) == shown


def test_a_plus_is_shown_where_it_says_something() -> None:
    assert amounts.number(Decimal(85000), "RUB", "en", plus=True) == "+85\xa0000"


def test_a_day_is_short_and_has_its_year_only_when_that_is_another() -> None:
    day = date(2026, 11, 21)

    assert amounts.day(day, "en") == "21 Nov"
    assert amounts.day(day, "ru", today=date(2026, 12, 3)) == "21 ноя"
    assert amounts.day(day, "ru", today=date(2027, 1, 3)) == "21 ноя 2026"
