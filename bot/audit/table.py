"""A report on the sheet for a terminal or a file: `python -m bot audit`."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.audit import differences
from bot.audit.differences import Line
from bot.wording.texts import Texts, texts
from sheets.audit import STATES, Report

COLUMNS: Final = ("state", "no.", "day", "what", "who", "rows", "difference")
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to a spreadsheet program that opens the file."""


def lines(report: Report) -> tuple[Line, ...]:
    """What somebody must decide, in English."""
    return tuple(differences.line(one, texts("en")) for one in report.discrepancies)


def as_table(report: Report) -> RenderableType:
    """Counts, what must be decided, and the sums that differ, for a terminal."""
    head = f"{report.operations} operations, {report.rows} rows, read at {report.read_at:%Y-%m-%d %H:%M} UTC"
    counts = ", ".join(f"{state} {report.counts[state]}" for state in STATES if report.counts[state])
    shown: list[RenderableType] = [Text(head), Text(counts or "nothing is booked yet")]
    if report.discrepancies:
        table = Table(*COLUMNS)
        for line in lines(report):
            table.add_row(*(Text(cell) for cell in _cells(line)))
        shown.append(table)
    shown.append(_sums(report))
    return Group(*shown)


def as_csv(report: Report) -> str:
    """What must be decided, a line each, for a spreadsheet program; no text becomes a formula there."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([[_harmless(cell) for cell in _cells(line)] for line in lines(report)])
    return text.getvalue()


def as_file(shown: Sequence[Line], t: Texts) -> bytes:
    """What must be decided as a CSV file in the words of its reader, with a mark of its encoding.

    Where people write a decimal comma, cells are separated by semicolons.
    """
    kinds = {
        "edited": t.plain("was edited by hand"),
        "missing": t.plain("is gone from the sheet"),
        "double": t.plain("stands more than once"),
        "foreign": t.plain("was typed by hand"),
    }
    heads = (
        t.plain("What is wrong"),
        t.plain("No."),
        t.plain("Day"),
        t.plain("What"),
        t.plain("Who"),
        t.plain("Rows"),
        t.plain("Difference"),
    )
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if t.language == "ru" else ",")
    writer.writerow(heads)
    for line in shown:
        writer.writerow([kinds[line.kind], *(_harmless(cell) for cell in _cells(line)[1:])])
    return text.getvalue().encode("utf-8-sig")


def as_data(report: Report) -> dict[str, Any]:
    """Everything, for a program."""
    return {
        "read_at": report.read_at.isoformat(),
        "operations": report.operations,
        "rows": report.rows,
        "counts": {state: report.counts[state] for state in STATES},
        "discrepancies": [asdict(line) for line in lines(report)],
        "sums": [asdict(one) | {"is_explained": one.is_explained} for one in report.sums],
    }


def write(report: Report, console: Console, *, as_json: bool, is_csv: bool) -> None:
    """The report in the wanted form."""
    if as_json:
        console.print_json(data=as_data(report), default=str)
    elif is_csv:
        console.file.write(as_csv(report))
    else:
        console.print(as_table(report))


def _cells(line: Line) -> tuple[str, ...]:
    number = "" if line.number is None else str(line.number)
    rows = ", ".join(str(row) for row in line.rows)
    return (line.kind, number, line.day, line.what, line.who, rows, line.difference)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _sums(report: Report) -> RenderableType:
    differing = [one for one in report.sums if one.difference]
    if not differing:
        return Text("The sums are the same in every currency and month.")
    table = Table("currency", "month", "book", "sheet", "differs by", "because of")
    for one in differing:
        causes = ", ".join(f"{cause} {amount:+}" for cause, amount in one.causes.items())
        known = causes if one.is_explained else f"{causes} AND SOMETHING UNKNOWN"
        table.add_row(one.currency, one.month, f"{one.book}", f"{one.sheet}", f"{one.difference:+}", known)
    return table
