"""The tabs beside the ledger: summary, accounts, categories and hidden lists."""

from sheets.tabs.register import Register

__all__ = ["Register"]
