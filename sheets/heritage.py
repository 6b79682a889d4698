"""What a process that died may have done to rows, told from the sheet and the book alone.

It died between a write and the reading after it, and people moved rows meanwhile: so its write, or its repair
of an earlier one, may stand in a row of another operation. Nobody remembers what it wrote where; but such a
row says exactly what another row says, or holds the fingerprint of a version that was on its way.
"""

from collections import Counter
from collections.abc import Collection

from sheets.repair import BLANK, is_nobodys
from sheets.rows import fingerprint
from sheets.sheet import Change, Found, Scan


def suspects(scan: Scan, marks: Collection[str]) -> list[Found]:
    """The rows that hold one of these fingerprints, that say what another row says, or that were emptied."""
    prints = [fingerprint(found.cells) for found in scan.rows]
    times = Counter(prints)
    wrong = {*marks, fingerprint(BLANK)}
    return [found for found, mark in zip(scan.rows, prints, strict=True) if mark in wrong or times[mark] > 1]


def emptied(found: Found) -> Change | None:
    """A row that only a write can have filled is emptied; None for any other."""
    return Change(found.row, BLANK) if is_nobodys(found) else None
