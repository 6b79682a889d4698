from datetime import date

import pytest

from agents import Reading, before
from agents.information import InformationAgent
from manager import Answer, Explain, Period, Query
from tests.agents.story import TODAY, context

THIS_MONTH = (date(2026, 11, 1), TODAY)


def asked(query: Query | None) -> Query | None:
    decision = InformationAgent().turn(context("?"), Reading("query", query=query))
    return decision.query if isinstance(decision, Answer) else None


@pytest.mark.parametrize(
    ("query", "period"),
    [
        (Query("sum"), THIS_MONTH),
        (Query("net"), THIS_MONTH),
        (Query("max"), THIS_MONTH),
        (Query("sum", by="category"), THIS_MONTH),
        (Query("sum", each="day"), (date(2026, 10, 23), TODAY)),
        (Query("sum", each="week"), (date(2026, 9, 26), TODAY)),
        (Query("sum", by="month"), (date(2026, 5, 1), TODAY)),
        (Query("sum", period=(date(2026, 1, 1), TODAY)), (date(2026, 1, 1), TODAY)),
        (Query("list"), None),
        (Query("balance"), None),
    ],
)
def test_a_question_without_a_period_is_about_as_long_as_it_takes(
    query: Query, period: Period | None
) -> None:
    told = asked(query)

    assert told is not None
    assert told.period == period


def test_a_question_that_was_not_understood_is_said_to_be_none() -> None:
    assert isinstance(InformationAgent().turn(context("?"), Reading("query")), Explain)


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        ((date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 9, 1), date(2026, 9, 30))),
        (THIS_MONTH, (date(2026, 10, 1), date(2026, 10, 21))),
        ((date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 10, 1), date(2026, 10, 21))),
        ((date(2026, 1, 1), TODAY), (date(2025, 1, 1), date(2025, 11, 21))),
        ((date(2026, 11, 9), date(2026, 11, 15)), (date(2026, 11, 2), date(2026, 11, 8))),
        ((date(2026, 11, 16), TODAY), (date(2026, 11, 9), date(2026, 11, 14))),
        ((date(2026, 11, 5), date(2026, 11, 9)), None),
        ((TODAY, TODAY), None),
        ((date.min, TODAY), None),
    ],
)
def test_a_running_month_is_compared_with_as_much_of_the_month_before(
    period: Period, earlier: Period | None
) -> None:
    assert before(period, TODAY) == earlier
