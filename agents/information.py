from agents.reading import Reading
from manager import Agent, Answer, Context, Decision, Explain


class InformationAgent:
    """Answers questions about the book. It fills a form; SQL counts."""

    name: Agent = "InformationAgent"

    def turn(self, context: Context, reading: Reading) -> Decision:
        """The query to be counted, or why there is none."""
        return Answer(reading.query) if reading.query is not None else Explain("E01")
