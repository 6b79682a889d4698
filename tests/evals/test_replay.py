import pytest

from agents import Reading, Setting
from agents.rules import RulesReader
from evals.replay import replay
from tests.evals.world import COFFEE, case

ANY = {"act": ["none"]}


class BrokenReader:
    """Fails on every message, as a bug of ours would."""

    async def read(self, text: str, setting: Setting) -> Reading:
        raise ZeroDivisionError(text)


@pytest.fixture(scope="module")
def rules() -> RulesReader:
    return RulesReader()


def user(**changes):
    return case(("", ANY)).user.model_dump() | changes


async def test_a_message_becomes_an_operation_of_the_book(rules: RulesReader) -> None:
    prediction = await replay(case(("coffee 300 card", ANY)), rules)

    assert prediction.error is None
    assert [turn.act for turn in prediction.turns] == ["record"]
    assert prediction.final == prediction.turns[0].ops
    assert prediction.final[0].model_dump(include=set(COFFEE)) == COFFEE
    assert len(prediction.ms) == 1


async def test_an_account_that_was_not_said_stays_empty(rules: RulesReader) -> None:
    prediction = await replay(case(("coffee 300", ANY)), rules)

    assert prediction.turns[0].act == "record"
    assert prediction.final[0].account is None


async def test_the_default_account_stands_where_none_was_said(rules: RulesReader) -> None:
    prediction = await replay(case(("coffee 300", ANY), user=user(default_account="Cash")), rules)

    assert prediction.final[0].account == "Cash"


async def test_what_is_doubted_is_asked_about_and_not_written(rules: RulesReader) -> None:
    prediction = await replay(case(("John bought a phone for 900", ANY)), rules)

    assert (prediction.turns[0].act, prediction.turns[0].missing) == ("ask", ("confirm",))
    assert prediction.turns[0].ops[0].amount == "900"
    assert prediction.final == ()


async def test_the_next_message_answers_what_was_asked(rules: RulesReader) -> None:
    turns = (("coffee 300", ANY), ("card", ANY))

    prediction = await replay(case(*turns, user=user(account_required=True)), rules)

    assert [turn.act for turn in prediction.turns] == ["ask", "record"]
    assert prediction.turns[0].missing == ("account",)
    assert prediction.turns[0].ops[0].amount == "300"
    assert [one.account for one in prediction.final] == ["Card"]


async def test_a_reply_corrects_the_operation_of_the_history_it_names(rules: RulesReader) -> None:
    told = case(
        ("350", ANY), history=[COFFEE | {"description": ["coffee"]}, COFFEE | {"description": "taxi"}]
    )
    turn = told.turns[0].model_copy(update={"reply": "coffee"})

    prediction = await replay(told.model_copy(update={"turns": (turn,)}), rules)

    assert prediction.turns[0].act == "update"
    assert [one.amount for one in prediction.final] == ["350", "300"]


async def test_a_balance_that_is_shown_to_be_confirmed_is_recorded(rules: RulesReader) -> None:
    held = case(("card balance is 12400", ANY), history=[COFFEE])

    prediction = await replay(held, rules)

    assert prediction.turns[0].act == "record"
    assert (prediction.final[1].type, prediction.final[1].amount) == ("adjustment", "12400")


async def test_a_balance_in_the_history_is_what_the_account_held_then(rules: RulesReader) -> None:
    balance = {"type": "adjustment", "mode": "set", "amount": "5000", "account": "Card"}

    prediction = await replay(case(("hello", ANY), history=[COFFEE, balance]), rules)

    assert [one.amount for one in prediction.final] == ["300", "5000"]


async def test_a_question_is_answered_with_the_form_that_was_counted(rules: RulesReader) -> None:
    prediction = await replay(case(("how much did I spend in March?", ANY)), rules)

    assert prediction.turns[0].act == "answer"
    assert prediction.turns[0].query is not None
    assert prediction.turns[0].query.period == ("2026-03-01", "2026-03-31")


async def test_a_fault_of_ours_is_told_beside_the_case_and_ends_nothing() -> None:
    prediction = await replay(case(("coffee 300", ANY), ("taxi 450", ANY)), BrokenReader())

    assert prediction.error is not None
    assert "ZeroDivisionError" in prediction.error
    assert [turn.act for turn in prediction.turns] == ["none", "none"]


async def test_a_history_that_cannot_be_booked_is_told_beside_the_case(rules: RulesReader) -> None:
    prediction = await replay(case(("coffee 300", ANY), history=[COFFEE | {"amount": "0"}]), rules)

    assert prediction.error is not None
    assert "must be positive" in prediction.error
    assert [turn.act for turn in prediction.turns] == ["none"]
