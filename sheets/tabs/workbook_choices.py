"""What the ledger of a workbook offers to choose from, or warns of; anything else may be typed too."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheets.layout import ColumnKey, Language, Placement
from sheets.rows import STATUS_WORDS, TYPE_WORDS

_MARK: Final = "Threadbook"
_BOUNDS: Final[Mapping[ColumnKey, tuple[Literal["date", "decimal"], str, str]]] = {
    "date": ("date", "1", "2958465"),  # all days that a spreadsheet knows
    "amount": ("decimal", "-999999999999999", "999999999999999"),
}
_WARNINGS: Final[Mapping[Language, Mapping[ColumnKey, str]]] = {
    "en": {"date": "This is no day.", "amount": "This is no amount."},
    "ru": {"date": "Это не дата.", "amount": "Это не сумма."},
}
_LAST_ROW: Final = 1_048_576


def is_offered(ledger: Worksheet) -> bool:
    """Whether anything is offered there already."""
    return any(one.errorTitle == _MARK for one in ledger.data_validations.dataValidation)


def offer(ledger: Worksheet, placement: Placement, language: Language) -> None:
    """Offer types, statuses, currencies, accounts and categories, and warn of what is no day or no amount.

    What was offered before is replaced.
    """
    others = [one for one in ledger.data_validations.dataValidation if one.errorTitle != _MARK]
    ledger.data_validations.dataValidation = others
    sources: dict[ColumnKey, str] = {
        "type": _quoted(TYPE_WORDS[language].values()),
        "status": _quoted(STATUS_WORDS[language]),
        "currency": "=tb_currencies",
        "account": "=tb_accounts",
        "category": "=tb_categories",
    }
    for key, source in sources.items():
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
        _add(ledger, rule, placement, key)
    for key, (kind, least, most) in _BOUNDS.items():
        rule = DataValidation(
            kind,
            least,
            most,
            allow_blank=True,
            operator="between",
            errorStyle="warning",
            showErrorMessage=True,
        )
        rule.error = _WARNINGS[language][key]
        _add(ledger, rule, placement, key)


def _add(ledger: Worksheet, rule: DataValidation, placement: Placement, key: ColumnKey) -> None:
    rule.errorTitle = _MARK
    letter = get_column_letter(placement.columns[key] + 1)
    rule.add(f"{letter}{placement.header_row + 1}:{letter}{_LAST_ROW}")
    ledger.add_data_validation(rule)


def _quoted(words: Iterable[str]) -> str:
    return '"' + ",".join(words) + '"'
