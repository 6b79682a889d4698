from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from agents import Facts
from agents.adjustment import AdjustmentAgent
from agents.answers import answer
from agents.expense import ExpenseAgent
from agents.income import IncomeAgent
from agents.transfer import TransferAgent
from ledger import Draft, Evidence, Leg, Money
from manager import Ask, Explain, Option, Question, Record
from tests.agents.story import TODAY, booked, context, told, waiting


def expense(**fields: object) -> object:
    return ExpenseAgent().turn(context(), Facts(told(**fields)))


def test_an_expense_without_an_account_asks_for_it_with_the_persons_accounts() -> None:
    decision = expense(amount="300", description="coffee")

    assert isinstance(decision, Ask)
    assert decision.question.field == "account"
    assert [option.label for option in decision.question.options] == ["Cash", "Card", "Euro"]


def test_an_expense_without_an_amount_asks_for_it_first() -> None:
    decision = expense(description="coffee")

    assert isinstance(decision, Ask)
    assert (decision.question.field, decision.missing) == ("amount", ("amount", "account"))


def test_a_complete_expense_is_recorded_today_in_the_accounts_currency() -> None:
    decision = expense(amount="4", description="coffee", account="Euro")

    assert isinstance(decision, Record)
    assert decision.operation.amount == Money.of("4", "EUR")
    assert (decision.operation.day, decision.operation.category) == (TODAY, "Other")


def test_a_said_currency_stays_whatever_the_account_holds() -> None:
    decision = expense(amount="4", currency="EUR", account="Cash")

    assert isinstance(decision, Record)
    assert decision.operation.amount == Money.of("4", "EUR")


def test_the_default_account_is_used_and_known_as_a_default() -> None:
    book = replace(context().book, default_account="Card")

    decision = ExpenseAgent().turn(context(book=book), Facts(told(amount="300")))

    assert isinstance(decision, Record)
    proof = decision.draft.origin("account")
    assert proof is not None
    assert proof.origin == "default"


@pytest.mark.parametrize("amount", ["0", "1.005", "12345678901234567"])
def test_an_amount_that_no_money_can_be_is_asked_again(amount: str) -> None:
    decision = expense(amount=amount, account="Cash")

    assert isinstance(decision, Ask)
    assert decision.question.field == "amount"


def test_an_unknown_account_is_offered_as_a_new_one_beside_the_known() -> None:
    facts = Facts(Draft(), unknown_account="Сбер")

    decision = ExpenseAgent().turn(context(), facts, waiting())

    assert isinstance(decision, Ask)
    assert decision.question.options[0] == Option("new:Сбер", "Сбер")


def test_a_day_that_has_not_come_is_asked_about_and_kept_when_the_person_says_so() -> None:
    tomorrow = TODAY + timedelta(days=1)
    asked = expense(amount="300", account="Cash", day=tomorrow)
    assert isinstance(asked, Ask)
    assert asked.question.field == "day"

    thread = replace(waiting(), draft=asked.draft, question=asked.question)
    kept = ExpenseAgent().turn(context(), Facts(answer("day", tomorrow.isoformat(), thread)), thread)

    assert isinstance(kept, Record)
    assert kept.operation.day == tomorrow


def test_an_answer_weeks_later_keeps_the_day_of_the_first_words() -> None:
    thread = replace(waiting(), draft=told(amount="600", type="expense"), started_on=date(2026, 11, 1))

    decision = ExpenseAgent().turn(context(), Facts(told(account="Cash")), thread)

    assert isinstance(decision, Record)
    assert decision.operation.day == date(2026, 11, 1)


def test_money_that_came_back_is_asked_whether_it_is_a_refund() -> None:
    doubtful = Draft(
        type="income", amount=Decimal(1200), evidence=(Evidence("type", "guess", "вернул", confidence=0.5),)
    )

    decision = IncomeAgent().turn(context(), Facts(doubtful))

    assert isinstance(decision, Ask)
    assert decision.question == Question("refund", (Option("refund", ""), Option("income", "")))
    facts = answer("refund", "refund", waiting())
    assert (facts.type, facts.refund) == ("expense", True)


def test_a_transfer_needs_two_different_accounts() -> None:
    decision = TransferAgent().turn(context(), Facts(told(amount="50", account="Cash", to_account="Cash")))

    assert isinstance(decision, Ask)
    assert decision.question.field == "to_account"
    assert "Cash" not in [option.value for option in decision.question.options]


def test_a_transfer_has_two_legs() -> None:
    decision = TransferAgent().turn(context(), Facts(told(amount="50", account="Card", to_account="Cash")))

    assert isinstance(decision, Record)
    fifty = Money.of("50", "RUB")
    assert decision.operation.legs == (Leg("Card", -fifty), Leg("Cash", fifty))


def test_a_transfer_between_currencies_asks_what_arrived() -> None:
    facts = Facts(told(amount="100", account="Euro", to_account="Cash"))

    decision = TransferAgent().turn(context(), facts)

    assert isinstance(decision, Ask)
    assert decision.question.field == "to_amount"


def test_an_exchange_keeps_both_amounts() -> None:
    told_all = told(amount="100", account="Euro", to_account="Cash", to_amount=Decimal(10150))

    decision = TransferAgent().turn(context(), Facts(told_all))

    assert isinstance(decision, Record)
    assert decision.operation.received == Money.of("10150", "RUB")


def test_a_real_balance_is_confirmed_as_the_difference_to_the_book() -> None:
    decision = AdjustmentAgent().turn(context(), Facts(told(account="Card", balance=Decimal(12400))))

    assert isinstance(decision, Ask)
    assert decision.question.field == "confirm"
    assert decision.draft.amount == Decimal(-550)


def test_a_confirmed_difference_is_recorded_as_it_was_shown() -> None:
    asked = AdjustmentAgent().turn(context(), Facts(told(account="Card", balance=Decimal(12400))))
    assert isinstance(asked, Ask)
    thread = replace(waiting(), draft=asked.draft, question=asked.question, agent="AdjustmentAgent")

    later = context(balances=())
    decision = AdjustmentAgent().turn(later, Facts(answer("confirm", "yes", thread)), thread)

    assert isinstance(decision, Record)
    assert decision.operation.amount == Money.of("-550", "RUB")


def test_a_balance_that_agrees_with_the_book_leaves_nothing_to_record() -> None:
    decision = AdjustmentAgent().turn(context(), Facts(told(account="Card", balance=Decimal(12950))))

    assert decision == Explain("SAME_BALANCE", (("account", "Card"),))


def test_a_correction_to_a_transfer_keeps_asking_for_the_second_account() -> None:
    decision = TransferAgent().turn(context(), Facts(told(type="transfer")), booked())

    assert isinstance(decision, Ask)
    assert decision.question.field == "to_account"
