"""What sheet and book say differently: found in one reading, explained to the last sum, decided by people."""

from sheets.audit.discrepancy import Discrepancy, Edit, Kind
from sheets.audit.reconciliation import Reconciliation, Report, reconcile
from sheets.audit.sums import Sum

__all__ = ["Discrepancy", "Edit", "Kind", "Reconciliation", "Report", "Sum", "reconcile"]
