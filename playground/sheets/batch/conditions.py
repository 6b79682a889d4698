"""Conditions of data validation and conditional formats, and whether they can be met at all."""

from collections.abc import Mapping
from typing import Final

from playground.sheets.errors import Json, RefusedError
from playground.sheets.spreadsheet import Spreadsheet

_VALUES: Final[Mapping[str, tuple[int, int | None]]] = {
    "NUMBER_GREATER": (1, 1),
    "NUMBER_GREATER_THAN_EQ": (1, 1),
    "NUMBER_LESS": (1, 1),
    "NUMBER_LESS_THAN_EQ": (1, 1),
    "NUMBER_EQ": (1, 1),
    "NUMBER_NOT_EQ": (1, 1),
    "NUMBER_BETWEEN": (2, 2),
    "NUMBER_NOT_BETWEEN": (2, 2),
    "TEXT_CONTAINS": (1, 1),
    "TEXT_NOT_CONTAINS": (1, 1),
    "TEXT_STARTS_WITH": (1, 1),
    "TEXT_ENDS_WITH": (1, 1),
    "TEXT_EQ": (1, 1),
    "TEXT_IS_EMAIL": (0, 0),
    "TEXT_IS_URL": (0, 0),
    "DATE_EQ": (1, 1),
    "DATE_BEFORE": (1, 1),
    "DATE_AFTER": (1, 1),
    "DATE_ON_OR_BEFORE": (1, 1),
    "DATE_ON_OR_AFTER": (1, 1),
    "DATE_BETWEEN": (2, 2),
    "DATE_NOT_BETWEEN": (2, 2),
    "DATE_IS_VALID": (0, 0),
    "ONE_OF_RANGE": (1, 1),
    "ONE_OF_LIST": (1, None),
    "BLANK": (0, 0),
    "NOT_BLANK": (0, 0),
    "CUSTOM_FORMULA": (1, 1),
    "BOOLEAN": (0, 2),
}
"""How many values each kind of condition takes, at least and at most."""


def check_condition(sheet: Spreadsheet, condition: Json) -> None:
    """Refuse a condition that there is not, that lacks values, or whose range is nowhere.

    Raises:
        RefusedError: it is such a one.
    """
    kind, values = str(condition.get("type")), condition.get("values", [])
    if kind not in _VALUES:
        raise RefusedError(f"Invalid ConditionType: {kind}")
    least, most = _VALUES[kind]
    if len(values) < least or (most is not None and len(values) > most):
        raise RefusedError(f"Invalid number of values for ConditionType {kind}: {len(values)}")
    if kind == "ONE_OF_RANGE":
        text = str(values[0].get("userEnteredValue", ""))
        sheet.locate(text.removeprefix("=").replace("$", ""))
    if kind == "CUSTOM_FORMULA" and not str(values[0].get("userEnteredValue", "")).startswith("="):
        raise RefusedError("A custom formula must begin with =.")
