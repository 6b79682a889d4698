from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from agents.rules.names.account_kinds import ACCOUNT_KINDS, account_of
from agents.rules.names.indexes import Entry, How, Index, account_index, category_index, is_near, short_index
from agents.rules.names.usual import is_usual_thing
from agents.rules.names.variants import is_bank
from agents.rules.numbers.number import Number
from agents.rules.page import Page
from agents.rules.writing.tokens import fold
from ledger import Account, Category, CategoryKind

Direction = Literal["from", "to", ""]

CONFIDENCE: Final = {"marked": 1.0, "name": 1.0, "word": 0.9, "typo": 0.7}
_LONGEST_NAME: Final = 4
_FEW: Final = 5
"""An answer of so few words and signs may shorten the name of an account."""
_KINDS_OF_ACCOUNT: Final = ("account_word", "card")
"""Roles of the words that stand beside an account's name and say what it is: `my Chase card`."""
_ABLATIVE: Final = ("den", "dan", "ten", "tan")
_DATIVE: Final = ("e", "a")
_STEM: Final = 4
_ARROWS: Final = frozenset({"→", "⇒", "➡"})


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a list in the message, by the tokens `first` to `last`; `entry` is the word of the list."""

    name: str
    how: How
    first: int
    last: int
    entry: str = ""
    kinds: tuple[tuple[CategoryKind, str], ...] = ()
    direction: Direction = ""


def find_accounts(page: Page, accounts: tuple[Account, ...], *, is_reply: bool = False) -> tuple[Found, ...]:
    """The accounts of the list that a message names, with their direction; claims their words."""
    whole, short = account_index(accounts, page.latin), short_index(accounts, page.latin)
    found: list[Found] = []
    named = _matches(page, whole, is_account=True, is_reply=is_reply)
    parts = _shortened(page, short, is_reply=is_reply)
    for first, last, entry in chain(named, parts, _by_kind(page, accounts)):
        direction, start = _direction(page, first)
        direction = _by_case(page, entry, last) or direction
        end = last + any(page.hits.at(role, last + 1) for role in _KINDS_OF_ACCOUNT if page.is_free(last + 1))
        page.claim(start, end, "account")
        found.append(Found(entry.name, entry.how, first, last, entry.word, direction=direction))
    return tuple(found)


def _shortened(page: Page, index: Index, *, is_reply: bool) -> Iterator[tuple[int, int, Entry]]:
    """Parts of names, where an account may stand: at an amount, behind a preposition, in short answers."""
    for first, last, entry in _matches(page, index, is_account=True, is_reply=is_reply):
        is_before = _is_number(page, last + 1) or page.hits.at("account_word", last + 1) is not None
        if is_before or _is_terse(page, first) or (is_reply and len(page.tokens) <= _FEW):
            yield first, last, entry


def _by_kind(page: Page, accounts: tuple[Account, ...]) -> Iterator[tuple[int, int, Entry]]:
    """Words for cash, a card or savings, where the person keeps exactly one account of that kind."""
    for kind in ACCOUNT_KINDS:
        name = account_of(kind, accounts) if page.hits.has(kind) else None
        for hit in page.free_hits(kind) if name is not None else ():
            if not page.hits.over("atm", hit.first):
                yield hit.first, hit.last, Entry(name or "", "word", page.said(hit.first, hit.last))


def _direction(page: Page, index: int) -> tuple[Direction, int]:
    """Where a name's preposition points, and where the phrase begins."""
    before = next(filter(None, (page.hits.before(role, index) for role in _KINDS_OF_ACCOUNT)), None)
    is_its = before is not None and all(page.is_free(at) for at in range(before.first, before.last + 1))
    if before is not None and is_its:
        index = before.first
    elif is_bank(page.word(index - 1)) and page.is_free(index - 1):
        index -= 1
    if (paid_off := page.hits.over("pay_off", index - 1)) is not None and page.is_free(paid_off.first):
        return "to", index
    sides: tuple[tuple[Direction, str], ...] = (("from", "from"), ("to", "to"))
    for direction, role in sides:
        hit = page.hits.before(role, index)
        if hit is not None and page.is_free(hit.first):
            return direction, hit.first
    return "", index


def _by_case(page: Page, entry: Entry, last: int) -> Direction:
    """Where the Turkish ending of a name points: `Garanti'den`, `kumbaraya`."""
    word, name = page.word(last), fold(entry.word).rpartition(" ")[2]
    if "tr" not in page.codes or not word.startswith(name[:_STEM]) or len(word) <= len(name):
        return ""
    return "from" if word.endswith(_ABLATIVE) else "to" if word[len(name) :].endswith(_DATIVE) else ""


def find_categories(page: Page, categories: tuple[Category, ...]) -> tuple[Found, ...]:
    """The categories that a message's free words lead to; the words stay for the description."""
    index = category_index(categories, page.latin)
    found: list[Found] = []
    for first, last, entry in _matches(page, index, is_account=False):
        entries = index.find([page.word(at) for at in range(first, last + 1)]) or (entry,)
        kinds = tuple({item.kind: item.name for item in reversed(entries) if item.kind}.items())
        mark = page.hits.before("category_word", first - (page.word(first - 1) == ":"))
        if mark is not None:
            page.claim(mark.first, last, "category")
        how: How = "marked" if mark else entry.how
        found.append(Found(entry.name, how, first, last, entry.word, kinds))
    return tuple(found)


def _matches(
    page: Page, index: Index, *, is_account: bool, is_reply: bool = False
) -> Iterator[tuple[int, int, Entry]]:
    """Names from left to right, the longest first; a typo only where no rule knows the word."""
    at = 0
    while at < len(page.tokens):
        found = _match_at(page, index, at, is_account=is_account, is_reply=is_reply)
        if found is None:
            at += 1
            continue
        yield at, *found
        at = found[0] + 1


def _match_at(
    page: Page, index: Index, at: int, *, is_account: bool, is_reply: bool
) -> tuple[int, Entry] | None:
    for length in _lengths(page, at):
        last = at + length - 1
        entries = index.find([page.word(index_) for index_ in range(at, last + 1)])
        is_verb = length == 1 and page.hits.is_any(_VERBS, at)
        if entries and not (is_verb and page.word(at) not in index.exact):
            return last, entries[0]
    if not page.is_free(at) or page.tokens[at].kind != "word":
        return None
    is_noun = page.hits.over("account_noun", at) is not None
    is_short = is_noun or _is_terse(page, at) or (is_reply and len(page.tokens) <= _FEW)
    begun = index.begun(page.word(at)) if is_account and is_short else None
    if begun is None and is_account and is_noun:
        begun = index.shortened(page.word(at))
    if begun is not None:
        return at, Entry(begun.name, "typo", begun.word)
    app = index.inflected(page.word(at)) if is_account and not is_usual_thing(page.word(at)) else None
    if app is None and _is_known(page, at, is_account=is_account):
        return None
    near = app or index.near(page.word(at))
    if near is not None:
        return at, Entry(near.name, "typo", near.word, near.kind)
    return _misspelt(page, index, at) if is_account else None


def _lengths(page: Page, at: int) -> Iterator[int]:
    """How many tokens from one on may be a name, the most first."""
    places = range(at, min(at + _LONGEST_NAME, len(page.tokens)))
    most = next((index - at for index in places if not _is_open(page, index, 2)), len(places))
    yield from range(most, 1, -1)
    if _is_open(page, at, 1):
        yield 1


def _is_open(page: Page, index: int, length: int) -> bool:
    """Whether a token may belong to a name of some words; a currency may too: `40 евро наличные`."""
    is_currency = length > 1 and page.hits.over("currency", index) is not None
    return page.is_free(index) or (is_currency and page.tokens[index].kind == "word")


def _is_terse(page: Page, at: int) -> bool:
    """Whether a message is an answer of one word, or a number or a preposition stands in front of a name.

    There names are shortened: `aufs Giro`.
    """
    is_led = any(page.hits.before(role, at) for role in ("from", "to", "by_means"))
    is_led = is_led or page.word(at + 1) in _ARROWS or (page.word(at + 1), page.word(at + 2)) == ("-", ">")
    return is_led or len(page.tokens) == 1 or any(token.kind == "number" for token in page.tokens[:at])


def _is_number(page: Page, at: int) -> bool:
    return at < len(page.tokens) and page.tokens[at].kind == "number"


def _misspelt(page: Page, index: Index, at: int) -> tuple[int, Entry] | None:
    """A name of several words with a slip in one of them: `credti card`."""
    for words, entry in index.names:
        last = at + len(words) - 1
        if last == at:
            continue
        said = [page.word(place) for place in range(at, last + 1)]
        if last < len(page.tokens) and all(map(is_near, said, words)):
            return last, Entry(entry.name, "typo", entry.word, entry.kind)
    return None


_VERBS: Final = frozenset({"spend", "earn", "transfer", "spent_noun", "earned_noun", "came_back"})
_KNOWN: Final = (
    "filler",
    "spend",
    "earn",
    "transfer",
    "plan",
    "not_done",
    "account_noun",
    "withdraw",
    "deposit",
    "day",
)
_ACCOUNTS_KNOWN: Final = frozenset(_KNOWN)
_CATEGORIES_KNOWN: Final = frozenset((*_KNOWN, "merchant"))


def _is_known(page: Page, index: int, *, is_account: bool) -> bool:
    """Whether a word is so well known that it is no slip of another."""
    roles = _ACCOUNTS_KNOWN if is_account else _CATEGORIES_KNOWN
    is_thing = is_account and is_usual_thing(page.word(index))
    return is_thing or page.hits.is_any(roles, index)


def find_unknown_account(page: Page, amounts: tuple[Number, ...], *, is_known: bool = False) -> str:
    """A word used as an account that is on no list, such as `savings` where there is none; claims it.

    Beside a verb of moving money any name behind `from`, `с` or `на` is one. `is_known` says that an account
    of the list is named: then `bank` is only where it is.
    """
    unknown: list[str] = []
    for hit in page.free_hits("account_noun"):
        if page.hits.over("atm", hit.first) or (is_known and page.hits.over("bank_word", hit.first)):
            continue
        direction, start = _direction(page, hit.first)
        is_led = bool(direction) or page.hits.before("by_means", hit.first) is not None
        is_last = hit.last == len(page.tokens) - 1
        follows = any(amount.last == hit.first - 1 for amount in amounts)
        if is_led or (is_last and (follows or hit.first == 0)):
            page.claim(start, hit.last, "account")
            unknown.append(page.said(hit.first, hit.last))
    if page.hits.has("transfer", "deposit", "put_aside") and not page.hits.has("earn", "earn_noun"):
        for index in range(1, len(page.tokens)):
            is_name = (
                page.is_free(index)
                and page.tokens[index].kind == "word"
                and not page.hits.over("filler", index)
                and not any(page.hits.over(role, index) for role in ("atm", "put_aside", "spend", "family"))
                and not _is_sender(page, index)
            )
            if is_name and page.is_free(index - 1) and page.hits.before("own_place", index):
                page.claim(index - 1, index, "account")
                unknown.append(page.said(index, index))
    return unknown[0] if unknown else ""


def _is_sender(page: Page, index: int) -> bool:
    """Whether a name stands behind the noun of a payment between people: `Bizum de Laura`."""
    led = page.hits.before("from_person", index)
    is_name = page.tokens[index].text[:1].isupper() and not page.text.isupper()
    return led is not None and is_name and page.hits.before("transfer", led.first) is not None
