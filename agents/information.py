from dataclasses import replace
from datetime import date
from typing import Final

from agents.reading import Reading
from agents.rules.dates.calendars import shift
from manager import Agent, Answer, Context, Decision, Explain, Metric, Period, Query

COUNTED: Final[frozenset[Metric]] = frozenset({"sum", "count", "average", "max", "min", "net"})
DAYS: Final = 30
WEEKS: Final = 8
MONTHS: Final = 6
"""How far back it is looked where a question is about every day, week or month and names no period."""


class InformationAgent:
    """Answers questions about the book. It fills a form; SQL counts."""

    name: Agent = "InformationAgent"

    def turn(self, context: Context, reading: Reading) -> Decision:
        """The query to be counted, this month when no period was said; or why there is none."""
        query = reading.query
        if query is None:
            return Explain("E01")
        if query.period is None and (query.metric in COUNTED or query.by is not None):
            query = replace(query, period=_usual(query, context.today))
        return Answer(query)


def _usual(query: Query, today: date) -> Period:
    """The period of a question that names none."""
    start: date | None = today.replace(day=1)
    match query.each or query.by:
        case "day":
            start = shift(today, "day", 1 - DAYS)
        case "week":
            start = shift(today, "week", -WEEKS)
        case "month":
            start = shift(today.replace(day=1), "month", -MONTHS)
    return start or today, today
