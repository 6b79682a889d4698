from dataclasses import replace

import pytest

from agents import Facts, Setting
from agents.answers import answer
from agents.expense import ExpenseAgent
from agents.learning import subject_of
from agents.rules.reader import read
from agents.transfer import TransferAgent
from ledger import Account, Draft
from manager import Ask, Correct, Lesson, Option, Question, Record, Thread
from tests.agents.story import BOOK, TODAY, booked, context, told, waiting

TAXI = "taxi"


def taught(kind: str, value: str, times: int = 3, said: str = TAXI) -> Lesson:
    return Lesson(kind, subject_of(said), said, value, times)  # type: ignore[arg-type]  # a kind


def expense(*lessons: Lesson, thread: Thread | None = None, **fields: object) -> object:
    facts = Facts(told(**({"amount": "450", "description": "taxi"} | fields)))
    return ExpenseAgent().turn(context(lessons=lessons), facts, thread)


def test_the_usual_account_is_booked_as_a_guess() -> None:
    decision = expense(taught("account", "Card"))

    assert isinstance(decision, Record)
    assert decision.operation.account == "Card"
    assert decision.draft.is_guess("account")
    proof = decision.draft.origin("account")
    assert proof is not None
    assert proof.origin == "habit"


def test_an_account_answered_twice_is_not_usual_yet() -> None:
    decision = expense(taught("account", "Card", times=2))

    assert isinstance(decision, Ask)
    assert decision.question.field == "account"


def test_what_is_said_is_stronger_than_what_is_usual() -> None:
    lessons = (taught("account", "Card"), taught("category", "Cafés"))

    decision = expense(*lessons, account="Cash", category="Other")

    assert isinstance(decision, Record)
    assert (decision.operation.account, decision.operation.category) == ("Cash", "Other")


def test_a_category_that_was_corrected_is_used_next_time_as_a_guess() -> None:
    decision = expense(taught("category", "Cafés", times=1), account="Cash")

    assert isinstance(decision, Record)
    assert decision.operation.category == "Cafés"
    assert decision.draft.is_guess("category")


def test_what_is_usual_for_the_shop_is_stronger_than_for_the_thing() -> None:
    lessons = (taught("account", "Card"), taught("account", "Cash", said="Bolt"))

    decision = expense(*lessons, counterparty="Bolt")

    assert isinstance(decision, Record)
    assert decision.operation.account == "Cash"


@pytest.mark.parametrize("lesson", [taught("account", "Closed"), taught("category", "Salary")])
def test_what_is_on_no_list_of_the_type_is_not_guessed(lesson: Lesson) -> None:
    decision = expense(lesson)

    assert isinstance(decision, Ask)
    assert (decision.draft.account, decision.draft.category) == (None, "Other")


def test_nothing_is_usual_for_a_transfer() -> None:
    facts = Facts(told(type="transfer", amount="450", description="taxi"))

    decision = TransferAgent().turn(context(lessons=(taught("account", "Card"),)), facts)

    assert isinstance(decision, Ask)
    assert decision.question.field == "account"


def test_a_booked_operation_is_not_changed_by_what_is_usual() -> None:
    thread = booked(description="taxi")

    decision = ExpenseAgent().turn(
        context(thread=thread, lessons=(taught("category", "Other"),)), Facts(told(amount="350")), thread
    )

    assert isinstance(decision, Correct)
    assert decision.changed == ("amount",)


def test_a_tapped_answer_teaches_the_usual_account() -> None:
    thread = waiting()

    decision = ExpenseAgent().turn(context(thread=thread), Facts(answer("account", "Card", thread)), thread)

    assert isinstance(decision, Record)
    assert decision.lessons == (Lesson("account", "taxi", "taxi", "Card"),)


def test_an_answer_teaches_the_shop_rather_than_the_thing() -> None:
    thread = waiting(counterparty="Bolt")

    decision = ExpenseAgent().turn(context(thread=thread), Facts(told(account="Card")), thread)

    assert isinstance(decision, Record)
    assert [lesson.said for lesson in decision.lessons] == ["Bolt"]


def test_a_correction_teaches_account_and_category() -> None:
    thread = booked()

    decision = ExpenseAgent().turn(
        context(thread=thread), Facts(told(account="Card", category="Other")), thread
    )

    assert isinstance(decision, Correct)
    assert [(one.kind, one.said, one.value) for one in decision.lessons] == [
        ("account", "coffee", "Card"),
        ("category", "coffee", "Other"),
    ]


def test_a_new_operation_teaches_nothing_for_it_corrects_nobody() -> None:
    decision = expense(account="Cash", category="Cafés")

    assert isinstance(decision, Record)
    assert decision.lessons == ()


def test_a_correction_of_the_amount_alone_teaches_nothing() -> None:
    thread = booked()

    decision = ExpenseAgent().turn(context(thread=thread), Facts(told(amount="350", account="Cash")), thread)

    assert isinstance(decision, Correct)
    assert decision.lessons == ()


def asked_about(name: str) -> Thread:
    """A conversation that asks what account an unknown name is."""
    options = (Option(f"new:{name}", name), Option("Cash", "Cash"), Option("Card", "Card"))
    return replace(waiting(), question=Question("account", options))


def test_an_unknown_name_that_is_answered_with_an_account_is_its_alias() -> None:
    thread = asked_about("Plastic")

    decision = ExpenseAgent().turn(context(thread=thread), Facts(answer("account", "Card", thread)), thread)

    assert isinstance(decision, Record)
    assert Lesson("alias", "plastic", "Plastic", "Card") in decision.lessons


def test_an_unknown_name_that_becomes_an_account_is_no_alias() -> None:
    thread = asked_about("Plastic")
    book = replace(BOOK, accounts=(*BOOK.accounts, Account("Plastic", "RUB")))

    decision = ExpenseAgent().turn(
        context(thread=thread, book=book), Facts(answer("account", "new:Plastic", thread)), thread
    )

    assert isinstance(decision, Record)
    assert [lesson.kind for lesson in decision.lessons] == ["account"]


def test_an_unknown_account_is_asked_about_though_another_is_usual() -> None:
    facts = Facts(told(amount="450", description="taxi"), unknown_account="Plastic")

    decision = ExpenseAgent().turn(context(lessons=(taught("account", "Card"),)), facts)

    assert isinstance(decision, Ask)
    assert (decision.question.field, decision.draft.account) == ("account", None)


def test_an_unknown_account_of_a_booked_expense_is_asked_about_as_its_own() -> None:
    thread = booked()

    decision = ExpenseAgent().turn(context(thread=thread), Facts(Draft(), unknown_account="Plastic"), thread)

    assert isinstance(decision, Ask)
    assert decision.question.field == "account"


def test_the_rules_read_an_alias_as_a_guess() -> None:
    accounts = (Account("Cash", "RUB"), Account("Card", "RUB", aliases=("Plastic",)))

    reading = read("taxi 450 plastic", Setting(replace(BOOK, accounts=accounts), TODAY))

    assert reading.draft.account == "Card"
    assert reading.draft.is_guess("account")


@pytest.mark.parametrize(
    ("one", "other"), [("Такси", "такси"), ("кофе", "Кофе!"), ("taxis", "Taxi"), ("пятёрочке", "Пятерочка")]
)
def test_a_subject_is_known_again_in_another_form(one: str, other: str) -> None:
    assert subject_of(one) == subject_of(other) != ""


@pytest.mark.parametrize("said", ["", "12", "!", "a dinner with Ann after the cinema"])
def test_no_words_or_too_many_are_no_subject(said: str) -> None:
    assert subject_of(said) == ""
