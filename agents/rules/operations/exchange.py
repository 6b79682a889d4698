"""Money changed from one currency to another: what was given, what was got, and what is not told yet."""

from collections.abc import Mapping
from typing import Final

from agents.rules.money.currencies import currency_of
from agents.rules.names.finding import Found
from agents.rules.numbers.number import Number
from agents.rules.operations.describing import content_runs, is_content
from agents.rules.operations.findings import Coin, Findings
from agents.rules.operations.kind import SURE, Kind, first_hit
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from ledger import Account

_TWO: Final = 2


def is_exchange(findings: Findings) -> bool:
    """Whether two amounts of different currencies are the two sides of a transfer."""
    amounts = findings.amounts
    codes = {amount.currency for amount in amounts}
    if len(amounts) != _TWO or len(codes) != _TWO:
        return False
    if None in codes and next(content_runs(findings.page, findings.first, findings.last), None):
        return False
    is_clear = all(len(amount.readings) == 1 for amount in amounts)
    return is_clear and first_hit(findings, "exchange", "transfer") is not None


def exchanged(findings: Findings) -> tuple[Number, Number]:
    """The amounts of an exchange as given and got; `bought 100 euro for 10150 roubles` has them crosswise."""
    one, two = findings.amounts
    return (two, one) if _is_bought(findings, one, two) else (one, two)


def _is_bought(findings: Findings, one: Number, two: Number) -> bool:
    """Whether the first amount is what was bought; in Turkish the verb stands behind it."""
    page, bought = findings.page, _bought(findings)
    is_behind = bought is not None and bought.code == "tr" and bought.first == one.last + 1
    return is_behind or (bought is not None and page.hits.before("for_price", two.first) is not None)


def _bought(findings: Findings) -> Hit | None:
    """The verb of buying that may be one of changing money."""
    page = findings.page
    hits = (hit for hit in page.hits.all("exchange") if page.hits.over("spend", hit.first))
    return next((hit for hit in hits if page.owners[hit.first] in ("", "verb", "type")), None)


def exchange_of(findings: Findings, named: list[Found], accounts: tuple[Account, ...]) -> Kind | None:
    """Money changed from one currency to another: each named account stands on the side of its currency."""
    if is_exchange(findings):
        return _whole(findings, named, accounts)
    return _half(findings, named, accounts) if is_half_told(findings, accounts) else None


def _whole(findings: Findings, named: list[Found], accounts: tuple[Account, ...]) -> Kind:
    given, got = exchanged(findings)
    currency = {account.name: account.currency for account in accounts}
    source = next((item for item in named if _holds(item, given.currency, currency)), None)
    target = next(
        (item for item in named if item is not source and _holds(item, got.currency, currency)), None
    )
    source = source or _only_of(given.currency, given, accounts, besides=target)
    target = target or next((item for item in named if item is not source and item.direction == "to"), None)
    target = target or _only_of(got.currency, got, accounts, besides=source)
    return Kind("transfer", SURE, first_hit(findings, "exchange", "transfer"), source, target)


def is_half_told(findings: Findings, accounts: tuple[Account, ...]) -> bool:
    """Whether money was changed, and only one side is told: `changed 200 euro into pounds`.

    The verb stands beside the amount, and the amount is of a foreign currency, or another one is named.
    """
    hit = first_hit(findings, "exchange")
    if hit is None or len(findings.amounts) != 1 or findings.page.hits.over("earn", hit.first):
        return False
    amount = findings.amounts[0]
    is_plain = len(amount.readings) == 1 and _is_beside(findings.page, hit, amount)
    is_bought = findings.page.hits.over("spend", hit.first) is not None
    if is_bought and (
        next(content_runs(findings.page, findings.first, findings.last), None) or findings.categories
    ):
        return False
    at_home = accounts[0].currency if accounts else None
    is_foreign = amount.currency is not None and (
        amount.currency != at_home or _is_crossed(findings, accounts)
    )
    return is_plain and (is_foreign or (first_hit(findings, "swap_place") is not None and not is_bought))


def _is_crossed(findings: Findings, accounts: tuple[Account, ...]) -> bool:
    """Whether another currency is named, or an account that keeps another one."""
    code = findings.amounts[0].currency
    kept = {account.name: account.currency for account in accounts}
    return findings.into is not None or any(kept.get(found.name) != code for found in findings.accounts)


def _is_beside(page: Page, hit: Hit, amount: Number) -> bool:
    """Whether nothing that may name a thing stands between a verb and its amount."""
    between = (
        range(hit.last + 1, amount.first) if hit.last < amount.first else range(amount.last + 1, hit.first)
    )
    is_led = page.hits.before("for_price", amount.first) is not None
    return not is_led and not any(is_content(page, index) for index in between)


def _half(findings: Findings, named: list[Found], accounts: tuple[Account, ...]) -> Kind:
    """An exchange of which what was got, or what was given, is still to be told."""
    amount = findings.amounts[0]
    currency = {account.name: account.currency for account in accounts}
    source = next((item for item in named if _holds(item, amount.currency, currency)), None)
    source = source or _only_of(amount.currency, amount, accounts, besides=None)
    target = next((item for item in named if item is not source and item.direction != "from"), None)
    return Kind("transfer", SURE, first_hit(findings, "exchange"), source, target)


def far_coin(page: Page, book_currency: str) -> Coin | None:
    """The one currency that is named without an amount beside one that has it: `200 euro into pounds`."""
    found = {currency_of(page, hit, book_currency): hit for hit in page.free_hits("currency")}
    return (
        next((Coin(code, hit.first, hit.last) for code, hit in found.items()), None)
        if len(found) == 1
        else None
    )


def _only_of(
    code: str | None, amount: Number, accounts: tuple[Account, ...], besides: Found | None
) -> Found | None:
    """The only account in the currency of an amount, other than the one on the other side, as a guess."""
    taken = besides.name if besides else ""
    found = [one.name for one in accounts if one.currency == code and one.name != taken]
    return Found(found[0], "typo", amount.first, amount.last) if len(found) == 1 else None


def _holds(item: Found, code: str | None, currency: Mapping[str, str]) -> bool:
    """Whether an account is of an amount's currency; where none is said, the one the money leaves."""
    if code is None:
        return item.direction == "from"
    return currency.get(item.name) == code
