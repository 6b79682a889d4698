"""What else people call their accounts: `CIC` their `Carte CIC`, `сбербанк` their `Сбер`."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from agents.rules.names.usual import is_usual_thing
from agents.rules.vocabulary.lexicon import lexicon
from agents.rules.vocabulary.segments import segmented
from agents.rules.writing.tokens import HAN, fold

_FILE: Final = "nicknames.toml"
_BANK: Final = re.compile(r"[- ]?(?:bank|banka|bankasi|banco|banque|banca|банк|银行|銀行)$")
_HAN_KIND: Final = re.compile(
    r"(?:信用卡|储蓄卡|儲蓄卡|借记卡|银行卡|卡|帳戶|账户|户头|戶口|零钱|錢包|钱包|银行|銀行)$"
)
_KINDS: Final = frozenset(("account_word", "card", "cash", "savings", "account_noun"))
"""Roles of words that say what kind of account it is."""
_COMMON: Final = _KINDS - {"account_noun"}
_SHORTEST: Final = 3
_SHORTEST_HAN: Final = 2


@lru_cache(maxsize=1024)
def spellings(name: str) -> tuple[str, ...]:
    """The same name spelled otherwise: in one word or several, with `bank` or without, by another name."""
    plain = fold(name)
    spaced = plain.replace("-", " ")
    found = {spaced, *_nicknames().get(plain, ())}
    if "'" not in plain:
        found.add(spaced.replace(" ", ""))
    bare = _BANK.sub("", plain)
    if len(bare) >= _SHORTEST and HAN.search(plain) is None:
        found |= {bare, *_as_bank(bare), *_nicknames().get(bare, ())}
    return tuple(sorted(found - {plain}))


@lru_cache(maxsize=256)
def shortenings(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Shorter names and the name that each stands for; only those that no other name of the list shares."""
    found = [(short, name) for name in names for short in sorted(set(_shortened(name)))]
    shared = Counter(short for short, _ in found)
    full = {fold(name) for name in names}
    return tuple((short, name) for short, name in found if shared[short] == 1 and short not in full)


def is_kind(word: str) -> bool:
    """Whether a word says what an account is rather than whose: `card`, `konto`, `банк`."""
    return bool(_roles(word) & _KINDS) or is_bank(word)


def is_common(word: str) -> bool:
    """Whether a name is a word of everyday language, with which others begin: `cash`, `cashew`."""
    return bool(_roles(word) & _COMMON) or is_bank(word)


def is_bank(word: str) -> bool:
    """Whether a word says `bank` and no more."""
    return _BANK.fullmatch(word) is not None


def _as_bank(bare: str) -> Iterator[str]:
    if bare.isalpha() and not is_kind(bare):
        bank = "bank" if bare.isascii() else "банк"
        yield from (f"{bare}{bank}", f"{bare}-{bank}", f"{bare} {bank}")


def _shortened(name: str) -> Iterator[str]:
    plain = fold(name)
    for short in _parts_han(plain) if HAN.search(plain) else _parts(plain.replace("-", " ").split()):
        yield short
        yield from _nicknames().get(short, ())


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Each word of a name that says which account it is, and all of them together."""
    own = [word for word in words if not is_kind(word)]
    for word in filter(_is_distinctive, words if len(words) > 1 else ()):
        yield word
        yield from spellings(word) if word in own else ()
    if 1 < len(own) < len(words):
        yield " ".join(own)


def _parts_han(plain: str) -> Iterator[str]:
    """A Chinese name without what kind of account it is, that kind, and its words in other letters."""
    core = _HAN_KIND.sub("", plain)
    for part in (core, plain.removeprefix(core), plain.removesuffix("卡")):
        if part != plain and len(part) >= _SHORTEST_HAN:
            yield part
    yield from (word for word in plain.split() if HAN.search(word) is None and _is_distinctive(word))


def _is_distinctive(word: str) -> bool:
    """Whether a word of a name may stand for it: one of accounts, or one that says nothing else anywhere."""
    roles = _roles(word) - {"merchant"} if "account_noun" in _roles(word) else _roles(word)
    is_vague = bool(roles & {"account_word", "card"}) or is_bank(word)
    return len(word) > 1 and not is_vague and roles <= _KINDS and (bool(roles) or not is_usual_thing(word))


@lru_cache(maxsize=4096)
def _roles(word: str) -> frozenset[str]:
    return frozenset(hit.role for hit in lexicon().find(segmented(word)))


@cache
def _nicknames() -> dict[str, Sequence[str]]:
    """The other names of a bank or wallet, by each of its folded names."""
    groups = tomllib.loads((files(__package__) / _FILE).read_text(encoding="utf-8"))["groups"]
    folded = [[fold(name) for name in group] for group in groups]
    return {name: tuple(other for other in group if other != name) for group in folded for name in group}
