from datetime import date
from decimal import Decimal

import pytest

from ledger import Draft, Evidence, Leg, Money, Operation, OperationError

DAY = date(2026, 11, 21)
TEN = Money.of("10", "EUR")


def test_an_expense_takes_from_its_account() -> None:
    assert Operation("expense", TEN, DAY, "Cash").legs == (Leg("Cash", -TEN),)


def test_a_refund_gives_back_to_its_account() -> None:
    assert Operation("expense", TEN, DAY, "Card", refund=True).legs == (Leg("Card", TEN),)


def test_a_transfer_has_two_legs_that_cancel_out() -> None:
    legs = Operation("transfer", TEN, DAY, "Card", to_account="Cash").legs

    assert legs == (Leg("Card", -TEN), Leg("Cash", TEN))


def test_an_exchange_arrives_in_the_other_currency() -> None:
    roubles = Money.of("1015", "RUB")

    legs = Operation("transfer", TEN, DAY, "Euro", to_account="Cash", received=roubles).legs

    assert legs[1] == Leg("Cash", roubles)


@pytest.mark.parametrize(
    "values",
    [
        {"type": "expense", "amount": Money(0, "EUR"), "account": "Cash"},
        {"type": "expense", "amount": -TEN, "account": "Cash"},
        {"type": "transfer", "amount": TEN, "account": "Cash"},
        {"type": "transfer", "amount": TEN, "account": "Cash", "to_account": "Cash"},
        {"type": "income", "amount": TEN, "account": "Cash", "to_account": "Card"},
    ],
)
def test_what_cannot_be_booked_is_refused(values: dict) -> None:
    with pytest.raises(OperationError):
        Operation(day=DAY, **values)


def test_a_draft_takes_newer_facts_and_forgets_the_evidence_they_replace() -> None:
    older = Draft(amount=Decimal(300), account="Cash", evidence=(Evidence("amount", "said", "300"),))
    newer = Draft(amount=Decimal(350), evidence=(Evidence("amount", "said", "350"),))

    merged = older.merge(newer)

    assert (merged.amount, merged.account) == (Decimal(350), "Cash")
    assert [proof.text for proof in merged.evidence] == ["350"]


def test_a_value_of_middling_confidence_is_named_a_guess() -> None:
    draft = Draft().fill("account", "Card", "guess", 0.7).fill("category", "Cafés", "guess", 0.9)

    assert draft.is_guess("account")
    assert not draft.is_guess("category")
