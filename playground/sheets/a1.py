"""A1 notation: `Ledger!A2:C`, `'Книга'!D:D`, `2:4`."""

import re
from typing import Final

from playground.sheets.area import Area, Box

_CORNER = r"\$?([A-Za-z]{0,3})\$?([1-9][0-9]*|)"
_REFERENCE: Final = re.compile(rf"{_CORNER}(?::{_CORNER})?")
_PLAIN_TITLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The index, from 0, of a column's letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def parse(reference: str) -> Area | None:
    """Read the part after the `!`, or None when it is no such notation (then it may be a name)."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    start_letters, start_digits, end_letters, end_digits = found.groups()
    if end_letters is None:
        return _cell(start_letters, start_digits)
    if not (start_letters or start_digits) or not (end_letters or end_digits):
        return None
    top, bottom = _span(_row(start_digits), _row(end_digits))
    left, right = _span(_column(start_letters), _column(end_letters))
    return Area(top, left, bottom, right)


def split(text: str) -> tuple[str | None, str]:
    """The title and the reference of a range; a title in quotes with no reference gives an empty one."""
    if text.startswith("'"):
        end = _closing_quote(text)
        if end is not None and text[end + 1 : end + 2] in ("", "!"):
            return text[1:end].replace("''", "'"), text[end + 2 :]
    title, mark, reference = text.rpartition("!")
    return (title, reference) if mark else (None, text)


def quoted(title: str) -> str:
    """The title as it stands in a range: in quotes when it could be read as something else."""
    if _PLAIN_TITLE.fullmatch(title) and not _is_like_a_cell(title):
        return title
    escaped = title.replace("'", "''")
    return f"'{escaped}'"


def write(title: str, box: Box) -> str:
    """A range as Google writes it in its answers; one cell is written once (`Sheet1!C1`)."""
    start = f"{column_letters(box.left)}{box.top + 1}"
    end = f"{column_letters(box.right - 1)}{box.bottom}"
    return f"{quoted(title)}!{start}" if start == end else f"{quoted(title)}!{start}:{end}"


def _cell(letters: str, digits: str) -> Area | None:
    if not letters or not digits:
        return None
    row, column = int(digits) - 1, column_index(letters)
    return Area(row, column, row + 1, column + 1)


def _row(digits: str) -> int | None:
    return int(digits) - 1 if digits else None


def _column(letters: str) -> int | None:
    return column_index(letters) if letters else None


def _span(start: int | None, end: int | None) -> tuple[int, int | None]:
    """Half-open bounds of one axis; a side that is missing runs to the end of the grid."""
    if start is None or end is None:
        return (start if end is None else end) or 0, None
    return min(start, end), max(start, end) + 1


def _closing_quote(text: str) -> int | None:
    position = 1
    while (position := text.find("'", position)) >= 0:
        if text[position + 1 : position + 2] != "'":
            return position
        position += 2
    return None


def _is_like_a_cell(title: str) -> bool:
    return parse(title) is not None
