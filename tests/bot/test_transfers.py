"""How an import shows many transfers at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.imports import transfers
from bot.imports.offer import Offer, Row
from bot.wording.texts import texts
from ledger import BookId, Draft, Money, Operation
from manager import Import, ImportedEntry, ImportedFile, ImportId
from statements import End, Entry

DAY = date(2026, 11, 18)
MANY = 23
TAKEN = Import(ImportId(7), BookId(1), 1, ImportedFile("cash.csv", "{}"), 1, "open", 0, None)


def row(number: int) -> Row:
    """Ten euro and some cents that came, and an expense of the day before on the card."""
    amount, fingerprint = Money(1000 + number, "EUR"), f"print {number}"
    entry = Entry(number, DAY, amount, "from card", "", fingerprint)
    operation = Operation("income", amount, DAY, "Cash")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    booking = ImportedEntry(number, fingerprint, "", now, "IncomeAgent", Draft(), operation)
    end = End(100 + number, DAY - timedelta(days=1), "Card", -amount.minor, "to cash")
    return Row(entry, booking, end=end, transfer=booking, is_joined=True)


OFFER = Offer("cash.csv", tuple(row(number) for number in range(MANY)), account="Cash")


@pytest.mark.parametrize(("page", "shown", "pager"), [(0, 10, ["›"]), (1, 10, ["‹", "›"]), (2, 3, ["‹"])])
def test_transfers_are_shown_ten_at_a_time_each_with_a_button(
    page: int, shown: int, pager: list[str]
) -> None:
    card = transfers.chosen(TAKEN, OFFER, page, texts("en"), DAY)

    *labels, turns, back = card.buttons
    assert card.text.count("⇄") == len(labels) == shown
    assert [one.label for one in turns] == pager
    assert [one.label for one in back] == ["Back"]


def test_a_tap_leads_back_to_the_page_on_which_it_was_made() -> None:
    assert [transfers.page_of(number) for number in (0, 9, 10, 22)] == [0, 0, 1, 2]
