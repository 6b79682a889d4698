"""Operations as a file for other programs: the columns of the ledger tab, and never a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from manager import Booked
from sheets.cell import EPOCH, Cell
from sheets.layout import AS_TEXT, BOT_COLUMNS, Column
from sheets.rows import Rendering, rows_of

Value = str | bool | int | float | Decimal | date | datetime | None

DANGEROUS: Final = "=+-@\t\r\n＝＋－＠"
"""With these, a text in a CSV file is taken for a formula by one program or another."""


def as_csv(operations: Iterable[Booked], rendering: Rendering) -> bytes:
    """A text that every spreadsheet program opens: with a mark of its encoding, days as 2026-11-21.

    Where people write a decimal comma, cells are separated by semicolons.
    """
    has_comma = rendering.language == "ru"
    stored = io.StringIO(newline="")
    writer = csv.writer(stored, delimiter=";" if has_comma else ",")
    writer.writerow(column.title(rendering.language) for column in BOT_COLUMNS)
    for row in _rows(operations, rendering):
        writer.writerow(_said(value, has_comma=has_comma) for _, value in row)
    return stored.getvalue().encode("utf-8-sig")


def as_workbook(operations: Iterable[Booked], rendering: Rendering) -> bytes:
    """An Excel workbook with one tab; texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Threadbook")
    sheet.freeze_panes = "A2"
    for index, column in enumerate(BOT_COLUMNS):
        sheet.column_dimensions[_letter(index)].width = column.width / 7
    titles = [WriteOnlyCell(sheet, column.title(rendering.language)) for column in BOT_COLUMNS]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in _rows(operations, rendering):
        sheet.append([_cell(sheet, column, value) for column, value in row])
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def harmless(text: str) -> str:
    """A text that no program takes for a formula: with an apostrophe before what could begin one.

    Apostrophes that stand there already get one more, so that taking one away gives the text back.
    """
    return f"'{text}" if text.lstrip("'")[:1] in tuple(DANGEROUS) else text


def _rows(operations: Iterable[Booked], rendering: Rendering) -> Iterator[list[tuple[Column, Value]]]:
    for booked in operations:
        for row in rows_of(booked, rendering):
            yield [(column, _value(column, row.cells.get(column.key))) for column in BOT_COLUMNS]


def _value(column: Column, cell: Cell) -> Value:
    """A cell as a value of its own kind: days and moments are no serial numbers any more."""
    if cell is None or isinstance(cell, str | bool):
        return cell
    if column.kind in ("date", "moment"):
        exact = EPOCH + timedelta(days=float(cell), milliseconds=500)  # a serial number may lack a hair
        moment = exact.replace(tzinfo=None, microsecond=0)
        return moment.date() if column.kind == "date" else moment
    return cell


def _said(value: Value, *, has_comma: bool) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case Decimal():
            return str(value).replace(".", ",") if has_comma else str(value)
        case str():
            return harmless(value)
        case _:
            return str(value)


def _cell(sheet: Any, column: Column, value: Value) -> Any:  # noqa: ANN401  # as openpyxl types it
    cell = WriteOnlyCell(sheet)
    cell.value = value
    cell.number_format = column.pattern or "General"
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = AS_TEXT
    return cell


def _letter(index: int) -> str:
    return chr(ord("A") + index)
