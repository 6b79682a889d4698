"""What people reckon before they write: change, tips, discounts, receipts, money that was changed."""

from decimal import Decimal

import pytest

from agents.reading import Setting
from agents.rules import read
from tests.agents.rules.world import TODAY, book


def _setting(language: str) -> Setting:
    """A new book of a language, in euros."""
    return Setting(book(language, "EUR"), TODAY, language)


@pytest.mark.parametrize(
    ("language", "text", "paid"),
    [
        ("en", "butcher - gave him a fifty, got 12.30 change", "37.70"),
        ("ru", "дала 1000, сдачи 340, творог на рынке", "660"),
        ("pl", "dałem 50, reszty 12,30, mięsny", "37.70"),
        ("it", "speso 38,62 al mercato, dato 40, 1,38 di resto", "38.62"),
        ("fr", "boulangerie 20 donnés, 7,40 rendu, payé 12,60", "12.60"),
    ],
)
def test_what_came_back_is_taken_off_what_was_handed_over(language: str, text: str, paid: str) -> None:
    reading = read(text, _setting(language))

    assert [draft.amount for draft in reading.drafts] == [Decimal(paid)]


@pytest.mark.parametrize(
    ("language", "text", "paid"),
    [
        ("es", "cena 60 más un 10% de propina", "66"),
        ("tr", "lokanta 540 + 60 bahşiş = 600", "600"),
        ("de", "Essen 60 plus 10 % Trinkgeld bezahlt", "66"),
        ("en", "lunch 18 including 3 tip", "18"),
    ],
)
def test_a_tip_is_part_of_what_was_paid(language: str, text: str, paid: str) -> None:
    reading = read(text, _setting(language))

    assert [draft.amount for draft in reading.drafts] == [Decimal(paid)]


@pytest.mark.parametrize(
    ("language", "text", "paid"),
    [
        ("it", "multa da 42 ridotta del 30%: pagati 29,40", "29.40"),
        ("tr", "mont %30 indirimle 1.190 liraya aldım", "1190"),
        ("en", "shoes reduced from 80 to 55", "55"),
        ("zh", "鞋子原价500现价299", "299"),
    ],
)
def test_a_price_of_before_is_not_booked(language: str, text: str, paid: str) -> None:
    reading = read(text, _setting(language))

    assert [draft.amount for draft in reading.drafts] == [Decimal(paid)]


def test_a_receipt_is_one_operation_of_its_total() -> None:
    text = "GROCER'S\nBananas 1.29\nMilk 3.49\nTOTAL 4.78\nCASH 10.00\nCHANGE 5.22"

    reading = read(text, _setting("en"))

    assert [draft.amount for draft in reading.drafts] == [Decimal("4.78")]


def test_a_list_with_its_sum_stays_a_list() -> None:
    reading = read("bread 3, milk 4, total 7", _setting("en"))

    assert [draft.amount for draft in reading.drafts] == [Decimal(3), Decimal(4)]


def test_money_that_was_changed_lacks_what_was_got_for_it() -> None:
    reading = read("changed 200 dollars into pounds", _setting("en"))

    assert reading.draft.type == "transfer"
    assert (reading.draft.to_currency, reading.draft.to_amount) == ("GBP", None)
