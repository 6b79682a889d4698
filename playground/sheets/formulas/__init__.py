"""A small part of the formulas of Google Sheets: enough for sums over a ledger, and no more.

What is beyond it is told by UnsupportedError, and such a cell shows its own text.
"""

from playground.sheets.formulas.calculator import Calculator
from playground.sheets.formulas.tree import UnsupportedError

__all__ = ["Calculator", "UnsupportedError"]
