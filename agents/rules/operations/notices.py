"""What a bank writes of a payment: one amount among card numbers, times, references and what is left."""

import re
from dataclasses import replace
from typing import Final

from agents.rules.names.account_kinds import cash_account
from agents.rules.names.finding import Found
from agents.rules.names.sounds import sound
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import SURE, Kind, first_hit
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from agents.rules.writing.tokens import HAN, fold
from ledger import Account

_ENOUGH: Final = 2
"""So many marks of a bank's writing make a notice: a person's message may have one by chance."""
_HEADER: Final = 6
_SHORTEST: Final = 3
_MASKED: Final = re.compile(
    r"[*•·…xх]{1,4}\d{2,4}|\d{1,2}[*•]{1,4}\d{2,4}|\d{1,4}[*•…]{1,8}\d{0,4}", re.IGNORECASE
)
_LEFT: Final = ("balance", "total", "fee")
_IN: Final = ("earn", "refund", "put_aside", "deposit", "came_back", "earn_noun")
_OUT: Final = ("spend", "transfer")
_AROUND: Final = frozenset({"de", "tr"})
"""Languages in which the person who gets stands apart from the verb."""
_ENDS: Final = frozenset({":", ".", "】", "\n", ",", "-"})


def as_notice(findings: Findings, accounts: tuple[Account, ...]) -> Findings:
    """The findings of a bank's notice with its one amount; those of any other message as they are."""
    priced = [amount for amount in findings.amounts if amount.currency]
    writer = _writer(findings, accounts)
    if not priced or _marks(findings) + (writer is not None) < _ENOUGH:
        return findings
    moved = next((amount for amount in priced if not _is_left(findings.page, amount.first)), priced[0])
    rest = tuple(amount.as_role("label") for amount in findings.amounts if amount is not moved)
    named = tuple(one for one in findings.accounts if one.last < _HEADER and one.how == "name")
    told = named[:1] or ((writer,) if writer is not None else ()) or findings.accounts
    numbers = (*findings.numbers, *rest)
    return replace(findings, amounts=(moved,), numbers=numbers, accounts=told, form="notice")


def notice_kind(findings: Findings, accounts: tuple[Account, ...]) -> Kind | None:
    """Which way money went by a bank's notice: out of a machine, in, or out; None where it does not say."""
    account = findings.accounts[0] if findings.accounts else None
    cash = cash_account(accounts)
    taken, machine = first_hit(findings, "withdraw"), first_hit(findings, "atm")
    hit = taken or machine
    bought = first_hit(findings, "spend")
    if hit is not None and cash is not None and (bought is None or machine is not None):
        return Kind("transfer", SURE, hit, account, Found(cash, "word", hit.first, hit.last))
    came, went = first_hit(findings, *_IN) or _to_you(findings), first_hit(findings, *_OUT)
    if came is not None and (went is None or came.first <= went.first or went.role == "transfer"):
        is_refund = came.role == "refund"
        return Kind("expense" if is_refund else "income", SURE, came, account, refund=is_refund or None)
    return Kind("expense", SURE, bought, account) if bought is not None else None


def _to_you(findings: Findings) -> Hit | None:
    """A verb of giving behind or around whom it is given to: `hat dir 12,50 gesendet`."""
    you, give = first_hit(findings, "to_you"), first_hit(findings, "give", "transfer")
    return give if you is not None and give is not None and you.code in _AROUND else None


def is_sound(findings: Findings) -> bool:
    """Whether a notice is of the person's own bank or card, and tells that money moved."""
    page = findings.page
    is_own = bool(findings.accounts) or _has_mask(page) or (_has_header(page) and page.hits.has("to_you"))
    is_moved = first_hit(findings, "withdraw", *_IN, *_OUT) is not None or _to_you(findings) is not None
    return findings.form == "notice" and is_own and is_moved


def _writer(findings: Findings, accounts: tuple[Account, ...]) -> Found | None:
    """The account whose bank stands in front as the one that writes: `ПриватБанк: …`, `【建设银行】…`."""
    page, last = findings.page, _header_end(findings.page)
    if last < 0:
        return None
    heads = [(index, page.word(index)) for index in range(last + 1) if page.tokens[index].kind == "word"]
    han = "".join(word for _, word in heads if HAN.match(word))
    found = [
        one.name
        for one in accounts
        if any(_is_alike(word, one.name) for _, word in heads) or (han and _is_han_short(han, one.name))
    ]
    return Found(found[0], "name", heads[0][0], heads[-1][0]) if len(found) == 1 else None


def _header_end(page: Page) -> int:
    """Where the name in front ends; -1 where a message begins with none."""
    for index in range(1, min(_HEADER, len(page.tokens))):
        gap = page.text[page.tokens[index - 1].end : page.tokens[index].start]
        if page.word(index) in _ENDS or "\n" in gap:
            return index - 1
        if page.tokens[index].kind == "number":
            return -1
    return -1


def _is_alike(word: str, name: str) -> bool:
    """Whether a bank's word and an account's name are one in another spelling: `monobank` and `Моно`."""
    first = sound(fold(name).split()[0].split("-")[0])
    said = sound(word.split("-", maxsplit=1)[0])
    return len(first) >= _SHORTEST and len(said) >= _SHORTEST and (said.startswith(first) or first == said)


def _is_han_short(long: str, name: str) -> bool:
    """Whether an account has the short name of a bank: `建行卡` of `建设银行`."""
    short = name.removesuffix("卡").removesuffix("储蓄")
    is_han = HAN.fullmatch(short) is not None and len(short) > 1
    return is_han and short[0] == long[0] and (short in long or short[-1] in long[1:])


def _marks(findings: Findings) -> int:
    """How many marks there are: a name in front, a masked card, a time, a date in digits, what is left."""
    page = findings.page
    is_dated = any(page.tokens[day.last].kind == "number" for day in findings.days)
    is_timed = any(number.role == "time" for number in findings.numbers)
    is_left, is_told = page.hits.has("balance"), page.hits.has("to_you")
    return sum((_has_header(page), _has_mask(page), is_timed, is_dated, is_left, is_told))


def _has_header(page: Page) -> bool:
    """Whether a message begins with who writes it: `BBVA: …`, `【招商银行】…`."""
    begin = [token.text for token in page.tokens[:_HEADER]]
    return ":" in begin[1:] or begin[:1] == ["【"]


def _has_mask(page: Page) -> bool:
    """Whether a card or an account is written with some of its digits: `*4432`, `x7712`, `4*23`."""
    is_tail = page.hits.has("card_tail")
    return is_tail or any(_MASKED.match(word.strip("().,;:")) for word in page.text.split())


def _is_left(page: Page, index: int) -> bool:
    """Whether an amount is what is left: a word of that stands in the same stretch before it."""
    for before in range(index - 1, max(index - _HEADER - 1, -1), -1):
        if any(page.hits.over(role, before) for role in _LEFT):
            return True
        if page.tokens[before].kind == "number":
            return False
    return False
