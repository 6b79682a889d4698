"""Which column holds what, by the headings and by what the cells look like."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from statements.amounts import mark_of, read_amount
from statements.columns import Columns, Role
from statements.days import DayOrder, order_of, read_day
from statements.errors import UnreadableFileError
from statements.table import Cell, Line, Table
from statements.vocabulary import Heading, heading_of, sign_of

HEADERS: Final = 40
"""The headings are looked for in so many lines: banks put the holder and the period above them."""

SAMPLE: Final = 500
MOST: Final = 0.7
"""The share of a column's filled cells that must look like what it is to hold, where no heading says so."""

SINGLE: Final[tuple[Role, ...]] = ("direction", "balance", "currency", "text", "party")


def propose(table: Table, usual_order: DayOrder = "dmy") -> Columns:
    """The columns of a table as they most likely are; `usual_order` decides between 3/4 and 4/3 when all fit.

    Where days and amounts stand somewhere, but in which columns cannot be told, they are not enough: a person
    may choose.

    Raises:
        UnreadableFileError: it has no days, or no amounts.
    """
    header = _header(table)
    below = [line for line in table.lines if header is None or line.number > header.number][:SAMPLE]
    headed = _headed(header, below) if header is not None else Columns()
    columns = with_marks(_by_looks(headed, below, table.width), below, usual_order)
    if columns.are_enough:
        return columns
    return _open_to_choice(columns, table, below)


def with_marks(columns: Columns, lines: Sequence[Line], usual_order: DayOrder) -> Columns:
    """The columns with the order of days and the decimal mark that their cells show."""
    order = order_of([line.cell(columns.date) for line in lines], usual_order)
    money = (columns.amount, columns.debit, columns.credit, columns.balance)
    mark = mark_of(line.cell(column) for column in money if column is not None for line in lines)
    return replace(columns, order=order, mark=mark)


def _header(table: Table) -> Line | None:
    """The line with most headings that we know; at least a day and an amount are among them."""
    best, most = None, 1
    for line in table.lines[:HEADERS]:
        found = {heading_of(cell) for cell in line.cells if isinstance(cell, str)} - {None}
        has_money = found & {"amount", "debit", "credit"}
        if found & {"date", "value_date"} and has_money and len(found) > most:
            best, most = line, len(found)
    return best


def _headed(header: Line, lines: Sequence[Line]) -> Columns:
    """The columns that the headings name, where the cells below look like it."""
    found: dict[Heading, list[int]] = {}
    for column, cell in enumerate(header.cells):
        heading = heading_of(cell) if isinstance(cell, str) else None
        if heading is not None:
            found.setdefault(heading, []).append(column)
    columns = Columns(header=header.number)
    named = (*found.get("date", ()), *found.get("value_date", ()))
    days = [column for column in named if _holds(lines, column, _is_day)]
    columns = columns.put("date", days[0]) if days else columns
    money = {role: _first_money(found.get(role, []), lines) for role in ("amount", "debit", "credit")}
    if money["debit"] is not None and money["credit"] is not None:
        columns = columns.put("debit", money["debit"]).put("credit", money["credit"])
    elif money["amount"] is not None:
        columns = columns.put("amount", money["amount"])
    elif money["debit"] is not None:
        columns = columns.put("debit", money["debit"])
    elif money["credit"] is not None:
        columns = columns.put("credit", money["credit"])
    for role in SINGLE:
        for column in found.get(role, ())[:1]:
            columns = columns.put(role, column)
    return (
        columns
        if columns.direction is None or _tells_sign(lines, columns.direction)
        else replace(columns, direction=None)
    )


def _first_money(columns: Sequence[int], lines: Sequence[Line]) -> int | None:
    """The first of these columns that holds amounts; a pair may be empty in one half."""
    return next((column for column in columns if _holds(lines, column, _is_money)), None)


def _by_looks(columns: Columns, lines: Sequence[Line], width: int) -> Columns:
    """What the headings left open: the first column of days, of signed amounts, and the longest texts."""
    taken = {columns.column(role) for role in ("date", "amount", "debit", "credit", "balance", *SINGLE)}
    free = [column for column in range(width) if column not in taken]
    if columns.date is None:
        days = next((column for column in free if _are_days(lines, column)), None)
        columns, free = replace(columns, date=days), [column for column in free if column != days]
    if not columns.are_enough:
        money = [column for column in free if _are_amounts(lines, column)]
        signed = [column for column in money if _has_minus(lines, column)]
        amount = next(iter([*signed, *money]), None)
        columns, free = replace(columns, amount=amount), [column for column in free if column != amount]
    if columns.text is None and columns.header == 0:
        texts = [
            column for column in free if not _are_amounts(lines, column) and not _are_days(lines, column)
        ]
        columns = replace(columns, text=max(texts, key=lambda column: _length(lines, column), default=None))
    return columns


def _open_to_choice(columns: Columns, table: Table, lines: Sequence[Line]) -> Columns:
    """The columns as far as they are known, for a person to name the others.

    Raises:
        UnreadableFileError: no column holds any day, or no other one any amount: there is nothing to choose.
    """
    places = range(table.width)
    days = {column for column in places if any(_is_day(line.cell(column)) for line in lines)}
    money = {column for column in places if any(_is_money(line.cell(column)) for line in lines)}
    if not any(day != amount for day in days for amount in money):
        raise UnreadableFileError("no table")
    if columns.text is None or columns.text in days | money:
        words = [column for column in places if column not in days | money]
        longest = max(words, key=lambda column: _length(lines, column), default=None)
        columns = replace(columns, text=longest)
    return replace(columns, header=columns.header or _words_above(table))


def _words_above(table: Table) -> int:
    """The number of the first line when it names columns in words that nobody knows; else 0."""
    first = table.lines[0]
    filled = [text for column in range(table.width) if (text := first.text(column))]
    names = [text for text in filled if not any(map(str.isdigit, text))]
    return first.number if len(names) == len(filled) > 1 else 0


def _are_days(lines: Sequence[Line], column: int) -> bool:
    return any(line.text(column) for line in lines) and _share(lines, column, _is_day) >= MOST


def _is_day(cell: Cell) -> bool:
    return bool(read_day(cell, "dmy") or read_day(cell, "mdy"))


def _are_amounts(lines: Sequence[Line], column: int) -> bool:
    return any(line.text(column) for line in lines) and _share(lines, column, _is_money) >= MOST


def _is_money(cell: Cell) -> bool:
    return any(read_amount(cell, mark) is not None for mark in (",", "."))


def _has_minus(lines: Sequence[Line], column: int) -> bool:
    amounts = (read_amount(line.cell(column), mark) for line in lines for mark in (",", "."))
    return any(amount is not None and amount < 0 for amount in amounts)


def _tells_sign(lines: Sequence[Line], column: int) -> bool:
    """Whether a column tells which way money went: one of two sorts of words in each cell."""
    signs = [sign_of(line.text(column)) for line in lines if line.text(column)]
    return bool(signs) and signs.count(0) <= len(signs) * (1 - MOST)


def _holds(lines: Sequence[Line], column: int, holds: Callable[[Cell], bool]) -> bool:
    """Whether any cell looks so, or all are empty: a heading is believed, whatever notes stand below."""
    cells = [line.cell(column) for line in lines if line.text(column)]
    return not cells or any(map(holds, cells))


def _share(lines: Sequence[Line], column: int, holds: Callable[[Cell], bool]) -> float:
    """The share of a column's filled cells that look so; 1 for an empty column."""
    cells = [line.cell(column) for line in lines if line.text(column)]
    return sum(holds(cell) for cell in cells) / len(cells) if cells else 1.0


def _length(lines: Sequence[Line], column: int) -> int:
    return sum(len(line.text(column)) for line in lines)
