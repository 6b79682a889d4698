"""Charts of text: bars that can be read without seeing, for each has its number."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.wording import amounts
from bot.wording.texts import Html, Texts
from ledger import Money
from manager import Query, Share, Split

BAR: Final = 14
"""Characters of the longest bar."""

BARS: Final = 8
"""Most bars of one chart, unless more were asked for."""

LABEL: Final = 18
"""Longest name of a bar: with its bar and its number it fits the width of a telephone."""

TIMES: Final[frozenset[Split]] = frozenset({"day", "week", "month"})
LAST: Final = 12
"""Newest days, weeks or months that are shown."""


def chart(shares: Sequence[Share], currency: str, query: Query, t: Texts) -> Html:
    """The shares in one currency as bars: the largest, or the newest where they are days, weeks or months."""
    mine = [share for share in shares if share.currency == currency and share.minor > 0]
    most = query.limit if query.by is not None and query.limit < BARS else BARS
    mine = mine[-LAST:] if query.by in TIMES else mine[:most]
    if not mine:
        return Html("")
    longest, labels = max(one.minor for one in mine), [_label(one.name, query.by, t) for one in mine]
    width = max(map(len, labels))
    rows = [
        f"{label:<{width}} {'█' * max(1, round(BAR * one.minor / longest)):<{BAR}} "
        f"{amounts.number(Money(one.minor, currency).amount, currency, t.language)}"
        for label, one in zip(labels, mine, strict=True)
    ]
    return t("<pre>{rows}</pre>", rows="\n".join(rows))


def _label(name: str, by: Split | None, t: Texts) -> str:
    match by:
        case "month":
            return amounts.month(name, t.language)
        case "day" | "week":
            return amounts.day(date.fromisoformat(name), t.language)
    shown = name or "–"
    return shown if len(shown) <= LABEL else f"{shown[: LABEL - 1]}…"
