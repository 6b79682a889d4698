"""Which of a person's accounts is cash, a card, or savings."""

from functools import lru_cache
from typing import Final

from agents.rules.vocabulary.lexicon import lexicon
from agents.rules.vocabulary.segments import segmented
from ledger import Account

ACCOUNT_KINDS: Final = ("cash", "card", "savings")


@lru_cache(maxsize=1024)
def account_of(kind: str, accounts: tuple[Account, ...]) -> str | None:
    """The account of a kind, by its name or else by its words; None where there is none or more than one."""
    named = [account.name for account in accounts if _is_of(kind, account.name)]
    if kind == "cash" and named:
        return named[0]
    led = [account.name for account in accounts if any(_is_of(kind, word) for word in account.words)]
    found = named or led
    if kind == "cash" and not found:
        found = [account.name for account in accounts if _is_of("purse", account.name)]
    return found[0] if len(found) == 1 or (kind == "cash" and found) else None


def cash_account(accounts: tuple[Account, ...]) -> str | None:
    """The account that is cash, if the person keeps one."""
    return account_of("cash", accounts)


def _is_of(kind: str, name: str) -> bool:
    roles = (kind, f"{kind}_name")
    return any(hit.role in roles for hit in lexicon().find(segmented(name)))
