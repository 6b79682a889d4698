from ledger import ThreadbookError


class ReaderError(ThreadbookError):
    """A reader cannot answer now."""
