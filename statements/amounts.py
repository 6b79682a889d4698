"""Amounts as banks write them, exact: `-1 234,50 €`, `1,234.50 CR`, `(12.00)`, `300-`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from statements.table import Cell
from statements.vocabulary import sign_of

DecimalMark = Literal[".", ",", ""]
"""What stands before the cents; nothing where a column has only whole amounts."""

SHAPE: Final = re.compile(r"(?P<before>[^\d.,]*)(?P<number>[.,]?\d[\d.,'’ ]*)(?P<after>\D*)")
SINGLE: Final = re.compile(r"[^.,]*([.,])(\d+)\s*")
GROUPS: Final = r"\d{1,3}(?:[{marks}]\d{2,3})*[{marks}]\d{3}|\d+"
MINUS: Final = "-−–"
LONGEST_SIGN: Final = 4
"""Letters of a currency, or of CR and DR, beside a number; more of them make it a text."""


def read_amount(cell: Cell, mark: DecimalMark) -> Decimal | None:
    """The signed amount in a cell; None where there is none, or none with this decimal mark."""
    if isinstance(cell, Decimal):
        return cell
    if not isinstance(cell, str) or (found := SHAPE.fullmatch(_spaced(cell))) is None:
        return None
    before, after = found["before"].strip(), found["after"].strip()
    sign = _sign(before, after)
    value = _value(found["number"].strip(), mark)
    return None if sign is None or value is None else value * sign


def mark_of(cells: Iterable[Cell]) -> DecimalMark | None:
    """The decimal mark of a column by what all its cells show; None where `1.250` may be both."""
    votes: Counter[str] = Counter()
    is_open = has_whole = False
    for cell in cells:
        found = SHAPE.fullmatch(_spaced(cell)) if isinstance(cell, str) else None
        if found is None:
            continue
        number = found["number"].strip()
        shown = _shown_mark(number)
        if shown:
            votes[shown] += 1
        is_open = is_open or (shown is None)
        has_whole = has_whole or (shown == "" and len(number) <= LONGEST_SIGN)
    if votes:
        return "," if votes[","] > votes["."] else "."
    return None if is_open and not has_whole else ""


def _shown_mark(number: str) -> DecimalMark | None:
    """The decimal mark that one number shows: none in a whole one, None where `1.250` tells neither."""
    marks = [letter for letter in number if letter in ".,"]
    if not marks:
        return ""
    if len(set(marks)) > 1:
        return "." if marks[-1] == "." else ","
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    single = SINGLE.fullmatch(number)
    if single is None or len(single[2]) == 3:  # noqa: PLR2004  # digits of a group
        return None
    return "," if single[1] == "," else "."


def _value(number: str, mark: DecimalMark) -> Decimal | None:
    whole, _, part = number.rpartition(mark) if mark and mark in number else (number, "", "")
    groups = GROUPS.replace("{marks}", re.escape("'’ ,." if not mark else "'’ ." if mark == "," else "'’ ,"))
    if (whole and re.fullmatch(groups, whole) is None) or (part and not part.isdecimal()):
        return None
    digits = "".join(letter for letter in whole if letter.isdecimal()) or "0"
    try:
        return Decimal(f"{digits}.{part}" if part else digits)
    except InvalidOperation:
        return None


def _sign(before: str, after: str) -> int | None:
    """1 or -1 by what stands around a number; None where that is words and no sign or currency."""
    around = f"{before}{after}"
    is_bracketed = before.startswith("(") and after.endswith(")")
    letters = "".join(letter for letter in around if letter.isalpha())
    others = [letter for letter in around if not letter.isalpha() and letter not in f"{MINUS}+() .'"]
    if len(letters) > LONGEST_SIGN or any(unicodedata.category(letter) != "Sc" for letter in others):
        return None
    told = sign_of(after.strip(" .")) if len(after) > 1 and after[0].isalpha() else 0
    is_minus = is_bracketed or any(letter in MINUS for letter in around) or told < 0
    return -1 if is_minus else 1


def _spaced(cell: str) -> str:
    """A cell with every kind of space as a plain one."""
    return "".join(" " if letter.isspace() else letter for letter in cell).strip()
