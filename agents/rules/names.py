import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Final, Literal

from rapidfuzz.distance import OSA

from agents.rules.cash import cash_account
from agents.rules.number import Number
from agents.rules.page import Page
from agents.rules.segments import segmented
from agents.rules.stems import stem
from agents.rules.usual import words_of
from ledger import Account, Category, CategoryKind

How = Literal["marked", "name", "word", "typo"]
"""Whether a name was said as such (`category groceries`), said, led to by a word, or is one slip away."""

Direction = Literal["from", "to", ""]

CONFIDENCE: Final = {"marked": 1.0, "name": 1.0, "word": 0.9, "typo": 0.7}
_LONGEST_NAME: Final = 4
_TYPO_LENGTH: Final = 6
_TWO_SLIPS: Final = 9
_PARTS: Final = re.compile(r"\s*(?:[/,&]|\band\b|\bи\b)\s*")


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


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    how: How
    word: str
    kind: CategoryKind | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """Names and words of one list, by their folded form and by their stems."""

    exact: dict[str, list[_Entry]] = field(default_factory=dict)
    stems: dict[str, list[_Entry]] = field(default_factory=dict)
    letters: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def add(self, entry: _Entry) -> None:
        """Learn one name or word; the earlier one wins where two lists share it."""
        words = [token.word for token in segmented(entry.word)]
        if not words:
            return
        self.exact.setdefault(" ".join(words), []).append(entry)
        self.stems.setdefault(" ".join(map(stem, words)), []).append(entry)
        if len(words) == 1 and len(words[0]) >= _TYPO_LENGTH - 1:
            self.letters.setdefault((words[0][0], len(words[0])), []).append(words[0])

    def find(self, words: Sequence[str]) -> tuple[_Entry, ...]:
        """The entries that some words are, the surest first."""
        exact = self.exact.get(" ".join(words), ())
        return (*exact, *self.stems.get(" ".join(map(stem, words)), ()))

    def near(self, word: str) -> _Entry | None:
        """The entry that a word misspells, if it begins alike and is one slip away, two when it is long."""
        if len(word) < _TYPO_LENGTH - 1:
            return None
        slips = 1 + (len(word) >= _TWO_SLIPS)
        for length in range(len(word) - slips, len(word) + slips + 1):
            for known in self.letters.get((word[0], length), ()):
                if max(len(word), length) < _TYPO_LENGTH:
                    continue
                if OSA.distance(word, known, score_cutoff=slips) <= slips:
                    return self.exact[known][0]
        return None


@lru_cache(maxsize=256)
def account_index(accounts: tuple[Account, ...]) -> Index:
    """The person's accounts, ready to be found."""
    index = Index()
    for account in accounts:
        index.add(_Entry(account.name, "name", account.name))
    for account in accounts:
        for word in words_of(account, accounts, "account"):
            index.add(_Entry(account.name, "word", word))
    return index


@lru_cache(maxsize=256)
def category_index(categories: tuple[Category, ...]) -> Index:
    """The person's categories, ready to be found; each part of `Cafés and restaurants` is a name."""
    index = Index()
    for category in categories:
        index.add(_Entry(category.name, "name", category.name, category.kind))
    for category in categories:
        for part in _PARTS.split(category.name):
            if part != category.name:
                index.add(_Entry(category.name, "name", part, category.kind))
    for category in categories:
        for word in words_of(category, categories, category.kind):
            index.add(_Entry(category.name, "word", word, category.kind))
    return index


def find_accounts(page: Page, accounts: tuple[Account, ...]) -> tuple[Found, ...]:
    """The accounts of the list that a message names, with their direction; claims their words."""
    index = account_index(accounts)
    found: list[Found] = []
    for first, last, entry in chain(_matches(page, index, is_account=True), _cash(page, accounts)):
        direction, start = _direction(page, first)
        end = last + (page.hits.at("account_word", last + 1) is not None)
        page.claim(start, end, "account")
        found.append(Found(entry.name, entry.how, first, last, entry.word, direction=direction))
    return tuple(found)


def _cash(page: Page, accounts: tuple[Account, ...]) -> Iterator[tuple[int, int, _Entry]]:
    """Words for cash in the languages of the message, where the person keeps an account of that kind."""
    name = cash_account(accounts)
    for hit in page.free_hits("cash") if name is not None else ():
        yield hit.first, hit.last, _Entry(name or "", "word", page.said(hit.first, hit.last))


def _direction(page: Page, index: int) -> tuple[Direction, int]:
    """Where a name's preposition points, and where the phrase begins."""
    before = page.hits.before("account_word", index)
    index = before.first if before else index
    sides: tuple[tuple[Direction, str], ...] = (("from", "from"), ("to", "to"))
    for direction, role in sides:
        hit = page.hits.before(role, index)
        if hit is not None and page.is_free(hit.first):
            return direction, hit.first
    return "", index


def find_categories(page: Page, categories: tuple[Category, ...]) -> tuple[Found, ...]:
    """The categories that a message's free words lead to; the words stay for the description."""
    index = category_index(categories)
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


def _matches(page: Page, index: Index, *, is_account: bool) -> Iterator[tuple[int, int, _Entry]]:
    """Names from left to right, the longest first; a typo only where no rule knows the word."""
    at = 0
    while at < len(page.tokens):
        found = _match_at(page, index, at, is_account=is_account)
        if found is None:
            at += 1
            continue
        yield at, *found
        at = found[0] + 1


def _match_at(page: Page, index: Index, at: int, *, is_account: bool) -> tuple[int, _Entry] | None:
    for length in range(_LONGEST_NAME, 0, -1):
        last = at + length - 1
        if last >= len(page.tokens) or not all(page.is_free(index_) for index_ in range(at, last + 1)):
            continue
        entries = index.find([page.word(index_) for index_ in range(at, last + 1)])
        is_verb = length == 1 and any(page.hits.over(role, at) for role in _VERBS)
        if entries and not (is_verb and page.word(at) not in index.exact):
            return last, entries[0]
    if not page.is_free(at) or page.tokens[at].kind != "word" or _is_known(page, at, is_account=is_account):
        return None
    near = index.near(page.word(at))
    return (at, _Entry(near.name, "typo", near.word, near.kind)) if near else None


_VERBS: Final = ("spend", "earn", "transfer", "spent_noun", "earned_noun", "came_back")
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


def _is_known(page: Page, index: int, *, is_account: bool) -> bool:
    """Whether a word is so well known that it is no slip of another."""
    roles: Iterable[str] = _KNOWN if is_account else (*_KNOWN, "merchant")
    return any(page.hits.over(role, index) for role in roles)


def find_unknown_account(page: Page, amounts: tuple[Number, ...]) -> str:
    """A word used as an account that is on no list, such as `savings` where there is none; claims it.

    Beside a verb of moving money any name behind `from`, `с` or `на` is one.
    """
    unknown: list[str] = []
    for hit in page.free_hits("account_noun"):
        direction, start = _direction(page, hit.first)
        is_led = bool(direction) or page.hits.before("by_means", hit.first) is not None
        is_last = hit.last == len(page.tokens) - 1
        follows = any(amount.last == hit.first - 1 for amount in amounts)
        if is_led or (is_last and (follows or hit.first == 0)):
            page.claim(start, hit.last, "account")
            unknown.append(page.said(hit.first, hit.last))
    if page.hits.has("transfer", "deposit", "put_aside") and not page.hits.has("earn"):
        for index in range(1, len(page.tokens)):
            is_name = (
                page.is_free(index)
                and page.tokens[index].kind == "word"
                and not page.hits.over("filler", index)
            )
            if is_name and page.is_free(index - 1) and page.hits.before("own_place", index):
                page.claim(index - 1, index, "account")
                unknown.append(page.said(index, index))
    return unknown[0] if unknown else ""
