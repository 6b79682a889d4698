"""Lists to choose from in the ledger of a workbook; a word that is on none may be typed all the same."""

from collections.abc import Iterable
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sheets.layout import ColumnKey, Language, Placement
from sheets.rows import STATUS_WORDS, TYPE_WORDS

_MARK: Final = "Threadbook"
_LAST_ROW: Final = 1_048_576


def offer(ledger: Worksheet, placement: Placement, language: Language) -> None:
    """Offer types, statuses, currencies, accounts and categories; what was offered before is replaced."""
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
        rule.errorTitle = _MARK
        letter = get_column_letter(placement.columns[key] + 1)
        rule.add(f"{letter}{placement.header_row + 1}:{letter}{_LAST_ROW}")
        ledger.add_data_validation(rule)


def _quoted(words: Iterable[str]) -> str:
    return '"' + ",".join(words) + '"'
