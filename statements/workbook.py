"""Excel workbooks, opened with care: a small file may claim to be a very large one."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from statements.errors import UnreadableFileError
from statements.table import LONGEST_CELL, MOST_COLUMNS, MOST_LINES, Cell, Line, Table

MOST_UNPACKED_BYTES: Final = 100 * 1024 * 1024
MOST_PARTS: Final = 1_000
DAMAGES: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What openpyxl raises over a workbook that no Excel wrote."""


def read_xlsx(content: bytes) -> Table:
    """The table in the first sheet that holds anything; of a formula, the value that its program left.

    Raises:
        UnreadableFileError: damaged, far larger inside than outside, or too long.
    """
    try:
        _refuse_bombs(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                lines = tuple(_lines(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)))
                if lines:
                    return Table(lines)
        finally:
            book.close()
    except DAMAGES as error:
        raise UnreadableFileError("damaged", str(error)) from error
    raise UnreadableFileError("empty")


def _refuse_bombs(content: bytes) -> None:
    """Look at what the archive says of itself, and that no part defines entities, before it is unpacked.

    A part cannot give more than it says: zipfile stops there.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
            raise UnreadableFileError("bomb")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(4096):
                raise UnreadableFileError("bomb")


def _lines(rows: Iterator[tuple[object, ...]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_LINES:
            raise UnreadableFileError("too long", str(MOST_LINES))
        filled = max((index for index, value in enumerate(row, start=1) if value is not None), default=0)
        line = Line(number, tuple(_cell(value) for value in row[:filled]))
        if not line.is_empty:
            yield line


def _cell(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case int():
            return Decimal(value)
        case float():
            # A double holds fifteen digits that are certain: 12.34 comes as 12.34, not as 12.339999999999999.
            number = Decimal(format(value, ".15g"))
            return number if number.is_finite() else str(value)
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value).strip()[:LONGEST_CELL]
