"""The gate that both readers pass: what the person's own text does not support is dropped, so the bot asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Protocol, get_args

from agents.grounds import Figure, Grounds, Surveyor, survey
from agents.reading import Reading, Setting
from agents.rivalry import settle
from agents.wording import akin, words
from ledger import Draft, Evidence, Field, Origin
from manager import Book, Query

MOST_LISTED: Final = 50
"""Operations that a question may list at most."""

_FIELDS: Final[tuple[Field, ...]] = get_args(Field)
_KNOWN: Final[tuple[Origin, ...]] = ("default", "button", "habit", "book")
_MONEY: Final[tuple[Field, ...]] = ("amount", "to_amount", "balance")
_MARKS: Final = frozenset(" ,.'’-&+/()")


class Gate(Protocol):
    """Keeps of a reading what the text supports."""

    def __call__(self, text: str, reading: Reading, setting: Setting) -> Reading:
        """The reading without what is not grounded."""


def gate(text: str, reading: Reading, setting: Setting, *, surveyor: Surveyor = survey) -> Reading:
    """What of a reading is grounded in the person's own text and lists. Pure; nothing is ever added by guess.

    An amount must be what a number of the text means, a currency must be named or the default, a day must be
    named or today, names must stand in the lists, words in the text; a field that fails is dropped. A model's
    reading must besides explain every number that can be money, and use none twice: what is left makes
    rivals. Dropping a field makes the reading uncertain.
    """
    grounds = surveyor(text, setting)
    check = _Check(text, setting.book, setting, grounds)
    drafts = tuple(draft for told in reading.drafts if (draft := check.draft(told)).said)
    gated = replace(
        reading,
        drafts=drafts,
        query=_query(reading.query, text, setting.book),
        unknown_account=reading.unknown_account if check.is_worded(reading.unknown_account) else "",
        certain=reading.certain
        and all(one.said <= other.said for one, other in _pairs(reading.drafts, drafts)),
    )
    return settle(gated, grounds.figures, setting.book) if gated.by == "model" else gated
