"""What a row that a person wrote would be as an operation: every cell is taken as it stands, or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from ledger import Money, MoneyError, Operation, OperationError, OperationType, ThreadbookError, is_currency
from manager import Book, Booked
from sheets.audit.discrepancy import Edit
from sheets.audit.sums import LAST_DAY, number
from sheets.cell import EPOCH, Cell
from sheets.layout import ColumnKey
from sheets.rows import Cells, is_void, type_of
from sheets.sheet import Found

FIRST_LEG: Final = "/1"


class TakingError(ThreadbookError):
    """A cell that the book cannot take: which column it is of, and what stands there."""

    def __init__(self, column: ColumnKey, cell: Cell) -> None:
        super().__init__(f"column {column} with {cell!r}")
        self.column = column
        self.cell = cell


def edited(
    booked: Booked, rows: Sequence[Found], edits: Sequence[Edit], book: Book
) -> Operation | Literal["void"]:
    """The operation with what people changed in its rows, or `void` when they marked a row so.

    Raises:
        TakingError: the book cannot take one of the cells.
    """
    changed = {edit.column: edit for edit in edits}
    if "status" in changed:
        if not any(is_void(found.cells) for found in rows):
            raise TakingError("status", changed["status"].sheet)
        return "void"
    if "who" in changed:
        raise TakingError("who", changed["who"].sheet)
    operation = booked.operation
    try:
        if operation.type == "transfer":
            return _transfer(operation, edits, book)
        return _with(operation, rows[0].cells, set(changed), book)
    except OperationError as error:
        column: ColumnKey = "amount" if "amount" in changed else "type"
        raise TakingError(column, rows[0].cells[column]) from error


def typed(found: Found, book: Book) -> Operation:
    """The operation that a row which somebody typed tells of.

    An amount below nought without a type is an expense, one above it income; without a currency it is the
    account's, without an account it goes by the book's usual one.

    Raises:
        TakingError: the book cannot take one of the cells.
    """
    cells = found.cells
    account = _account(cells["account"] or book.default_account, book)
    known = book.account(account)
    currency = cells["currency"] or (known.currency if known else book.currency)
    by_sign: OperationType = "income" if _signed(cells) > 0 else "expense"
    type_ = _type(cells) if cells["type"] else by_sign
    if type_ == "transfer":
        raise TakingError("type", cells["type"])
    try:
        return Operation(
            type=type_,
            amount=_amount(type_, {**cells, "currency": currency}),
            day=_day(cells["date"]),
            account=account,
            category=_category(cells["category"], book),
            description=str(cells["text"] or ""),
            tags=_tags(cells["tags"]),
            refund=type_ == "expense" and _signed(cells) > 0,
        )
    except OperationError as error:
        raise TakingError("amount", cells["amount"]) from error


def _with(operation: Operation, cells: Cells, changed: set[ColumnKey], book: Book) -> Operation:
    type_ = _type(cells)
    if type_ == "transfer":
        raise TakingError("type", cells["type"])
    said = operation.description, operation.counterparty
    return Operation(
        type=type_,
        amount=_amount(type_, cells),
        day=_day(cells["date"]),
        account=_account(cells["account"], book),
        category=_category(cells["category"], book),
        description=str(cells["text"] or "") if "text" in changed else said[0],
        counterparty="" if "text" in changed else said[1],
        tags=_tags(cells["tags"]) if "tags" in changed else operation.tags,
        refund=type_ == "expense" and _signed(cells) > 0,
    )


def _transfer(operation: Operation, edits: Sequence[Edit], book: Book) -> Operation:
    """A transfer with what was changed in either row; two rows that disagree are not taken."""
    changes: dict[str, Any] = {}
    for edit in edits:
        for name, value in _of_leg(operation, edit, book).items():
            if changes.setdefault(name, value) != value:
                raise TakingError(edit.column, edit.sheet)
    return replace(operation, **changes)


def _of_leg(operation: Operation, edit: Edit, book: Book) -> dict[str, Any]:
    is_first = edit.op_id.endswith(FIRST_LEG)
    match edit.column:
        case "date":
            return {"day": _day(edit.sheet)}
        case "text":
            return {"description": str(edit.sheet or ""), "counterparty": ""}
        case "tags":
            return {"tags": _tags(edit.sheet)}
        case "account":
            return {"account" if is_first else "to_account": _account(edit.sheet, book)}
        case "amount":
            return _of_amount(operation, edit, is_first=is_first)
        case _:
            raise TakingError(edit.column, edit.sheet)


def _of_amount(operation: Operation, edit: Edit, *, is_first: bool) -> dict[str, Any]:
    """What left or what arrived; where that is the same money, either row tells it."""
    value = number(edit.sheet)
    if value is None or (value < 0) != is_first:
        raise TakingError("amount", edit.sheet)
    arrived = operation.received or operation.amount
    money = _money(value, (operation.amount if is_first else arrived).currency, edit.sheet)
    return {"amount" if is_first or operation.received is None else "received": money}


def _type(cells: Cells) -> OperationType:
    type_ = type_of(cells["type"])
    if type_ is None:
        raise TakingError("type", cells["type"])
    return type_


def _amount(type_: OperationType, cells: Cells) -> Money:
    """The amount as an operation has it: its sign is in the type, but for a correction of a balance."""
    value, currency = _signed(cells), cells["currency"]
    if not isinstance(currency, str) or not is_currency(currency):
        raise TakingError("currency", currency)
    if value == 0 or (type_ == "income" and value < 0):
        raise TakingError("amount", cells["amount"])
    money = _money(value, currency, cells["amount"])
    return -money if type_ == "adjustment" and value < 0 else money


def _money(value: Decimal, currency: str, cell: Cell) -> Money:
    try:
        return Money.of(abs(value), currency)
    except MoneyError as error:
        raise TakingError("amount", cell) from error


def _signed(cells: Cells) -> Decimal:
    value = number(cells["amount"])
    if value is None:
        raise TakingError("amount", cells["amount"])
    return value


def _day(cell: Cell) -> date:
    serial = number(cell)
    if serial is None or not 1 <= serial <= LAST_DAY:
        raise TakingError("date", cell)
    return (EPOCH + timedelta(days=int(serial))).date()


def _account(cell: Cell, book: Book) -> str:
    if not isinstance(cell, str) or book.account(cell) is None:
        raise TakingError("account", cell)
    return cell


def _category(cell: Cell, book: Book) -> str | None:
    if cell in (None, ""):
        return None
    if not any(one.name == cell for one in book.categories):
        raise TakingError("category", cell)
    return str(cell)


def _tags(cell: Cell) -> tuple[str, ...]:
    return tuple(tag.removeprefix("#") for tag in str(cell or "").split())
