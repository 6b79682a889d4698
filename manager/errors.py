from ledger import ThreadbookError


class StoreError(ThreadbookError):
    """The database refused: full, read-only, damaged, too new, or in use by another process."""


class StaleTurnError(ThreadbookError):
    """The conversation has moved on since the turn was opened; nothing was written."""
