"""Computes the formulas of a spreadsheet as it stands at one moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from playground.sheets import dates
from playground.sheets.area import Box
from playground.sheets.cell import Cell, CellError, Formula
from playground.sheets.errors import RefusedError
from playground.sheets.formulas.criteria import Scalar, mask
from playground.sheets.formulas.tree import (
    Cells,
    Constant,
    Function,
    Node,
    Operation,
    UnsupportedError,
    parse,
)

if TYPE_CHECKING:
    from playground.sheets.spreadsheet import Spreadsheet
    from playground.sheets.tab import Tab

Place = tuple[int, int, int]
"""Sheet id, row and column, counted from 0."""


class FormulaError(Exception):
    """The formula comes to an error such as #N/A, of that kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Block:
    """Cells by rows, as they come to."""

    tab: "Tab"
    box: Box


Result = Scalar | Block | list[Scalar]


class Calculator:
    """What cells come to; every cell is computed once. Use a new one after each change."""

    def __init__(self, sheet: "Spreadsheet") -> None:
        self._sheet = sheet
        self._known: dict[Place, Scalar | FormulaError] = {}
        self._masks: dict[tuple[int, Box, Scalar], int] = {}
        self._pending: set[Place] = set()

    def shown(self, tab: "Tab", row: int, column: int) -> Cell:
        """The cell with what its formula comes to; with the formula itself where that cannot be told."""
        cell = tab.grid.row(row).cell(column)
        if not isinstance(cell.value, Formula):
            return cell
        try:
            value = self.value(tab, row, column)
            return replace(cell, format=cell.format or self._lent(cell.value, tab)).with_value(value)
        except FormulaError as error:
            return cell.with_value(CellError(error.kind, "The formula comes to an error."))
        except UnsupportedError:
            return cell

    def value(self, tab: "Tab", row: int, column: int) -> Scalar:
        """What a cell comes to.

        Raises:
            FormulaError: to an error.
            UnsupportedError: it cannot be told here.
        """
        place = (tab.sheet_id, row, column)
        if place not in self._known:
            self._known[place] = self._computed(tab, place)
        known = self._known[place]
        if isinstance(known, FormulaError):
            raise known
        return known

    def _lent(self, formula: Formula, tab: "Tab") -> Mapping[str, Any] | None:
        """The format of the cell that a formula such as `=A1` repeats."""
        node = parse(formula.text)
        if not isinstance(node, Cells):
            return None
        area = self._cells(node.text, tab)
        return area.tab.grid.row(area.box.top).cell(area.box.left).format

    def _computed(self, tab: "Tab", place: Place) -> Scalar | FormulaError:
        held = tab.grid.row(place[1]).cell(place[2]).value
        if isinstance(held, CellError):
            return FormulaError(held.kind)
        if not isinstance(held, Formula):
            return held
        if place in self._pending:
            return FormulaError("REF")
        self._pending.add(place)
        try:
            return self._scalar(self._evaluate(parse(held.text), tab))
        except FormulaError as error:
            return error
        finally:
            self._pending.discard(place)

    def _evaluate(self, node: Node, tab: "Tab") -> Result:
        match node:
            case Constant(value):
                return value
            case Cells(text):
                return self._cells(text, tab)
            case Operation(sign, left, right):
                sides = [self._scalar(self._evaluate(side, tab)) for side in (left, right)]
                return _operated(sign, *sides)
            case Function(name, arguments):
                return self._call(name, [partial(self._evaluate, argument, tab) for argument in arguments])

    def _cells(self, text: str, tab: "Tab") -> Block:
        here = text if "!" in text or not any(sign.isdigit() for sign in text) else f"'{tab.title}'!{text}"
        try:
            found, area = self._sheet.locate(here.replace("$", ""))
        except RefusedError as error:
            raise FormulaError("NAME") from error
        return Block(found, area.within(found.grid.height, found.grid.columns))

    def _scalar(self, result: Result) -> Scalar:
        if isinstance(result, Block):
            return self.value(result.tab, result.box.top, result.box.left)
        return (result[0] if result else None) if isinstance(result, list) else result

    def _list(self, result: Result) -> list[Scalar]:
        """All cells of what was given; empty rows at the end of a tab are left out."""
        if not isinstance(result, Block):
            return result if isinstance(result, list) else [result]
        box, end = result.box, min(result.box.bottom, result.tab.grid.filled_end)
        return [
            self.value(result.tab, row, column)
            for row in range(box.top, end)
            for column in range(box.left, box.right)
        ]

    # ---- functions

    def _call(self, name: str, given: Sequence[Callable[[], Result]]) -> Result:
        known: dict[str, Callable[[], Result]] = {
            "IF": lambda: self._if(*given),
            "IFERROR": lambda: self._iferror(*given),
            "SUM": lambda: sum(_numbers([cell for one in given for cell in self._list(one())])),
            "SUMPRODUCT": lambda: sum(_numbers(self._list(given[0]()))),
            "SUMIFS": lambda: self._sumifs(given[0](), [one() for one in given[1:]]),
            "COUNTIFS": lambda: self._sumifs(None, [one() for one in given]),
            "DATE": lambda: _date(*(self._number(one()) for one in given)),
            "YEAR": lambda: float(dates.moment(self._number(given[0]())).year),
            "TODAY": lambda: float(int(dates.serial(self._sheet.now()))),
            "INDEX": lambda: self._index(given[0](), self._number(given[1]())),
            "MATCH": lambda: self._match(self._scalar(given[0]()), self._list(given[1]())),
            "LARGE": lambda: self._large(self._list(given[0]()), self._number(given[1]())),
            "SPARKLINE": lambda: "",  # a picture, which has no value
            "SUBSTITUTE": lambda: _substituted(*(self._scalar(one()) for one in given)),
        }
        if name not in known:
            raise UnsupportedError(f"{name} is not computed here")
        try:
            return known[name]()
        except (IndexError, TypeError) as error:
            raise UnsupportedError(f"{name} is used in a way that is not computed here") from error

    def _if(
        self, condition: Callable[[], Result], yes: Callable[[], Result], no: Callable[[], Result]
    ) -> Result:
        return yes() if self._scalar(condition()) else no()

    def _iferror(self, first: Callable[[], Result], other: Callable[[], Result]) -> Scalar:
        try:
            return self._scalar(first())
        except FormulaError:
            return self._scalar(other())

    def _sumifs(self, summed: Result, pairs: list[Result]) -> Result:
        """The sum, or without `summed` the count, of what meets all criteria; one for each of several."""
        areas, criteria = pairs[::2], [self._list(one) for one in pairs[1::2]]
        times = max(map(len, criteria))
        lists = [one * times if len(one) == 1 else one for one in criteria]
        amounts = None if summed is None else self._list(summed)
        found: list[Scalar] = []
        for wanted in zip(*lists, strict=True):
            bits = -1
            for area, criterion in zip(areas, wanted, strict=True):
                bits &= self._mask(area, criterion)
            found.append(_total(bits, amounts))
        return found

    def _mask(self, area: Result, criterion: Scalar) -> int:
        if not isinstance(area, Block):
            raise UnsupportedError("a criterion needs cells")
        key = (area.tab.sheet_id, area.box, criterion)
        if key not in self._masks:
            self._masks[key] = mask(self._list(area), criterion)
        return self._masks[key]

    def _index(self, area: Result, place: float) -> Scalar:
        if not isinstance(area, Block):
            raise UnsupportedError("INDEX needs cells")
        return self.value(area.tab, area.box.top + int(place) - 1, area.box.left)

    def _match(self, wanted: Scalar, cells: Sequence[Scalar]) -> float:
        for place, cell in enumerate(cells, start=1):
            if cell == wanted and cell is not None:
                return float(place)
        raise FormulaError("N_A")

    def _large(self, cells: Sequence[Scalar], place: float) -> float:
        numbers = sorted(_numbers(cells), reverse=True)
        if int(place) > len(numbers):
            raise FormulaError("NUM")
        return numbers[int(place) - 1]

    def _number(self, result: Result) -> float:
        return _as_number(self._scalar(result))


_COMPARED: Final[dict[str, Callable[[Scalar, Scalar], bool]]] = {
    "=": lambda left, right: _same(left) == _same(right),
    "<>": lambda left, right: _same(left) != _same(right),
    "<": lambda left, right: _as_number(left) < _as_number(right),
    ">": lambda left, right: _as_number(left) > _as_number(right),
    "<=": lambda left, right: _as_number(left) <= _as_number(right),
    ">=": lambda left, right: _as_number(left) >= _as_number(right),
}


def _operated(sign: str, left: Scalar, right: Scalar) -> Scalar:
    if sign in _COMPARED:
        return _COMPARED[sign](left, right)
    if sign == "&":
        return f"{_as_text(left)}{_as_text(right)}"
    one, other = _as_number(left), _as_number(right)
    if sign == "/" and not other:
        raise FormulaError("DIVIDE_BY_ZERO")
    done = {"+": one + other, "-": one - other, "*": one * other}
    return one / other if sign == "/" else done[sign]


def _same(value: Scalar) -> Scalar:
    """A blank cell is as an empty text; texts are compared whatever their case."""
    return "" if value is None else value.casefold() if isinstance(value, str) else value


def _as_number(value: Scalar) -> float:
    if isinstance(value, str):
        raise FormulaError("VALUE")
    return float(value or 0)


def _as_text(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _numbers(cells: Sequence[Scalar]) -> list[float]:
    return [cell for cell in cells if isinstance(cell, float)]


def _total(bits: int, amounts: Sequence[Scalar] | None) -> float:
    if amounts is None:
        return float(bits.bit_count()) if bits >= 0 else 0.0
    return sum(_numbers([amount for place, amount in enumerate(amounts) if bits >> place & 1]))


def _date(year: float, month: float, day: float) -> float:
    years, months = divmod(int(month) - 1, 12)
    return dates.serial(date(int(year) + years, months + 1, 1)) + int(day) - 1


def _substituted(value: Scalar, old: Scalar, new: Scalar) -> str:
    return _as_text(value).replace(_as_text(old), _as_text(new))
