from agents.agent import ASKED, Facts, OperationAgent, categorised
from ledger import Draft
from manager import AskedField, Book, Context, Option, Question


class IncomeAgent(OperationAgent):
    """Money earned or given: amount and account are needed, and whether it is income or money back."""

    name = "IncomeAgent"
    type = "income"

    def required(self, draft: Draft, book: Book) -> tuple[AskedField, ...]:
        return ("amount", "account")

    def complete(self, draft: Draft, context: Context) -> Draft:
        return categorised(draft, context.book, "income")

    def _question(self, draft: Draft, facts: Facts, context: Context) -> Question | None:
        proof = draft.origin("type")
        if draft.amount is not None and proof is not None and proof.confidence < ASKED:
            return Question("refund", (Option("refund", ""), Option("income", "")))
        return super()._question(draft, facts, context)
