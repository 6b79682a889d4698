"""A currency that is named without an amount, as in the correction `dollars, not euros`."""

from agents.rules.money.currencies import currency_of
from agents.rules.operations.describing import DROPPED
from agents.rules.operations.findings import Coin
from agents.rules.operations.negation import is_negated
from agents.rules.page import Page


def bare_currency(page: Page, book_currency: str) -> Coin | None:
    """The one currency that is named where nothing but small words stands beside it; claims its words."""
    hits = tuple(page.free_hits("currency"))
    if not hits or not _is_all(page):
        return None
    meant = [hit for hit in hits if not is_negated(page, hit.first, hit.last)]
    for hit in hits:
        page.claim(hit.first, hit.last, "number")
    codes = {currency_of(page, hit, book_currency) for hit in meant}
    return Coin(codes.pop(), meant[0].first, meant[0].last) if len(codes) == 1 else None


def _is_all(page: Page) -> bool:
    """Whether the free words of a message are currencies and small words alone."""
    return all(
        token.kind == "sign"
        or any(page.hits.over(role, index) for role in ("currency", "not_after", *DROPPED))
        for index, token in enumerate(page.tokens)
        if page.is_free(index)
    )
