"""Money between the person's own accounts, and cash: taken out, put in, put aside."""

from typing import Final

from agents.rules.names.account_kinds import account_of, cash_account
from agents.rules.names.finding import Found
from agents.rules.names.usual import is_usual_thing
from agents.rules.operations.describing import Words
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import GUESS, LIKELY, SURE, Kind, first_hit, named_type
from agents.rules.operations.people import is_from_person
from agents.rules.vocabulary.lexicon import Hit
from ledger import Account

_NEAR: Final = 2
"""How far from a cash machine the word for its place stands."""


def between_accounts(findings: Findings, named: list[Found], accounts: tuple[Account, ...]) -> Kind | None:
    """A transfer with both sides named."""
    moves = first_hit(findings, "transfer", "withdraw", "deposit", "put_aside", "exchange", "atm")
    is_directed = any(item.direction for item in named)
    if len(named) < 2 or (first_hit(findings, "spend", "earn") and not moves and not is_directed):  # noqa: PLR2004 — a transfer has two sides
        return None
    source, target = _by_cash(findings, named, accounts) or _by_words(findings, named)
    hit = first_hit(findings, "transfer", "withdraw", "deposit", "put_aside", "exchange", "atm", "type")
    is_directed = source.direction == "from" or target.direction == "to"
    return Kind("transfer", SURE if hit else LIKELY if is_directed else GUESS, hit, source, target)


def _by_words(findings: Findings, named: list[Found]) -> tuple[Found, Found]:
    """The account that money leaves and the one it comes to, by prepositions, else by their order."""
    source = next((item for item in named if item.direction == "from"), None)
    target = next((item for item in named if item.direction == "to" and item is not source), None)
    if target is None and source is None:
        target = _topped_up(findings, named)
    source = source or next(item for item in named if item is not target)
    return source, target or next(item for item in named if item is not source)


def _by_cash(
    findings: Findings, named: list[Found], accounts: tuple[Account, ...]
) -> tuple[Found, Found] | None:
    """What is put in comes from cash, what is taken out comes to it, in whatever order it is told."""
    taken, put = first_hit(findings, "withdraw", "atm"), first_hit(findings, "deposit", "put_aside")
    cash = next((item for item in named if item.name == cash_account(accounts)), None)
    other = next((item for item in named if item is not cash), None)
    if cash is None or other is None or not (taken or put):
        return None
    if put is not None and (cash.direction != "to" or other.direction == "to"):
        return (cash, other) if other.direction != "from" else (other, cash)
    return (other, cash) if put is None and other.direction != "to" else None


def _topped_up(findings: Findings, named: list[Found]) -> Found | None:
    """The account right behind a verb of topping up, else the one right before it: `悠遊卡加值500`."""
    hit = first_hit(findings, "put_aside")
    if hit is None or hit.code != "zh":
        return None
    behind = next((item for item in named if item.first == hit.last + 1), None)
    return behind or next((item for item in named if item.last == hit.first - 1), None)


def cash_moved(
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
    if put is not None and only is not None and only.name == account_of("savings", accounts) and not machine:
        return Kind("transfer", SURE, put, None, only)
    if put is not None and only is not None and only.name != cash:
        return Kind("transfer", SURE, put, Found(cash, "typo", put.first, put.last), only)
    if taken is None:
        return None
    if only is not None and only.name == cash:
        return Kind("transfer", SURE, taken, None, only)
    if only is not None and (machine is not None or only.direction != "to"):
        return Kind("transfer", SURE, taken, only, cash_found)
    if only is None and (machine or _is_strong(findings, taken)):
        return Kind("transfer", SURE, taken, None, cash_found)
    return None


def _is_at_machine(findings: Findings, about: Words) -> bool:
    """Whether what is told beside a machine is where it stands, or another verb; no fee and no thing."""
    machine = first_hit(findings, "atm")
    if machine is None or findings.categories or findings.page.hits.has("fee") or _has_thing(findings):
        return False
    if first_hit(findings, "withdraw") is not None:
        is_near = machine.last < about.first <= machine.last + _NEAR
        return (is_near and about.first == about.last) or findings.form == "notice"
    is_led = about.first < machine.first and findings.page.hits.before("link", machine.first) is not None
    return is_led and about.last - about.first < _NEAR


def _has_thing(findings: Findings) -> bool:
    return any(
        is_usual_thing(findings.page.word(index)) for index in range(findings.first, findings.last + 1)
    )


def _is_strong(findings: Findings, taken: Hit) -> bool:
    """Whether a verb means taking out cash even where no account is named; `took` alone may be anything."""
    return findings.page.hits.over("took", taken.first) is None


def moved(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """A transfer with one side named, or money sent to a person."""
    if first_hit(findings, "earn"):
        return None
    aside = None if first_hit(findings, "spend") else first_hit(findings, "put_aside", "deposit")
    hit = first_hit(findings, "transfer")
    named = named_type(findings)
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
