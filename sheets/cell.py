"""What a cell holds, and when two cells say the same."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sheets.layout import Kind


class Formula(str):
    """A formula with its `=`: one that a person typed, or one of the tabs beside the ledger.

    Into the ledger we write none, except to give back what was theirs.
    """

    __slots__ = ()


Cell = int | float | Decimal | str | bool | None
"""A typed value: a number is a number, a date is a serial number, text is text and never a formula."""

EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
LONGEST_TEXT: Final = 32_000
"""Spreadsheet files hold 32,767 characters in a cell, Google 50,000."""

_DAY_SECONDS: Final = 86_400
# What XML, and so a spreadsheet file, cannot carry: control characters, halves of pairs, non-characters.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def text(value: str) -> str:
    """A person's text as every sheet can hold it: one kind of line end, and no unwritable characters."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub(" ", lines)[:LONGEST_TEXT]


def day_serial(day: date) -> int:
    """The day as sheets count it."""
    return (day - EPOCH.date()).days


def moment_serial(moment: datetime, zone: ZoneInfo) -> float:
    """The wall-clock time in that zone as sheets count it, to the second."""
    wall = moment.astimezone(zone).replace(tzinfo=UTC, microsecond=0)
    return (wall - EPOCH).total_seconds() / _DAY_SECONDS


def canonical(kind: Kind, value: Cell) -> str:
    """The value in a form in which two cells are equal exactly when they say the same to a person.

    A number that became text is another value; an empty text is an empty cell.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f"b:{value}"
    if isinstance(value, str):
        return f"f:{value}" if isinstance(value, Formula) else f"t:{value}"
    if kind == "moment":
        return f"n:{round(float(value) * _DAY_SECONDS)}"
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    return f"n:{number.normalize() + 0:f}" if number.is_finite() else f"n:{number}"
