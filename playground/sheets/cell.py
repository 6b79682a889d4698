from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from playground.sheets import mask as masks
from playground.sheets.errors import Json, RefusedError
from playground.sheets.mask import Mask

LONGEST_TEXT: Final = 50_000
FIELDS: Final = frozenset({"userEnteredValue", "userEnteredFormat", "note", "dataValidation"})
_FORMAT_FIELDS: Final = frozenset(
    {
        "numberFormat",
        "backgroundColor",
        "backgroundColorStyle",
        "borders",
        "padding",
        "horizontalAlignment",
        "verticalAlignment",
        "wrapStrategy",
        "textDirection",
        "textFormat",
        "hyperlinkDisplayType",
        "textRotation",
    },
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, kept as it was entered."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """An error such as `#REF!` that was put into a cell."""

    kind: str
    message: str


Value = float | str | bool | Formula | CellError
"""What a person or a program entered. Dates are numbers: days since 1899-12-30."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `format` and `validation` are the API's own JSON and are never changed in place."""

    value: Value | None = None
    format: Mapping[str, Any] | None = None
    note: str | None = None
    validation: Mapping[str, Any] | None = None

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all is kept here."""
        return self == NOTHING

    def with_value(self, value: Value | None) -> Self:
        """The same cell with another value; an empty text is no value."""
        return type(self)(_kept(value), self.format, self.note, self.validation)

    def updated(self, data: Json, mask: Mask) -> Self:
        """This cell after an update by a CellData; fields of the mask that `data` lacks are cleared.

        Raises:
            RefusedError: the data is none.
        """
        masks.allow(data, FIELDS)
        value, cell_format, note, validation = self.value, self.format, self.note, self.validation
        if not mask or "userEnteredValue" in mask:
            value = _kept(entered(data.get("userEnteredValue")))
        if not mask or "userEnteredFormat" in mask:
            new = data.get("userEnteredFormat", {})
            masks.allow(new, _FORMAT_FIELDS)
            cell_format = masks.merge(dict(cell_format or {}), new, mask.get("userEnteredFormat", {})) or None
        if not mask or "note" in mask:
            note = data.get("note") or None
        if not mask or "dataValidation" in mask:
            validation = data.get("dataValidation")
        return type(self)(value, cell_format, note, validation)


NOTHING: Final = Cell()


def entered(data: Json | None) -> Value | None:
    """Read an ExtendedValue.

    Raises:
        RefusedError: it is none, or too long.
    """
    if not data:
        return None
    if len(data) > 1:
        raise RefusedError("userEnteredValue: oneof field 'value' is already set")
    [(kind, value)] = data.items()
    match kind, value:
        case "numberValue", bool():
            raise RefusedError(f"userEnteredValue.numberValue: {value!r}")
        case "numberValue", int() | float():
            return float(value)
        case "boolValue", bool():
            return value
        case "stringValue", str():
            return short(value)
        case "formulaValue", str():
            if not value.startswith("="):
                raise RefusedError(f"userEnteredValue.formulaValue must begin with '=': {value!r}")
            return Formula(short(value))
        case "errorValue", dict():
            return CellError(value.get("type", "ERROR"), value.get("message", ""))
        case _:
            raise RefusedError(f"userEnteredValue.{kind}: invalid value {value!r}")


def extended(value: Value) -> Json:
    """The ExtendedValue of a value."""
    match value:
        case bool():
            return {"boolValue": value}
        case float():
            return {"numberValue": plain(value)}
        case str():
            return {"stringValue": value}
        case Formula(text):
            return {"formulaValue": text}
        case CellError(kind, message):
            return {"errorValue": {"type": kind, "message": message}}


def plain(number: float) -> float:
    """The number as JSON carries it: a whole one has no fraction."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number  # noqa: PLR2004 - doubles are exact below


def short(text: str) -> str:
    """The text, when it fits a cell.

    Raises:
        RefusedError: it is longer than 50,000 characters.
    """
    if len(text) > LONGEST_TEXT:
        raise RefusedError("Your input contains more than the maximum of 50000 characters in a single cell.")
    return text


def _kept(value: Value | None) -> Value | None:
    """An empty text is no value."""
    return None if value == "" else value
