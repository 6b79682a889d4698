from dataclasses import replace
from typing import Final

from agents.reading import Reading
from manager import Agent, Answer, Context, Decision, Explain, Metric

COUNTED: Final[frozenset[Metric]] = frozenset({"sum", "count", "average", "max"})


class InformationAgent:
    """Answers questions about the book. It fills a form; SQL counts."""

    name: Agent = "InformationAgent"

    def turn(self, context: Context, reading: Reading) -> Decision:
        """The query to be counted, this month when no period was said; or why there is none."""
        query = reading.query
        if query is None:
            return Explain("E01")
        if query.period is None and query.metric in COUNTED:
            query = replace(query, period=(context.today.replace(day=1), context.today))
        return Answer(query)
