from decimal import Decimal

from agents.agent import Facts, OperationAgent
from ledger import Draft, Money
from manager import Ask, AskedField, Book, Context, Decision, Explain, Option, Question, Thread


class AdjustmentAgent(OperationAgent):
    """Sets the book to what an account really holds; always confirmed, for it may hide an expense.

    Which account it is must be said where there is more than one: the default one is for what is paid. The
    draft's `amount` is the signed difference between what the person says and what the book says.
    """

    name = "AdjustmentAgent"
    type = "adjustment"

    def required(self, draft: Draft, book: Book) -> tuple[AskedField, ...]:
        return ("account",) if draft.balance is not None else ("account", "amount")

    def complete(self, draft: Draft, context: Context) -> Draft:
        proof = draft.origin("account")
        if proof is not None and proof.origin == "default" and len(context.book.accounts) > 1:
            draft = draft.without(("account",))
        if draft.balance is None or draft.account is None or _is_confirmed(draft):
            return draft
        return draft.fill("amount", draft.balance - _in_book(draft.account, context), "book")

    def turn(self, context: Context, facts: Facts, thread: Thread | None = None) -> Decision:
        decision = super().turn(context, facts, thread)
        match decision:
            case Ask(draft=Draft(account=str(account), amount=Decimal() as amount)) if amount == 0:
                return Explain("SAME_BALANCE", (("account", account),))
            case _:
                return decision

    def _question(self, draft: Draft, facts: Facts, context: Context) -> Question | None:
        if draft.amount is not None and draft.amount == 0 and not facts.rivals:
            return Question("confirm")
        return super()._question(draft, facts, context)

    def _doubt(self, draft: Draft, context: Context) -> Question | None:
        if _is_confirmed(draft):
            return super()._doubt(draft, context)
        return Question("confirm", (Option("yes", ""),))


def _is_confirmed(draft: Draft) -> bool:
    proof = draft.origin("amount")
    return proof is not None and proof.origin == "button"


def _in_book(account: str, context: Context) -> Decimal:
    found = context.book.account(account)
    currency = found.currency if found else context.book.currency
    return Money(context.balance(account), currency).amount
