"""Where the sheet says something else than the book, in words: for a chat, a table and a file alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from agents import as_draft
from bot.wording import amounts, titles
from bot.wording.fitting import plain
from bot.wording.texts import Html, Texts
from ledger import Money, MoneyError
from sheets.audit import Discrepancy, Edit, Kind, number
from sheets.audit.taking import TakingError
from sheets.cell import EPOCH, Cell
from sheets.layout import BY_KEY, ColumnKey
from sheets.sheet import Found

LAST_DAY: Final = 2_958_465


@dataclass(frozen=True, slots=True)
class Line:
    """A discrepancy as plain words; empty where there is nothing to say."""

    kind: Kind
    number: int | None
    day: str
    what: str
    who: str
    rows: tuple[int, ...]
    difference: str


def line(one: Discrepancy, t: Texts) -> Line:
    """A discrepancy in one line."""
    booked = one.booked
    rows = tuple(found.row for found in one.rows)
    if booked is None:
        cells = one.rows[0].cells
        return Line(one.kind, None, _value("date", cells["date"], t), told(one.rows[0], t), "", rows, "")
    operation = booked.operation
    title = titles.title(as_draft(operation), t, operation.amount.currency)
    difference = "; ".join(changed(edit, t) for edit in one.edits)
    return Line(
        one.kind, booked.number, operation.day.isoformat(), plain(title), booked.who, rows, difference
    )


def changed(edit: Edit, t: Texts) -> str:
    """One edited cell: `Amount: books −450.00, sheet −540.00`."""
    return t.plain(
        "{column}: books {book}, sheet {sheet}",
        column=_title(edit.column, t),
        book=_value(edit.column, edit.book, t) or "–",
        sheet=_value(edit.column, edit.sheet, t) or "–",
    )


def told(found: Found, t: Texts) -> str:
    """What a row says of itself: `−5 RUB tea`."""
    parts = (_value(key, found.cells.get(key), t) for key in ("amount", "currency", "text", "category"))
    return " ".join(part for part in parts if part)


def money(cell: Cell, currency: Cell, t: Texts) -> str:
    """An amount of the sheet without its sign, as people say it: `380 ₽`; as it stands when it is none."""
    value = number(cell)
    try:
        return amounts.money(Money.of(abs(value or Decimal()), str(currency)), t.language)
    except MoneyError:
        return _value("amount", cell, t)


def numbers(rows: Sequence[int], t: Texts) -> str:
    """Row numbers in words: `row 41`, `rows 44, 45`."""
    if len(rows) == 1:
        return t.plain("row {row}", row=rows[0])
    return t.plain("rows {rows}", rows=", ".join(str(row) for row in rows))


def untakable(error: TakingError, t: Texts) -> Html:
    """Why the book cannot take what a cell says, and what helps."""
    value = _value(error.column, error.cell, t)
    if not value:
        return t(
            "The row does not say: {column}. Write it into the sheet, then look again.",
            column=_title(error.column, t),
        )
    if error.column in ("account", "category"):
        return t("The books have no {column} “{value}”.", column=_title(error.column, t), value=value)
    return t(
        "The books cannot take “{value}” for {column}. Mend it in the sheet, or leave it.",
        value=value,
        column=_title(error.column, t),
    )


def _title(column: ColumnKey, t: Texts) -> str:
    return BY_KEY[column].title("ru" if t.language == "ru" else "en")


def _value(column: ColumnKey, cell: Cell, t: Texts) -> str:
    """A cell as people read it: days as days, numbers with their sign, words as they stand."""
    value = number(cell)
    if value is None:
        return "" if cell is None else str(cell)
    if column == "date" and 0 <= value <= LAST_DAY:
        day = (EPOCH + timedelta(days=int(value))).date()
        return f"{amounts.day(day, t.language)} {day.year}"
    if column == "amount":
        return amounts.exact(value, t.language)
    return f"{value.normalize():f}"
