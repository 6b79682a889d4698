"""What a cell shows, and what it gives to a program that asks for its bare value."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from playground.sheets import moments, numbers
from playground.sheets.cell import Cell, CellError, Formula, plain
from playground.sheets.locales import Locale

Render = Literal["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"]
DateRender = Literal["SERIAL_NUMBER", "FORMATTED_STRING"]

DATE_TYPES: Final = frozenset({"DATE", "TIME", "DATE_TIME"})
_ERROR_TEXTS: Final = {
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "NULL_VALUE": "#NULL!",
    "LOADING": "Loading...",
}


def shown(cell: Cell | None, locale: Locale) -> str:
    """What a person sees in the cell. A formula that was not computed shows its own text."""
    if cell is None:
        return ""
    match cell.value:
        case None:
            return ""
        case bool() as truth:
            return locale.true if truth else locale.false
        case str() as text:
            return text
        case Formula(text):
            return text
        case CellError(kind, _):
            return _ERROR_TEXTS.get(kind, "#ERROR!")
        case number:
            return _number(number, cell.format, locale)


def rendered(
    cell: Cell | None, locale: Locale, render: Render, date_render: DateRender
) -> str | float | bool:
    """The cell's value as `values.get` answers it."""
    if cell is None or cell.value is None:
        return ""
    if render == "FORMATTED_VALUE":
        return shown(cell, locale)
    match cell.value:
        case bool() as truth:
            return truth
        case float() as number:
            if date_render == "FORMATTED_STRING" and is_date(cell.format):
                return shown(cell, locale)
            return plain(number)
        case _:
            return shown(cell, locale)


def is_date(cell_format: Mapping[str, Any] | None) -> bool:
    """Whether the format is one of dates or times."""
    return bool(cell_format) and (cell_format or {}).get("numberFormat", {}).get("type") in DATE_TYPES


def _number(number: float, cell_format: Mapping[str, Any] | None, locale: Locale) -> str:
    number_format = (cell_format or {}).get("numberFormat")
    if not number_format:
        return numbers.general(number, locale)
    kind, pattern = number_format.get("type"), number_format.get("pattern", "")
    if kind in DATE_TYPES:
        return _moment(number, pattern or _default_moment(kind, locale), locale)
    if kind == "TEXT" or (not pattern and kind not in _DEFAULT_NUMBERS):
        return numbers.general(number, locale)
    return numbers.number_pattern(pattern or _DEFAULT_NUMBERS[kind]).write(number, locale)


_DEFAULT_NUMBERS: Final = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "#,##0.00",
}


def _default_moment(kind: str, locale: Locale) -> str:
    times = "h:mm:ss"
    return {"DATE": locale.date_pattern, "TIME": times}.get(kind, f"{locale.date_pattern} {times}")


def _moment(number: float, pattern: str, locale: Locale) -> str:
    try:
        return moments.write(number, pattern, locale)
    except OverflowError:
        return numbers.general(number, locale)
