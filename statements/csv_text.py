"""Text with separated cells, in whatever encoding and with whatever separator a bank wrote it."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from statements.errors import UnreadableFileError
from statements.table import LONGEST_CELL, MOST_COLUMNS, MOST_LINES, Line, Table
from statements.vocabulary import heading_of

ENCODINGS: Final = ("cp1251", "cp1252", "cp1250", "cp1254", "gb18030")
"""What banks write beside Unicode, in the order in which they are tried where no heading decides."""

USUAL: Final = {"ru": "cp1251", "uk": "cp1251", "pl": "cp1250", "tr": "cp1254", "zh": "gb18030"}
SEPARATORS: Final = (";", "\t", ",", "|")
GUARD: Final = re.compile(r"'(?='*[=+\-@\t\r\n＝＋－＠])")
"""What `/export`, and other careful programs, write before a text that could be taken for a formula."""

SAMPLE: Final = 60
"""Lines by which encoding and separator are told."""


def read_csv(content: bytes, language: str = "en") -> Table:
    """The table in a text; `language` decides the encoding where nothing else does.

    Raises:
        UnreadableFileError: it is too long, or not text.
    """
    text = decoded(content, language)
    separator = _separator(text)
    return Table(tuple(_lines(text, separator)), separator)


def decoded(content: bytes, language: str = "en") -> str:
    """The text in a file: Unicode where it is valid, else the encoding in which most headings are known."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    sample = content[:4096]
    if sample.count(0) > len(sample) // 4:
        return content.decode("utf-16-le" if sample[1::2].count(0) else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        usual = USUAL.get(language.partition("-")[0], "cp1252")
        best = max((usual, *ENCODINGS), key=lambda encoding: _known_headings(content, encoding))
        return content.decode(best, errors="replace")


def _known_headings(content: bytes, encoding: str) -> int:
    """How many cells of the first lines are headings that we know, in this encoding."""
    text = content[:8192].decode(encoding, errors="replace")
    lines = text.splitlines()[:SAMPLE]
    return sum(heading_of(cell) is not None for line in lines for cell in _split(line))


def _split(line: str) -> list[str]:
    return line.replace("\t", ";").replace(",", ";").replace('"', "").split(";")


def _separator(text: str) -> str:
    """The separator that cuts most lines into one same number of cells, at least two."""

    def agreement(separator: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(_sample(text)), delimiter=separator)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, lines = widths.most_common(1)[0] if widths else (0, 0)
        return lines, width

    return max(SEPARATORS, key=agreement)


def _sample(text: str) -> str:
    return "\n".join(text[:100_000].splitlines()[:SAMPLE])


def _unguarded(cell: str) -> str:
    """The cell without the apostrophe that stood before it for safety."""
    return cell[1:] if GUARD.match(cell) else cell


def _lines(text: str, separator: str) -> Iterator[Line]:
    """The lines that hold anything, under the number of their first line in the file."""
    csv.field_size_limit(1 << 20)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    number = 1
    try:
        for count, row in enumerate(rows):
            if count >= MOST_LINES:
                raise UnreadableFileError("too long", str(MOST_LINES))
            line = Line(number, tuple(_unguarded(cell).strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]))
            number = rows.line_num + 1
            if not line.is_empty:
                yield line
    except csv.Error as error:
        raise UnreadableFileError("damaged", str(error)) from error
