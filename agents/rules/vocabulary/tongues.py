"""In which languages a message is read: one for each script that it is written in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from agents.rules.vocabulary.language import Language, language, languages
from agents.rules.vocabulary.lexicon import Hit

_HOME: Final = 1.2
"""What the person's own language is worth beforehand: more than one small word that only another knows."""
_STRONG: Final = 1.5
_STRONG_ROLES: Final = frozenset({"spend", "earn", "transfer", "deed", "how_much", "undo", "day"})
"""Roles whose words say much of it, for no message of money does without them."""
_LATIN: Final = "en"
"""The language of Latin words beside another script, such as brand names in Russian."""
_CLEAR: Final = 1.0
_FAINT: Final = 0.25
_FAINT_ROLES: Final = frozenset({"currency", "unit", "month", "weekday", "merchant", "multiplier", "hour"})
"""Roles whose words say little of the language around them."""


def tongues(hits: Iterable[Hit], home: Language) -> frozenset[str]:
    """The codes of the languages in which a message is to be read.

    Of languages that share a script the one that knows most of the words is chosen, the person's own first;
    a home without a file, which knows but months and money, is read beside it.
    """
    scores: dict[str, float] = defaultdict(float)
    best: dict[tuple[int, str], float] = {}
    for hit in hits:
        place = (hit.first, hit.code)
        worth = _FAINT if hit.role in _FAINT_ROLES else _STRONG if hit.role in _STRONG_ROLES else _CLEAR
        worth *= 1 + hit.last - hit.first
        best[place] = max(best.get(place, 0.0), worth)
    for (_, code), worth in best.items():
        scores[code] += worth
    scores[home.code] += _HOME
    scores[_LATIN] += _FAINT if home.script != language(_LATIN).script else 0
    chosen: dict[str, str] = {}
    for known in languages():
        other = chosen.get(known.script)
        if other is None or scores[known.code] > scores[other]:
            chosen[known.script] = known.code
    sparse = () if home.vocabulary else (home.code,)
    return frozenset((*chosen.values(), *sparse))
