"""Which way money goes when it is lent, given back, sold, shared, or moved between own accounts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from agents import Reading
from agents.rules import read
from ledger import Account
from tests.agents.rules.world import at_home


def _read(code: str, text: str) -> Reading:
    return read(text, at_home(code))


@pytest.mark.parametrize(
    ("code", "text", "amount"),
    [
        ("en", "took a loan of 500 from mum", "500"),
        ("de", "von meinem Bruder 200 geliehen", "200"),
        ("pl", "pożyczyłem od brata 200", "200"),
        ("ru", "взял в долг у Пети 5000", "5000"),
        ("uk", "взяла в борг у сестри 700", "700"),
        ("tr", "Ali borcunu ödedi 300 aldım", "300"),
        ("it", "venduta la bici 120, pagata in contanti", "120"),
        ("fr", "vélo vendu 90, payé en liquide", "90"),
        ("es", "mi hermana me prestó 100", "100"),
        ("fr", "ma soeur m'a rendu 50", "50"),
        ("es", "H&M me ha devuelto 19,99", "19.99"),
        ("es", "Bizum de Pablo 20", "20"),
    ],
)
def test_what_is_borrowed_sold_or_given_back_comes_in(code: str, text: str, amount: str) -> None:
    (draft,) = _read(code, text).drafts
    assert (draft.type, draft.amount) == ("income", Decimal(amount))


@pytest.mark.parametrize(
    ("code", "text", "amount"),
    [
        ("en", "paid off the loan from mum 200", "200"),
        ("pl", "pożyczyłem bratu 200", "200"),
        ("ru", "дал в долг Пете 5000", "5000"),
        ("it", "restituiti a mio fratello i 50 che gli dovevo", "50"),
        ("fr", "Loyer virée hier : 700", "700"),
        ("tr", "adisyon 2400 geldi, benim payım 600", "600"),
        ("it", "pizza 8 euro a testa per 5, 40 in tutto", "40"),
        ("de", "Klebeband 2x 3,50", "7.00"),
        ("pt", "pix de 50 pra Ana", "50"),
        ("ru", "аренда 30тыр", "30000"),
    ],
)
def test_what_is_lent_paid_back_or_shared_goes_out(code: str, text: str, amount: str) -> None:
    (draft,) = _read(code, text).drafts
    assert (draft.type, draft.amount) == ("expense", Decimal(amount))


def test_a_cash_machine_may_be_told_with_its_place() -> None:
    (draft,) = _read("uk", "банкомат на розі, зняв 4000").drafts
    assert (draft.type, draft.amount) == ("transfer", Decimal(4000))


def test_a_thing_from_a_machine_is_bought() -> None:
    (draft,) = _read("de", "Cola am Automaten gezogen 2").drafts
    assert draft.type == "expense"


def test_a_name_with_a_hyphen_is_known_without_it() -> None:
    where = at_home("ru")
    accounts = (*where.book.accounts, Account("Т-Банк", where.book.currency))
    (draft,) = read("такси 300 с тбанка", replace(where, book=replace(where.book, accounts=accounts))).drafts
    assert draft.account == "Т-Банк"


def test_what_was_counted_is_what_the_account_holds() -> None:
    (draft,) = _read("en", "counted the cash, exactly 85 there").drafts
    assert (draft.type, draft.balance) == ("adjustment", Decimal(85))
