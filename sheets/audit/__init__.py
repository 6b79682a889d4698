"""What sheet and book say differently: found in one reading, explained to the last sum, decided by people."""

from sheets.audit.discrepancy import Discrepancy, Edit, Kind, recalled
from sheets.audit.reconciliation import STATES, Reconciliation, Report, State, reconcile
from sheets.audit.sums import Sum, number

__all__ = [
    "STATES",
    "Discrepancy",
    "Edit",
    "Kind",
    "Reconciliation",
    "Report",
    "State",
    "Sum",
    "number",
    "recalled",
    "reconcile",
]
