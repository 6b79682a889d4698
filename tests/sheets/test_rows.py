from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Money, Operation
from sheets import Rendering, rows_of
from sheets.cell import Formula, canonical, day_serial, text
from sheets.layout import BOT_COLUMNS
from sheets.rows import CONTENT, fingerprint, key_of
from tests.sheets.story import RECORDED, RENDERING, booked, corrected, expense, transfer, undone

RUSSIAN = Rendering("ru", ZoneInfo("Europe/Moscow"), "ThreadbookBot")


def test_an_expense_is_one_row_with_typed_cells() -> None:
    [row] = rows_of(expense(147, "300.50", tags=("trip", "#work")), RENDERING)

    assert row.cells == {
        "num": 147,
        "date": 46347,
        "type": "Expense",
        "amount": Decimal("-300.50"),
        "currency": "RUB",
        "account": "Cash",
        "category": "Cafés",
        "text": "coffee",
        "who": "Anna",
        "tags": "#trip #work",
        "status": "OK",
        "op": "OP0000000147",
        "rec": pytest.approx(46347 + (11 * 3600 + 5 * 60 + 30) / 86400),
        "chg": None,
        "link": "https://t.me/ThreadbookBot?start=op_OP0000000147",
    }


def test_the_link_of_a_row_opens_the_message_in_a_supergroup_and_the_card_elsewhere() -> None:
    told = replace(expense(147), said_in=-1001234567890, said_as=57)

    links = [
        rows_of(replace(told, said_in=chat), RENDERING)[0].cells["link"]
        for chat in (-1001234567890, -77, 1001)
    ]

    card = "https://t.me/ThreadbookBot?start=op_OP0000000147"
    assert links == ["https://t.me/c/1234567890/57", card, card]


def test_every_column_of_the_bot_has_a_cell() -> None:
    [row] = rows_of(expense(), RENDERING)

    assert set(row.cells) == {column.key for column in BOT_COLUMNS}


def test_a_transfer_is_two_rows_with_opposite_signs_and_one_number() -> None:
    out, back = rows_of(transfer(5, "10"), RENDERING)

    assert (out.op_id, back.op_id) == ("OP0000000005/1", "OP0000000005/2")
    assert (out.cells["amount"], back.cells["amount"]) == (Decimal(-10), Decimal(10))
    assert (out.cells["account"], back.cells["account"]) == ("Card", "Cash")
    assert out.cells["num"] == back.cells["num"] == 5
    assert out.cells["category"] == ""
    assert key_of(out.op_id) == key_of(back.op_id) == "OP0000000005"


def test_a_transfer_between_currencies_shows_what_arrived() -> None:
    operation = Operation(
        "transfer",
        Money.of("100", "EUR"),
        date(2026, 11, 21),
        "Card",
        to_account="Cash",
        received=Money.of("9500", "RUB"),
    )

    out, back = rows_of(booked(operation), RENDERING)

    assert [(row.cells["amount"], row.cells["currency"]) for row in (out, back)] == [
        (Decimal(-100), "EUR"),
        (Decimal(9500), "RUB"),
    ]


def test_a_refund_is_an_expense_with_a_plus() -> None:
    [row] = rows_of(expense(refund=True), RENDERING)

    assert (row.cells["type"], row.cells["amount"]) == ("Expense", Decimal(300))


@pytest.mark.parametrize(
    ("kind", "amount", "word", "signed"),
    [("income", "50", "Доход", "50"), ("adjustment", "-7", "Поправка", "-7")],
)
def test_types_are_told_in_the_language_of_the_book(kind: str, amount: str, word: str, signed: str) -> None:
    operation = Operation(kind, Money.of(amount, "RUB"), date(2026, 11, 21), "Cash")

    [row] = rows_of(booked(operation), RUSSIAN)

    assert (row.cells["type"], row.cells["amount"], row.cells["status"]) == (word, Decimal(signed), "ОК")


def test_an_undone_operation_differs_in_status_and_time_of_change_only() -> None:
    [row] = rows_of(expense(), RENDERING)
    [void] = rows_of(undone(expense(), RECORDED), RENDERING)

    differing = {key for key, value in row.cells.items() if void.cells[key] != value}

    assert differing == {"status", "chg"}
    assert void.cells["status"] == "Void"


def test_the_other_party_is_told_once() -> None:
    texts = [
        rows_of(expense(description=said, counterparty=party), RENDERING)[0].cells["text"]
        for said, party in [("salary", "Acme"), ("salary from ACME", "Acme"), ("", "Acme"), ("salary", "")]
    ]

    assert texts == ["salary · Acme", "salary from ACME", "Acme", "salary"]


def test_moments_are_told_in_the_zone_of_the_book() -> None:
    late = replace(expense(), recorded_at=datetime(2026, 11, 21, 22, 30, tzinfo=UTC))

    [here] = rows_of(late, RUSSIAN)

    assert here.cells["rec"] == pytest.approx(day_serial(date(2026, 11, 22)) + 1.5 / 24)


def test_another_language_zone_or_bot_makes_no_difference_in_what_a_row_says() -> None:
    for version in (expense(), undone(expense(), RECORDED), *[corrected(transfer(), RECORDED)]):
        for row, other in zip(rows_of(version, RENDERING), rows_of(version, RUSSIAN), strict=True):
            assert row.content == other.content


@pytest.mark.parametrize("key", CONTENT)
def test_an_edit_of_any_cell_that_says_something_changes_the_fingerprint(key: str) -> None:
    [row] = rows_of(expense(), RENDERING)

    assert fingerprint({**row.cells, key: "edited"}) != row.fingerprint


def test_a_number_that_became_text_is_an_edit() -> None:
    [row] = rows_of(expense(), RENDERING)

    assert fingerprint({**row.cells, "amount": "-300.00"}) != row.fingerprint


@pytest.mark.parametrize("same", [-300, -300.0, Decimal("-300.000")])
def test_a_number_is_the_same_however_it_is_carried(same: float | Decimal) -> None:
    [row] = rows_of(expense(), RENDERING)

    assert fingerprint({**row.cells, "amount": same}) == row.fingerprint


def test_an_empty_cell_is_the_same_as_an_empty_text() -> None:
    assert canonical("text", None) == canonical("text", "")


def test_a_formula_is_not_its_own_text() -> None:
    assert canonical("text", Formula("=1+1")) != canonical("text", "=1+1")


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(["RUB", "JPY", "KWD"]))
def test_no_amount_loses_a_digit_on_its_way_through_a_double(minor: int, currency: str) -> None:
    amount = Money(minor, currency).amount

    assert canonical("number", float(amount)) == canonical("number", amount)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - aware by `timezones`
def test_every_second_has_its_own_fingerprint(moment: datetime) -> None:
    version = corrected(expense(), moment)
    second = corrected(expense(), moment.replace(second=(moment.second + 1) % 60))

    [row], [other] = rows_of(version, RENDERING), rows_of(second, RENDERING)

    assert row.fingerprint != other.fingerprint


@given(st.text())
def test_text_is_always_writable_as_xml(said: str) -> None:
    kept = text(said)

    assert text(kept) == kept
    kept.encode()
    assert not set(kept) & {chr(code) for code in range(32) if chr(code) not in "\n\t"}
