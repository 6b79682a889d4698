from collections.abc import Mapping
from typing import Final

from agents.rules.names.account_kinds import cash_account
from agents.rules.names.finding import Found
from agents.rules.names.usual import is_usual_thing
from agents.rules.numbers.number import Number
from agents.rules.operations.describing import Words, content_runs
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import GUESS, LIKELY, SURE, Kind, first_hit
from agents.rules.operations.negation import is_negated
from agents.rules.operations.people import borrowed, came_back, given, is_from_person
from agents.rules.vocabulary.lexicon import Hit
from ledger import Account, OperationType

_NEAR: Final = 2
"""How far from a cash machine the word for its place stands."""


def kind_of(findings: Findings, about: Words | None, accounts: tuple[Account, ...]) -> Kind:
    """The type of what is told, and the direction between the person's own accounts."""
    named = _named(findings.accounts)
    only = named[0] if len(named) == 1 else None
    if findings.form == "receipt":
        return Kind("expense", LIKELY, None, only)
    return (
        _adjustment(findings, about, only)
        or _exchange(findings, named, accounts)
        or _between_accounts(findings, named)
        or _cash_moved(findings, about, only, accounts)
        or borrowed(findings, about, only)
        or given(findings, about, only)
        or _moved(findings, about, only)
        or _signed(findings, only)
        or came_back(findings, about, only)
        or _told(findings, about, only)
        or Kind(_default(findings, about), account=only or (named[0] if named else None))
    )


def _named(found: tuple[Found, ...]) -> list[Found]:
    """The accounts without repetition, in order."""
    seen: dict[str, Found] = {}
    for item in found:
        seen.setdefault(item.name, item)
    return list(seen.values())


def _adjustment(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """`card really has 12400`, `на карте осталось 12400`."""
    if only is None or about is not None or first_hit(findings, "spend", "earn", "transfer", "deed"):
        return None
    is_paid = findings.page.hits.before("by_means", only.first) and not only.direction
    if is_paid and not first_hit(findings, "balance"):
        return None
    hit = first_hit(findings, "really", "balance")
    has_number = bool(findings.amounts) or findings.balance() is not None
    if hit is not None and hit.role == "really":
        hit = hit if has_number and not _is_better_amount(findings, hit, only) else None
    if hit is None and has_number and findings.page.hits.has("holds", "recount"):
        hit = next(iter(findings.page.hits.all("holds", "recount")))
    named = _named_type(findings)
    if hit is None and named is not None and named.value == "adjustment":
        hit = named
    return Kind("adjustment", SURE, hit, only) if hit else None


def _is_better_amount(findings: Findings, really: Hit, only: Found) -> bool:
    """Whether "actually" corrects an amount and names how it was paid: `actually 14 and by credit card`."""
    is_paid = bool(findings.amounts) and only.direction != "to"
    return is_paid and really.first < findings.amounts[0].first < only.first


def is_exchange(findings: Findings) -> bool:
    """Whether two amounts of different currencies are the two sides of a transfer."""
    amounts = findings.amounts
    codes = {amount.currency for amount in amounts}
    if len(amounts) != 2 or len(codes) != 2:  # noqa: PLR2004 — what is given and what is got
        return False
    if None in codes and next(content_runs(findings.page, findings.first, findings.last), None):
        return False
    is_clear = all(len(amount.readings) == 1 for amount in amounts)
    return is_clear and first_hit(findings, "exchange", "transfer") is not None


def exchanged(findings: Findings) -> tuple[Number, Number]:
    """The amounts of an exchange as given and got; `bought 100 euro for 10150 roubles` has them crosswise."""
    one, two = findings.amounts
    is_bought = findings.page.hits.before("for_price", two.first) and first_hit(findings, "spend")
    return (two, one) if is_bought else (one, two)


def _exchange(findings: Findings, named: list[Found], accounts: tuple[Account, ...]) -> Kind | None:
    """Money changed from one currency to another: each named account stands on the side of its currency."""
    if not is_exchange(findings):
        return None
    given, got = exchanged(findings)
    currency = {account.name: account.currency for account in accounts}
    source = next((item for item in named if _holds(item, given, currency)), None)
    target = next((item for item in named if item is not source and _holds(item, got, currency)), None)
    source = source or _only_of(given, accounts, besides=target)
    target = target or next((item for item in named if item is not source and item.direction == "to"), None)
    target = target or _only_of(got, accounts, besides=source)
    return Kind("transfer", SURE, first_hit(findings, "exchange", "transfer"), source, target)


def _only_of(amount: Number, accounts: tuple[Account, ...], besides: Found | None) -> Found | None:
    """The only account in the currency of an amount, other than the one on the other side, as a guess."""
    taken = besides.name if besides else ""
    found = [one.name for one in accounts if one.currency == amount.currency and one.name != taken]
    return Found(found[0], "typo", amount.first, amount.last) if len(found) == 1 else None


def _holds(item: Found, amount: Number, currency: Mapping[str, str]) -> bool:
    """Whether an account is of an amount's currency; where none is said, the one the money leaves."""
    if amount.currency is None:
        return item.direction == "from"
    return currency.get(item.name) == amount.currency


def _between_accounts(findings: Findings, named: list[Found]) -> Kind | None:
    moves = first_hit(findings, "transfer", "withdraw", "deposit", "put_aside", "exchange")
    is_directed = any(item.direction for item in named)
    if len(named) < 2 or (first_hit(findings, "spend", "earn") and not moves and not is_directed):  # noqa: PLR2004 — a transfer has two sides
        return None
    source = next((item for item in named if item.direction == "from"), None)
    target = next((item for item in named if item.direction == "to" and item is not source), None)
    source = source or next(item for item in named if item is not target)
    target = target or next(item for item in named if item is not source)
    hit = first_hit(findings, "transfer", "withdraw", "deposit", "put_aside", "exchange", "type")
    is_directed = source.direction == "from" or target.direction == "to"
    return Kind("transfer", SURE if hit else LIKELY if is_directed else GUESS, hit, source, target)


def _cash_moved(
    findings: Findings, about: Words | None, only: Found | None, accounts: tuple[Account, ...]
) -> Kind | None:
    """Money taken out of an account or put into one: the other side is cash."""
    taken = first_hit(findings, "withdraw", "atm")
    put = first_hit(findings, "deposit")
    machine = first_hit(findings, "atm")
    cash = cash_account(accounts)
    is_bare = about is None or _is_at_machine(findings, about)
    if cash is None or not is_bare or not (taken or put):
        return None
    cash_found = Found(cash, "word", taken.first, taken.last) if taken else None
    if put is not None and only is not None and only.name != cash:
        return Kind("transfer", SURE, put, Found(cash, "typo", put.first, put.last), only)
    if taken is None:
        return None
    if only is not None and only.name == cash:
        return Kind("transfer", SURE, taken, None, only)
    if only is not None and only.direction != "to":
        return Kind("transfer", SURE, taken, only, cash_found)
    if only is None and (machine or _is_strong(findings, taken)):
        return Kind("transfer", SURE, taken, None, cash_found)
    return None


def _is_at_machine(findings: Findings, about: Words) -> bool:
    """Whether what is told beside a verb is where the machine stands: `банкомат на розі, зняв 4000`."""
    machine = first_hit(findings, "atm")
    if machine is None or first_hit(findings, "withdraw") is None or findings.categories:
        return False
    return machine.last < about.first <= machine.last + _NEAR and about.first == about.last


def _is_strong(findings: Findings, taken: Hit) -> bool:
    """Whether a verb means taking out cash even where no account is named; `took` alone may be anything."""
    return findings.page.hits.over("took", taken.first) is None


def _moved(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """A transfer with one side named, or money sent to a person."""
    if first_hit(findings, "earn"):
        return None
    aside = None if first_hit(findings, "spend") else first_hit(findings, "put_aside", "deposit")
    hit = first_hit(findings, "transfer")
    named = _named_type(findings)
    if named is not None and named.value == "transfer":
        hit = hit or named
    if hit is not None and first_hit(findings, "pronoun"):
        return Kind("expense", SURE, hit, only)
    if about is not None and hit is not None:
        is_got = is_from_person(findings, about)
        is_person = not is_usual_thing(about.text)
        return Kind("income" if is_got else "expense", SURE, hit, only, is_person=is_person)
    if about is not None:
        return None
    if aside is not None:
        is_told = findings.amounts or findings.accounts
        return Kind("transfer", SURE, aside, None, only) if is_told else None
    if hit is None or (only is None and first_hit(findings, "spend")):
        return None
    if only is None:
        return Kind("transfer", SURE, hit)
    return (
        Kind("transfer", SURE, hit, None, only)
        if only.direction == "to"
        else Kind("transfer", SURE, hit, only)
    )


def _signed(findings: Findings, only: Found | None) -> Kind | None:
    sign = next((amount.sign for amount in findings.amounts if amount.sign), "")
    if not sign:
        return None
    place = next(amount.first for amount in findings.amounts if amount.sign)
    hit = Hit("sign", sign, place, place)
    return Kind("income" if sign == "+" else "expense", SURE, hit, only)


def _told(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """Verbs and words of spending and earning; the longer phrase wins, `gave me` over `gave`."""
    named = _named_type(findings)
    if named is not None and named.value in ("expense", "income"):
        return Kind("income" if named.value == "income" else "expense", SURE, named, only)
    denied = first_hit(findings, "type") if named is None else None
    if denied is not None and denied.value in ("expense", "income"):
        return Kind("expense" if denied.value == "income" else "income", SURE, denied, only)
    got = next((hit for hit in findings.page.hits.all("got") if hit.last + 1 in _places(findings)), None)
    spend, earn = first_hit(findings, "spend", "deed"), first_hit(findings, "earn") or got
    if earn is not None and _is_shared(findings, earn):
        return Kind("expense", SURE, None if spend is None else spend, only)
    if earn is not None and (spend is None or _is_wider(earn, spend) or _is_priced(findings, earn, spend)):
        is_person = about is not None and about.first < earn.first and about.text[:1].isupper()
        return Kind("income", SURE, earn, only, is_person=is_person and not findings.categories)
    noun = first_hit(findings, "earn_noun")
    is_got = noun is not None and spend is not None and _is_wider(noun, spend) and noun.last > noun.first
    if spend is not None and not is_got:
        return Kind("expense", SURE, spend, only)
    if noun is not None:
        return Kind("income", LIKELY, noun, only)
    return None


def _is_shared(findings: Findings, earn: Hit) -> bool:
    """Whether it is a bill that came, of which only a share is told: `hesap 3200 geldi, benim payım 800`."""
    part = first_hit(findings, "my_part")
    return part is not None and part.first > earn.last


def _is_priced(findings: Findings, earn: Hit, spend: Hit) -> bool:
    """Whether the only amount belongs to what was sold, and how it was paid is told behind it."""
    if len(findings.amounts) != 1 or not earn.last < findings.amounts[0].first < spend.first:
        return False
    between = range(earn.last + 1, findings.amounts[0].first)
    return all(findings.page.tokens[index].kind == "word" for index in between)


def _named_type(findings: Findings) -> Hit | None:
    """The type that is named, and not one that it is said not to be."""
    hit = first_hit(findings, "type")
    return hit if hit is not None and not is_negated(findings.page, hit.first, hit.last) else None


def _places(findings: Findings) -> set[int]:
    """Where the amounts begin."""
    return {amount.first for amount in findings.amounts}


def _is_wider(one: Hit, other: Hit) -> bool:
    """Whether a phrase holds another one and more."""
    return one.first <= other.first and other.last <= one.last


def _default(findings: Findings, about: Words | None) -> OperationType | None:
    """An amount with a thing and no other sign is an expense, unless the thing only ever brings income."""
    if not findings.amounts or about is None:
        return None
    givers = {hit.last + 1 for hit in findings.page.hits.all("from_person")}
    if any(hit.first in givers for hit in findings.page.hits.all("family")):
        return "income"
    kinds = [dict(found.kinds) for found in findings.categories]
    if kinds and all("income" in item and "expense" not in item for item in kinds):
        return "income"
    return "expense"
