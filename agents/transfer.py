from agents.agent import OperationAgent
from ledger import Draft
from manager import AskedField, Book, Context


class TransferAgent(OperationAgent):
    """Money moved between the person's own accounts; a second amount where the currencies differ."""

    name = "TransferAgent"
    type = "transfer"

    def required(self, draft: Draft, book: Book) -> tuple[AskedField, ...]:
        source = book.account(draft.account or "")
        target = book.account(draft.to_account or "")
        if source is not None and target is not None and source.currency != target.currency:
            return ("amount", "account", "to_account", "to_amount")
        if draft.to_currency is not None and draft.to_currency != draft.currency:
            return ("amount", "to_amount", "account", "to_account")
        return ("amount", "account", "to_account")

    def complete(self, draft: Draft, context: Context) -> Draft:
        if draft.account is not None and draft.account == draft.to_account:
            draft = draft.without(("to_account",))
        target = context.book.account(draft.to_account or "")
        if draft.to_amount is not None and draft.to_currency is None and target is not None:
            draft = draft.fill("to_currency", target.currency, "default")
        return draft
