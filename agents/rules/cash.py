"""Which of a person's accounts is cash."""

from functools import lru_cache

from agents.rules.lexicon import lexicon
from agents.rules.segments import segmented
from ledger import Account


@lru_cache(maxsize=256)
def cash_account(accounts: tuple[Account, ...]) -> str | None:
    """The account that is cash, by its name or else by its words, if the person keeps one."""
    for account in accounts:
        if _is_cash(account.name):
            return account.name
    return next((account.name for account in accounts if any(map(_is_cash, account.words))), None)


def _is_cash(name: str) -> bool:
    return any(hit.role == "cash" for hit in lexicon().find(segmented(name)))
