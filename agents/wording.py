"""How words are compared with the person's own."""

import re
from typing import Final

from agents.rules.writing.stems import stem
from agents.rules.writing.tokens import HAN, fold

_WORD: Final = re.compile(r"\d+|[^\W\d_]+")
_SHORTEST: Final = 3
_ENDING: Final = 2


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded for comparing."""
    return tuple(_WORD.findall(fold(text)))


def alike(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word.

    >>> alike("картой", "карта"), alike("car", "card")
    (True, False)
    """
    return one == other or stem(one) == stem(other)


def opens(part: str, word: str) -> bool:
    """Whether a folded word begins with a part; Chinese puts no spaces, so there a part may stand anywhere.

    >>> opens("coff", "coffee"), opens("offee", "coffee"), opens("油漆工", "付了油漆工的钱")
    (True, False, True)
    """
    return word.startswith(part) or (HAN.fullmatch(part) is not None and part in word)


def akin_words(some: str, text: str) -> bool:
    """Whether every word of some is a form of a word of a text: `кофе` of `кофе с собой`."""
    own = words(text)
    return bool(words(some)) and all(any(akin(word, other) for other in own) for word in words(some))


def akin(one: str, other: str) -> bool:
    """Whether two folded words differ in their endings only, as names do where no stem is known.

    >>> akin("маше", "маша"), akin("маше", "миша")
    (True, False)
    """
    shorter = min(len(one), len(other))
    shared = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return alike(one, other) or (shared >= _SHORTEST and shared >= max(len(one), len(other)) - _ENDING)
