"""What in a message speaks for an operation of this person, and what against it, in any language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final, Self

from agents.rules.numbers.number import Number
from agents.rules.operations.describing import MOODS, is_content
from agents.rules.operations.findings import Findings
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from agents.rules.writing.tokens import HAN

MOVES: Final = (
    "spend",
    "earn",
    "transfer",
    "withdraw",
    "deposit",
    "put_aside",
    "came_back",
    "deed",
    "refund",
    "exchange",
    "atm",
)
"""Roles of the words that say that money moved."""

_SUMS: Final = ("balance", "total", "range")
_NAMED: Final = ("quantity", "time", "unit", "label")
_EXPLAINED: Final = (*_NAMED, "tail", "discount", *_SUMS)
_UNKNOWN: Final = (1, 2, 3, 4)
_WORDS: Final = (4, 6, 9)
_MOST: Final = 2
_FEW: Final = 20
_YEARS: Final = (1980, 2035)
_SIGN: Final = 3
"""A longer word for a currency, in front of a number, may be what is talked about: `the dollar is at 92`."""


def evidence(findings: Findings) -> Mapping[str, float]:
    """What speaks for or against an operation, by name; what is absent is nought.

    Nothing here rests on the words that reject a message (plans, prices, adverts): those are tried first, and
    a message that uses none of them must still show that it is an operation.
    """
    told = _Told.of(findings)
    parts = (_words(told), _moods(told), _moves(told), _names(told), _numbers(told), _places(told))
    return {"always": 1.0} | dict(chain.from_iterable(parts))


@dataclass(frozen=True, slots=True)
class _Told:
    """A message with its amounts, the places of its known words, and the words that nobody knows."""

    findings: Findings
    amounts: tuple[Number, ...]
    moves: frozenset[int]
    moods: tuple[Hit, ...]
    unknown: tuple[int, ...]

    @classmethod
    def of(cls, findings: Findings) -> Self:
        page = findings.page
        moves = _covered((*_inside(findings, *MOVES), *_got(findings)))
        is_plain = page.is_titled or _is_statement(findings) or _is_settled(findings, moves)
        is_plain = is_plain or (bool(findings.accounts) and bool(_inside(findings, "recount")))
        moods = () if is_plain else tuple(_moods_of(findings, moves))
        known = _covered(_inside(findings, "merchant", "family")) | _covered(moods)
        known |= {index for found in findings.categories for index in range(found.first, found.last + 1)}
        unknown = tuple(index for index in _span(findings) if index not in known and is_content(page, index))
        sums = tuple(number for number in findings.numbers if number.role in _SUMS)
        return cls(findings, findings.amounts or sums, moves, moods, unknown)

    def each(self, count: float) -> float:
        """A count for each of the amounts: a list has many words."""
        return count / max(1, len(self.amounts))

    def length(self, indexes: Iterator[int] | tuple[int, ...]) -> float:
        """How many words some tokens are; a Chinese character is half of one."""
        tokens = self.findings.page.tokens
        return self.each(sum(0.5 if HAN.match(tokens[index].text) else 1.0 for index in indexes))


Evidence = Iterator[tuple[str, float]]


def _moods_of(findings: Findings, moves: frozenset[int]) -> Iterator[Hit]:
    """The words of conversation that nothing else explains.

    Other people count where they are who acts; `another` and `more` that begin a message go on with a list.
    """
    page, start = findings.page, min(moves, default=findings.last + 1)
    is_mine = bool(moves) and bool(_inside(findings, "to_me"))
    for hit in _inside(findings, *MOODS):
        is_led = any(page.hits.before(role, hit.first) for role in ("link", "for_person", "from", "to"))
        is_object = hit.role == "others" and (hit.first > start or is_led or is_mine)
        goes_on = hit.role == "compare" and all(_joins(findings, index) for index in range(hit.first))
        is_free = hit.first not in moves and not page.owners[hit.first]
        if is_free and not (is_object or goes_on or _begins_name(page, hit.first)):
            yield hit


def _begins_name(page: Page, index: int) -> bool:
    """Whether a small word is written as part of a name, as in `Seu Jorge`; in German nouns have capitals."""
    pair = page.tokens[index : index + 2]
    return index > 0 and len(pair) > 1 and "de" not in page.codes and all(t.text.istitle() for t in pair)


def _got(findings: Findings) -> tuple[Hit, ...]:
    """What is said of income only right before an amount: `got 220 for my old bike`."""
    starts = {amount.first for amount in findings.amounts}
    return tuple(hit for hit in _inside(findings, "got") if hit.last + 1 in starts)


def _joins(findings: Findings, index: int) -> bool:
    return any(findings.page.hits.over(role, index) for role in ("and", "so", "filler"))


def _is_statement(findings: Findings) -> bool:
    """Whether a bank tells of a payment: it names the end of a card, or what is left on it."""
    roles = {number.role for number in findings.numbers}
    is_left = bool(findings.amounts) and "balance" in roles
    is_priced = any(amount.currency for amount in findings.amounts)
    return is_priced and ("tail" in roles or is_left or bool(_inside(findings, "card_tail")))


def _is_settled(findings: Findings, moves: frozenset[int]) -> bool:
    """Whether people settle up, which is told with many words of others: their share, what they had lent."""
    return bool(_inside(findings, "my_part")) or (bool(moves) and bool(_inside(findings, "debt")))


def _words(told: _Told) -> Evidence:
    """How much is said, and how much of it nobody knows."""
    page = told.findings.page
    unknown = told.length(told.unknown)
    yield from ((f"{least} unknown words", 1.0) for least in _UNKNOWN if unknown >= least)
    plain = (
        index
        for index in _span(told.findings)
        if page.tokens[index].kind in ("word", "mixed")
        and page.owners[index] not in ("number", "day", "account")
        and not page.hits.over("currency", index)
    )
    words = told.length(plain)
    yield from ((f"{least} words", 1.0) for least in _WORDS if words >= least)
    is_note = words < _WORDS[0] and not told.moods
    if is_note and all(number.role == "quantity" for number in told.findings.numbers):
        yield "note", 1.0
    if "?" in page.text and not _is_statement(told.findings):
        yield "question mark", 1.0
    # Whoever names an account of their own keeps a link with their note.
    if not told.findings.accounts and any(token.kind == "link" for token in page.tokens):
        yield "link", 1.0


def _moods(told: _Told) -> Evidence:
    """Small words of conversation, and where they stand."""
    for role in MOODS:
        if count := sum(hit.role == role for hit in told.moods):
            yield role, float(min(count, _MOST))
    if len(told.moods) >= _MOST:
        yield "much talk", 1.0
    places = _covered(told.moods)
    if told.amounts and told.amounts[0].first - 1 in places:
        yield "talk before amount", 1.0
    if told.amounts and told.amounts[-1].last + 1 in places:
        yield "talk after amount", 1.0


def _moves(told: _Told) -> Evidence:
    """Verbs and nouns that say that money moved, and whose."""
    findings = told.findings
    is_moved = findings.has(*MOVES) or bool(_got(findings))
    is_mine = bool(_inside(findings, "mine"))
    named = {
        "move": is_moved,
        "move in talk": is_moved and bool(told.moods),
        "mine": is_mine,
        "my move": is_moved and is_mine,
        "move before amount": bool(told.amounts) and told.amounts[0].first - 1 in told.moves,
        "income noun": findings.has("earn_noun"),
        "my part": bool(_inside(findings, "my_part")),
        "debt": bool(_inside(findings, "debt")),
        "told to write": bool(_inside(findings, "write_down")),
        "somebody moves": _is_anothers(told),
        "balance": bool(findings.accounts) and bool(_inside(findings, "holds", "balance", "really")),
    }
    yield from _true(named)


def _is_anothers(told: _Told) -> bool:
    """Whether a name or one of the family stands right before what moved: `John bought`; not to me."""
    page, start = told.findings.page, min(told.moves, default=-1)
    if start < 1 or _inside(told.findings, "to_me", "debt"):
        return False
    is_name = page.tokens[start - 1].text[:1].isupper() and start - 1 in told.unknown
    return is_name or page.hits.over("family", start - 1) is not None


def _names(told: _Told) -> Evidence:
    """Accounts, categories, shops, people and days."""
    findings = told.findings
    is_plain = findings.has(*MOVES) or not told.moods
    is_vague = any(
        hit.role == "weekday" or hit.value in (0, 1, 2) for hit in _inside(findings, "day", "weekday")
    )
    named = {
        "account": bool(findings.accounts),
        "category": bool(findings.categories),
        "category in plain words": bool(findings.categories) and is_plain,
        "shop": bool(_inside(findings, "merchant")),
        "family": bool(_inside(findings, "family")),
        "day": bool(findings.days) and is_vague,
        "past day": bool(findings.days) and not is_vague,
    }
    yield from _true(named)


def _numbers(told: _Told) -> Evidence:
    """What the amounts look like, and which numbers stand beside them."""
    amounts, roles = told.amounts, [number.role for number in told.findings.numbers]
    is_bare = not any(amount.currency for amount in amounts)
    others = sum(role not in _EXPLAINED for role in roles)
    if others:
        yield "other numbers", float(min(others, _MOST))
    is_thing = bool(told.findings.categories) and not told.moods and not told.unknown
    named = {
        **{role: role in roles for role in _NAMED},
        "bank statement": _is_statement(told.findings),
        "like a year": is_bare and not is_thing and all(_is_year_like(amount) for amount in amounts),
        "currency": not is_bare,
        "rate": _is_rate(told),
        "sign": any(amount.sign for amount in amounts),
        "several amounts": len(amounts) > 1,
        "decimals": not all(amount.is_whole for amount in amounts),
        "small and bare": is_bare and all(amount.is_whole and amount.value < _FEW for amount in amounts),
    }
    yield from _true(named)


def _places(told: _Told) -> Evidence:
    """Where the amounts stand: in a note at its end or beginning, in talk in the middle."""
    if not told.amounts:
        return
    first, last = told.findings.first, told.findings.last
    begins = all(_is_small(told, index) for index in range(first, told.amounts[0].first))
    ends = all(_is_small(told, index) for index in range(told.amounts[-1].last + 1, last + 1))
    is_bare = not any(amount.currency for amount in told.amounts)
    counts = is_bare and told.amounts[-1].last + 1 in told.unknown and not begins
    leads = told.findings.page.hits.at("link", told.amounts[-1].last + 1) is not None
    yield from _true(
        {"amount first": begins, "amount last": ends, "amount counts": counts, "amount for": begins and leads}
    )


def _is_small(told: _Told, index: int) -> bool:
    """Whether a token leaves an amount at the edge of what is said."""
    page = told.findings.page
    is_named = page.owners[index] in ("account", "day", "tag")
    is_word = any(page.hits.over(role, index) for role in ("currency", "filler"))
    return page.tokens[index].kind == "sign" or is_named or is_word


def _is_year_like(number: Number) -> bool:
    """Whether a number may be a year, and hardly a price: those end in nought."""
    return number.is_whole and _YEARS[0] <= number.value <= _YEARS[1] and number.value % 10 != 0


def _is_rate(told: _Told) -> bool:
    """Whether a currency is what is talked about: `the dollar went up to 92`."""
    if not told.amounts or told.moves:
        return False
    page, place = told.findings.page, told.amounts[0].first
    return any(
        hit.last < place and len(page.word(hit.first)) > _SIGN for hit in _inside(told.findings, "currency")
    )


def _inside(findings: Findings, *roles: str) -> tuple[Hit, ...]:
    hits = findings.page.hits.all(*roles)
    return tuple(hit for hit in hits if findings.first <= hit.first and hit.last <= findings.last)


def _covered(hits: tuple[Hit, ...]) -> frozenset[int]:
    return frozenset(index for hit in hits for index in range(hit.first, hit.last + 1))


def _span(findings: Findings) -> range:
    return range(findings.first, findings.last + 1)


def _true(named: Mapping[str, bool]) -> Evidence:
    return ((name, 1.0) for name, is_true in named.items() if is_true)
