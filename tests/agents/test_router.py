from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agents import Plan, Reading, press, route
from ledger import Draft
from manager import (
    Answer,
    Ask,
    Cancel,
    Correct,
    Explain,
    Option,
    Query,
    Question,
    Record,
    Restore,
    Revive,
    Settle,
    Silence,
    Void,
)
from tests.agents.story import booked, context, reading, told, waiting


def only(plans: tuple[Plan, ...]) -> Plan:
    (plan,) = plans
    return plan


def test_words_with_an_amount_start_a_conversation_even_when_others_are_open() -> None:
    plan = only(route(context(waiting=(waiting(),)), reading(amount="600", description="lunch")))

    assert plan.thread is None
    assert isinstance(plan.decision, Ask)


def test_words_without_an_amount_answer_the_only_open_question() -> None:
    thread = waiting()

    plan = only(route(context(waiting=(thread,)), reading(account="Cash")))

    assert plan.thread == thread
    assert isinstance(plan.decision, Record)
    assert plan.decision.operation.account == "Cash"


def test_with_two_open_questions_the_person_is_asked_which_one_is_meant() -> None:
    threads = (waiting(1), waiting(2, description="lunch"))

    plan = only(route(context(waiting=threads), reading(account="Card")))

    assert plan.thread is None
    assert isinstance(plan.decision, Ask)
    assert [option.value for option in plan.decision.question.options] == ["1", "2", "both", "neither"]
    assert plan.decision.draft.account == "Card"


def test_a_reply_decides_however_many_questions_are_open() -> None:
    first, second = waiting(1), waiting(2)

    plan = only(route(context(thread=first, waiting=(first, second)), reading(account="Card")))

    assert plan.thread == first
    assert isinstance(plan.decision, Record)


def test_a_bare_number_answers_the_only_question_about_an_amount() -> None:
    thread = replace(waiting(field="amount"), draft=told(type="expense", description="taxi", account="Cash"))

    plan = only(route(context(waiting=(thread,)), reading(amount="450")))

    assert plan.thread == thread
    assert isinstance(plan.decision, Record)


def test_chatter_is_explained_in_private_and_ignored_in_a_group() -> None:
    none = Reading("none")

    assert only(route(context(), none)).decision == Explain("E01")
    group = context(incoming={"chat_type": "group"})
    assert only(route(group, none)).decision == Silence()


def test_a_reply_to_something_unknown_that_says_nothing_is_told_so() -> None:
    assert only(route(context(unknown_reply=True), Reading("none"))).decision == Explain("E15")


def test_a_value_replied_to_a_receipt_corrects_its_operation() -> None:
    plan = only(route(context(thread=booked()), reading(amount="350", account="Card")))

    assert isinstance(plan.decision, Correct)
    assert plan.decision.changed == ("amount", "account")
    assert plan.decision.operation.category == "Cafés"
    assert plan.decision.operation.description == "coffee"


def test_a_full_operation_replied_to_a_receipt_is_asked_about() -> None:
    plan = only(route(context(thread=booked()), reading(amount="450", description="taxi")))

    assert plan.thread is None
    assert isinstance(plan.decision, Ask)
    assert [option.value for option in plan.decision.question.options] == ["5", "new", "neither"]


def test_an_unclear_reply_to_a_receipt_asks_what_to_change() -> None:
    plan = only(route(context(thread=booked()), Reading("tell")))

    assert plan.decision == Explain("CHANGE", (("num", "147"),))


def test_a_correction_that_changes_nothing_asks_what_to_change() -> None:
    plan = only(route(context(thread=booked()), reading(account="Cash")))

    assert plan.decision == Explain("CHANGE", (("num", "147"),))


def test_undo_in_words_voids_what_is_booked_and_drops_what_is_not() -> None:
    delete = Reading("delete")

    assert only(route(context(thread=booked()), delete)).decision == Void()
    assert only(route(context(thread=waiting()), delete)).decision == Cancel()
    assert only(route(context(thread=booked("void")), delete)).decision == Explain(
        "VOIDED", (("num", "147"),)
    )


def test_bring_back_in_words_restores_or_revives() -> None:
    restore = Reading("restore")

    assert only(route(context(thread=booked("void")), restore)).decision == Restore()
    assert only(route(context(thread=waiting()), restore)).decision == Revive()


def test_a_voided_operation_is_not_corrected_behind_the_persons_back() -> None:
    plan = only(route(context(thread=booked("void")), reading(amount="350")))

    assert plan.decision == Explain("VOIDED", (("num", "147"),))


def test_cancel_drops_the_only_question_and_asks_which_of_several() -> None:
    cancel = Reading("cancel")

    assert only(route(context(waiting=(waiting(),)), cancel)).decision == Cancel()
    assert isinstance(only(route(context(waiting=(waiting(1), waiting(2))), cancel)).decision, Ask)
    assert only(route(context(), cancel)).decision == Explain("NOTHING_OPEN")


def test_no_it_is_income_hands_the_draft_over_with_its_fields() -> None:
    thread = waiting(amount="1200", description="Ozon")

    plan = only(route(context(thread=thread), reading(type="income")))

    assert isinstance(plan.decision, Ask)
    assert plan.decision.agent == "IncomeAgent"
    assert (plan.decision.draft.amount, plan.decision.draft.description) == (Decimal(1200), "Ozon")


def test_a_booked_expense_becomes_income_as_a_new_version() -> None:
    plan = only(route(context(thread=booked()), reading(type="income")))

    assert isinstance(plan.decision, Correct)
    assert plan.decision.operation.type == "income"
    assert plan.decision.operation.category == "Gift"


def test_two_amounts_for_one_thing_are_asked_about() -> None:
    rivals = Reading("tell", (Draft(description="shoes"),), rivals=(Decimal(300), Decimal(3000)))

    decision = only(route(context(), rivals)).decision

    assert isinstance(decision, Ask)
    assert [option.value for option in decision.question.options] == ["300", "3000"]


def test_a_list_of_operations_is_a_conversation_each() -> None:
    two = Reading("tell", (told(amount="12", description="pizza"), told(amount="5", description="beer")))

    assert len(route(context(), two)) == 2


def test_an_edit_that_says_nothing_new_is_silent() -> None:
    edited = context(thread=booked(), route="edit")

    assert only(route(edited, reading(amount="300", account="Cash"))).decision == Silence()
    assert isinstance(only(route(edited, reading(amount="350"))).decision, Correct)


@pytest.mark.parametrize(
    ("word", "decision"),
    [
        *((yes, Record) for yes in ("Да!", "yes", "да, верно", "sí", "ja", "Oui", "tak", "evet", "对", "ok")),
        *((no, Cancel) for no in ("нет", "nein", "non", "não", "hayır", "не")),
    ],
)
def test_a_typed_yes_or_no_answers_what_only_wants_confirming(word: str, decision: type) -> None:
    draft = told(type="adjustment", account="Card", amount="-550")
    thread = replace(waiting(field="confirm"), draft=draft, agent="AdjustmentAgent")

    replied = only(route(context(word, thread=thread), Reading("none")))
    plain = only(route(context(word, waiting=(thread,)), Reading("none")))

    assert isinstance(replied.decision, decision)
    assert isinstance(plain.decision, decision)


def test_a_question_without_a_period_is_about_this_month() -> None:
    asked = Reading("query", query=Query("sum"))

    decision = only(route(context(), asked)).decision

    assert isinstance(decision, Answer)
    assert decision.query.period == (date(2026, 11, 1), date(2026, 11, 21))


def test_undo_without_a_reply_means_the_last_operation_unless_it_names_another() -> None:
    assert only(route(context(), Reading("delete"))).decision == Explain("UNDO_LAST")
    assert only(route(context(unknown_reply=True), Reading("delete"))).decision == Explain("UNDO_WHAT")
    named = Reading("delete", query=Query("list", words="coffee"))
    assert only(route(context(), named)).decision == Explain("UNDO_WHAT")
    assert only(route(context(waiting=(waiting(),)), named)).decision == Explain("UNDO_WHAT")


def test_a_bare_number_without_a_question_is_asked_what_it_is_for() -> None:
    plan = only(route(context("150"), reading(amount="150")))

    assert plan.thread is None
    assert isinstance(plan.decision, Ask)
    assert plan.decision.question.field == "description"
    assert plan.decision.draft.amount == Decimal(150)


def test_what_an_amount_was_for_is_asked_until_it_is_told() -> None:
    number = waiting(field="description", type=None, amount="150", description=None)

    still = only(route(context("cash", waiting=(number,)), reading(account="Cash")))
    told = only(route(context("lunch", waiting=(number,)), reading(description="lunch", account="Cash")))

    assert still.thread == told.thread == number
    assert isinstance(still.decision, Ask)
    assert still.decision.question.field == "description"
    assert isinstance(told.decision, Record)
    assert (told.decision.draft.amount, told.decision.draft.description) == (Decimal(150), "lunch")


def test_a_known_thing_alone_is_asked_how_much_it_was_even_beside_an_open_question() -> None:
    thing = reading(description="lunch", category="Cafés")

    alone = only(route(context("lunch"), thing))
    beside = only(route(context("lunch", waiting=(waiting(),)), thing))

    for plan in (alone, beside):
        assert plan.thread is None
        assert isinstance(plan.decision, Ask)
        assert plan.decision.question.field == "amount"


def chooser(draft: Draft, *values: str) -> object:
    question = Question("which", tuple(Option(value, "") for value in values))
    return replace(waiting(9), draft=draft, question=question)


def test_a_tap_on_which_one_gives_the_words_to_the_chosen_conversation() -> None:
    one, two = waiting(1), waiting(2)
    asked = chooser(told(account="Card"), "1", "2", "both", "neither")

    plans = press(context(), asked, 1, (one, two))  # type: ignore[arg-type]  # a thread

    assert plans[0] == Plan(Settle(), asked)  # type: ignore[arg-type]  # a thread
    assert plans[1].thread == two
    assert isinstance(plans[1].decision, Record)


def test_a_tap_on_both_answers_both() -> None:
    asked = chooser(told(account="Card"), "1", "2", "both", "neither")

    plans = press(context(), asked, 2, (waiting(1), waiting(2)))  # type: ignore[arg-type]  # a thread

    assert [type(plan.decision) for plan in plans] == [Settle, Record, Record]


def test_a_tap_on_neither_drops_the_words_alone() -> None:
    asked = chooser(told(account="Card"), "1", "neither")

    plans = press(context(), asked, 1, (waiting(1),))  # type: ignore[arg-type]  # a thread

    assert plans == (Plan(Cancel(), asked),)  # type: ignore[arg-type]  # a thread


def test_a_tap_on_new_operation_books_the_words_for_themselves() -> None:
    asked = chooser(told(amount="450", description="taxi"), "5", "new", "neither")

    plans = press(context(), asked, 1, (booked(),))  # type: ignore[arg-type]  # a thread

    assert isinstance(plans[0].decision, Ask)
    assert plans[0].decision.question.field == "account"


def test_a_tap_beyond_what_was_offered_does_nothing() -> None:
    assert press(context(), waiting(), 7, ()) == ()


@pytest.mark.parametrize(("text", "decision"), [("ветеринар", Ask), ("хмурый вечер", Explain)])
def test_a_thing_that_people_buy_is_asked_about_though_no_list_has_it(text: str, decision: type) -> None:
    plan = only(route(context(), reading(description=text)))

    assert isinstance(plan.decision, decision)
