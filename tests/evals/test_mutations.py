from decimal import Decimal

import pytest

from agents.rules import RulesReader
from evals import mutations
from evals.fuzz import fuzz
from evals.mutations import KINDS, try_all
from evals.prediction import PredictedOperation
from tests.evals.world import case

SAID = PredictedOperation(
    type="expense", amount="300", currency="RUB", date="2026-04-08", account="Card", description="coffee"
)


@pytest.fixture(scope="module")
def rules() -> RulesReader:
    return RulesReader()


def told(text: str):
    return case((text, {"act": ["record"]}), final=[])


def changed(change, text: str = "coffee 300 card"):
    mutant = change(told(text), SAID)
    return None if mutant is None else mutant.text


def test_each_change_does_what_its_name_says() -> None:
    assert changed(mutations.other_amount) == "coffee 411 card"
    assert changed(mutations.other_currency) == "coffee 300 NOK card"
    assert changed(mutations.without_space) == "coffee300 card"
    assert changed(mutations.with_slip) == "cofefe 300 card"
    assert changed(mutations.upper) == "COFFEE 300 CARD"
    assert changed(mutations.greeted) == "Hi! coffee 300 card"
    assert changed(mutations.with_emoji) == "🙂 coffee 300 card"


def test_a_change_that_does_not_apply_gives_nothing() -> None:
    assert changed(mutations.other_amount, "2 coffees 300") is None
    assert changed(mutations.other_currency, "coffee 300 euros") is None
    assert changed(mutations.upper, "COFFEE 300") is None


async def test_a_message_read_alike_in_every_form_leaves_no_finding(rules: RulesReader) -> None:
    tried = await try_all([told("coffee 300 card")], rules)

    assert tried.counts["amount changed"] == 1
    assert [one for one in tried.findings if one.kind not in ("no space", "a typo")] == []


async def test_what_is_read_otherwise_is_found(rules: RulesReader, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutations.Kind("wrong", lambda case, op: mutations.Mutant("coffee 30 card", amount=Decimal(31)))
    monkeypatch.setattr(mutations, "KINDS", (wrong,))

    tried = await try_all([told("coffee 300 card")], rules)

    assert [one.was for one in tried.findings] == ["amount 30, not 31"]


async def test_kinds_are_counted_even_where_none_applies(rules: RulesReader) -> None:
    tried = await try_all([told("hello")], rules)

    assert tried.counts == {kind.name: 0 for kind in KINDS}


async def test_random_characters_break_nothing(rules: RulesReader) -> None:
    seen = await fuzz(told("x"), rules, texts=60, longest=400)

    assert seen.broken == ()
    assert len(seen.ms) == 60
