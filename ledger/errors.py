class ThreadbookError(Exception):
    """Root of everything we foresee; any other exception is a bug."""


class MoneyError(ThreadbookError):
    """An amount that no currency can hold exactly, or a currency that does not exist."""


class OperationError(ThreadbookError):
    """An operation that cannot be booked as it stands, such as a transfer without a second account."""
