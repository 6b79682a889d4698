"""The shared words of Threadbook: money, operation, account, category, errors. Imports nothing of ours."""

from ledger.account import Account, Category, CategoryKind
from ledger.draft import PLAIN, Draft, Evidence, Field, Origin
from ledger.errors import MoneyError, OperationError, ThreadbookError
from ledger.identity import BookId, ConversationId, OperationId, OperationKey
from ledger.money import Money, is_currency, minor_digits
from ledger.operation import Leg, Operation, OperationType

__all__ = [
    "PLAIN",
    "Account",
    "BookId",
    "Category",
    "CategoryKind",
    "ConversationId",
    "Draft",
    "Evidence",
    "Field",
    "Leg",
    "Money",
    "MoneyError",
    "Operation",
    "OperationError",
    "OperationId",
    "OperationKey",
    "OperationType",
    "Origin",
    "ThreadbookError",
    "is_currency",
    "minor_digits",
]
