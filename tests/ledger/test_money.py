from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Money, MoneyError, is_currency, minor_digits

CURRENCIES = st.sampled_from(["EUR", "USD", "RUB", "JPY", "KWD", "CLF", "VND"])
MONEY = st.builds(Money, st.integers(-(10**14), 10**14), CURRENCIES)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("19.99", "USD", 1999),
        ("300", "JPY", 300),
        ("1.234", "KWD", 1234),
        ("0", "EUR", 0),
    ],
)
def test_an_amount_is_kept_in_whole_minor_units(text: str, currency: str, minor: int) -> None:
    assert Money.of(text, currency).minor == minor


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1e444444410", "1.005", "9" * 40])
def test_what_no_money_can_be_is_refused_at_once(text: str) -> None:
    with pytest.raises(MoneyError):
        Money.of(text, "EUR")


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(MoneyError):
        Money(1, "ZZZ")


@given(MONEY)
def test_major_units_and_back_lose_nothing(money: Money) -> None:
    assert Money.of(money.amount, money.currency) == money


@given(MONEY, st.data())
def test_adding_is_exact_and_taking_away_undoes_it(money: Money, data: st.DataObject) -> None:
    other = Money(data.draw(st.integers(-(10**14), 10**14)), money.currency)

    assert (money + other) - other == money
    assert (money + other).amount == money.amount + other.amount


def test_different_currencies_do_not_add_up() -> None:
    with pytest.raises(MoneyError):
        Money(1, "EUR") + Money(1, "USD")


@given(st.decimals(allow_nan=True, allow_infinity=True), CURRENCIES)
def test_any_decimal_is_either_exact_or_refused(amount: Decimal, currency: str) -> None:
    try:
        money = Money.of(amount, currency)
    except MoneyError:
        return
    assert money.amount == amount


def test_digits_are_those_of_iso_4217_not_of_cash() -> None:
    assert [minor_digits(code) for code in ("HUF", "IQD", "JPY", "EUR")] == [2, 3, 0, 2]
    assert is_currency("EUR")
    assert not is_currency("eur")
