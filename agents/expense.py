from agents.agent import OperationAgent, categorised
from ledger import Draft
from manager import AskedField, Book, Context


class ExpenseAgent(OperationAgent):
    """Money spent, or money back for something bought: amount and account are needed."""

    name = "ExpenseAgent"
    type = "expense"

    def required(self, draft: Draft, book: Book) -> tuple[AskedField, ...]:
        return ("amount", "account")

    def complete(self, draft: Draft, context: Context) -> Draft:
        return categorised(draft, context.book, "expense")
