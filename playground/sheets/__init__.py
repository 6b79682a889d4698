"""A stand-in of Google Sheets on loopback for an unmodified gspread: strict, in memory, with bad days.

Behaviour and wording come from recorded answers and from Google's documentation where there are any.
Of formulas a small part is computed; the others are kept, and answered as they were entered. They are not
rewritten when rows or columns move.
"""

from playground.sheets.app import application
from playground.sheets.cell import CellError, Formula, Value
from playground.sheets.errors import GoogleError, RefusedError
from playground.sheets.faults import KINDS, Fault, FaultKind
from playground.sheets.google import Google
from playground.sheets.journal import ApiCall
from playground.sheets.person import Person
from playground.sheets.service_account import SERVICE_ACCOUNT, service_account_info, write_service_account
from playground.sheets.spreadsheet import Spreadsheet

__all__ = [
    "KINDS",
    "SERVICE_ACCOUNT",
    "ApiCall",
    "CellError",
    "Fault",
    "FaultKind",
    "Formula",
    "Google",
    "GoogleError",
    "Person",
    "RefusedError",
    "Spreadsheet",
    "Value",
    "application",
    "service_account_info",
    "write_service_account",
]
