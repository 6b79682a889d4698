"""The spreadsheet: its layout and rows, Google's and a local one behind one protocol, and the sync worker."""

from sheets.rows import Rendering, SheetRow, rows_of
from sheets.sheet import Change, Entry, ErrorKind, Found, Scan, Sheet, SheetError
from sheets.tabs import Register

__all__ = [
    "Change",
    "Entry",
    "ErrorKind",
    "Found",
    "Register",
    "Rendering",
    "Scan",
    "Sheet",
    "SheetError",
    "SheetRow",
    "rows_of",
]
