from evals.scoring import Score, judge
from tests.evals.world import COFFEE, TAXI, case, predicted

RECORDED = {"act": ["record"], "ops": [COFFEE]}


def one_coffee(**more):
    return case(("coffee 300 card", RECORDED), final=[COFFEE], **more)


def test_what_is_booked_as_it_should_be_is_right() -> None:
    verdict = judge(one_coffee(), predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,)))

    assert verdict.is_right
    assert not verdict.is_false_write
    assert (verdict.met["amount"], verdict.of["amount"]) == (1, 1)


def test_a_wrong_amount_in_the_book_is_a_false_write() -> None:
    verdict = judge(one_coffee(), predicted({"act": "record", "ops": [TAXI]}, final=(TAXI,)))

    assert verdict.is_false_write
    assert not verdict.is_right
    assert "amount 450, not 300" in verdict.wrong[0]


def test_a_wrong_day_is_no_false_write_and_yet_wrong() -> None:
    late = COFFEE | {"date": "2026-04-09"}

    verdict = judge(one_coffee(), predicted({"act": "record", "ops": [late]}, final=(late,)))

    assert not verdict.is_false_write
    assert not verdict.is_right
    assert (verdict.met["date"], verdict.of["date"]) == (0, 1)


def test_doing_nothing_is_wrong_and_no_false_write() -> None:
    verdict = judge(one_coffee(), predicted({"act": "none"}))

    assert not verdict.is_false_write
    assert not verdict.is_right
    assert verdict.of["amount"] == 0


def test_the_same_operation_twice_is_a_false_write() -> None:
    twice = predicted({"act": "record", "ops": [COFFEE, COFFEE]}, final=(COFFEE, COFFEE))

    verdict = judge(one_coffee(), twice)

    assert verdict.is_false_write
    assert (verdict.met["amount"], verdict.of["amount"]) == (1, 2)


def test_operations_may_come_in_any_order() -> None:
    both = case(("coffee 300, taxi 450", {"act": ["record"], "ops": [COFFEE, TAXI]}), final=[COFFEE, TAXI])

    verdict = judge(both, predicted({"act": "record", "ops": [TAXI, COFFEE]}, final=(TAXI, COFFEE)))

    assert verdict.is_right


def test_each_operation_needs_a_right_one_of_its_own() -> None:
    loose = COFFEE | {"amount": ["300", "450"]}
    both = case(("two", {"act": ["record"]}), final=[loose, COFFEE])

    assert not judge(both, predicted({"act": "record"}, final=(COFFEE, TAXI))).is_false_write
    assert judge(both, predicted({"act": "record"}, final=(TAXI, TAXI))).is_false_write


def test_amounts_are_compared_as_numbers() -> None:
    same = COFFEE | {"amount": "300.00"}

    assert judge(one_coffee(), predicted({"act": "record", "ops": [same]}, final=(same,))).is_right


def test_any_member_of_a_list_is_right_and_an_absent_field_is_not_scored() -> None:
    gold = {"amount": "300", "date": ["2026-04-07", "2026-04-08"]}
    loose = case(("coffee", {"act": ["record"], "ops": [gold]}), final=[gold])

    assert judge(loose, predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,))).is_right


def test_an_account_that_was_not_said_stays_empty_or_is_the_default() -> None:
    gold = COFFEE | {"account": None}
    user = {"default_currency": "RUB", "default_account": "Card", "accounts": []}
    silent = case(("coffee", {"act": ["record"], "ops": [gold]}), final=[gold], user=user)

    for account, is_right in (("Card", True), (None, True), ("Cash", False)):
        op = COFFEE | {"account": account}
        assert judge(silent, predicted({"act": "record", "ops": [op]}, final=(op,))).is_right is is_right


def test_all_stems_of_a_description_must_occur_with_any_letter_yo() -> None:
    gold = {"amount": "300", "category": ["Cafés"], "description": ["чёрн", "коф"]}
    named = case(("чёрный кофе", {"act": ["record"], "ops": [gold]}), final=[gold])
    op = COFFEE | {"category": "Cafés", "description": "Черный кофе"}

    verdict = judge(named, predicted({"act": "record", "ops": [op]}, final=(op,)))

    assert verdict.met["category"] == 1


def test_a_question_must_ask_for_something_that_is_missing() -> None:
    open_ = case(("coffee 300", {"act": ["ask"], "missing": ["account"]}), final=[])

    assert judge(open_, predicted({"act": "ask", "missing": ["account"]})).is_right
    assert not judge(open_, predicted({"act": "ask", "missing": ["amount"]})).is_right


def test_needless_and_missing_questions_are_counted_apart() -> None:
    asked = judge(one_coffee(), predicted({"act": "ask", "missing": ["account"]}))
    open_ = case(("coffee 300", {"act": ["ask"], "missing": ["account"]}), final=[])
    guessed = judge(open_, predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,)))

    assert asked.met["unneeded_question"] == 1
    assert guessed.met["should_have_asked"] == 1
    assert guessed.is_false_write


def test_where_recording_and_asking_are_both_right_an_untouched_book_is_right_too() -> None:
    either = case(
        ("coffee 300", {"act": ["record", "ask"], "ops": [COFFEE]}), final=[COFFEE], final_optional=True
    )

    assert judge(either, predicted({"act": "ask", "missing": ["account"]})).met["false_write"] == 0
    assert judge(either, predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,))).is_right


def test_an_error_of_ours_makes_a_case_wrong_whatever_the_rest_says() -> None:
    right = predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,), error="ValueError()")

    assert not judge(one_coffee(), right).is_right


def test_a_write_where_nothing_happened_is_counted() -> None:
    plan = case(("I'll buy coffee tomorrow", {"act": ["none", "ask"]}), final=[])

    verdict = judge(plan, predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,)))

    assert (verdict.met["written_on_none"], verdict.of["written_on_none"]) == (1, 1)
    assert verdict.is_false_write


def test_a_question_about_the_book_is_right_when_all_that_is_labelled_is() -> None:
    query = {"metric": ["sum"], "op_type": "expense", "period": ["2026-03-01", "2026-03-31"]}
    asks = case(("spent in March?", {"act": ["answer"], "query": query}), final=[])
    whole = {"metric": "sum", "op_type": "expense", "period": ("2026-03-01", "2026-03-31"), "limit": 10}

    assert judge(asks, predicted({"act": "answer", "query": whole})).met["question"] == 1
    assert judge(asks, predicted({"act": "answer", "query": whole | {"metric": "list"}})).met["question"] == 0


def test_scores_add_up_and_a_measure_that_never_applies_has_no_share() -> None:
    verdicts = [
        judge(one_coffee(), predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,), ms=(1.0,))),
        judge(one_coffee(), predicted({"act": "none"}, ms=(3.0,))),
    ]

    score = Score.of_all(verdicts)

    assert score.share("case") == 0.5
    assert score.share("dialogue") is None
    assert score.percentile(50) == 2.0
